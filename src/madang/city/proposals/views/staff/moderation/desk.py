"""The moderators' desk: texts that wait, objections, one case with what a moderator may do."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.paging import BadCursor
from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.text import text_key
from madang.city.kernel.text.languages import language_code
from madang.city.look.parts import Page
from madang.city.people.rules import Viewer
from madang.city.proposals.forms.moderation import DecideForm, JudgeForm
from madang.city.proposals.queries import moderation as queries
from madang.city.proposals.queries.moderation.cases import CaseView
from madang.city.proposals.rules.moderation import Reason, Verdict
from madang.city.proposals.services import moderation
from madang.city.proposals.services.moderation.sentences import REASONS
from madang.city.proposals.views.door import beside_form, signed_in, viewer_of
from madang.city.proposals.views.staff.moderation import showing


@signed_in
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits, the most reported first, what moderators read before others do, or the objections, the oldest first."""
    viewer, after = viewer_of(request), request.GET.get("after", "")
    chosen = next((one for one in showing.LABELS if one == request.GET.get("list")), "waiting")
    here, (found, next_cursor) = showing.address(chosen), _read(chosen, viewer, after)
    following = f"{here}{'&' if '?' in here else '?'}after={next_cursor}" if next_cursor else ""
    context = {
        "rail": showing.rail(queries.counts(viewer), chosen),
        "label": showing.LABELS[chosen],
        "chosen": chosen,
        "language": text_key(),
        "rows": showing.rows(found),
        "page": Page(next_url=following, previous_url=here if after else ""),
    }
    return render(request, "proposals/staff/moderation/queue.html", context)


def _read(chosen: str, viewer: Viewer, after: str) -> tuple[Sequence[CaseView], str | None]:
    if chosen == "objections":
        return queries.objections(viewer), None
    read = queries.first_read if chosen == "first" else queries.queue
    try:
        found = read(viewer, cursor=after)
    except BadCursor:
        found = read(viewer)
    return found.rows, found.next_cursor


@signed_in
@require_POST
def look(request: HttpRequest, about: str) -> HttpResponse:
    """Bring a text that a moderator came upon before them."""
    return redirect("proposals:moderation-case", moderation.notice(about=about, by=viewer_of(request), now=clock.now()))


@signed_in
@require_safe
def case(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a text with why it is looked at, and what this moderator may do."""
    return _page(request, public_id)


@signed_in
@require_POST
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Keep a text or hide it."""
    before = showing.list_of(queries.case(public_id, viewer_of(request)))
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(request, public_id, form, 422)
    told = form.cleaned_data | {"verdict": Verdict(form.cleaned_data["verdict"])}
    try:
        moderation.decide(case=public_id, **told, by=viewer_of(request), now=clock.now())
    except Refused as refused:
        return _refused(request, public_id, form, refused)
    hidden = told["verdict"] is Verdict.HIDE
    messages.success(request, _("It is hidden, and its author is told why.") if hidden else _("It is shown."))
    return redirect(showing.address(before))


@signed_in
@require_POST
def judge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Judge an objection."""
    queries.case(public_id, viewer_of(request))
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _page(request, public_id, form, 422)
    told = {"text": form.cleaned_data["text"], "language": form.cleaned_data["language"]}
    was_right = form.cleaned_data["verdict"] == "upheld"
    try:
        moderation.judge(case=public_id, was_right=was_right, **told, by=viewer_of(request), now=clock.now())
    except Refused as refused:
        return _refused(request, public_id, form, refused)
    messages.success(request, _("It stays hidden, and its author is told.") if was_right else _("It is shown again."))
    return redirect(showing.address("objections"))


def _refused(request: HttpRequest, public_id: UUID, form: forms.Form, refused: Refused) -> HttpResponse:
    form.add_error(None, beside_form(refused))
    return _page(request, public_id, form, refused.refusal.status)


def _page(request: HttpRequest, public_id: UUID, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    found = queries.case(public_id, viewer)
    context = {
        "found": found,
        "row": showing.rows([found])[0],
        "code": language_code(found.text.language) if found.text else "",
        "signs": showing.signs(found.findings),
        "reasons": showing.reasons(found.reports),
        "notes": showing.notes(found.reports),
        "reason": REASONS[Reason(found.reason)] if found.reason else "",
        "why": showing.WHY[found.why],
        "problem": sentence(found.refusal) if found.refusal else "",
        "rail": showing.rail(queries.counts(viewer), showing.list_of(found)),
    }
    return render(request, "proposals/staff/moderation/case.html", context | _forms(found, form), status=status)


def _forms(found: CaseView, bound: forms.Form | None) -> dict[str, Any]:
    """Return the form of what may be done, with what was typed into it."""
    initial = {"language": text_key()}
    if found.may_judge:
        form: forms.Form | None = bound if isinstance(bound, JudgeForm) else JudgeForm(initial=initial)
        return {"form": form, "action": reverse("proposals:moderation-judge", args=[found.id]), "yes": _("Judge the objection")}
    if found.may_decide:
        form = bound if isinstance(bound, DecideForm) else DecideForm(initial=initial)
        return {"form": form, "action": reverse("proposals:moderation-decide", args=[found.id]), "yes": _("Decide")}
    return {"form": None, "lost": str(bound.data.get("text", "")) if bound else ""}
