"""Reading organizations, groups and tags."""

from collections.abc import Sequence
from typing import Any

from madang.city.opendata.api.ckan.packages import MOST_ROWS, shown
from madang.city.opendata.api.ckan.registry import Asked, action
from madang.city.opendata.queries.ckan import gatherings
from madang.city.opendata.rules import ckan

_SORTS = {
    "name": lambda one: one["name"], "title": lambda one: (one["title"].casefold(), one["name"]),
    "package_count": lambda one: one["package_count"], "packages": lambda one: one["package_count"],
}  # fmt: skip


@action("organization_list")
def organization_list(asked: Asked) -> list[Any]:
    """Return the names of all publishers; with ``all_fields`` the publishers; ``sort``, ``limit``, ``offset``."""
    return _list(asked, gatherings.organizations(now=asked.now))


@action("group_list")
def group_list(asked: Asked) -> list[Any]:
    """Return the names of all groups, themes among them; with ``all_fields`` the groups; ``sort``, ``limit``, ``offset``."""
    return _list(asked, gatherings.groups(now=asked.now))


@action("organization_list_for_user", "group_list_authz")
def organization_list_for_user(asked: Asked) -> list[Any]:
    """Return the publishers, for whoever has a token; whether one may write for them is asked with each write."""
    return [_dict(asked, one) for one in gatherings.organizations(now=asked.now)] if asked.viewer.is_signed_in else []


def _dict(asked: Asked, one: ckan.Organization) -> dict[str, Any]:
    return ckan.organization_dict(one, lang=asked.lang)


def _list(asked: Asked, found: Sequence[ckan.Organization]) -> list[Any]:
    values = asked.values
    told = [_dict(asked, one) for one in found]
    wanted = ckan.texts(values, "organizations") or ckan.texts(values, "groups")
    if wanted is not None:
        told = [one for one in told if one["name"] in wanted or one["id"] in wanted]
    name, _, direction = ckan.text(values, "sort", "name asc").strip().partition(" ")
    if name not in _SORTS or direction.strip().lower() not in ("", "asc", "desc"):
        raise ckan.bad_value(sort=f"Cannot sort by {name[:40]}; by these it can: {', '.join(_SORTS)}")
    told.sort(key=_SORTS[name], reverse=direction.strip().lower() == "desc")
    offset = ckan.whole(values, "offset", 0)
    limit = ckan.whole(values, "limit", len(told))
    page = told[offset : offset + limit]
    return page if ckan.flag(values, "all_fields") else [one["name"] for one in page]


@action("organization_show")
def organization_show(asked: Asked) -> dict[str, Any]:
    """Return the publisher whose name or id is ``id``; with ``include_datasets`` its newest data sets (at most 1,000)."""
    return _show(asked, gatherings.organization(ckan.text(asked.values, "id"), now=asked.now))


@action("group_show")
def group_show(asked: Asked) -> dict[str, Any]:
    """Return the group whose name or id is ``id``; with ``include_datasets`` its newest data sets (at most 1,000)."""
    return _show(asked, gatherings.group(ckan.text(asked.values, "id"), now=asked.now))


def _show(asked: Asked, one: ckan.Organization) -> dict[str, Any]:
    told = _dict(asked, one)
    if ckan.flag(asked.values, "include_datasets"):
        found = gatherings.packages_of(one, now=asked.now, limit=MOST_ROWS)
        told["packages"] = [shown(asked, package) for package in found]
    return told


@action("group_package_show")
def group_package_show(asked: Asked) -> list[dict[str, Any]]:
    """Return the newest data sets of the group ``id``; ``limit`` at most 1,000."""
    one = gatherings.group(ckan.text(asked.values, "id"), now=asked.now)
    limit = ckan.whole(asked.values, "limit", MOST_ROWS, most=MOST_ROWS)
    return [shown(asked, package) for package in gatherings.packages_of(one, now=asked.now, limit=limit)]


@action("tag_list")
def tag_list(asked: Asked) -> list[Any]:
    """Return the keywords of all data sets, those that contain ``query`` where it is given; with ``all_fields`` as objects."""
    words = gatherings.tags(now=asked.now, containing=ckan.text(asked.values, "query", ""))
    return [ckan.tag_dict(word) for word in words] if ckan.flag(asked.values, "all_fields") else words


@action("tag_autocomplete")
def tag_autocomplete(asked: Asked) -> list[str]:
    """Return keywords that contain ``query``; ``limit`` 10, at most 100."""
    text = ckan.text(asked.values, "query", "") or ckan.text(asked.values, "q", "")
    limit = ckan.whole(asked.values, "limit", 10, most=100)
    return gatherings.tags(now=asked.now, containing=text, limit=limit) if text else []


@action("tag_show")
def tag_show(asked: Asked) -> dict[str, Any]:
    """Return the keyword ``id``; with ``include_datasets`` its newest data sets (at most 1,000)."""
    word = ckan.text(asked.values, "id")
    with_datasets = ckan.flag(asked.values, "include_datasets")
    found = gatherings.tagged(word, now=asked.now, limit=MOST_ROWS if with_datasets else 1)
    if found is None:
        raise ckan.not_found()
    return {**ckan.tag_dict(word), **({"packages": [shown(asked, one) for one in found]} if with_datasets else {})}
