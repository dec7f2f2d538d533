"""An official question, written step by step as a draft."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.text import localised, text_key
from madang.city.people import queries as people
from madang.city.people.rules import Assurance, Viewer
from madang.city.voting.forms import staff as staff_forms
from madang.city.voting.forms.asking import PictureForm, blank
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.rules.asking import Asked
from madang.city.voting.rules.electorate import Electorate
from madang.city.voting.rules.votes import Mode
from madang.city.voting.services import asking
from madang.city.voting.views.asking import Pictured
from madang.city.voting.views.ballot import picture_url
from madang.city.voting.views.door import said, signed_in
from madang.city.voting.views.drafts import asked_of, large_areas, revision_sent, tried
from madang.city.voting.views.staff.door import asking_staff, own_vote

PARTS = ("question", "counting", "list", "people", "where", "when", "pictures", "translations")
OF_PEOPLE = ("people", "where")
TITLES: Mapping[str, Any] = {
    "question": gettext_lazy("What does the city ask?"),
    "counting": gettext_lazy("How do people mark their ballot, and who wins?"),
    "list": gettext_lazy("How do people show that they may vote?"),
    "people": gettext_lazy("Who may vote?"),
    "where": gettext_lazy("Where must they live?"),
    "when": gettext_lazy("When is the vote open, and who answers?"),
    "pictures": gettext_lazy("Pictures of the options"),
    "translations": gettext_lazy("The question in other languages"),
}
FORMS: Mapping[str, Any] = {
    "question": staff_forms.QuestionForm,
    "counting": staff_forms.CountingForm,
    "list": staff_forms.ListForm,
    "people": staff_forms.PeopleForm,
    "where": staff_forms.WhereForm,
    "when": staff_forms.WhenForm,
}
DAYS_BEFORE, DAYS_OPEN, ANSWER_DAYS = 7, 14, 30


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("vote-ask", "60/h")
def new(request: HttpRequest) -> HttpResponse:
    """Begin an official vote: its question becomes a draft of the department."""
    viewer = asking_staff(request)
    form = staff_forms.QuestionForm(request.POST or None, initial={"language": text_key()})
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        asked = form.applied(_blank(viewer))
        reference = tried(form, lambda: asking.ask(asked=asked, by=viewer, now=now))
        if reference:
            return redirect("voting:staff-edit", reference=reference, part="counting")
    return render(request, "voting/staff/step.html", _page("question", form, Electorate()))


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("vote-ask", "240/h")
def edit(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Change one part of a draft; the first time through leads from step to step."""
    vote = own_vote(request, reference)
    if part == "pictures":
        return _pictures(request, vote)
    asked = asked_of(vote)
    form = _form(part, asked, request)
    if request.method == "POST" and form.is_valid():
        changed, revision, by = form.applied(asked), revision_sent(request), asking_staff(request)
        if tried(
            form,
            lambda: asking.edit(reference=vote.reference, asked=changed, revision=revision, by=by, now=clock.now()),
        ):
            return redirect(_next(request, vote.reference, part, changed.electorate))
    return render(request, "voting/staff/step.html", _page(part, form, asked.electorate) | {"vote": vote})


def steps_of(electorate: Electorate) -> list[str]:
    """Return the steps of a draft: of who votes with a code nothing else is asked."""
    is_bearer = electorate.roll is not None and electorate.roll.is_bearer
    return [one for one in PARTS if not (is_bearer and one in OF_PEOPLE)]


def _blank(viewer: Viewer) -> Asked:
    """Return what an official question starts from: everybody who proved who they are, in a week, for two weeks."""
    opens_at = blank(text_key(), clock.now()).opens_at + timedelta(days=DAYS_BEFORE)
    return replace(
        blank(text_key(), clock.now()),
        mode=Mode.OFFICIAL,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=DAYS_OPEN),
        electorate=Electorate(least=Assurance.IDENTITY_PROVED),
        department=viewer.staff.department_code if viewer.staff else "",
        answer_days=ANSWER_DAYS,
    )


def _page(part: str, form: forms.Form, electorate: Electorate) -> dict[str, Any]:
    steps = steps_of(electorate)
    step = steps.index(part) + 1 if part in steps else len(steps)
    return {"form": form, "part": part, "title": TITLES[part], "step": step, "steps": len(steps)}


def _form(part: str, asked: Asked, request: HttpRequest) -> Any:
    told = request.POST or None
    if part == "translations":
        return staff_forms.TranslationsForm(told, asked=asked)
    more: dict[str, dict[str, Any]] = {
        "counting": {"kind": asked.kind},
        "where": {"areas": large_areas()} if part == "where" else {},
        "when": {"departments": _departments()} if part == "when" else {},
    }
    kind = FORMS[part]
    return kind(told, initial=kind.start(asked), **more.get(part, {}))


def _departments() -> list[tuple[str, str]]:
    named = [(one.code, localised(one.name, text_key())) for one in people.departments()]
    return sorted(named, key=lambda pair: pair[1])


def _pictures(request: HttpRequest, vote: VoteView) -> HttpResponse:
    form = PictureForm(request.POST or None, request.FILES or None)
    number = request.POST.get("number", "")
    if request.method == "POST" and form.is_valid() and number.isascii() and number.isdecimal() and len(number) < 4:
        sent, told = form.cleaned_data["picture"], form.cleaned_data["words"]
        kept = {"data": sent.read() if sent else b"", "text": {vote.language: told} if told else {}}
        if tried(form, lambda: _keep(request, vote, int(number), kept)):
            messages.success(request, _("The picture is kept.") if sent else _("The picture is taken away."))
            return redirect("voting:staff-edit", reference=vote.reference, part="pictures")
    options = [Pictured(one.number, said(one.text), picture_url(vote, one), said(one.picture_text)) for one in vote.options]
    context = _page("pictures", form, vote.electorate) | {"vote": vote, "options": options}
    return render(request, "voting/staff/pictures.html", context)


def _keep(request: HttpRequest, vote: VoteView, number: int, kept: dict[str, Any]) -> bool:
    asking.set_picture(reference=vote.reference, number=number, by=asking_staff(request), **kept)
    return True


def _next(request: HttpRequest, reference: str, part: str, electorate: Electorate) -> str:
    steps = steps_of(electorate)
    if request.GET.get("then") == "check" or part not in steps or part == steps[-1]:
        return reverse("voting:staff-vote", args=[reference])
    return reverse("voting:staff-edit", args=[reference, steps[steps.index(part) + 1]])
