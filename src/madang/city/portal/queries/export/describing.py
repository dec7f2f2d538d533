"""Say a service, and what all services share, in the classes of CPSV-AP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.money import Money
from madang.city.kernel.text import language_code, localised
from madang.city.people import queries as people
from madang.city.portal.definitions import ServiceDefinition, from_json
from madang.city.portal.definitions.model import Clock, Texts
from madang.city.portal.queries.catalogue import DeepLink, LinkedAuthority
from madang.city.portal.queries.subjects import AUDIENCES, LIFE_EVENTS, TOPICS
from madang.urban.formats.rdf import Node

TAGS = {"en": "en", "ko": "ko", "zh": "zh-Hans"}
EU = "http://publications.europa.eu/resource/authority"
LANGUAGE_NODES = {"en": f"{EU}/language/ENG", "ko": f"{EU}/language/KOR", "zh": f"{EU}/language/ZHO"}
CHANNELS = ("web", "counter", "phone", "post", "link")
DEEP_LINKS = {"apply": _("Apply"), "report": _("Report"), "pay": _("Pay"), "information": _("Read about it")}
LIST_LANGUAGE = "en"
"""The names of other authorities come with the Local Government Services List, which is English."""
OUTPUTS = ("certificate", "permit", "licence", "registration", "payment", "booking", "membership", "visit", "repair", "reply")


@dataclass(frozen=True, slots=True)
class Described:
    """A service as the tables hold it."""

    slug: str
    source: str
    external_id: str
    authority: str
    definition: ServiceDefinition
    changed_at: datetime
    linked: tuple[LinkedAuthority, ...] = ()

    @classmethod
    def of(
        cls, slug: str, source: str, external_id: str, authority: str | None, plain: Mapping[str, Any], changed_at: datetime
    ) -> Described:
        """Build it from a row."""
        return cls(slug, source, external_id, authority or "", from_json(plain), changed_at)


@dataclass(frozen=True)
class City:
    """The city as the publisher: its address, and its departments by code."""

    site: str
    departments: Mapping[str, people.Department]

    @classmethod
    def here(cls) -> City:
        """Return this city. One query."""
        return cls(settings.SITE_URL, {one.code: one for one in people.departments()})

    def at(self, path: str) -> str:
        """Return an address on this site."""
        return f"{self.site}/{path}"

    def ref(self, path: str) -> dict[str, str]:
        """Return a pointer to an address on this site."""
        return {"@id": self.at(path)}

    def shared(self) -> Iterator[Node]:
        """Yield what services point to: the city and its departments, life events, topics, audiences, kinds, languages."""
        office = texts(settings.CITY_OFFICE)
        place = {"@id": self.at("#place")}
        yield {"@id": self.at("#place"), "@type": "dct:Location", "rdfs:label": texts(settings.CITY_NAME)}
        yield self._organisation("#city", "city", office, settings.CITY_PHONE, settings.CITY_EMAIL, place)
        for one in self.departments.values():
            yield self._organisation(f"services/by/{one.code}", one.code, texts(one.name), one.phone, one.email, place)
        yield {"@id": self.at("#publisher"), "@type": "foaf:Agent", "dct:identifier": self.at("#publisher"), "dct:title": office}
        yield {
            "@id": self.at("services#catalogue"), "@type": "dcat:Dataset", "dct:identifier": self.at("services#catalogue"),
            "dct:title": office, "dct:description": office, "dct:publisher": self.ref("#publisher"),
        }  # fmt: skip
        for event in LIFE_EVENTS.values():
            address = self.at(f"services/life-event/{event.code}")
            words = {"dct:identifier": event.code, "dct:title": said(event.label)}
            yield {"@id": address, "@type": ["cv:Event", "cv:LifeEvent"], **words}
        for folder, subjects in (("topic", TOPICS), ("for", AUDIENCES)):
            for subject in subjects.values():
                address = self.at(f"services/{folder}/{subject.code}")
                yield {"@id": address, "@type": "skos:Concept", "skos:prefLabel": said(subject.label)}
        for kind in (
            *(f"channel-{one}" for one in CHANNELS),
            *(f"output-{one}" for one in OUTPUTS),
            "status-live",
            "status-paused",
        ):
            label = kind.split("-", 1)[1]
            yield {"@id": self.at(f"services#{kind}"), "@type": "skos:Concept", "skos:prefLabel": [text(label, "en")]}
        for act, said_so in DEEP_LINKS.items():
            broader = {"skos:broader": self.ref("services#channel-link")}
            yield {"@id": self.at(f"services#link-{act}"), "@type": "skos:Concept", "skos:prefLabel": said(said_so), **broader}
        yield {"@id": f"{EU}/currency/{settings.CITY_CURRENCY}", "@type": "skos:Concept", "skos:notation": settings.CITY_CURRENCY}
        for lang, address in LANGUAGE_NODES.items():
            yield {"@id": address, "@type": "dct:LinguisticSystem", "rdfs:label": [text(TAGS[lang], "en")]}

    def linked_authority(self, code: str, name: str) -> Node:
        """Return an authority that the city knows by its links alone: neither its place nor how to reach it."""
        label = text(name, LIST_LANGUAGE) if name else text(code.replace("-", " ").title(), "und")
        words = {"dct:identifier": code, "skos:prefLabel": label}
        return {"@id": self.at(authority_path(code)), "@type": "org:Organization", **words}

    def _organisation(self, path: str, code: str, name: Sequence[Any], phone: str, email: str, place: Mapping[str, str]) -> Node:
        reached = {"foaf:phone": phone or None, "foaf:mbox": {"@id": f"mailto:{email}"} if email else None}
        return {
            "@id": self.at(path), "@type": "cv:PublicOrganisation", "dct:identifier": code, "skos:prefLabel": name,
            "dct:spatial": place, **{key: value for key, value in reached.items() if value},
        }  # fmt: skip


def text(value: str, lang: str) -> dict[str, str]:
    """Return a text with its language."""
    return {"@value": value, "@language": TAGS.get(lang, lang)}


def texts(values: Texts) -> list[dict[str, str]]:
    """Return a text in all its languages."""
    return [text(value, lang) for lang, value in values.items() if value]


def said(label: Any) -> list[dict[str, str]]:
    """Return words of the site's own in all its languages."""
    found = []
    for lang in TAGS:
        with translation.override(language_code(lang)):
            found.append(text(str(label), lang))
    return found


def authority_path(code: str) -> str:
    """Return where on this site another authority is named."""
    return f"services#authority-{quote(code, safe='')}"


def describe(found: Described, city: City) -> Iterator[Node]:
    """Yield the nodes of one service: itself, then its conditions, papers, channels, costs, outputs, law and contact."""
    about = _About(found, city)
    parts = {
        "cv:holdsRequirement": list(about.requirements()),
        "cpsv:hasInput": list(about.evidence()),
        "cv:hasChannel": list(about.channels()),
        "cv:hasCost": list(about.costs()),
        "cpsv:produces": list(about.outputs()),
        "cv:hasLegalResource": list(about.laws()),
        "cv:contactPoint": list(about.contacts()),
    }
    pointers = {name: [{"@id": node["@id"]} for node in nodes] for name, nodes in parts.items() if nodes}
    yield about.service() | pointers
    for nodes in parts.values():
        yield from nodes


@dataclass(frozen=True)
class _About:
    found: Described
    city: City

    def address(self, part: str = "") -> str:
        return self.city.at(f"services/{self.found.slug}{f'#{part}' if part else ''}")

    def service(self) -> dict[str, Any]:
        one = self.found.definition
        described = {lang: " ".join((one.summary.get(lang, ""), *one.description.get(lang, ()))) for lang in one.summary}
        node: dict[str, Any] = {
            "@id": self.address(),
            "@type": "cpsv:PublicService",
            "dct:identifier": self.found.external_id or self.found.slug,
            "dct:title": texts(one.title),
            "dct:description": texts(described) or texts(one.title),
            "cv:hasCompetentAuthority": self.city.ref(f"services/by/{self.found.authority}" if self.found.authority else "#city"),
            "dct:isPartOf": self.city.ref("services#catalogue"),
            "dct:spatial": self.city.ref("#place"),
            "dct:language": [{"@id": LANGUAGE_NODES[lang]} for lang in one.title if lang in LANGUAGE_NODES],
            "cv:isGroupedBy": [self.city.ref(f"services/life-event/{code}") for code in one.life_events],
            "cv:thematicArea": [self.city.ref(f"services/topic/{code}") for code in one.topics],
            "dct:audience": [self.city.ref(f"services/for/{code}") for code in one.audience],
            "dcat:keyword": [text(word, lang) for lang, words in one.words.items() for word in words],
            "adms:status": self.city.ref(f"services#status-{one.status}"),
            "dct:modified": {"@value": self.found.changed_at.isoformat(), "@type": "xsd:dateTime"},
        }
        if one.processing_days is not None and one.processing_clock is Clock.CALENDAR:
            node["cv:processingTime"] = {"@value": f"P{one.processing_days}D", "@type": "xsd:duration"}
        elif one.processing_days is not None:  # five working days a week, so that the figure never promises too much
            node["cv:processingTime"] = {
                "@value": f"P{one.processing_days + 2 * (one.processing_days // 5)}D",
                "@type": "xsd:duration",
            }
        return {name: value for name, value in node.items() if value != []}

    def _part(self, kind: str, name: str, **more: Any) -> Node:
        address = self.address(f"{kind}-{name}")
        return {"@id": address, "@type": "", "dct:identifier": f"{self.found.slug}:{kind}:{name}"} | more

    def requirements(self) -> Iterator[Node]:
        for one in self.found.definition.eligibility:
            yield {**self._part("condition", one.id), "@type": "cv:Requirement", "dct:title": texts(one.text)}

    def evidence(self) -> Iterator[Node]:
        for one in self.found.definition.evidence:
            hint = {"dct:description": texts(one.hint)} if one.hint else {}
            yield {**self._part("evidence", one.id), "@type": "cv:Evidence", "dct:title": texts(one.label), **hint}

    def channels(self) -> Iterator[Node]:
        ways = self.found.definition.channels
        if ways.web:
            yield self._channel("web", {"foaf:page": {"@id": self.address()}})
        if ways.counter:
            yield self._channel("counter", {"dct:description": texts(ways.counter)})
        if ways.phone:
            yield self._channel("phone", {"foaf:phone": ways.phone})
        if ways.post:
            yield self._channel("post", {"dct:description": texts(ways.post)})
        if ways.link:
            yield self._channel("link", {"dct:description": texts(ways.link.label), "foaf:page": {"@id": ways.link.url}})
        for authority in self.found.linked:
            for link in authority.links:
                yield self._deep_link(authority.code, link)

    def _deep_link(self, authority: str, link: DeepLink) -> Node:
        """Return a link into another authority's site: a channel that it owns, its kind what one does there, with the page."""
        return {
            **self._part("link", f"{quote(authority, safe='')}-{link.interaction}"),
            "@type": "cv:Channel",
            "dct:type": self.city.ref(f"services#link-{link.interaction}"),
            "cv:ownedBy": self.city.ref(authority_path(authority)),
            "foaf:page": {"@id": link.url},
        }

    def _channel(self, kind: str, more: dict[str, Any]) -> Node:
        return {
            **self._part("channel", kind),
            "@type": "cv:Channel",
            "dct:type": self.city.ref(f"services#channel-{kind}"),
            **more,
        }

    def costs(self) -> Iterator[Node]:
        one = self.found.definition
        if self.found.source != "city":
            return
        fees = [(fee.id, fee.amount_minor, fee.label) for fee in one.cost.fees] or [("free", 0, {})]
        for name, amount, label in fees:
            money = Money(amount, settings.CITY_CURRENCY)
            words = {"dct:description": texts(label)} if any(label.values()) else {}
            yield {
                **self._part("cost", name), "@type": "cv:Cost", **words,
                "cv:hasValue": {"@value": str(amount / 10**money.digits), "@type": "xsd:double"},
                "cv:currency": {"@id": f"{EU}/currency/{settings.CITY_CURRENCY}"},
            }  # fmt: skip

    def outputs(self) -> Iterator[Node]:
        for one in self.found.definition.outputs:
            yield {
                **self._part("output", one.id), "@type": "cv:Output", "dct:title": texts(one.label),
                "dct:type": self.city.ref(f"services#output-{one.kind}"),
            }  # fmt: skip

    def laws(self) -> Iterator[Node]:
        law = self.found.definition.law
        if law:
            yield {"@id": law.url or self.address("law"), "@type": "eli:LegalResource", "rdfs:label": texts(law.name)}

    def contacts(self) -> Iterator[Node]:
        phone = self.found.definition.channels.phone
        if phone:
            page = {"@id": self.address("contact"), "@type": "cv:ContactPoint", "cv:telephone": phone}
            yield page | {"rdfs:label": localised(self.found.definition.title, "en")}
