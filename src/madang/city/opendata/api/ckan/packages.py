"""Reading data sets and their resources."""

import json
from typing import Any

from madang.city.kernel.text import localised
from madang.city.opendata.api.ckan.registry import Asked, action
from madang.city.opendata.queries.ckan import loading, searching
from madang.city.opendata.rules import ckan

MOST_ROWS = 1_000
MOST_NAMES = 200_000
MOST_FACETS = 10
FACETS = ("organization", "groups", "tags", "res_format", "license_id")


def shown(asked: Asked, package: ckan.Package) -> dict[str, Any]:
    """Return a data set as this request wants it told."""
    return ckan.package_dict(package, site=asked.site, lang=asked.lang)


@action("package_list")
def package_list(asked: Asked) -> list[str]:
    """Return the names of all public data sets, or ``limit`` of them behind the first ``offset``."""
    given = asked.values.get("limit") not in (None, "")
    limit = ckan.whole(asked.values, "limit", MOST_NAMES, most=MOST_NAMES) if given else None
    return searching.names(now=asked.now, limit=limit, offset=ckan.whole(asked.values, "offset", 0))


@action("current_package_list_with_resources")
def current_package_list_with_resources(asked: Asked) -> list[dict[str, Any]]:
    """Return public data sets whole, the last changed first; ``limit`` (at most 1,000) and ``offset`` page through them."""
    limit = ckan.whole(asked.values, "limit", MOST_ROWS, most=MOST_ROWS)
    page = max(ckan.whole(asked.values, "page", 1), 1)
    offset = ckan.whole(asked.values, "offset", (page - 1) * limit)
    return [shown(asked, one) for one in searching.newest(now=asked.now, limit=limit, offset=offset)]


@action("recently_changed_packages_activity_list")
def recently_changed(asked: Asked) -> list[dict[str, Any]]:
    """Return which public data sets changed last, and when; ``limit`` (31, at most 100) and ``offset`` page through them."""
    limit, offset = ckan.whole(asked.values, "limit", 31, most=100), ckan.whole(asked.values, "offset", 0)
    return [
        {
            "id": f"{one.id}",
            "timestamp": ckan.package_dict(one, site=asked.site, lang=asked.lang)["metadata_modified"],
            "user_id": None,
            "object_id": str(one.id),
            "activity_type": "changed package" if one.changed_at > one.created_at else "new package",
            "data": {"package": shown(asked, one)},
        }
        for one in searching.newest(now=asked.now, limit=limit, offset=offset)
    ]


@action("package_search")
def package_search(asked: Asked) -> dict[str, Any]:
    """Find public data sets.

    ``q`` and ``fq`` (or ``fq_list``) in Solr's language: words, field:value, ranges in brackets, AND, OR, NOT; ``rows`` (10, at
    most 1,000), ``start``, ``sort``; ``facet.field``, ``facet.limit``.
    """
    values = asked.values
    facets = (ckan.texts(values, "facet.field") or []) if ckan.flag(values, "facet", default=True) else []
    wanted = searching.Search(
        q=ckan.text(values, "q", ""),
        fq=_filters(values),
        sort=ckan.text(values, "sort", ""),
        start=ckan.whole(values, "start", 0),
        rows=ckan.whole(values, "rows", 10, most=MOST_ROWS),
        facets=tuple(facets[:MOST_FACETS]),
        most_values=_facet_limit(values),
    )
    found = searching.found(wanted, now=asked.now)
    items = {
        name: [{"name": value, "display_name": localised(titles, asked.lang), "count": n} for value, titles, n in counted]
        for name, counted in found.facets.items()
    }
    return {
        "count": found.count,
        "sort": wanted.sort or "score desc, metadata_modified desc",
        "results": [shown(asked, one) for one in found.packages],
        "facets": {name: {one["name"]: one["count"] for one in some} for name, some in items.items()},
        "search_facets": {name: {"title": name, "items": some} for name, some in items.items()},
    }


def _filters(values: Any) -> tuple[str, ...]:
    told = [*_several(values, "fq"), *_several(values, "fq_list")]
    return tuple(one for one in told if one.strip())


def _several(values: Any, name: str) -> list[str]:
    """Return one filter or many; a text is one, whatever commas are in it, unless it is a JSON list."""
    value = values.get(name)
    if isinstance(value, str):
        if not value.lstrip().startswith("[") or not value.rstrip().endswith("]"):
            return [value]
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return [str(value)]
    return ckan.texts({name: value}, name) or []


def _facet_limit(values: Any) -> int:
    if str(values.get("facet.limit", "")).strip() == "-1":
        return searching.MOST_FACET_VALUES
    return ckan.whole(values, "facet.limit", 50, most=searching.MOST_FACET_VALUES)


@action("package_show", "dataset_show")
def package_show(asked: Asked) -> dict[str, Any]:
    """Return the data set whose name or id is ``id``."""
    wanted = ckan.text(asked.values, "id", "") or ckan.text(asked.values, "name_or_id")
    return shown(asked, loading.package(wanted, viewer=asked.viewer, now=asked.now))


@action("package_autocomplete")
def package_autocomplete(asked: Asked) -> list[dict[str, Any]]:
    """Return data sets whose title or name begins with ``q``; ``limit`` 10, at most 100."""
    limit = ckan.whole(asked.values, "limit", 10, most=100)
    text = ckan.text(asked.values, "q", "") or ckan.text(asked.values, "incomplete")
    found = searching.suggested(text, now=asked.now, limit=limit)
    titled = [(name, localised(titles, asked.lang)) for name, titles in found]
    return [{"name": name, "title": title, "match_field": "title", "match_displayed": title} for name, title in titled]


@action("resource_show")
def resource_show(asked: Asked) -> dict[str, Any]:
    """Return the resource whose id is ``id``: a data set's own table, or a file that lies elsewhere."""
    return resource_of(asked, ckan.text(asked.values, "id"))


def resource_of(asked: Asked, identity: str) -> dict[str, Any]:
    """Return a resource as it is told. Raises CkanFault."""
    package = loading.package_of_resource(identity, viewer=asked.viewer, now=asked.now)
    told: list[dict[str, Any]] = shown(asked, package)["resources"]
    found = next((one for one in told if one["id"] == identity.lower()), None)
    if found is None:
        raise ckan.not_found()
    return found


@action("resource_view_list")
def resource_view_list(asked: Asked) -> list[dict[str, Any]]:
    """Return the views of the resource ``id``: its table's page here, for a resource that is a table."""
    resource = resource_of(asked, ckan.text(asked.values, "id"))
    if not resource["datastore_active"]:
        return []
    return [{
        "id": resource["id"], "resource_id": resource["id"], "package_id": resource["package_id"], "title": "Table",
        "description": "", "view_type": "datatables_view",
    }]  # fmt: skip
