"""The table: any screen of it, sorted and filtered by links and plain forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from madang.city.kernel.refusals import Refusal, sentence
from madang.city.look.parts import Page
from madang.city.opendata import engine
from madang.city.opendata.queries import browsing
from madang.city.opendata.queries.browsing import PAGE_SIZES, RowsShown, TableShown
from madang.city.opendata.rules.filters import asked
from madang.city.opendata.rules.tabular import Condition, Field, Operator, Query, spell
from madang.city.opendata.services.usage import Use
from madang.city.opendata.views.dataset import frame, rows
from madang.city.opendata.views.dataset.frame import Opened
from madang.city.opendata.views.dataset.words import from_iso, value_words
from madang.urban.formats.tabular import Column

WAYS: Mapping[Operator, Any] = {
    Operator.EXACT: gettext_lazy("is %(value)s"),
    Operator.DIFFERS: gettext_lazy("is not %(value)s"),
    Operator.NULL: gettext_lazy("is empty"),
    Operator.NOT_NULL: gettext_lazy("is not empty"),
    Operator.CONTAINS: gettext_lazy("contains %(value)s"),
    Operator.NOT_CONTAINS: gettext_lazy("does not contain %(value)s"),
    Operator.IN: gettext_lazy("is one of %(value)s"),
    Operator.NOT_IN: gettext_lazy("is none of %(value)s"),
    Operator.LESS: gettext_lazy("at most %(value)s"),
    Operator.GREATER: gettext_lazy("at least %(value)s"),
    Operator.STRICTLY_LESS: gettext_lazy("less than %(value)s"),
    Operator.STRICTLY_GREATER: gettext_lazy("more than %(value)s"),
    Operator.RANGE: gettext_lazy("from %(value)s"),
}
MOST_OFFERED = 12
MOST_EXPORTED = 100_000  # rows that the tabular API gives at once as CSV
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, in words, and the address without it."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a page's address asks of the table: the question, or why it asks none; its parameters in their one spelling."""

    query: Query
    pairs: Pairs
    refusal: Refusal | None = None

    @property
    def filters(self) -> Pairs:
        """Return the parameters of the filters alone."""
        return [pair for pair in self.pairs if pair[0] != "sort"]


@require_safe
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one screen of rows."""
    here = frame.opened(request, slug)
    if here.table is None:
        return frame.page(request, here, "table", {})
    if any(
        value == "" and "__" in name and name.rpartition("__")[2] not in ("null", "notnull") for name, value in _pairs(request)
    ):
        return HttpResponseRedirect(_cleaned(request))
    question = told(request, here.table)
    size = frame.whole(request.GET.get("size", "")) or PAGE_SIZES[0]
    size = size if size in PAGE_SIZES else PAGE_SIZES[0]
    start = max((frame.whole(request.GET.get("row", "")) or 1) - 1, 0)
    more: dict[str, Any] = {"chips": chips(here, question, "table"), "panel": _panel(here, question, request.GET.get("col", ""))}
    more["column_names"] = [column.name for column in here.table.columns]
    more["kept"] = [*here.pinned.items(), *question.pairs]
    more["chart_url"] = with_pairs(here, "chart", question.filters)
    try:
        found = browsing.rows_shown(here.table, question.query, start=start, size=size)
    except engine.OverLimit as over:
        return frame.page(request, here, "table", more | {"over": over_words(over)}, status=503)
    frame.count(request, here, Use.QUERY if question.pairs else Use.VIEW)
    return frame.page(request, here, "table", more | _shown(here, question, found), status=422 if question.refusal else 200)


def _pairs(request: HttpRequest) -> Pairs:
    return [(name, value) for name, values in request.GET.lists() for value in values]


def _is_blank(name: str, value: str) -> bool:
    """Tell whether a field of a form was left empty; a filter for empty cells has no value."""
    return value == "" and name.rpartition("__")[2] not in (Operator.NULL, Operator.NOT_NULL)


def _cleaned(request: HttpRequest) -> str:
    """Return the address without the fields of a form that were left empty."""
    kept = [pair for pair in _pairs(request) if not _is_blank(*pair)]
    return f"{request.path}?{urlencode(kept)}"


def told(request: HttpRequest, table: TableShown) -> Told:
    """Return what the address asks of the table; where it cannot be asked, every row, and why."""
    fields = [Field(column.name, column.type) for column in table.columns]
    found = asked(_pairs(request), fields)
    if isinstance(found, Refusal):
        return Told(Query(), [], found)
    return Told(found, [pair for pair in spell(found) if pair[0] not in ("limit", "offset")])


def with_pairs(here: Opened, tab: str, pairs: Sequence[tuple[str, str]], **more: Any) -> str:
    """Return the address of a page with filters."""
    told = [*here.pinned.items(), *pairs, *((name, str(value)) for name, value in more.items() if value not in ("", None))]
    return reverse(f"opendata:{tab}", args=[here.slug]) + (f"?{urlencode(told)}" if told else "")


def over_words(over: engine.OverLimit) -> str:
    """Return why a question was stopped, and what to do."""
    if over.kind == "busy":
        return _("Many people ask at the same time. Wait a few seconds, then try again.")
    return _("This question took too long and was stopped. Filter by one more column, or download the table.")


def chips(here: Opened, question: Told, tab: str, **more: Any) -> list[Chip]:
    """Return the filters that are on, each with the address without it."""
    found = []
    for pair in question.filters:
        rest = [one for one in question.pairs if one != pair]
        found.append(Chip(filter_words(pair, question.query), with_pairs(here, tab, rest, **more)))
    return found


def filter_words(pair: tuple[str, str], query: Query) -> str:
    """Return a filter in words: district is Naru."""
    name, value = pair
    column, _marks, way = name.rpartition("__")
    if not column or way not in set(Operator):
        return f"{name} {value}"
    condition = next((one for one in query.conditions() if one.column == column and one.operator == way), None)
    return f"{column} {WAYS[Operator(way)] % {'value': _values_words(condition) if condition else value}}"


def _values_words(condition: Condition) -> str:
    words = [value_words(value) if not isinstance(value, str) else f"“{value}”" for value in condition.values]
    return (_(" to ") if condition.operator is Operator.RANGE else ", ").join(words)


def _shown(here: Opened, question: Told, found: RowsShown) -> dict[str, Any]:
    table = here.table
    if table is None:
        return {}
    heads = [_head(here, question, column, found.size) for column in table.columns]
    last = found.start + len(found.rows)
    counted = {"first": f"{found.start + 1:,}", "last": f"{last:,}", "total": f"{found.total:,}"}
    size = found.size if found.size != PAGE_SIZES[0] else ""

    def turn(row: int) -> str:
        return with_pairs(here, "table", question.pairs, row=row if row > 1 else "", size=size)

    return {
        "grid": rows.grid(here, table.columns, found.rows, heads),
        "found": found,
        "is_filtered": bool(question.filters),
        "problem": sentence(question.refusal) if question.refusal else "",
        "sizes": [(one, with_pairs(here, "table", question.pairs, size=one), one == found.size) for one in PAGE_SIZES],
        "pages": Page(
            next_url=turn(last + 1) if last < found.total else "",
            previous_url=turn(max(found.start - found.size, 0) + 1) if found.start else "",
            words=_("Rows %(first)s to %(last)s of %(total)s") % counted if found.rows else "",
        ),
        "first_url": turn(1) if found.start else "",
        "last_url": turn((found.total - 1) // found.size * found.size + 1) if last < found.total else "",
        "milliseconds": None if found.milliseconds is None else max(round(found.milliseconds), 1),
        "export_url": _export_url(here, question, found.total) if question.filters else "",
        "plain_url": here.url("table"),
    }


def _export_url(here: Opened, question: Told, total: int) -> str:
    """Return where the tabular API hands out these very rows as CSV, "" where they are more than it gives at once."""
    if total > MOST_EXPORTED or here.table is None:
        return ""
    asked_for = [*question.pairs, ("limit", str(max(total, 1))), ("version", str(here.table.number)), ("format", "csv")]
    return f"/api/v1/datasets/{quote(here.slug)}/rows?{urlencode(asked_for)}"


def _head(here: Opened, question: Told, column: Column, size: int) -> rows.Head:
    """Return a column's head: the first press sorts upwards, the second downwards, the third not at all."""
    order = question.query.order[0] if question.query.order else None
    is_this = order is not None and order.column == column.name
    state = "" if not is_this or order is None else "descending" if order.is_down else "ascending"
    following = {"": column.name, "ascending": f"-{column.name}", "descending": ""}[state]
    url = with_pairs(here, "table", question.filters, sort=following, size=size if size != PAGE_SIZES[0] else "")
    return rows.head(column, "" if column.type == "geometry" else url, state)


def _panel(here: Opened, question: Told, name: str) -> dict[str, Any] | None:
    """Return how one column can be filtered: its frequent values as links, fields for the rest."""
    table = here.table
    column = table.column(name) if table else None
    if table is None or column is None:
        return None
    profile = table.profile.get(name)
    rest = [pair for pair in question.pairs if pair[0].rpartition("__")[0] != name]
    offered = []
    for value, count in (profile.top if profile else ())[:MOST_OFFERED]:
        words = value_words(from_iso(value, column.type), column.type, column.role)
        if value is None or len(str(value)) > 80:
            continue
        spelled = str(value).lower() if isinstance(value, bool) else str(value)
        offered.append((words, count, with_pairs(here, "table", [*rest, (f"{name}__exact", spelled)])))
    has_empty = bool(profile and profile.nulls)
    return {
        "name": name,
        "kind": column.type,
        "is_ordered": column.type in ("integer", "decimal", "date", "datetime", "time"),
        "field_type": {"date": "date", "datetime": "datetime-local", "time": "time"}.get(column.type, "text"),
        "is_number": column.type in ("integer", "decimal"),
        "offered": offered,
        "values": {pair[0].rpartition("__")[2]: pair[1] for pair in question.pairs if pair[0].rpartition("__")[0] == name},
        "kept": [*here.pinned.items(), *rest],
        "empty_url": with_pairs(here, "table", [*rest, (f"{name}__null", "")]) if has_empty else "",
        "full_url": with_pairs(here, "table", [*rest, (f"{name}__notnull", "")]) if has_empty else "",
        "close_url": with_pairs(here, "table", question.pairs),
    }
