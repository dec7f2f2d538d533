"""Residents start a straw vote: a question, how it is answered, who may answer, when, pictures; then they announce it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.text import text_key
from madang.city.people.rules import Viewer
from madang.city.voting.forms import asking as asked_forms
from madang.city.voting.forms.where import shown_where
from madang.city.voting.queries.votes import VoteView, kept_by
from madang.city.voting.rules.asking import Asked
from madang.city.voting.rules.votes import Kind
from madang.city.voting.services import asking
from madang.city.voting.views.ballot import picture_url
from madang.city.voting.views.door import said, signed_in, viewer_of
from madang.city.voting.views.drafts import asked_of, large_areas, revision_sent, tried
from madang.city.voting.views.listing import row
from madang.city.voting.views.mine import kept_vote

PARTS = ("question", "counting", "who", "when", "pictures")
TITLES: Mapping[str, Any] = {
    "question": gettext_lazy("What do you ask?"),
    "counting": gettext_lazy("How do people mark their ballot?"),
    "who": gettext_lazy("Who may vote?"),
    "when": gettext_lazy("When is the vote open?"),
    "pictures": gettext_lazy("Pictures of the options"),
}


@dataclass(frozen=True, slots=True)
class Pictured:
    """An option with its picture, on the page where pictures are chosen."""

    number: int
    text: Any
    url: str
    words: Any


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("vote-ask", "60/h")
def new(request: HttpRequest) -> HttpResponse:
    """Begin a straw vote: its question becomes a draft, which nobody else sees."""
    form = asked_forms.QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        asked = form.applied(asked_forms.blank(text_key(), now))
        reference = tried(form, lambda: asking.ask(asked=asked, by=viewer_of(request), now=now))
        if reference:
            return redirect("voting:edit", reference=reference, part=_after("question", asked.kind))
    return render(request, "voting/step.html", _page("question", form, Kind.SINGLE))


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("vote-ask", "240/h")
def edit(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """Change one part of a draft; the first time through leads from step to step."""
    vote = kept_vote(request, reference)
    if part == "pictures":
        return _pictures(request, vote)
    asked = asked_of(vote)
    form = _form(part, asked, request)
    if request.method == "POST" and form.is_valid():
        changed, revision = form.applied(asked), revision_sent(request)
        done = tried(
            form,
            lambda: asking.edit(
                reference=vote.reference, asked=changed, revision=revision, by=viewer_of(request), now=clock.now()
            ),
        )
        if done:
            return redirect(_next(request, vote.reference, part, changed.kind))
    return render(request, "voting/step.html", _page(part, form, asked.kind) | {"vote": vote})


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the votes that the reader asks, drafts too."""
    kept = kept_by(viewer_of(request))
    rows = [row(one, url=reverse("voting:manage", args=[one.reference]), with_state=True) for one in kept]
    return render(request, "voting/mine.html", {"rows": rows})


def _pictures(request: HttpRequest, vote: VoteView) -> HttpResponse:
    form = asked_forms.PictureForm(request.POST or None, request.FILES or None)
    number = request.POST.get("number", "")
    if request.method == "POST" and form.is_valid() and number.isascii() and number.isdecimal() and len(number) < 4:
        sent, words = form.cleaned_data["picture"], form.cleaned_data["words"]
        text = {vote.language: words} if words else {}
        data, by = sent.read() if sent else b"", viewer_of(request)
        if tried(form, lambda: _kept_picture(vote.reference, int(number), data, text, by)):
            messages.success(request, _("The picture is kept.") if sent else _("The picture is taken away."))
            return redirect("voting:edit", reference=vote.reference, part="pictures")
    options = [Pictured(one.number, said(one.text), picture_url(vote, one), said(one.picture_text)) for one in vote.options]
    return render(request, "voting/pictures.html", _page("pictures", form, vote.kind) | {"vote": vote, "options": options})


def _kept_picture(reference: str, number: int, data: bytes, text: dict[str, str], by: Viewer) -> bool:
    asking.set_picture(reference=reference, number=number, data=data, text=text, by=by)
    return True


def _page(part: str, form: forms.Form, kind: Kind) -> dict[str, Any]:
    steps = [one for one in PARTS if one != "counting" or kind is not Kind.YES_NO]
    return {"form": form, "part": part, "title": TITLES[part], "step": steps.index(part) + 1, "steps": len(steps)}


def _form(part: str, asked: Asked, request: HttpRequest) -> Any:
    told = request.POST or None
    zone = clock.city_zone()
    if part == "question":
        options = "" if asked.kind is Kind.YES_NO else "\n".join(one[asked.language] for one in asked.options)
        texts = {"question": asked.question[asked.language], "description": asked.description.get(asked.language, "")}
        return asked_forms.QuestionForm(told, initial=texts | {"kind": asked.kind.value, "options": options})
    if part == "counting":
        initial = {name: getattr(asked, name) for name in ("minimum", "maximum", "most_points", "shuffled")}
        return asked_forms.CountingForm(told, kind=asked.kind, initial=initial | {"rule": asked.rule.value})
    if part == "who":
        who = asked.electorate
        initial = {"age_from": who.age_from, "age_until": who.age_until, **shown_where(who)}
        quorum = {"quorum_people": asked.quorum_people, "quorum_percent": asked.quorum_percent}
        return asked_forms.WhoForm(told, initial=initial | quorum, areas=large_areas())
    opens_at, closes_at = asked.opens_at.astimezone(zone), asked.closes_at.astimezone(zone)
    hours = {"opens_hour": f"{opens_at:%H}:00", "closes_hour": f"{closes_at:%H}:00"}
    days = {"opens_on": opens_at.date(), "closes_on": closes_at.date()}
    return asked_forms.WhenForm(told, initial=days | hours | {"shown": asked.shown.value, "discussed": asked.discussed})


def _after(part: str, kind: Kind) -> str:
    following = PARTS[PARTS.index(part) + 1]
    return "who" if following == "counting" and kind is Kind.YES_NO else following


def _next(request: HttpRequest, reference: str, part: str, kind: Kind) -> str:
    if request.GET.get("then") == "check":
        return reverse("voting:manage", args=[reference])
    return reverse("voting:edit", args=[reference, _after(part, kind)])
