"""Rows of a data set: ``/datasets/{id}/rows?column__operator=value``."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madang.city.kernel import clock
from madang.city.kernel.http.api import PROBLEMS
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.api.tabular import forms
from madang.city.opendata.api.tabular.catalogue import Slug
from madang.city.opendata.api.tabular.forms import Form
from madang.city.opendata.api.tabular.shapes import EstimateOut, RowsOut
from madang.city.opendata.queries import asking
from madang.city.opendata.queries.asking import Cost, Result, Source
from madang.city.opendata.queries.plain_values import objects
from madang.city.opendata.rules.tabular import Query, spell
from madang.city.opendata.services import usage
from madang.city.opendata.services.usage import Use

router = Router(tags=["open data"])
NOT_GRAMMAR = frozenset({"format", "version", "cursor", "estimate", "lang"})
DAY, MINUTE = 86_400, 60
BUSY = {**PROBLEMS, 503: PROBLEMS[409]}
_SAID = [
    {"name": name, "in": "query", "required": False, "description": text, "schema": {"type": "string"}}
    for name, text in (
        ("columns", "Columns to show, separated by commas"),
        ("sort", "Columns to sort by, a minus before those that run down"),
        ("groupby", "Columns to group by; `column__sum`, `column__avg` and others compute"),
        ("or", 'A group of which one must hold: `(a__exact=1,and(b__less=2,c__in="x,y"))`'),
        ("limit", "How many rows"),
        ("offset", "How many rows to leave out; a cursor costs less"),
        ("cursor", "`next_cursor` of the page before"),
        ("version", "The number of a version; the newest where none is named"),
        ("format", "json, csv, parquet, geojson or arrow; else what Accept asks for"),
        ("estimate", "`true`: say what the question would cost, and do not ask it"),
    )
]


@router.get(
    "/datasets/{slug}/rows", response={200: RowsOut | EstimateOut, **BUSY}, summary="Ask a data set", operation_id="askDataset",
    openapi_extra={"parameters": _SAID},
)  # fmt: skip
def rows(request: HttpRequest, slug: Slug) -> HttpResponse:
    """Return rows, or one row for each group. Every operator stands in docs/reference/open-data-api.md."""
    form = forms.form_of(request)
    now = clock.now()
    held = asking.source(asking.slug_named(slug), _version(request), now=now)
    pairs = [(name, value) for name, values in request.GET.lists() if name not in NOT_GRAMMAR for value in values]
    query = asking.question(held, pairs, most=forms.MOST_ROWS[form])
    cursor = request.GET.get("cursor", "")[:2_000]
    is_estimate = request.GET.get("estimate", "") in ("true", "1")
    tag = _tag(held, query, cursor, form, is_estimate)
    if tag in request.headers.get("If-None-Match", ""):
        return _headed(HttpResponse(status=304), held, tag, request)
    if is_estimate:
        return _headed(_json(_estimate(held, query)), held, tag, request)
    found = asking.answer(held, query, cursor=cursor)
    usage.count(dataset_id=held.dataset_id, use=Use.QUERY, now=now)
    following = _next(request, found.next_cursor)
    response = _written(form, held, query, found, following)
    _tell_cost(response, held, found.cost)
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return _headed(response, held, tag, request)


def _version(request: HttpRequest) -> int | None:
    text = request.GET.get("version", "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        told = {"parameter": "version", "value": text[:40], "remedy": "1, 2, 3 ..."}
        raise Refused(Refusal("opendata.bad_parameter", told, status=422))
    return int(text)


def _tag(held: Source, query: Query, cursor: str, form: Form, is_estimate: bool) -> str:
    """Return the ETag: one version and one question give one answer, for good."""
    what = json.dumps(
        [held.slug, held.key, held.number, held.is_current, spell(query), cursor, form, is_estimate], ensure_ascii=False
    )
    return f'"{hashlib.sha256(what.encode()).hexdigest()[:32]}"'


def _headed(response: HttpResponse, held: Source, tag: str, request: HttpRequest) -> HttpResponse:
    response["ETag"] = tag
    response["Vary"] = "Accept"
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Madang-Dataset, Madang-Rows-Scanned, Server-Timing"
    response["Cache-Control"] = f"public, max-age={DAY if 'version' in request.GET else MINUTE}"
    response["Madang-Dataset"] = f"{_ascii(held.slug)}@{held.number}"
    return response


def _ascii(text: str) -> str:
    return text if text.isascii() else urlencode({"": text})[1:]


def _tell_cost(response: HttpResponse, held: Source, cost: Cost) -> None:
    response["Madang-Rows-Scanned"] = str(cost.rows_scanned)
    response["Server-Timing"] = f"{cost.way};dur={cost.wall_ms:.1f}, cpu;dur={cost.cpu_ms:.1f}"


def _json(body: Any) -> HttpResponse:
    return HttpResponse(json.dumps(body, ensure_ascii=False, separators=(",", ":")), content_type="application/json")


def _estimate(held: Source, query: Query) -> Mapping[str, Any]:
    estimated = asking.cost_of(held, query)
    return {
        "dataset": held.slug, "version": held.number, "query": urlencode(spell(query)), "rows_estimated": estimated,
        "rows": held.rows, "most": asking.MOST_SCANNED, "is_allowed": estimated <= asking.MOST_SCANNED,
    }  # fmt: skip


def _next(request: HttpRequest, cursor: str | None) -> str:
    """Return the address of the following page, "" behind the last."""
    if not cursor:
        return ""
    asked = [(name, value) for name, values in request.GET.lists() if name not in ("cursor", "offset") for value in values]
    return f"{request.path}?{urlencode([*asked, ('cursor', cursor)])}"


def _written(form: Form, held: Source, query: Query, found: Result, following: str) -> HttpResponse:
    table, types = found.table, found.types
    if form is Form.JSON:
        return _json(_rows_out(held, query, found, following))
    if form is Form.GEOJSON:
        body = forms.to_geojson(table, types, longitude=held.role("longitude"), latitude=held.role("latitude"))
    else:
        body = {Form.CSV: forms.to_csv, Form.PARQUET: forms.to_parquet, Form.ARROW: forms.to_arrow}[form](table, types)
    response = HttpResponse(body, content_type=forms.MEDIA_TYPES[form] + ("; charset=utf-8" if form is Form.CSV else ""))
    response["Content-Disposition"] = f'inline; filename="rows.{form}"'
    return response


def _rows_out(held: Source, query: Query, found: Result, following: str) -> Mapping[str, Any]:
    cost = found.cost
    return {
        "columns": [{"name": name, "type": found.types[name]} for name in found.table.column_names],
        "rows": objects(found.table, found.types),
        "next": following or None,
        "next_cursor": found.next_cursor,
        "receipt": {
            "dataset": held.slug, "version": held.number, "query": urlencode(spell(query)), "rows_estimated": cost.estimated,
            "rows_scanned": cost.rows_scanned, "cpu_ms": round(cost.cpu_ms, 1), "wall_ms": round(cost.wall_ms, 1),
            "way": cost.way,
        },
    }  # fmt: skip
