"""A data set of DCAT-US 1.1 (data.json) as facts. Pure.

https://resources.data.gov/resources/dcat-us/
"""

from collections.abc import Mapping
from typing import Any

from madang.city.opendata.rules.facts import DatasetFacts, LinkFacts
from madang.city.opendata.rules.frequencies import frequency_of
from madang.city.opendata.rules.harvesting.extras import extras_of
from madang.city.opendata.rules.harvesting.linking import Links
from madang.city.opendata.rules.harvesting.reading import (
    by_language,
    email,
    keywords,
    line,
    listed,
    moment,
    period,
    text,
    title,
    web_address,
    words,
)  # fmt: skip
from madang.city.opendata.rules.harvesting.values import Problem, PublisherTold, Raw, Told
from madang.city.opendata.rules.licences import licence_of
from madang.city.opendata.rules.themes import theme_of

USED = frozenset({
    "@type", "@id", "identifier", "title", "description", "keyword", "modified", "issued", "publisher", "contactPoint", "license",
    "spatial", "temporal", "distribution", "accrualPeriodicity", "landingPage", "language",
})  # fmt: skip
_SERVICES = frozenset({"API", "REST", "JSON API", "SPARQL"})


def told(raw: Raw) -> Told | Problem:
    """Return what a record says, or why it cannot be taken over."""
    named = title(raw.get("title"))
    if not named:
        return Problem("no_title", "title", words(raw.get("title")))
    hint = words(raw.get("language"))
    contact = _mapping(raw.get("contactPoint"))
    links = _links(raw, hint)
    first, last = period(raw.get("temporal"))
    themes = (theme_of(words(one)) for one in listed(raw.get("theme")))
    spatial = raw.get("spatial")
    facts = DatasetFacts(
        titles=by_language(named, hint),
        texts=by_language(text(raw.get("description")), hint),
        publisher="",
        themes=tuple(dict.fromkeys(theme for theme in themes if theme)),
        keywords=keywords([*listed(raw.get("keyword")), *listed(raw.get("theme"))]),
        licence=licence_of(words(raw.get("license"))),
        update_promise=frequency_of(words(raw.get("accrualPeriodicity"))),
        contact_name=line(contact.get("fn"), 200),
        contact_email=email(contact.get("hasEmail")),
        landing_url=web_address(raw.get("landingPage"), 1_000),
        place=line(spatial, 300),
        period_from=first,
        period_until=last,
        links=links.found(),
        extras=extras_of(raw, USED, raw.get("license")),
        is_public=True,
        issued_at=moment(raw.get("issued")),
        data_changed_at=moment(raw.get("modified")),
    )
    publisher = _mapping(raw.get("publisher"))
    return Told(facts, PublisherTold(line(publisher.get("name"), 300)), tuple(links.notes))


def _links(raw: Raw, hint: str) -> Links:
    links = Links()
    for number, one in enumerate(listed(raw.get("distribution"))):
        file = _mapping(one)
        is_service = not words(file.get("downloadURL")) and words(file.get("format")).upper() in _SERVICES
        said = LinkFacts(
            url="",
            titles=by_language(title(file.get("title")), hint),
            texts=by_language(text(file.get("description")), hint),
            format=line(file.get("format"), 60),
            media_type=line(file.get("mediaType"), 120),
            is_service=is_service,
        )
        links.add(f"distribution[{number}]", file.get("downloadURL") or file.get("accessURL"), said)
    return links


def _mapping(value: Any) -> Mapping[str, Any]:
    found = value[0] if isinstance(value, list) and value else value
    return found if isinstance(found, Mapping) else {}
