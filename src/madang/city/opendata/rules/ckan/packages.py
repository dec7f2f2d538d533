"""Data sets, publishers, themes and keywords as CKAN's packages, organizations, groups and tags."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from madang.city.kernel.text import localised
from madang.city.opendata.rules.licences import licence
from madang.city.opendata.rules.states import DatasetState
from madang.city.opendata.rules.themes import THEMES

STATES = {DatasetState.DRAFT: "draft", DatasetState.PUBLISHED: "active", DatasetState.WITHDRAWN: "deleted"}
MARK = "ckan"  # the key of a data set's extras that holds what only CKAN's clients know of


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """A publisher; ``extras`` hold what a client said beyond name and texts, its own ``id`` among them."""

    slug: str
    titles: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    extras: Mapping[str, Any] = field(default_factory=dict)
    changed_at: datetime | None = None
    packages: int | None = None

    @property
    def id(self) -> str:
        """Return what clients call it: the id it came with, else its name."""
        return str(self.extras.get("id") or self.slug)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Organization):
    """A theme, or data sets that a client gathered under a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkResource:
    """A file that lies elsewhere."""

    id: UUID
    url: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    format: str
    media_type: str
    bytes: int | None
    extras: Mapping[str, Any]
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TableResource:
    """The rows of a data set's current version."""

    number: int
    rows: int
    bytes: int
    key: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """All of a data set that CKAN's clients are told."""

    id: UUID
    slug: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    publisher: Organization
    licence: str
    themes: tuple[str, ...]
    groups: tuple[Group, ...]
    keywords: tuple[str, ...]
    update_promise: str
    contact_name: str
    contact_email: str
    landing_url: str
    place: str
    period_from: date | None
    period_until: date | None
    state: DatasetState
    created_at: datetime
    changed_at: datetime
    extras: Mapping[str, Any]
    links: tuple[LinkResource, ...]
    table: TableResource | None


def table_id(package: UUID) -> UUID:
    """Return the id of a data set's own table as a resource, or, of such an id, the data set's: the last bit tells them apart."""
    return UUID(int=package.int ^ 1)


def instant(moment: datetime | None) -> str | None:
    """Return an instant as CKAN writes it: UTC without a zone, to the microsecond."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") if moment else None


def package_dict(package: Package, *, site: str, lang: str) -> dict[str, Any]:
    """Return a data set as package_show answers it.

    site  the address of this site, without a slash at its end;  lang: of the plain title (all are in title_translated)
    """
    kept = package.extras.get(MARK, {})
    tags = [tag_dict(word) for word in sorted(set(package.keywords))]
    groups = sorted((*map(theme_group, package.themes), *package.groups), key=lambda group: group.slug)
    resources = resources_of(package, site=site, lang=lang)
    terms = licence(package.licence)
    return {
        "id": str(package.id),
        "name": package.slug,
        "type": "dataset",
        "state": STATES[package.state],
        "private": package.state is DatasetState.DRAFT,
        **_translated("title", package.titles, lang),
        **_translated("notes", package.texts, lang),
        "author": None,
        "author_email": None,
        "maintainer": package.contact_name or None,
        "maintainer_email": package.contact_email or None,
        "url": package.landing_url or None,
        "version": None,
        "license_id": terms.ckan_id or terms.key,
        "license_title": terms.titles["en"],
        "license_url": terms.url,
        "isopen": terms.is_open,
        "creator_user_id": None,
        "metadata_created": instant(package.created_at),
        "metadata_modified": instant(package.changed_at),
        "owner_org": package.publisher.id,
        "organization": _short(package.publisher, lang),
        "groups": [_short(group, lang) for group in groups],
        "tags": tags,
        "num_tags": len(tags),
        "resources": resources,
        "num_resources": len(resources),
        "extras": _extras(package, kept.get("extras", ())),
        "relationships_as_subject": [],
        "relationships_as_object": [],
        **kept.get("fields", {}),
    }


def _translated(name: str, texts: Mapping[str, str], lang: str) -> dict[str, Any]:
    plain = {name: localised(texts, lang)}
    said = {key: words for key, words in texts.items() if words}
    return plain if not said or set(said) == {lang} else {**plain, f"{name}_translated": dict(sorted(said.items()))}


def _extras(package: Package, kept: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return extras by key, each key once: what has a place here, what a client said, what a harvested record said beyond."""
    found: dict[str, dict[str, Any]] = {}
    for one in (*_told_extras(package), *kept, *_harvested_extras(package)):
        found.setdefault(str(one.get("key")), dict(one))
    return [found[key] for key in sorted(found)]


def _harvested_extras(package: Package) -> Iterator[dict[str, Any]]:
    record = package.extras.get("record")
    for key, value in record.items() if isinstance(record, Mapping) else ():
        if key == "extras" and isinstance(value, list):
            yield from (one for one in value if isinstance(one, dict) and one.get("key"))
        else:
            yield {"key": key, "value": value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}


def _told_extras(package: Package) -> list[dict[str, str]]:
    told = {
        "frequency": package.update_promise,
        "temporal_start": package.period_from.isoformat() if package.period_from else "",
        "temporal_end": package.period_until.isoformat() if package.period_until else "",
        "spatial_text": package.place,
    }
    return [{"key": key, "value": value} for key, value in told.items() if value]


def tag_dict(word: str) -> dict[str, Any]:
    """Return a keyword as a tag."""
    return {"id": word, "name": word, "display_name": word, "state": "active", "vocabulary_id": None}


def theme_group(code: str) -> Group:
    """Return a theme as a group; its name is the code in lower case."""
    theme = THEMES.get(code)
    return Group(slug=code.lower(), titles=theme.titles if theme else {"en": code}, extras={"image_url": ""})


_SHORT = (
    "id", "name", "title", "type", "description", "image_url", "created", "is_organization", "approval_status", "state",
)  # fmt: skip


def _short(one: Organization, lang: str) -> dict[str, Any]:
    whole = organization_dict(one, lang=lang)
    if isinstance(one, Group):
        return {name: whole[name] for name in ("id", "name", "title", "display_name", "description", "image_display_url")}
    return {
        name: whole[name]
        for name in (
            "id",
            "name",
            "title",
            "type",
            "description",
            "image_url",
            "created",
            "is_organization",
            "approval_status",
            "state",
        )
    }


def organization_dict(one: Organization, *, lang: str) -> dict[str, Any]:
    """Return a publisher as organization_show answers it, without its packages."""
    is_group = isinstance(one, Group)
    title = localised(one.titles, lang) or one.slug
    kept = {name: value for name, value in one.extras.items() if name not in ("id", "extras")}
    image = str(one.extras.get("image_url") or "")
    return {
        "name": one.slug,
        **_translated("title", one.titles, lang),
        "title": title,
        "display_name": title,
        **_translated("description", one.texts, lang),
        "type": "group" if is_group else "organization",
        "is_organization": not is_group,
        "state": "active",
        "approval_status": "approved",
        "image_url": image,
        "image_display_url": image,
        "created": instant(one.changed_at),
        "package_count": one.packages or 0,
        "num_followers": 0,
        "users": [],
        "groups": [],
        "tags": [],
        "extras": sorted(one.extras.get("extras", ()), key=lambda extra: str(extra.get("key"))),
        **kept,
        "id": one.id,
    }


def group_dict(one: Group, *, lang: str) -> dict[str, Any]:
    """Return a theme or gathering as group_show answers it, without its packages."""
    return organization_dict(one, lang=lang)


def resources_of(package: Package, *, site: str, lang: str) -> list[dict[str, Any]]:
    """Return a data set's resources: its own table first, then what lies elsewhere.

    A link that was loaded from another city's table has the id that a table of this data set gets: the table then stands for it.
    """
    own = table_id(package.id)
    makers: list[Callable[[int], dict[str, Any]]] = []
    if package.table is not None:
        makers.append(lambda place: _table_dict(package, package.table, place, site=site, lang=lang))
    links = [link for link in package.links if package.table is None or link.id != own]
    makers += [lambda place, link=link: _link_dict(package, link, place, lang=lang) for link in links]  # type: ignore[misc]
    return [make(place) for place, make in enumerate(makers)]


_PLAIN_RESOURCE: Mapping[str, Any] = {
    "state": "active", "url_type": None, "resource_type": None, "hash": "", "mimetype_inner": None, "cache_url": None,
    "cache_last_updated": None, "last_modified": None, "datastore_active": False,
}  # fmt: skip


def _table_dict(package: Package, table: TableResource | None, place: int, *, site: str, lang: str) -> dict[str, Any]:
    assert table is not None  # noqa: S101 - the caller looked
    published = instant(table.published_at)
    return {
        **_PLAIN_RESOURCE,
        "id": str(table_id(package.id)),
        "package_id": str(package.id),
        "position": place,
        "name": localised(package.titles, lang),
        "description": "",
        "url": f"{site}/data/{package.slug}.csv",
        "url_type": "datastore",
        "format": "CSV",
        "mimetype": "text/csv",
        "size": table.bytes,
        "hash": table.key,
        "version": table.number,
        "created": published,
        "metadata_modified": published,
        "last_modified": published,
        "datastore_active": True,
        "datastore_contains_all_records_of_source_file": True,
        "total_record_count": table.rows,
    }


def _link_dict(package: Package, link: LinkResource, place: int, *, lang: str) -> dict[str, Any]:
    changed = instant(link.changed_at)
    return {
        **_PLAIN_RESOURCE,
        "id": str(link.id),
        "package_id": str(package.id),
        "position": place,
        **_translated("name", link.titles, lang),
        **_translated("description", link.texts, lang),
        "url": link.url,
        "format": link.format,
        "mimetype": link.media_type or None,
        "size": link.bytes,
        "created": changed,
        "metadata_modified": changed,
        **link.extras,
    }
