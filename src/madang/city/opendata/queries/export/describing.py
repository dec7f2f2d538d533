"""Say a data set in the classes of DCAT-AP 3.0.1: itself, its distributions, who answers for it, what it covers.

https://semiceu.github.io/DCAT-AP/releases/3.0.1/
"""

from collections.abc import Iterator
from typing import Any

from madang.city.kernel.text import language_of
from madang.city.opendata.queries.export.reading import Described, Edition, File, Place
from madang.city.opendata.queries.export.shared import (
    CATALOGUE,
    OGC_API,
    ROWS_API,
    Shared,
    at,
    dataset_at,
    date_time,
    day,
    ref,
    text,
    texts,
)  # fmt: skip
from madang.city.opendata.queries.export.vocabulary import LANGUAGES, SHA_256, file_type
from madang.city.opendata.rules.frequencies import FREQUENCIES
from madang.city.opendata.rules.themes import THEMES
from madang.urban.formats.rdf import Node

MOST_EXCEL_ROWS = 1_048_575
"""A sheet has 2^20 rows, of which one is the head."""


def describe(found: Described, shared: Shared) -> Iterator[Node]:
    """Yield the nodes of one data set; before them what it shares with others and nobody has said yet."""
    about = _About(found, shared)
    own = [about.dataset(), *about.parts]
    yield from shared.taken()
    yield {"@id": at(CATALOGUE), "dcat:dataset": ref(about.address)}
    yield from own


def downloads(found: Edition) -> tuple[str, ...]:
    """Return in which formats the rows of a version can be had."""
    forms = ["csv", "parquet"]
    if found.rows <= MOST_EXCEL_ROWS:
        forms.append("xlsx")
    return (*forms, "geojson") if found.has_place else tuple(forms)


def good_address(url: str) -> bool:
    """Tell whether something can be fetched from there."""
    return url.startswith(("https://", "http://", "ftp://", "ftps://"))


class _About:
    """Collects the nodes of one data set: ``parts`` are those below it."""

    def __init__(self, found: Described, shared: Shared) -> None:
        self.found, self.shared = found, shared
        self.address = dataset_at(found.slug)
        self.parts: list[Node] = []
        self.titles = texts(found.titles) or [text(found.slug, "")]
        self.licence = shared.licence(found.licence, str(found.extras.get("licence_url") or ""))

    def dataset(self) -> Node:
        one = self.found
        publisher = self.shared.publisher(one.publisher)
        names: list[Any] = [one.contact_name] if one.contact_name else texts(one.publisher.names) or [one.publisher.slug]
        contact = self._part("contact", "vcard:Kind", {"vcard:fn": names, **self._email()})
        node: dict[str, Any] = {
            "@id": self.address,
            "@type": "dcat:Dataset",
            "dct:identifier": one.external_id if one.harvested_from else one.public_id.urn,
            "dct:title": self.titles,
            "dct:description": texts(one.texts) or self.titles,
            "dct:publisher": publisher,
            "dcat:contactPoint": contact,
            "dcat:theme": [self.shared.theme(code) for code in one.themes if code in THEMES],
            "dcat:keyword": [text(word, language_of(word)) for word in one.keywords if word.strip()],
            "dct:language": [self.shared.language(lang) for lang in one.titles if lang in LANGUAGES],
            "dct:accessRights": self.shared.open_access(),
            "dct:issued": date_time(one.issued_at),
            "dct:modified": date_time(one.changed_at),
            "dcat:landingPage": self.shared.document(one.landing_url if good_address(one.landing_url) else self.address),
            "dct:spatial": [self._place(one.place)] if one.place else [],
            "dct:temporal": self._period(),
            "dcat:distribution": [*self._downloads(), *self._files()],
        }
        if one.update_promise in FREQUENCIES:
            node["dct:accrualPeriodicity"] = self.shared.frequency(one.update_promise)
        if one.series:
            node["dcat:inSeries"] = self.shared.series(one.series, publisher, contact)
        return {name: value for name, value in (node | self._versions()).items() if value != []}

    def _email(self) -> dict[str, Any]:
        email = self.found.contact_email or self.found.publisher.email
        return {"vcard:hasEmail": ref(f"mailto:{email}")} if email else {}

    def _part(self, name: str, kind: str, facts: dict[str, Any]) -> dict[str, str]:
        address = f"{self.address}#{name}"
        self.parts.append({"@id": address, "@type": kind, **{key: value for key, value in facts.items() if value != []}})
        return ref(address)

    def _place(self, place: Place) -> dict[str, str]:
        facts: dict[str, Any] = {"rdfs:label": texts(place.names)}
        if place.box and place.middle:
            west, south, east, north = place.box
            ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
            corners = ", ".join(f"{x} {y}" for x, y in ring)
            facts["dcat:bbox"] = {"@value": f"POLYGON(({corners}))", "@type": "geo:wktLiteral"}
            facts["dcat:centroid"] = {"@value": f"POINT({place.middle[0]} {place.middle[1]})", "@type": "geo:wktLiteral"}
        return self._part("place", "dct:Location", facts)

    def _period(self) -> list[dict[str, str]]:
        first, last = self.found.period
        facts = {"dcat:startDate": [day(first)] if first else [], "dcat:endDate": [day(last)] if last else []}
        return [self._part("period", "dct:PeriodOfTime", facts)] if first or last else []

    def _versions(self) -> dict[str, Any]:
        """Return which version this is, where it came from, and the earlier ones where they were read."""
        now = self.found.current
        said: dict[str, Any] = {}
        if now:
            said = {"dcat:version": str(now.number), "adms:versionNotes": texts(now.note)}
            if now.sha256:
                label = [text(f"Read from a file with the SHA-256 {now.sha256}", "en")]
                said["dct:provenance"] = self._part("origin", "dct:ProvenanceStatement", {"rdfs:label": label})
        elif self.found.harvested_from:
            label = [text(f"Described by the catalogue {self.found.harvested_from}", "en")]
            said["dct:provenance"] = self._part("origin", "dct:ProvenanceStatement", {"rdfs:label": label})
        said["dcat:hasVersion"] = [self._version(one) for one in self.found.earlier]
        return said

    def _version(self, one: Edition) -> dict[str, str]:
        address = dataset_at(self.found.slug, f"/v/{one.number}")
        notes = texts(one.note)
        facts = {
            "dct:title": self.titles, "dct:description": notes or texts(self.found.texts) or self.titles,
            "dcat:version": str(one.number), "dct:issued": date_time(one.published_at), "dcat:isVersionOf": ref(self.address),
            "dct:publisher": self.shared.publisher(self.found.publisher), "adms:versionNotes": notes,
        }  # fmt: skip
        self.parts.append({"@id": address, "@type": "dcat:Dataset", **{key: value for key, value in facts.items() if value}})
        return ref(address)

    def _downloads(self) -> Iterator[dict[str, str]]:
        now = self.found.current
        if now is None:
            return
        services = [ROWS_API, OGC_API] if now.has_place else [ROWS_API]
        served = [self.shared.service(name) for name in services]
        self.parts.extend({**one, "dcat:servesDataset": ref(self.address)} for one in served)
        for form in downloads(now):
            url = dataset_at(self.found.slug, f".{form}")
            facts = {
                "dct:title": self.titles, "dct:description": self.titles,
                "dcat:accessURL": ref(url), "dcat:downloadURL": ref(url), "dct:license": self.licence,
                "dct:issued": date_time(now.published_at), "dct:modified": date_time(now.published_at),
                "dcatap:availability": self.shared.availability(), "dcat:accessService": served,
                **self.shared.file_type(file_type(form, "")),
            }  # fmt: skip
            yield self._part(form, "dcat:Distribution", facts)

    def _files(self) -> Iterator[dict[str, str]]:
        for one in self.found.files:
            if good_address(one.url):
                yield self._file(one)

    def _file(self, one: File) -> dict[str, str]:
        facts: dict[str, Any] = {
            "dct:title": texts(one.titles), "dct:description": texts(one.texts) or texts(one.titles) or self.titles,
            "dcat:accessURL": ref(one.url), "dct:license": self.licence,
            **self.shared.file_type(file_type(one.format, one.media_type)),
        }  # fmt: skip
        if not one.is_service:
            facts["dcat:downloadURL"] = ref(one.url)
        if one.bytes is not None and one.bytes >= 0:
            facts["dcat:byteSize"] = {"@value": str(one.bytes), "@type": "xsd:nonNegativeInteger"}
        name = f"file-{one.public_id}"
        if checksum := _sha256(one):
            value = {"@value": checksum, "@type": "xsd:hexBinary"}
            algorithm = self.shared.node(SHA_256, "spdx:ChecksumAlgorithm", {})
            sums = {"spdx:algorithm": algorithm, "spdx:checksumValue": value}
            facts["spdx:checksum"] = self._part(f"{name}-checksum", "spdx:Checksum", sums)
        return self._part(name, "dcat:Distribution", facts)


def _sha256(one: File) -> str:
    told = str(one.extras.get("sha256") or "").lower()
    return told if len(told) == 64 and not set(told) - set("0123456789abcdef") else ""
