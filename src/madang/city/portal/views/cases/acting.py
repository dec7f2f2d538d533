"""What a resident does with a case: answer, write, take back, object."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refusal, Refused, sentence
from madang.city.portal.forms.cases import AnswerForm, AppealForm, MessageForm
from madang.city.portal.queries.cases import loading, reading
from madang.city.portal.queries.cases.values import CasePage
from madang.city.portal.rules import cases as rules
from madang.city.portal.rules.cases import Move
from madang.city.portal.rules.uploads import tidy_file_name
from madang.city.portal.services import cases, uploads
from madang.city.portal.views.apply.door import patient_form_of
from madang.city.portal.views.cases import words
from madang.city.portal.views.cases.looking import case_context, viewer_of
from madang.city.portal.views.texts import said

LOST = 404


@never_cache
@login_required
@require_POST
@rate_limited("case-message", "20/m")
def message(request: HttpRequest, reference: str) -> HttpResponse:
    """Send a message to the caseworker; what was typed stays if it cannot be sent."""
    form = MessageForm(request.POST)
    if form.is_valid():
        body = form.cleaned_data["body"]
        cases.message(reference=reference, body=body, by=viewer_of(request), now=clock.now(), as_applicant=True)
        messages.success(request, _("Your message is sent."))
        return redirect(f"{reverse('portal:case', args=[reference])}#messages")
    page = reading.case_for_resident(reference, viewer_of(request), now=clock.now())
    return render(request, "portal/cases/case.html", case_context(page, form) | {"form": form}, status=422)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@patient_form_of(uploads.PAPERS.max_bytes)
@rate_limited("case-answer", "20/m")
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer a request with files and words."""
    page = _allowed(request, reference, Move.ANSWER)
    form = AnswerForm(request.POST, request.FILES) if request.method == "POST" else AnswerForm()
    if request.method == "POST" and form.is_valid() and _came_whole(request, form) and _answered(request, page, form):
        messages.success(request, _("Thank you. We have your answer and go on."))
        return redirect("portal:case", reference=page.reference)
    asked = page.open_request
    context = {
        "case": page,
        "title": said(page.titles),
        "form": form,
        "papers": [said(one.label) for one in page.definition.evidence if asked and one.id in asked.evidence],
        "body": asked.body if asked else "",
        "until": page.facts.answer_by,
        "held": [one for one in page.files if asked and one.request_id == asked.id and one.scan != "infected"],
        "due": words.due_words(page),
    }
    return render(request, "portal/cases/answer.html", context, status=422 if form.errors else 200)


def _came_whole(request: HttpRequest, form: AnswerForm) -> bool:
    """Tell whether the form's token holds and every file came in; else the words stay, with the reason beside them."""
    if request.is_stale:  # type: ignore[attr-defined]
        form.add_error(None, _("This page was open for too long. What you typed still stands here: press the button once more."))
    for _field, name in request.left_out:  # type: ignore[attr-defined]
        told = {"name": tidy_file_name(name), "most": uploads.PAPERS.max_mb}
        form.add_error("files", sentence(Refusal("portal.file_too_large", told)))
    return not form.errors


def _answered(request: HttpRequest, page: CasePage, form: AnswerForm) -> bool:
    """Keep the files, then answer; a file that cannot be kept is named at its field, and the words stay."""
    now, asked = clock.now(), page.open_request
    try:
        if asked:
            for file in form.cleaned_data["files"]:
                uploads.add_upload(owner=uploads.RequestRef(asked.id), field="", file=file, now=now)
    except Refused as problem:
        form.add_error("files", sentence(problem.refusal))
        return False
    try:
        cases.answer_request(reference=page.reference, words=form.cleaned_data["words"], by=viewer_of(request), now=now)
    except Refused as problem:
        if problem.refusal.status == LOST:
            raise
        form.add_error(None, sentence(problem.refusal))
        return False
    return True


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask whether the application is really to be taken back, and take it back."""
    page = _allowed(request, reference, Move.WITHDRAW)
    if request.method == "POST":
        cases.withdraw(reference=reference, by=viewer_of(request), now=clock.now())
        messages.success(request, _("You have taken back your application."))
        return redirect("portal:case", reference=page.reference)
    context = {
        "question": _("Take back “%(service)s”?") % {"service": said(page.titles)},
        "words": _("We stop working on it. You can apply again at any time, but the time begins anew."),
        "yes": _("Take it back"),
        "no_url": reverse("portal:case", args=[page.reference]),
        "no": _("Keep it"),
        "danger": True,
    }
    return render(request, "look/confirm.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, reference: str) -> HttpResponse:
    """Object to a decision."""
    page = _allowed(request, reference, Move.APPEAL)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cases.appeal(reference=reference, words=form.cleaned_data["words"], by=viewer_of(request), now=clock.now())
        messages.success(request, _("We have your objection. Another person now looks at your case."))
        return redirect("portal:case", reference=page.reference)
    until = page.facts.appeal_until
    context: dict[str, Any] = {"case": page, "title": said(page.titles), "form": form, "until": until}
    return render(request, "portal/cases/appeal.html", context, status=422 if form.errors else 200)


def _allowed(request: HttpRequest, reference: str, move: Move) -> CasePage:
    """Return the case if the move is possible. Raises Refused with the reason if it is not."""
    page = reading.case_for_resident(reference, viewer_of(request), now=clock.now())
    if move not in page.moves:
        actor = loading.applicant_actor(viewer_of(request))
        reason = rules.why_not(move, page.facts, actor, page.options, page.today)
        raise Refused(reason or Refusal("portal.not_in_this_state"))
    return page
