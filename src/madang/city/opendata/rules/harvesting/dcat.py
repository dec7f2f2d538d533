"""A data set of DCAT as facts; the graph was flattened before: names without prefix, values as lists. Pure.

A literal is {"@value", "@language"}, a node is its own properties with its address under "@id".
https://www.w3.org/TR/vocab-dcat-3/
"""

from collections.abc import Callable, Mapping
from typing import Any

from madang.city.opendata.rules.facts import DatasetFacts, LinkFacts
from madang.city.opendata.rules.frequencies import frequency_of
from madang.city.opendata.rules.harvesting.extras import extras_of
from madang.city.opendata.rules.harvesting.linking import Links
from madang.city.opendata.rules.harvesting.reading import (
    by_language,
    day,
    email,
    keywords,
    language_key,
    line,
    listed,
    moment,
    ordered,
    text,
    title,
    web_address,
    whole,
    words,
)  # fmt: skip
from madang.city.opendata.rules.harvesting.values import Problem, PublisherTold, Raw, Told
from madang.city.opendata.rules.licences import UNSTATED, licence_of
from madang.city.opendata.rules.themes import theme_of

USED = frozenset({
    "@id", "identifier", "title", "description", "keyword", "theme", "publisher", "contactPoint", "license", "spatial",
    "temporal", "distribution", "accrualPeriodicity", "landingPage", "language", "issued", "modified", "type", "accessRights",
    "version", "hasVersion", "inSeries", "provenance", "versionNotes",
})  # fmt: skip
_SHA_256 = 64


def told(raw: Raw) -> Told | Problem:
    """Return what a data set says, or why it cannot be taken over."""
    hint = address(raw.get("language"))
    titles = _texts(raw.get("title"), hint, title)
    if not titles:
        return Problem("no_title", "dct:title")
    links, licences = _links(raw, hint)
    licence = next((one for one in (address(raw.get("license")), *licences) if one), "")
    contact, publisher = node(raw.get("contactPoint")), node(raw.get("publisher"))
    temporal = node(raw.get("temporal"))
    first, last = ordered(day(temporal.get("startDate")), day(temporal.get("endDate")))
    themes = [theme_of(address(one)) for one in listed(raw.get("theme"))]
    facts = DatasetFacts(
        titles=titles,
        texts=_texts(raw.get("description"), hint, text),
        publisher="",
        themes=tuple(dict.fromkeys(theme for theme in themes if theme)),
        keywords=keywords(listed(raw.get("keyword"))),
        licence=licence_of(licence) if licence else UNSTATED,
        update_promise=frequency_of(address(raw.get("accrualPeriodicity"))),
        contact_name=line(contact.get("fn"), 200),
        contact_email=email(address(contact.get("hasEmail"))),
        landing_url=web_address(address(raw.get("landingPage")), 1_000),
        place=_place(raw),
        period_from=first,
        period_until=last,
        links=links.found(),
        extras=extras_of(raw, USED, licence),
        is_public=True,
        issued_at=moment(raw.get("issued")),
        data_changed_at=moment(raw.get("modified")),
    )
    who = PublisherTold(
        line(publisher.get("name"), 300),
        web_address(address(publisher.get("homepage")), 500),
        email(address(publisher.get("mbox"))),
    )
    return Told(facts, who, tuple(links.notes))


def node(value: Any) -> Mapping[str, Any]:
    """Return the first node among values, an empty one where there is none."""
    return next((one for one in listed(value) if isinstance(one, Mapping) and "@value" not in one), {})


def address(value: Any) -> str:
    """Return the address of a node, or the text where somebody wrote one instead."""
    for one in listed(value):
        told_as = one.get("@id") or one.get("@value") if isinstance(one, Mapping) else one
        if found := words(told_as):
            return found
    return ""


def _texts(value: Any, hint: str, clean: Callable[[Any], str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in listed(value):
        tag = language_key(words(one.get("@language"))) if isinstance(one, Mapping) else ""
        if said := clean(one):
            for lang, kept in ({tag: said} if tag else by_language(said, hint)).items():
                found.setdefault(lang, kept)
    return found


def _place(raw: Raw) -> str:
    place = node(raw.get("spatial"))
    return line(place.get("label") or place.get("prefLabel") or place.get("@id", ""), 300)


def _links(raw: Raw, hint: str) -> tuple[Links, list[str]]:
    """Return the files, and the licences that they name."""
    links, licences = Links(), []
    for number, one in enumerate(listed(raw.get("distribution"))):
        file = one if isinstance(one, Mapping) else {}
        form, media = (address(file.get(name)).rsplit("/", 1)[-1] for name in ("format", "mediaType"))
        full = address(file.get("mediaType")).partition("media-types/")[2]
        checksum = words(node(file.get("checksum")).get("checksumValue")).lower()
        said = LinkFacts(
            url="",
            titles=_texts(file.get("title"), hint, title),
            texts=_texts(file.get("description"), hint, text),
            format=line(form, 60),
            media_type=line(full or media, 120),
            bytes=whole(file.get("byteSize")),
            is_service="accessService" in file and "downloadURL" not in file,
            extras={"sha256": checksum} if len(checksum) == _SHA_256 else {},
        )
        links.add(f"dcat:distribution[{number}]", address(file.get("downloadURL")) or address(file.get("accessURL")), said)
        licences.append(address(file.get("license")))
    return links, licences
