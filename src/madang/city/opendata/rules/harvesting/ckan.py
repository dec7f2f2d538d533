"""A package of CKAN as facts, leniently: other portals fill its fields as they like. Pure.

https://docs.ckan.org/en/latest/api/
"""

from collections.abc import Mapping
from typing import Any

from madang.city.opendata.rules.facts import DatasetFacts, LinkFacts
from madang.city.opendata.rules.frequencies import frequency_of
from madang.city.opendata.rules.harvesting.extras import extras_of
from madang.city.opendata.rules.harvesting.linking import Links
from madang.city.opendata.rules.harvesting.reading import (
    LANGUAGES,
    by_language,
    day,
    email,
    keywords,
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
from madang.city.opendata.rules.licences import licence_of
from madang.city.opendata.rules.themes import theme_of

USED = frozenset({
    "id", "name", "title", "title_translated", "notes", "notes_translated", "tags", "num_tags", "resources", "num_resources",
    "groups", "organization", "owner_org", "license_id", "license_title", "license_url", "isopen", "state", "private", "url",
    "maintainer", "maintainer_email", "author", "author_email", "metadata_created", "metadata_modified", "type",
    "relationships_as_subject", "relationships_as_object", "creator_user_id", "revision_id",
})  # fmt: skip
_SERVICES = frozenset({"api", "wms", "wfs", "rest", "sparql", "esri rest", "ogc wms", "ogc wfs"})
_SHA_256 = 64


def told(raw: Raw) -> Told | Problem:
    """Return what a package says, or why it cannot be taken over."""
    hint = words(raw.get("language") or raw.get("locale"))
    titles = _by_language(raw, "title", hint, title) or by_language(title(raw.get("name")), hint)
    if not titles:
        return Problem("no_title", "title", words(raw.get("title")))
    more, tags = _extras(raw), listed(raw.get("tags"))
    links = _links(raw, hint)
    organization = raw.get("organization")
    organization = organization if isinstance(organization, Mapping) else {}
    themes = [theme_of(name) for name in _group_names(raw)] + [theme_of(words(more.get("theme")))]
    licence = raw.get("license_id") or raw.get("license_url") or raw.get("license_title")
    first, last = ordered(day(more.get("temporal_start")), day(more.get("temporal_end")))
    facts = DatasetFacts(
        titles=titles,
        texts=_by_language(raw, "notes", hint, text),
        publisher="",
        themes=tuple(dict.fromkeys(theme for theme in themes if theme)),
        keywords=keywords([one.get("display_name") or one.get("name") if isinstance(one, dict) else one for one in tags]),
        licence=licence_of(words(licence)),
        update_promise=frequency_of(words(more.get("frequency") or more.get("accrual_periodicity"))),
        contact_name=line(raw.get("maintainer") or raw.get("author") or more.get("contact_name"), 200),
        contact_email=email(raw.get("maintainer_email") or raw.get("author_email") or more.get("contact_email")),
        landing_url=web_address(raw.get("url"), 1_000),
        place=line(more.get("spatial_text") or more.get("spatial_coverage"), 300),
        period_from=first,
        period_until=last,
        links=links.found(),
        extras=extras_of(raw, USED, raw.get("license_url") or licence),
        is_public=True,
        issued_at=moment(more.get("issued") or raw.get("metadata_created")),
        data_changed_at=moment(more.get("modified") or raw.get("metadata_modified")),
    )
    name = line(organization.get("title") or organization.get("name"), 300)
    return Told(facts, PublisherTold(name), tuple(links.notes))


def is_open(raw: Raw) -> bool:
    """Tell whether a package is meant for everybody: neither private nor a draft nor deleted."""
    return raw.get("private") is not True and words(raw.get("state")) in ("", "active")


def _by_language(raw: Raw, name: str, hint: str, clean: Any) -> dict[str, str]:
    translated = raw.get(f"{name}_translated")
    found = {}
    if isinstance(translated, Mapping):
        found = {lang: said for lang in LANGUAGES if (said := clean(translated.get(lang)))}
    return found or by_language(clean(raw.get(name)), hint)


def _extras(raw: Raw) -> dict[str, Any]:
    """Return the extras, and the fields of the package that others put where CKAN has extras."""
    pairs = (one for one in listed(raw.get("extras")) if isinstance(one, dict))
    return {**raw, **{words(one.get("key")): one.get("value") for one in pairs}}


def _group_names(raw: Raw) -> list[str]:
    groups = (one for one in listed(raw.get("groups")) if isinstance(one, dict))
    return [words(one.get(name)) for one in groups for name in ("name", "title")]


def _links(raw: Raw, hint: str) -> Links:
    links = Links()
    for number, one in enumerate(listed(raw.get("resources"))):
        file = one if isinstance(one, Mapping) else {}
        digest = words(file.get("hash")).lower().removeprefix("sha256:")
        said = LinkFacts(
            url="",
            titles=_by_language(file, "name", hint, title),
            texts=_by_language(file, "description", hint, text),
            format=line(file.get("format"), 60),
            media_type=line(file.get("mimetype"), 120),
            bytes=whole(file.get("size")),
            is_service=words(file.get("format")).lower() in _SERVICES,
            extras={"sha256": digest} if len(digest) == _SHA_256 else {},
        )
        links.add(f"resources[{number}]", file.get("url"), said)
    return links
