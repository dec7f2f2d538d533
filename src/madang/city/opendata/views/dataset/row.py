"""One row as a record: every value whole, its neighbours, and the way to a correction."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.opendata.queries import browsing
from madang.city.opendata.queries.browsing import TableShown
from madang.city.opendata.views.dataset import frame, rows
from madang.city.opendata.views.dataset.frame import Opened


@require_safe
def row(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Show a row by its place in the table, counted from 1."""
    here = frame.opened(request, slug)
    if here.table is None:
        return frame.page(request, here, "row", {})
    return _row(request, here, here.table, int(number))


def _row(request: HttpRequest, here: Opened, table: TableShown, number: int) -> HttpResponse:
    found = browsing.row_shown(table, number - 1)
    if found is None:
        raise Http404(_("This table has no such row."))
    more = {
        "number": number,
        "record": [
            (column, value, _correct_url(here, number, column.name)) for column, value in rows.record(table.columns, found)
        ],
        "previous_url": rows.row_url(here, number - 2) if number > 1 else "",
        "next_url": rows.row_url(here, number) if number < table.rows else "",
        "may_correct": here.is_newest and not here.dataset.harvest_slug,
    }
    return frame.page(request, here, "row", more)


def _correct_url(here: Opened, number: int, column: str) -> str:
    return reverse("opendata:correct", args=[here.slug, number]) + "?" + urlencode({"column": column})
