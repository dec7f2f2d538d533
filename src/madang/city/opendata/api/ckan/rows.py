"""Reading tables: CKAN's data store."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from madang.city.opendata.api.ckan.formats import separated
from madang.city.opendata.api.ckan.registry import Asked, action
from madang.city.opendata.queries.browsing import TableShown
from madang.city.opendata.queries.ckan import loading
from madang.city.opendata.queries.ckan import rows as queries
from madang.city.opendata.rules import ckan
from madang.city.opendata.services import usage

MOST_TABLES = 10
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
FORMATS = ("objects", "lists", "csv", "tsv")


def table_of(asked: Asked, resource_id: str) -> TableShown:
    """Return the table of a resource. Raises CkanFault where there is none that the viewer may see."""
    package = loading.package_of_resource(resource_id, viewer=asked.viewer, now=asked.now)
    if package.table is None or str(ckan.table_id(package.id)) != resource_id.lower():
        raise ckan.not_found("The resource has no table in the data store")
    return queries.table_of(package)


def _resource_id(asked: Asked) -> str:
    name = "id" if asked.values.get("id") and not asked.values.get("resource_id") else "resource_id"
    return ckan.text(asked.values, name)


@action("datastore_search")
def datastore_search(asked: Asked) -> dict[str, Any]:
    """Return rows of the table ``resource_id``.

    ``filters`` {field: value or list}, ``q`` (words, or words by field), ``fields``, ``sort``, ``distinct``, ``limit`` (100, at
    most 32,000), ``offset``, ``include_total``, ``records_format``: objects, lists, csv or tsv.
    """
    values = asked.values
    resource_id = _resource_id(asked)
    table = table_of(asked, resource_id)
    form = ckan.text(values, "records_format", "objects")
    if form not in FORMATS:
        raise ckan.bad_value(records_format=f"Must be one of: {', '.join(FORMATS)}")
    found = queries.search(table, _wanted(values))
    usage.count(dataset_id=table.dataset_id, use=usage.Use.QUERY, now=asked.now)
    told = {
        "resource_id": resource_id,
        "fields": found.fields,
        "records_format": form,
        "records": _records(found, form),
        "limit": found.limit,
        "offset": ckan.whole(values, "offset", 0),
        "_links": _links(values, found.limit),
        "include_total": found.total is not None,
    }
    given = {name: values[name] for name in ("q", "filters", "sort") if values.get(name)}
    return told | given | ({} if found.total is None else {"total": found.total, "total_was_estimated": False})


def _wanted(values: Mapping[str, Any]) -> queries.Wanted:
    words, words_in = _words(values)
    return queries.Wanted(
        filters=ckan.mapping(values, "filters"),
        words=words,
        words_in=words_in,
        fields=tuple(dict.fromkeys(ckan.texts(values, "fields") or ())),
        sort=_sort(ckan.texts(values, "sort") or []),
        is_distinct=ckan.flag(values, "distinct"),
        limit=ckan.whole(values, "limit", 100, most=queries.MOST_ROWS),
        offset=ckan.whole(values, "offset", 0),
        with_total=ckan.flag(values, "include_total", default=True),
    )


def _words(values: Mapping[str, Any]) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Return words sought everywhere, and words by field. Raises CkanFault."""
    told = values.get("q") or ""
    if isinstance(told, str) and told.lstrip().startswith("{"):
        told = ckan.mapping(values, "q")
    if isinstance(told, dict):
        return (), {str(name): tuple(ckan.text(told, name, "").split()) for name in told}
    return tuple(ckan.text(values, "q", "").split()), {}


def _sort(parts: list[str]) -> tuple[tuple[str, bool], ...]:
    """Return columns with whether they run downwards; names may stand in double quotes."""
    order = []
    for part in parts:
        told = part.strip().removesuffix(" nulls last").removesuffix(" NULLS LAST")
        name, _, direction = told.rpartition(" ")
        if direction.lower() not in ("asc", "desc") or not name:
            name, direction = told, "asc"
        name = name.strip()
        is_quoted = len(name) > 1 and name[0] == name[-1] == '"'
        order.append((name[1:-1].replace('""', '"') if is_quoted else name, direction.lower() == "desc"))
    return tuple(order)


def _records(found: queries.Records, form: str) -> Any:
    if form == "lists":
        return found.rows
    if form in ("csv", "tsv"):
        return separated(found.rows, "," if form == "csv" else "\t")
    names = [one["id"] for one in found.fields]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def _links(values: Mapping[str, Any], limit: int) -> dict[str, str]:
    """Return CKAN's links to the first page and the next one."""
    told = {
        name: json.dumps(value) if isinstance(value, list | dict) else str(value)
        for name, value in values.items()
        if name != "offset" and value is not None
    }
    start = "/api/3/action/datastore_search?" + urlencode(told)
    after = urlencode(told | {"offset": str(ckan.whole(values, "offset", 0) + limit)})
    return {"start": start, "next": f"/api/3/action/datastore_search?{after}"}


@action("datastore_info")
def datastore_info(asked: Asked) -> dict[str, Any]:
    """Return the columns of the table ``id`` and how many rows it has."""
    identity = _resource_id(asked)
    table = table_of(asked, identity)
    meta = {
        "id": identity, "count": table.rows, "table_type": "BASE TABLE", "size": table.bytes, "db_size": table.bytes,
        "idx_size": 0, "aliases": [],
    }  # fmt: skip
    schema = {column.name: queries.TYPES[column.type] for column in table.columns}
    return {"meta": meta, "fields": queries.fields_of(table), "schema": schema}


@action("datastore_search_sql")
def datastore_search_sql(asked: Asked) -> dict[str, Any]:
    """Answer one SELECT in ``sql`` over tables named by resource id in double quotes; at most 10,000 rows and 5 seconds."""
    sql = ckan.text(asked.values, "sql")
    named = dict.fromkeys(_UUID.findall(sql))
    if len(named) > MOST_TABLES:
        raise ckan.bad_value(sql=f"At most {MOST_TABLES} tables")
    if not named:
        raise ckan.bad_value(sql='Name a table by its resource id in double quotes: SELECT * FROM "..." LIMIT 5')
    tables = {name: table_of(asked, name) for name in named}
    found, is_cut = queries.select(sql, tables)
    for table in tables.values():
        usage.count(dataset_id=table.dataset_id, use=usage.Use.QUERY, now=asked.now)
    told = {"sql": sql, "fields": found.fields, "records": _records(found, "objects")}
    return told | ({"records_truncated": True} if is_cut else {})
