"""Moves on one case. Nothing typed is ever lost: what cannot be carried out comes back with the reason."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused, sentence
from madang.city.portal.queries.cases import reading
from madang.city.portal.rules.cases import Move, Outcome
from madang.city.portal.services import cases
from madang.city.portal.views.staff.case import DECISIONS, case_context, form_for
from madang.city.portal.views.staff.door import for_staff, viewer_of

Sent = Mapping[str, Any]
LOST = (403, 404)
FORMLESS: Mapping[Move, Callable[..., None]] = {
    Move.TAKE: cases.take, Move.RECEIVE: cases.receive, Move.START: cases.start, Move.RESUME: cases.resume,
    Move.CONFIRM: cases.confirm, Move.ISSUE: cases.issue, Move.CLOSE: cases.close,
}  # fmt: skip
WITH_FORM: Mapping[Move, tuple[Callable[..., object], Callable[[Sent], dict[str, Any]]]] = {
    Move.ASK: (cases.ask_for_documents, lambda sent: {"body": sent["body"], "evidence": sent.get("evidence", [])}),
    Move.WAIT: (cases.wait_for_third_party, lambda sent: {"whom": sent["whom"]}),
    Move.PROPOSE: (cases.propose, lambda sent: {"outcome": Outcome(sent["outcome"]), "reasons": sent["reasons"]}),
    Move.DECIDE: (cases.decide, lambda sent: {"outcome": Outcome(sent["outcome"]), "reasons": sent["reasons"]}),
    Move.DECIDE_APPEAL: (cases.decide_appeal, lambda sent: {"outcome": Outcome(sent["outcome"]), "reasons": sent["reasons"]}),
    Move.SEND_BACK: (cases.send_back, lambda sent: {"words": sent["words"]}),
    Move.ASSIGN: (cases.assign, lambda sent: {"to_staff": sent["to_staff"]}),
    Move.STATUS: (cases.set_status_text, lambda sent: {"words": sent["words"]}),
}
WORDS: Mapping[Move, Callable[..., None]] = {Move.NOTE: cases.note, Move.MESSAGE: cases.message}


@for_staff
@require_POST
def move(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Make a move; on a refusal show the case as it stands now, the reason, and what was typed."""
    kind = _kind(name)
    seen = reading.case_for_staff(reference, viewer_of(request), now=clock.now())
    form = form_for(kind, seen.page, request.POST)
    if form is not None and not form.is_valid():
        return _again(request, reference, kind, form, "")
    if "preview" in request.POST and kind in DECISIONS and form is not None:
        return _preview(request, reference, kind, form)
    try:
        _carry_out(request, reference, kind, form)
    except Refused as problem:
        if problem.refusal.status in LOST and problem.refusal.key == "portal.case_unknown":
            raise
        return _again(request, reference, kind, form, sentence(problem.refusal), status=problem.refusal.status)
    messages.success(request, _done(kind))
    return redirect("portal:staff-case", reference=seen.page.reference)


def _kind(name: str) -> Move:
    known = {*FORMLESS, *WITH_FORM, *WORDS}
    found = next((one for one in known if one.value == name), None)
    if found is None:
        raise Http404
    return found


def _carry_out(request: HttpRequest, reference: str, kind: Move, form: forms.Form | None) -> None:
    told: dict[str, Any] = {"reference": reference, "by": viewer_of(request), "now": clock.now()}
    if kind in WORDS and form is not None:
        WORDS[kind](**told, body=form.cleaned_data["words"])
        return
    told["revision"] = _revision(request)
    if kind in FORMLESS:
        FORMLESS[kind](**told)
    elif form is not None:
        service, more = WITH_FORM[kind]
        service(**told, **more(form.cleaned_data))


def _revision(request: HttpRequest) -> int | None:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _preview(request: HttpRequest, reference: str, kind: Move, form: forms.Form) -> HttpResponse:
    sent, by, now = form.cleaned_data, viewer_of(request), clock.now()
    subject, body = cases.preview(reference=reference, outcome=Outcome(sent["outcome"]), reasons=sent["reasons"], by=by, now=now)
    seen = reading.case_for_staff(reference, by, now=now)
    context = case_context(request, seen, {kind: form}) | {"preview": {"subject": subject, "body": body}}
    return render(request, "portal/staff/case.html", context)


def _again(
    request: HttpRequest, reference: str, kind: Move, form: forms.Form | None, problem: str, *, status: int = 422
) -> HttpResponse:
    """Show the case as it stands now; typed text stays, even where the move is no longer possible."""
    seen = reading.case_for_staff(reference, viewer_of(request), now=clock.now())
    told = ((key, str(value)) for key, value in request.POST.items())
    typed = [value for key, value in told if key.startswith(f"{kind.value}-") and value.strip()]
    lost = typed if form is not None and kind not in seen.page.moves else []
    bound = {kind: form} if form is not None else {}
    context = case_context(request, seen, bound) | {
        "problem": problem,
        "typed": lost,
        "form": form if form and form.errors else None,
    }
    return render(request, "portal/staff/case.html", context, status=status)


def _done(kind: Move) -> str:
    words = {
        Move.TAKE: _("The case lies on your desk now."),
        Move.ASK: _("The applicant is asked; the letter is on its way."),
        Move.DECIDE: _("Decided. The applicant has the letter."),
        Move.CONFIRM: _("Confirmed. The applicant has the letter."),
        Move.DECIDE_APPEAL: _("Decided. The applicant has the letter."),
        Move.MESSAGE: _("Your message is sent."),
        Move.ASSIGN: _("Given to your colleague, who is told."),
        Move.PROPOSE: _("Proposed."),
    }
    return words.get(kind, _("Saved."))
