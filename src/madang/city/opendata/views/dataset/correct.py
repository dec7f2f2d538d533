"""Propose a correction of one cell: a resident says what should stand there, the publisher answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.text.languages import text_key
from madang.city.opendata.forms.dataset import CorrectionForm
from madang.city.opendata.queries import browsing
from madang.city.opendata.queries.browsing import TableShown
from madang.city.opendata.rules.access import why_not_propose
from madang.city.opendata.services import correcting
from madang.city.opendata.views.dataset import frame, rows
from madang.city.opendata.views.dataset.frame import Opened
from madang.city.opendata.views.dataset.words import cell
from madang.city.opendata.views.visitors import viewer_of
from madang.urban.formats.tabular import Column


@rate_limited("opendata.correct", "20/h")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Show the form for one cell of the newest version, and take what it sends."""
    if not viewer_of(request).is_signed_in:
        return redirect(f"{reverse('account_login')}?next={request.get_full_path()}")
    here = frame.opened(request, slug)
    if here.table is None:
        return frame.page(request, here, "row", {})
    return _correct(request, here, here.table, int(number))


def _correct(request: HttpRequest, here: Opened, table: TableShown, number: int) -> HttpResponse:
    column, found = table.column(request.GET.get("column", "")), browsing.row_shown(table, number - 1)
    if column is None or column.type == "geometry" or found is None or not here.is_newest:
        raise Http404(_("There is no such cell to correct."))
    form = CorrectionForm(request.POST or None, kind=column.type)
    refusal = why_not_propose(viewer_of(request))
    problem = sentence(refusal) if refusal else ""
    if request.method == "POST" and refusal is None and form.is_valid():
        problem = _propose(here, number, column, form, request)
        if not problem:
            messages.success(request, _("Your correction is with the department. You are told what they answer."))
            return redirect(rows.row_url(here, number - 1))
    values = dict(zip((one.name for one in table.columns), found.values, strict=True))
    named = [(one.name, cell(values[one.name], one.type, one.role)) for one in table.columns[:3] if one.name != column.name]
    more = {
        "form": form,
        "column": column,
        "number": number,
        "present": cell(values[column.name], column.type, column.role, whole=True),
        "named": named,
        "problem": problem,
        "is_refused": refusal is not None,
        "row_url": rows.row_url(here, number - 1),
    }
    status = refusal.status if refusal else 422 if problem or form.errors else 200
    return frame.page(request, here, "correct", more, status=status)


def _propose(here: Opened, number: int, column: Column, form: CorrectionForm, request: HttpRequest) -> str:
    """Propose it; return why it could not be, "" where it was."""
    try:
        correcting.propose(
            slug=here.slug,
            number=here.table.number if here.table else None,
            position=number - 1,
            wanted={column.name: form.cleaned_data["wanted"]},
            why=form.cleaned_data["why"],
            language=text_key(),
            by=viewer_of(request),
            now=clock.now(),
        )
    except Refused as refused:
        return sentence(refused.refusal)
    return ""
