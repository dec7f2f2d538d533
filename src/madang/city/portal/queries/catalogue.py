"""Reads of the catalogue. A process keeps the short lines of all services until the catalogue's number changes."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from heapq import merge
from itertools import chain, islice
from typing import Any

from django.db import connection
from django.db.models import Exists, Max, OuterRef, Q, Sum

from madang.city.kernel.text import index_letter, localised
from madang.city.portal.definitions import ServiceDefinition, from_json
from madang.city.portal.models import CatalogueVersion, SearchMiss, Service, ServiceLink, ServiceVersion

LANGUAGES = ("en", "ko", "zh")
NATIONAL_LIST = "lgsl"
RECENT_SECONDS = 1.0
SHOWN = Q(status__in=("live", "paused"))


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service as lists show it; listed_as is its number in the list `source`, or in the national list it stands for."""

    id: int
    slug: str
    source: str
    listed_as: str
    status: str
    authority: str
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    life_events: tuple[str, ...]
    topics: tuple[str, ...]
    audience: tuple[str, ...]
    takes_applications: bool
    has_rules: bool

    @property
    def is_own(self) -> bool:
        """Tell whether the city offers it itself, not a list from outside."""
        return self.source == "city"


@dataclass(frozen=True)
class Catalogue:
    """All services that can be found, in each language's order of titles."""

    number: int
    lines: Mapping[int, ServiceLine]
    orders: Mapping[str, tuple[int, ...]]

    def having(self, kind: str, code: str, lang: str) -> list[ServiceLine]:
        """Return the services with a life event, topic, audience or authority, the city's own first, by title."""
        key = (kind, code, lang)
        if key not in self._memory:
            found = [line for line in self.in_order(lang) if code in self._codes(line, kind)]
            self._memory[key] = sorted(found, key=lambda line: not line.is_own)
        return self._memory[key]

    def in_order(self, lang: str) -> list[ServiceLine]:
        """Return all services by title as a reader of lang expects."""
        return [self.lines[one] for one in self.orders[lang]]

    def counts(self, kind: str) -> Mapping[str, int]:
        """Return how many services each life event, topic, audience or authority has."""
        return self._counts[kind]

    def letters(self, lang: str) -> list[str]:
        """Return the headings of the A-Z list in the order of the language."""
        return list(self._headings[lang])

    def under(self, letter: str, lang: str) -> list[ServiceLine]:
        """Return the services under a heading of the A-Z list."""
        return [self.lines[one] for one in self._headings[lang].get(letter, ())]

    def related(self, line: ServiceLine, most: int) -> list[ServiceLine]:
        """Return services that people with the same need may also want: most life events and topics in common."""
        key = ("related", line.id, most)
        if key not in self._memory:
            self._memory[key] = self._closest(line, most)
        return self._memory[key]

    def _closest(self, line: ServiceLine, most: int) -> list[ServiceLine]:
        """Score whole kinds of services, of which there are few, then take the first ones of the best kinds."""
        wanted = {*line.life_events, *line.topics}
        by_score: dict[int, list[list[ServiceLine]]] = {}
        for (source, authority, subjects), alike in self._alike.items():
            score = len(wanted & subjects) + (authority == line.authority)
            if source == line.source and score > 1:
                by_score.setdefault(score, []).append(alike)
        ranked = chain.from_iterable(
            merge(*by_score[score], key=lambda one: one.slug) for score in sorted(by_score, reverse=True)
        )
        return list(islice((one for one in ranked if one.id != line.id), most))

    @cached_property
    def _alike(self) -> Mapping[tuple[str, str, frozenset[str]], list[ServiceLine]]:
        """Return the services by list, authority and subjects, each group by slug."""
        found: dict[tuple[str, str, frozenset[str]], list[ServiceLine]] = {}
        for line in sorted(self.lines.values(), key=lambda one: one.slug):
            found.setdefault((line.source, line.authority, frozenset((*line.life_events, *line.topics))), []).append(line)
        return found

    @cached_property
    def _memory(self) -> dict[tuple[str | int, ...], list[ServiceLine]]:
        """Hold what was asked once; it is gone with this catalogue."""
        return {}

    @cached_property
    def _headings(self) -> Mapping[str, Mapping[str, list[int]]]:
        """Return for each language the services by heading, both in its order."""
        found: dict[str, dict[str, list[int]]] = {lang: {} for lang in LANGUAGES}
        for lang in LANGUAGES:
            for line in self.in_order(lang):
                found[lang].setdefault(index_letter(localised(line.titles, lang), lang), []).append(line.id)
        return found

    @cached_property
    def _counts(self) -> Mapping[str, Counter[str]]:
        kinds = ("life_event", "topic", "audience", "authority")
        return {kind: Counter(code for line in self.lines.values() for code in self._codes(line, kind)) for kind in kinds}

    @staticmethod
    def _codes(line: ServiceLine, kind: str) -> tuple[str, ...]:
        if kind == "authority":
            return (line.authority,) if line.authority else ()
        return {"life_event": line.life_events, "topic": line.topics, "audience": line.audience}[kind]


_kept: Catalogue | None = None
_recent = (float("-inf"), 0)


def catalogue_number() -> int:
    """Return the number of the catalogue as it stands now; 0 while nothing was ever published."""
    return CatalogueVersion.objects.values_list("number", flat=True).first() or 0


def recent_number() -> int:
    """Return the catalogue's number as it was at most a second ago: for pages that thousands read at once.

    Inside a transaction it is asked for anew, so that it agrees with what the transaction sees.
    """
    global _recent  # noqa: PLW0603 - one number for the process; a race asks twice and harms nothing
    now = time.monotonic()
    if now - _recent[0] > RECENT_SECONDS or connection.in_atomic_block:
        _recent = (now, catalogue_number())
    return _recent[1]


def catalogue(number: int | None = None) -> Catalogue:
    """Return the catalogue's lines, read once for each number of the catalogue.

    number  as just read from `catalogue_number`, to save the query
    """
    global _kept  # noqa: PLW0603 - one snapshot for the process; a race reads twice and harms nothing
    now = catalogue_number() if number is None else number
    kept = _kept
    if kept is None or kept.number != now or not now:
        kept = _kept = _read(now)
    return kept


def _read(number: int) -> Catalogue:
    names = [field for field in ServiceLine.__dataclass_fields__ if field not in {"authority", "listed_as"}]
    more = ("external_id", "department__code", "current__definition__external", "sort_en", "sort_ko", "sort_zh")
    rows = list(Service.objects.filter(SHOWN).values(*names, *more))
    orders = {
        lang: tuple(row["id"] for row in sorted(rows, key=lambda row: (row[f"sort_{lang}"], row["id"]))) for lang in LANGUAGES
    }
    return Catalogue(number, {row["id"]: _line(row, names) for row in rows}, orders)


def _line(row: Mapping[str, Any], names: Sequence[str]) -> ServiceLine:
    plain: dict[str, Any] = {name: tuple(row[name]) if isinstance(row[name], list) else row[name] for name in names}
    stands_for = row["external_id"] or (row["current__definition__external"] or {}).get(NATIONAL_LIST, "")
    return ServiceLine(**plain, authority=row["department__code"] or "", listed_as=stands_for)


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A service with the definition that holds now; authority is the department's code, "" for lists from outside."""

    id: int
    slug: str
    source: str
    external_id: str
    status: str
    authority: str
    definition: ServiceDefinition
    version_id: int
    number: int
    published_at: datetime
    has_links: bool

    @property
    def is_own(self) -> bool:
        """Tell whether the city offers it itself, not a list from outside."""
        return self.source == "city"


def service(slug: str) -> ServiceFacts | None:
    """Return a service with its present definition, also a retired one; None if there never was one. One query."""
    linked = Exists(ServiceLink.objects.filter(service=OuterRef("pk")))
    row = Service.objects.filter(slug=slug).select_related("current", "department").annotate(has_links=linked).first()
    if row is None or row.current is None:
        return None
    return ServiceFacts(
        id=row.pk, slug=row.slug, source=row.source, external_id=row.external_id, status=row.status,
        authority=row.department.code if row.department else "", definition=from_json(row.current.definition),
        version_id=row.current.pk, number=row.current.number, published_at=row.current.published_at, has_links=row.has_links,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeepLink:
    """A way into another authority's site."""

    interaction: str
    url: str


@dataclass(frozen=True, slots=True)
class LinkedAuthority:
    """An authority that has pages of its own for a service."""

    code: str
    name: str
    links: tuple[DeepLink, ...]


INTERACTIONS = ("apply", "report", "pay", "information")


def linked_authorities(service_id: int) -> list[LinkedAuthority]:
    """Return the authorities with deep links for a service, by name, each with its links. One query."""
    found: dict[str, tuple[str, list[DeepLink]]] = {}
    for code, name, interaction, url in ServiceLink.objects.filter(service=service_id).values_list(
        "authority", "authority_name", "interaction", "url"
    ):
        found.setdefault(code, (name or code.replace("-", " ").title(), []))[1].append(DeepLink(interaction, url))
    return sorted(
        (
            LinkedAuthority(code, name, tuple(sorted(links, key=lambda link: INTERACTIONS.index(link.interaction))))
            for code, (name, links) in found.items()
        ),
        key=lambda one: one.name,
    )


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A published version of a service."""

    number: int
    published_at: datetime


def versions(service_id: int) -> list[VersionLine]:
    """Return the versions of a service, newest first."""
    rows = ServiceVersion.objects.filter(service=service_id).order_by("-number").values_list("number", "published_at")
    return [VersionLine(*row) for row in rows]


def definitions(service_id: int, numbers: Sequence[int]) -> Mapping[int, ServiceDefinition]:
    """Return definitions of a service by version number; missing ones are left out."""
    rows = ServiceVersion.objects.filter(service=service_id, number__in=numbers).values_list("number", "definition")
    return {number: from_json(plain) for number, plain in rows}


@dataclass(frozen=True, slots=True)
class MissedWords:
    """Words that found nothing: how often since a day, and when last."""

    lang: str
    words: str
    count: int
    last: date


def missed_words(since: date, most: int = 200) -> list[MissedWords]:
    """Return the words that found nothing since a day, the most frequent first."""
    rows = SearchMiss.objects.filter(day__gte=since).values("lang", "words")
    counted = rows.annotate(total=Sum("count"), last=Max("day")).order_by("-total", "-last", "words")[:most]
    return [MissedWords(row["lang"], row["words"], row["total"], row["last"]) for row in counted]


def services_with_rules() -> list[tuple[ServiceLine, ServiceDefinition]]:
    """Return the live services that have conditions of eligibility, with their definitions, in order of id."""
    lines = catalogue().lines
    ids = [line.id for line in lines.values() if line.has_rules and line.status == "live"]
    rows = Service.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "current__definition")
    return [(lines[pk], from_json(plain)) for pk, plain in rows]
