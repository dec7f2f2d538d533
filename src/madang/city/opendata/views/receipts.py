"""A figure's receipt: which rows and which question stand behind it, and whether it is still so."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refused, sentence
from madang.city.look.parts import Column, Table
from madang.city.look.templatetags.look import number
from madang.city.opendata.queries import receipts
from madang.city.opendata.queries.asking import Result
from madang.city.opendata.queries.plain_values import objects
from madang.city.opendata.queries.receipts import Behind, ReceiptView
from madang.city.opendata.rules.tabular import spell
from madang.city.opendata.services import receipts as services
from madang.city.opendata.views.asking_words import question_words

NUMBERS = ("integer", "decimal")


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("opendata-receipt", "30/m")
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show a receipt; a POST computes the figure again."""
    now = clock.now()
    one = receipts.receipt(code)
    context: dict[str, Any] = {"receipt": one, "is_single": not isinstance(one.value, list), "shown": _shown(one.value)}
    try:
        if request.method == "POST":
            context["again"] = _again(one, now)
        held = receipts.behind(one, now=now)
    except Refused as refused:
        context["gone"] = sentence(refused.refusal)
        return render(request, "opendata/receipts/receipt.html", context)
    return render(request, "opendata/receipts/receipt.html", context | _behind(one, held))


def _again(one: ReceiptView, now: Any) -> dict[str, Any]:
    """Compute the figure again and say how it stands, of its own version and of the newest."""
    services.check(code=one.code, now=now)
    found = receipts.again(one, now=now)
    return {
        "holds": found.holds, "found": _shown(found.value), "newest": found.newest_number,
        "newest_shown": _shown(found.newest_value), "is_newer": found.newest_number != one.version,
        "newest_differs": found.newest_differs,
    }  # fmt: skip


def _behind(one: ReceiptView, held: Behind) -> dict[str, Any]:
    rows = type(held.query)(where=held.query.where)
    conditions = [pair for pair in spell(rows) if pair[0] != "limit"]
    return {
        "words": question_words(held.query),
        "answer": _figures_table(one) if isinstance(one.value, list) else None,
        "rows": result_table(held.rows, _("Rows behind this figure")),
        "has_more": held.rows.next_cursor is not None,
        "fields": len(held.source.columns),
        "all_rows": f"/api/v1/datasets/{one.slug}/rows?" + urlencode([*conditions, ("version", one.version), ("format", "csv")]),
        "query_url": f"/api/v1/datasets/{one.slug}/rows?" + urlencode([*one.pairs, ("version", str(one.version))]),
    }


def result_table(found: Result, caption: str) -> Table:
    """Return an answer as a table of a page; numbers in the reader's form."""
    columns = [Column(name, numeric=found.types[name] in NUMBERS) for name in found.table.column_names]
    rows = [[_cell(value) for value in row.values()] for row in objects(found.table, found.types)]
    return Table(caption, columns, rows)


def _figures_table(one: ReceiptView) -> Table:
    names = list(one.value[0]) if one.value else []
    return Table(_("The figures"), [Column(name) for name in names], [[_cell(row[name]) for name in names] for row in one.value])


def _shown(value: Any) -> Any:
    return _cell(value) if not isinstance(value, list) else ""


def _cell(value: Any) -> Any:
    """Return a value as a page prints it: numbers grouped, but for codes that only look like them."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return number(value) if isinstance(value, int) else f"{value:,.6g}"
    return _("a shape") if isinstance(value, dict) else value
