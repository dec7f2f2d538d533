"""SQL for everybody: ``POST /sql`` with one SELECT over published tables."""

import json
from typing import Any

import pyarrow as pa
from django.http import HttpRequest, HttpResponse
from ninja import Router

from madang.city.kernel import clock
from madang.city.kernel.http.api import PROBLEMS
from madang.city.kernel.http.limits import address_of, spend
from madang.city.opendata.api.tabular import forms
from madang.city.opendata.api.tabular.forms import Form
from madang.city.opendata.api.tabular.shapes import SqlIn, SqlOut
from madang.city.opendata.queries import public_sql
from madang.city.opendata.queries.plain_values import columns_of
from madang.city.opendata.queries.public_sql import SqlAnswer
from madang.city.opendata.services import usage
from madang.city.opendata.services.usage import Use

router = Router(tags=["open data"])
RATE = "60/m"
FORMS = (Form.JSON, Form.CSV, Form.PARQUET, Form.ARROW)
BUSY = {**PROBLEMS, 503: PROBLEMS[409]}


@router.post("/sql", response={200: SqlOut, **BUSY}, summary="Ask in SQL", operation_id="askInSql")
def ask(request: HttpRequest, asked: SqlIn) -> HttpResponse:
    """Answer one SELECT in DuckDB's SQL, in a process of its own that is killed at the deadline."""
    form = forms.named_form(asked.format)
    spend("opendata-sql", RATE, address_of(request))
    found = answered(asked.sql)
    response = written(found, form)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store"
    return response


def answered(text: str) -> SqlAnswer:
    """Answer a question, and count the use of each data set in it. Raises Refused."""
    now = clock.now()
    found = public_sql.run(text, now=now)
    for dataset_id in {one.dataset_id for one in found.sources.values()}:
        usage.count(dataset_id=dataset_id, use=Use.QUERY, now=now)
    return found


def written(found: SqlAnswer, form: Form) -> HttpResponse:
    """Return an answer in a form; GeoJSON is not one of them, since SQL's columns have no roles."""
    if form in (Form.JSON, Form.GEOJSON):
        return HttpResponse(json.dumps(_out(found), ensure_ascii=False), content_type="application/json")
    write = {Form.CSV: forms.to_csv, Form.PARQUET: forms.to_parquet, Form.ARROW: forms.to_arrow}[form]
    response = HttpResponse(write(found.table, {}), content_type=forms.MEDIA_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="answer.{form}"'
    response["Madang-Rows-Scanned"] = str(found.rows_scanned)
    return response


def _out(found: SqlAnswer) -> dict[str, Any]:
    columns = columns_of(found.table, {})
    return {
        "columns": [{"name": one.name, "type": type_of(one.type)} for one in found.table.schema],
        "rows": [list(row) for row in zip(*columns, strict=True)],
        "is_cut": found.is_cut,
        "receipt": {
            "tables": {name: one.number for name, one in found.sources.items()}, "rows_scanned": found.rows_scanned,
            "cpu_ms": round(found.cpu_ms, 1), "wall_ms": round(found.wall_ms, 1), "confined_by": list(found.confined_by),
        },
    }  # fmt: skip


def type_of(kind: pa.DataType) -> str:
    """Return which of the Plaza's types a column of an answer has; "text" and others as Arrow names them."""
    known = (
        (pa.types.is_boolean, "boolean"), (pa.types.is_integer, "integer"), (pa.types.is_floating, "decimal"),
        (pa.types.is_decimal, "decimal"), (pa.types.is_date, "date"), (pa.types.is_time, "time"),
        (pa.types.is_timestamp, "datetime"), (pa.types.is_string, "text"), (pa.types.is_large_string, "text"),
    )  # fmt: skip
    return next((ours for fits, ours in known if fits(kind)), str(kind))
