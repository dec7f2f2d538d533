"""What authors do with a published idea, and what those do who were asked to check: one page for each act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refused
from madang.city.kernel.text import text_key
from madang.city.proposals.forms.writing import CheckForm, OtherForm, WordsForm
from madang.city.proposals.queries import showing
from madang.city.proposals.queries.values import ProposalWhole
from madang.city.proposals.rules.life import AUTHORS, UNKNOWN, Move
from madang.city.proposals.rules.writing import Writing
from madang.city.proposals.services import collecting, doing, ending, hiding, moderation, reviewing
from madang.city.proposals.views.door import beside_form, signed_in, viewer_of
from madang.city.proposals.views.writing import BESIDE, idea_form, typed


@dataclass(frozen=True, slots=True)
class Act:
    """An act: its question, what it means, its button, its form, the service, and what the form gives it."""

    question: Any
    words: Any
    yes: Any
    done: Any
    service: Callable[..., object]
    form: type[forms.Form] | None = None
    told: Callable[[dict[str, Any]], dict[str, Any]] = lambda _cleaned: {}
    danger: bool = False


def _said(cleaned: dict[str, Any]) -> dict[str, Any]:
    return {"text": cleaned["text"], "language": text_key()}


ACTS: dict[str, Act] = {
    Move.REPLY: Act(
        gettext_lazy("Reply to the city"),
        gettext_lazy("The department asked you something. When you reply, the clock of the review runs on."),
        gettext_lazy("Send the reply"), gettext_lazy("Your reply is public. The department goes on."),
        reviewing.reply, WordsForm, _said,
    ),
    Move.REVIVE: Act(
        gettext_lazy("Try once more?"),
        gettext_lazy("It collects support once more. Who supports it still does. That is possible once."),
        gettext_lazy("Collect support again"), gettext_lazy("It collects support again."), collecting.revive,
    ),
    Move.WITHDRAW: Act(
        gettext_lazy("Take your idea back?"), gettext_lazy("It stays to be read, but takes no support and gets no answer."),
        gettext_lazy("Take it back"), gettext_lazy("Your idea is taken back."), ending.withdraw, danger=True,
    ),
    Move.RETIRE: Act(
        gettext_lazy("Join it to another idea?"),
        gettext_lazy("Yours stays to be read. Who supports it is told, and may move their support with one tap."),
        gettext_lazy("Join it to that one"), gettext_lazy("Your idea is joined to this one."), ending.retire, OtherForm,
        lambda cleaned: {"in_favour_of": cleaned["other"].strip().upper()}, danger=True,
    ),
    Move.APPEAL: Act(
        gettext_lazy("Object to hiding it"), gettext_lazy("Say why it should be shown. Another moderator judges, once."),
        gettext_lazy("Send the objection"), gettext_lazy("Another moderator looks at it."), hiding.appeal, WordsForm, _said,
    ),
    Move.CHECK: Act(
        gettext_lazy("Is it done?"), gettext_lazy("You were drawn by lot from those who support it."),
        gettext_lazy("Send my answer"), gettext_lazy("Thank you. Your answer counts."), doing.check, CheckForm,
        lambda cleaned: {"is_done": cleaned["is_done"] == "yes", "text": cleaned["text"]},
    ),
}  # fmt: skip


def _may(shown: ProposalWhole, name: str) -> bool:
    return shown.mine.is_asked if name == Move.CHECK else name in shown.mine.moves


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("idea-act", "60/h")
def act(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Ask whether one really wants it, then do it; what was typed stays where it cannot be."""
    chosen = ACTS.get(name)
    if chosen is None:
        raise Http404
    viewer = viewer_of(request)
    shown = showing.proposal(reference, viewer=viewer, now=clock.now())
    form = chosen.form(request.POST or None) if chosen.form else None
    problem = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            told = chosen.told(form.cleaned_data) if form else {}
            chosen.service(reference=reference, by=viewer, now=clock.now(), **told)
            messages.success(request, str(chosen.done))
            return redirect("proposals:idea", reference)
        except Refused as refused:
            problem = beside_form(refused)
    elif request.method == "GET" and not _may(shown, name):
        return redirect("proposals:idea", reference)
    context = {
        "shown": shown, "form": form, "problem": problem, "question": chosen.question, "words": chosen.words, "yes": chosen.yes,
        "danger": chosen.danger,
    }  # fmt: skip
    return render(request, "proposals/act.html", context, status=422 if problem or (form and form.errors) else 200)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("idea-act", "60/h")
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Change an idea that still collects support, once the author was warned that its supporters are told."""
    viewer = viewer_of(request)
    shown = showing.proposal(reference, viewer=viewer, now=clock.now())
    if not shown.mine.parts & AUTHORS:
        raise Refused(UNKNOWN)
    form = idea_form(request.POST) if request.method == "POST" else idea_form(initial=typed(_present(shown)))
    if form.is_bound and form.is_valid():
        sent = request.POST.get("_revision", "")
        revision = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 9 else None
        try:
            moderation.edit(reference=reference, writing=form.writing(), by=viewer, now=clock.now(), revision=revision)
            messages.success(request, _("The change is public, and who supports it is told."))
            return redirect("proposals:idea", reference)
        except Refused as refused:
            form.add_error(BESIDE.get(refused.refusal.key), beside_form(refused))
    context = {"shown": shown, "form": form, "revision": shown.revision}
    return render(request, "proposals/edit.html", context, status=422 if form.errors else 200)


def _present(shown: ProposalWhole) -> Writing:
    said = shown.written
    return Writing(
        title=said.title,
        text=said.source,
        topic=said.topic,
        language=said.language,
        area_id=shown.place.area_id if shown.place.point is None else None,
        point=shown.place.point,
    )
