"""Corrections that residents propose: taken over into the next version, or declined with a word."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.paging import BadCursor
from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.text import localised, text_key
from madang.city.look.parts import Page
from madang.city.opendata.forms.publishing import AnswerForm
from madang.city.opendata.queries import access, desk, versions
from madang.city.opendata.queries.versions import CorrectionView
from madang.city.opendata.rules.access import why_not_publish
from madang.city.opendata.rules.states import Fate
from madang.city.opendata.services import correcting
from madang.city.opendata.views.dataset.words import value_words
from madang.city.opendata.views.publishing.door import for_staff
from madang.city.opendata.views.visitors import viewer_of

PAGE_SIZE = 20


@for_staff
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Show what residents proposed and nobody has answered, the oldest first."""
    viewer, slug = viewer_of(request), request.GET.get("dataset") or None
    asked: dict[str, Any] = {"slug": slug, "fate": Fate.OPEN, "size": PAGE_SIZE}
    asked["department_codes"] = desk.reach(viewer, clock.now())
    try:
        found = versions.corrections(**asked, cursor=request.GET.get("after") or None)
    except BadCursor:
        found = versions.corrections(**asked)
    here = reverse("opendata:staff-corrections")
    told = {
        "corrections": [_shown(one) for one in found.rows],
        "page": Page(
            next_url=f"{here}?after={found.next_cursor}" if found.next_cursor else "",
            previous_url=here if request.GET.get("after") else "",
        ),
    }
    return render(request, "opendata/publishing/corrections.html", told)


def _shown(one: CorrectionView) -> dict[str, Any]:
    return {
        "id": one.id,
        "slug": one.slug,
        "title": localised(one.titles, text_key()),
        "place": _("Version %(n)s, row %(row)s") % {"n": one.number, "row": f"{one.position + 1:,}"},
        "made_at": one.made_at,
        "cells": [(name, value_words(now), one.wanted.get(name)) for name, now in one.row.items()],
        "why": one.why,
        "language": one.language,
        "form": AnswerForm(prefix=str(one.id)),
    }


@for_staff
@require_POST
def answer(request: HttpRequest, correction_id: UUID) -> HttpResponse:
    """Take a correction over, or decline it."""
    one, viewer = versions.correction(correction_id), viewer_of(request)
    if reason := why_not_publish(viewer, access.responsible_for(one.department_code)):
        raise Refused(reason)
    form = AnswerForm(request.POST, prefix=str(correction_id))
    words = form.cleaned_data["answer"] if form.is_valid() else ""
    told: dict[str, Any] = {"correction_id": correction_id, "answer": words, "by": viewer, "now": clock.now()}
    try:
        if request.POST.get("accept") == "1":
            correcting.accept(**told)
            messages.success(request, _("Taken over. The next version has it once it has passed the gate."))
        else:
            correcting.decline(**told)
            messages.success(request, _("Declined. Whoever proposed it is told why."))
    except Refused as problem:
        messages.error(request, sentence(problem.refusal))
    return redirect("opendata:staff-corrections")
