"""What data sets share, said once, where it is first needed: the catalogue, publishers, series, services, authority lists."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.text import language_code
from madang.city.opendata.queries.export.reading import Named, Texts
from madang.city.opendata.queries.export.vocabulary import EU, IANA, LANGUAGES, TAGS, FileType
from madang.city.opendata.rules.frequencies import FREQUENCIES
from madang.city.opendata.rules.licences import licence
from madang.city.opendata.rules.themes import THEMES
from madang.urban.formats.rdf import Node

OPEN = f"{EU}/access-right/PUBLIC"
CITY_KIND = "http://purl.org/adms/publishertype/LocalAuthority"
CATALOGUE, CITY, TAXONOMY = "data#catalogue", "data#city", f"{EU}/data-theme"
ROWS_API, CKAN_API, OGC_API = "data#rows", "data#ckan", "data#ogc"
_TITLE, _TEXT = _("Open Data Plaza"), _("Every data set of the city, with its versions, its publishers and its promises")
_SERVICES = {
    ROWS_API: (_("Rows of every data set"), "api/v1/datasets", "api/v1/openapi.json", "https://spec.openapis.org/oas/v3.1.0"),
    CKAN_API: (_("CKAN action API"), "api/3/action", "api/3/action/help_show", "https://docs.ckan.org/en/latest/api/"),
    OGC_API: (_("OGC API Features"), "ogc", "ogc/conformance", "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"),
}


def ref(address: str) -> dict[str, str]:
    """Return a pointer to a node."""
    return {"@id": address}


def text(value: str, lang: str) -> dict[str, str]:
    """Return a text with its language; one of no language is said to be undetermined."""
    return {"@value": value, "@language": TAGS.get(lang, lang or "und")}


def texts(values: Texts) -> list[dict[str, str]]:
    """Return a text in all its languages; empty ones are left out."""
    return [text(value, lang) for lang, value in values.items() if value.strip()]


def said(words: Any) -> list[dict[str, str]]:
    """Return words of the site's own in all its languages."""
    found = []
    for lang in TAGS:
        with translation.override(language_code(lang)):
            found.append(text(str(words), lang))
    return found


def date_time(moment: datetime) -> dict[str, str]:
    """Return an instant as a literal."""
    return {"@value": moment.isoformat(timespec="seconds"), "@type": "xsd:dateTime"}


def day(value: date) -> dict[str, str]:
    """Return a day as a literal."""
    return {"@value": value.isoformat(), "@type": "xsd:date"}


def at(path: str) -> str:
    """Return the address of something on this site."""
    return f"{settings.SITE_URL}/{path}"


def dataset_at(slug: str, more: str = "") -> str:
    """Return the address of a data set, or of something below it."""
    return at(f"data/{quote(slug, safe='')}{more}")


class Shared:
    """Remembers what was said already; each method returns an address and keeps the node to be said before it is used."""

    def __init__(self) -> None:
        self._said: set[str] = set()
        self._waiting: list[Node] = []

    def taken(self) -> Iterator[Node]:
        """Yield what must be said now."""
        while self._waiting:
            yield self._waiting.pop(0)

    def node(self, address: str, kind: Any, facts: Mapping[str, Any]) -> dict[str, str]:
        """Have a node said once; return a pointer to it."""
        if address not in self._said:
            self._said.add(address)
            self._waiting.append({"@id": address, "@type": kind, **facts})
        return ref(address)

    def catalogue(self, changed_at: datetime | None) -> Node:
        """Return the catalogue's own node; its data sets are added one by one."""
        pointers = {
            "dct:publisher": self.city(),
            "foaf:homepage": self.document(at("data")),
            "dct:language": [self.language(lang) for lang in LANGUAGES],
            "dct:license": self.licence("cc-by-4.0"),
            "dcat:themeTaxonomy": self.node(TAXONOMY, "skos:ConceptScheme", {"dct:title": [text("Data theme", "en")]}),
            "dcat:service": [self.service(name) for name in _SERVICES],
            "dct:spatial": self.node(at("data#place"), "dct:Location", {"rdfs:label": texts(settings.CITY_NAME)}),
        }
        words = {"dct:title": said(_TITLE), "dct:description": said(_TEXT)}
        changed = {"dct:modified": date_time(changed_at)} if changed_at else {}
        return {"@id": at(CATALOGUE), "@type": "dcat:Catalog", **words, **changed, **pointers}

    def city(self) -> dict[str, str]:
        """Return the city itself."""
        facts = {"foaf:name": texts(settings.CITY_OFFICE), "foaf:mbox": ref(f"mailto:{settings.CITY_EMAIL}")}
        return self.node(at(CITY), "foaf:Agent", {**facts, "dct:type": self._local_authority()})

    def _local_authority(self) -> dict[str, str]:
        return self.node(CITY_KIND, "skos:Concept", {"skos:prefLabel": [text("Local Authority", "en")]})

    def publisher(self, found: Named) -> dict[str, str]:
        """Return who answers for data sets."""
        facts: dict[str, Any] = {"foaf:name": texts(found.names) or [text(found.slug, "")]}
        if found.email:
            facts["foaf:mbox"] = ref(f"mailto:{found.email}")
        if found.home_url:
            facts["foaf:homepage"] = self.document(found.home_url)
        if found.is_city:
            facts["dct:type"] = self._local_authority()
        return self.node(at(f"data/by/{quote(found.slug, safe='')}"), "foaf:Agent", facts)

    def series(self, found: Named, publisher: dict[str, str], contact: dict[str, str]) -> dict[str, str]:
        """Return the series that data sets belong to."""
        titles = texts(found.names) or [text(found.slug, "")]
        facts = {"dct:title": titles, "dct:description": texts(found.texts) or titles, "dct:publisher": publisher}
        address = at(f"data/series/{quote(found.slug, safe='')}")
        return self.node(address, "dcat:DatasetSeries", {**facts, "dcat:contactPoint": contact})

    def service(self, name: str) -> dict[str, str]:
        """Return one of the site's interfaces."""
        title, endpoint, description, standard = _SERVICES[name]
        facts = {
            "dct:title": said(title), "dcat:endpointURL": ref(at(endpoint)), "dcat:endpointDescription": ref(at(description)),
            "dct:publisher": self.city(), "dct:conformsTo": self.node(standard, "dct:Standard", {}),
            "dcat:contactPoint": self.contact(at("data#contact"), "", ""),
        }  # fmt: skip
        return self.node(at(name), "dcat:DataService", facts)

    def contact(self, address: str, name: str, email: str) -> dict[str, str]:
        """Return whom one may ask; the city's office where nobody is named."""
        mail = email or settings.CITY_EMAIL
        names = [name] if name else texts(settings.CITY_OFFICE)
        return self.node(address, "vcard:Kind", {"vcard:fn": names, "vcard:hasEmail": ref(f"mailto:{mail}")})

    def licence(self, key: str, url: str = "") -> dict[str, str]:
        """Return a licence: its own address, else that of its text, else one of this site."""
        known = licence(key)
        address = url or known.url or at(f"data#licence-{known.key}")
        return self.node(address, "dct:LicenseDocument", {"dct:title": texts(known.titles)})

    def theme(self, code: str) -> dict[str, str]:
        """Return a theme of the EU's list."""
        one = THEMES[code]
        scheme = {"skos:inScheme": ref(TAXONOMY)}
        return self.node(one.uri, "skos:Concept", {"skos:prefLabel": texts(one.titles), **scheme})

    def frequency(self, code: str) -> dict[str, str]:
        """Return a frequency of the EU's list."""
        one = FREQUENCIES[code]
        return self.node(one.uri, "dct:Frequency", {"rdfs:label": texts(one.titles)})

    def language(self, lang: str) -> dict[str, str]:
        """Return a language of the EU's list."""
        return self.node(f"{EU}/language/{LANGUAGES[lang]}", "dct:LinguisticSystem", {})

    def open_access(self) -> dict[str, str]:
        """Return that everybody may have it."""
        return self.node(OPEN, "dct:RightsStatement", {})

    def availability(self) -> dict[str, str]:
        """Return that it is meant to stay."""
        facts = {"skos:prefLabel": [text("Stable", "en")]}
        return self.node("http://publications.europa.eu/resource/authority/planned-availability/STABLE", "skos:Concept", facts)

    def file_type(self, found: FileType) -> dict[str, dict[str, str]]:
        """Return the properties that name a format."""
        named = {}
        if found.eu:
            named["dct:format"] = self.node(f"{EU}/file-type/{found.eu}", "dct:MediaTypeOrExtent", {})
        if found.iana:
            named["dcat:mediaType"] = self.node(IANA + found.iana, "dct:MediaType", {})
        return named

    def document(self, url: str) -> dict[str, str]:
        """Return a page elsewhere; pages are many, so they are not remembered."""
        self._waiting.append({"@id": url, "@type": "foaf:Document"})
        return ref(url)
