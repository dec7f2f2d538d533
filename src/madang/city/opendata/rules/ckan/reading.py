"""What a client of CKAN's protocol says of a data set, a publisher or a group, as the facts that services save.

What the Plaza has no place for is kept as it came, below ``extras["ckan"]`` and in the extras of links, and told again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from madang.city.opendata.rules.ckan.asked import flag, listed, text
from madang.city.opendata.rules.ckan.faults import bad_value, missing
from madang.city.opendata.rules.ckan.packages import MARK
from madang.city.opendata.rules.facts import DatasetFacts, LinkFacts
from madang.city.opendata.rules.frequencies import FREQUENCIES
from madang.city.opendata.rules.licences import licence, licence_of
from madang.city.opendata.rules.themes import THEMES

LANGUAGES = ("en", "ko", "zh")
MOST_EXTRAS = 500
MOST_RESOURCES = 2_000
MOST_BYTES = 10**15
_NAME = re.compile(r"[a-z0-9_-]{2,100}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+")

# What the Plaza itself says of a data set, a resource, an organization: clients send it back, and it is not theirs to decide
_PACKAGE_OWN = frozenset({
    "id", "name", "title", "title_translated", "notes", "notes_translated", "state", "private", "maintainer", "maintainer_email",
    "url", "license_id", "license_title", "license_url", "isopen", "metadata_created", "metadata_modified", "owner_org",
    "organization",
    "groups", "tags", "tag_string", "num_tags", "resources", "num_resources", "extras",
})  # fmt: skip
_RESOURCE_OWN = frozenset({
    "id", "package_id", "position", "name", "name_translated", "description", "description_translated", "url", "format",
    "mimetype", "size", "created", "metadata_modified", "datastore_active", "datastore_contains_all_records_of_source_file",
    "total_record_count", "upload", "clear_upload", "revision_id", "state",
})  # fmt: skip
_ORGANIZATION_OWN = frozenset({
    "name", "title", "title_translated", "display_name", "description", "description_translated", "package_count", "packages",
    "users", "num_followers", "is_organization", "created", "image_display_url", "state", "approval_status", "type",
    "revision_id",
    "image_upload", "clear_upload",
})  # fmt: skip
_EMPTY: tuple[Any, ...] = (None, "", [], {})
_PLAIN = {"type": "dataset"}


@dataclass(frozen=True, slots=True)
class Received:
    """A package as a client sent it.

    id        the identity it wants to keep, None where it has none or one that is no UUID
    groups    names or ids of groups that are no themes
    """

    id: UUID | None
    name: str
    facts: DatasetFacts
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceivedOrganization:
    """A publisher or group as a client sent it."""

    name: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    extras: Mapping[str, Any] = field(default_factory=dict)


def package_of(values: Mapping[str, Any], *, publisher: str, lang: str) -> Received:
    """Return what a package says. Raises CkanFault naming the field that cannot be.

    publisher  the slug that its ``owner_org`` means;  lang: of its plain title and notes
    """
    name = name_of(values)
    told, kept = _extras(values)
    themes, groups = _groups(values)
    links = _links(values, lang)
    terms = licence_of(_words(values, "license_id") or _words(values, "license_url") or _words(values, "license_title"))
    facts = DatasetFacts(
        titles=_by_language(values, "title", lang) or {lang: name},
        texts=_by_language(values, "notes", lang),
        publisher=publisher,
        themes=themes,
        keywords=_tags(values),
        licence=terms,
        update_promise=told.get("frequency", ""),
        contact_name=_words(values, "maintainer"),
        contact_email=_email(values),
        landing_url=_words(values, "url"),
        place=told.get("spatial_text", ""),
        period_from=_day(told, "temporal_start"),
        period_until=_day(told, "temporal_end"),
        links=links,
        extras={MARK: {"extras": kept, "fields": _fields(values, terms)}},
        is_public=not flag(values, "private") and _words(values, "state") in ("", "active"),
    )
    return Received(_uuid(values.get("id")), name, facts, groups)


def name_of(values: Mapping[str, Any]) -> str:
    """Return the name in addresses. Raises CkanFault."""
    name = text(values, "name")
    if not _NAME.fullmatch(name):
        sentence = "Must be 2 to 100 characters long: lowercase letters of ASCII, digits, dashes, underscores"
        raise bad_value(name=sentence)
    return name


def _words(values: Mapping[str, Any], name: str) -> str:
    return text(values, name, "").strip()


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _by_language(values: Mapping[str, Any], name: str, lang: str) -> dict[str, str]:
    """Return texts by language; a plain text that none of the translations has is the one in ``lang``."""
    plain = text(values, name, "")
    told = values.get(f"{name}_translated") or {}
    if not isinstance(told, dict) or not all(isinstance(one, str) for one in told.values()):
        raise bad_value(**{f"{name}_translated": "Must be an object of texts by language"})
    found = {key: words for key, words in told.items() if key in LANGUAGES and words}
    if plain and plain not in found.values():
        found[lang] = plain
    return found


def _email(values: Mapping[str, Any]) -> str:
    email = _words(values, "maintainer_email")
    if email and not (_EMAIL.fullmatch(email) and len(email) <= 254):
        raise bad_value(maintainer_email="Is no e-mail address")
    return email


def _tags(values: Mapping[str, Any]) -> tuple[str, ...]:
    tags = listed(values, "tags") or [word.strip() for word in _words(values, "tag_string").split(",")]
    words = [text(tag, "name", "") if isinstance(tag, dict) else str(tag) for tag in tags]
    return tuple(sorted({word.strip() for word in words if word.strip()}))


def _groups(values: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of themes and the names of other groups."""
    groups = listed(values, "groups") or []
    names = [_words(one, "name") or _words(one, "id") if isinstance(one, dict) else str(one) for one in groups]
    if not all(names):
        raise bad_value(groups="Each group needs a name or an id")
    themes = tuple(name.upper() for name in names if name.upper() in THEMES)
    return themes, tuple(dict.fromkeys(name for name in names if name.upper() not in THEMES))


def _extras(values: Mapping[str, Any]) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Return the extras that the Plaza has a place for, and all the others."""
    extras = listed(values, "extras") or []
    if len(extras) > MOST_EXTRAS:
        raise bad_value(extras=f"At most {MOST_EXTRAS} of them")
    told: dict[str, str] = {}
    kept: list[dict[str, Any]] = []
    for one in extras:
        if not isinstance(one, dict) or not isinstance(one.get("key"), str) or not one["key"]:
            raise bad_value(extras="Each needs a key and a value")
        if one["key"] in told or any(one["key"] == other["key"] for other in kept):
            raise bad_value(extras=f"There is more than one with the key {one['key'][:80]}")
        if _has_a_place(one["key"], one.get("value")):
            told[one["key"]] = one["value"]
        else:
            kept.append({"key": one["key"], "value": one.get("value")})
    return told, kept


def _has_a_place(key: str, value: Any) -> bool:
    if not isinstance(value, str):
        return False
    if key in ("temporal_start", "temporal_end"):
        return re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None and _is_day(value)
    return (key == "frequency" and value in FREQUENCIES) or (key == "spatial_text" and 0 < len(value) <= 300)


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _day(told: Mapping[str, str], key: str) -> date | None:
    return date.fromisoformat(told[key]) if key in told else None


def _fields(values: Mapping[str, Any], terms: str) -> dict[str, Any]:
    """Return what a client said that has no place of its own; what equals the Plaza's own words is left out."""
    kept = {
        name: value
        for name, value in values.items()
        if name not in _PACKAGE_OWN and value not in _EMPTY and _PLAIN.get(name) != value
    }
    known = licence(terms)
    says = {"license_id": known.ckan_id or known.key, "license_title": known.titles["en"], "license_url": known.url}
    return kept | {name: values[name] for name, ours in says.items() if values.get(name) not in (*_EMPTY, ours)}


def _links(values: Mapping[str, Any], lang: str) -> tuple[LinkFacts, ...] | None:
    resources = listed(values, "resources")
    if resources is None:
        return None
    if len(resources) > MOST_RESOURCES:
        raise bad_value(resources=f"At most {MOST_RESOURCES} of them")
    return tuple(link_of(one, lang=lang) for one in resources)


def link_of(values: Any, *, lang: str) -> LinkFacts:
    """Return what a resource says of a file that lies elsewhere. Raises CkanFault."""
    if not isinstance(values, dict):
        raise bad_value(resources="Each must be an object")
    url = text(values, "url", "").strip()
    if not url:
        raise missing("url")
    size = values.get("size")
    fits = isinstance(size, int) and not isinstance(size, bool) and 0 <= size <= MOST_BYTES
    kept = {
        name: value for name, value in values.items() if name not in _RESOURCE_OWN and value not in _EMPTY and value is not False
    }
    identity = _uuid(values.get("id"))
    return LinkFacts(
        url=url,
        titles=_by_language(values, "name", lang),
        texts=_by_language(values, "description", lang),
        format=_words(values, "format")[:60],
        media_type=_words(values, "mimetype")[:120],
        bytes=size if isinstance(size, int) and fits else None,
        extras=kept if fits or size in _EMPTY else {**kept, "size": size},
        public_id=str(identity) if identity else "",
    )


def organization_of(values: Mapping[str, Any], *, lang: str) -> ReceivedOrganization:
    """Return what an organization or a group says. Raises CkanFault."""
    _extras(values)
    return ReceivedOrganization(
        name_of(values),
        _by_language(values, "title", lang) or {lang: name_of(values)},
        _by_language(values, "description", lang),
        {name: value for name, value in values.items() if name not in _ORGANIZATION_OWN and value not in _EMPTY},
    )
