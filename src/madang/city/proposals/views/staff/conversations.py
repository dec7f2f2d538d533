"""Conversations as staff lead them: open, put statements in, link, end; moderators judge statements at their own desk."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.kernel.text import text_key
from madang.city.look.parts import Tag
from madang.city.look.templatetags.look import date_table, number
from madang.city.people.rules import Viewer
from madang.city.proposals.forms.conversations import LinkForm, OpenForm, SeedForm
from madang.city.proposals.queries import conversations as lists
from madang.city.proposals.queries import opinions as queries
from madang.city.proposals.queries.conversations import StatementLine, TalkLine
from madang.city.proposals.queries.loading import duties_of
from madang.city.proposals.rules.moderation import Reason, statement_ref
from madang.city.proposals.rules.opinions import Moderation
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.services import opinions
from madang.city.proposals.services.moderation.sentences import REASONS
from madang.city.proposals.views import words
from madang.city.proposals.views.door import beside_form, marked, said, signed_in, staff_of, viewer_of

STATES = {
    Moderation.WAITING: (gettext_lazy("Waiting"), "act", ""),
    Moderation.SHOWN: (gettext_lazy("Shown"), "plain", ""),
    Moderation.HIDDEN: (gettext_lazy("Hidden"), "heed", ""),
}


@signed_in
@require_safe
def conversations(request: HttpRequest) -> HttpResponse:
    """Show every conversation, those first in which statements wait for a moderator."""
    found = lists.every_conversation(viewer=staff_of(request), today=clock.today(clock.now()))
    return render(request, "proposals/staff/conversations/list.html", {"rows": [_cells(one) for one in found]})


def _cells(one: TalkLine) -> dict[str, Any]:
    return {
        "url": reverse("proposals:staff-conversation", args=[one.reference]),
        "question": said(one.question),
        "topic": words.topic(one.topic),
        "tag": Tag(_("Open"), "accent") if one.is_open else Tag(_("Over")),
        "statements": number(one.statements),
        "waiting": number(one.waiting) if one.waiting else "",
        "people": number(one.people) if one.people else _("too few"),
        "day": date_table(one.ends_on if one.is_open else one.ended_on),
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a conversation: what is asked, about what, until when, and what it begins with."""
    viewer = staff_of(request)
    form = OpenForm(request.POST or None, topics=words.topics(), initial={"language": text_key()})
    problem, status = "", 200
    if request.method == "POST" and form.is_valid():
        try:
            reference = _opened(form, viewer)
        except Refused as refused:
            problem, status = beside_form(refused), refused.refusal.status
        else:
            messages.success(request, _("The conversation is open, and everybody sees it."))
            return redirect("proposals:staff-conversation", reference)
    elif request.method == "POST":
        status = 422
    return render(request, "proposals/staff/conversations/new.html", {"form": form, "problem": problem}, status=status)


def _opened(form: OpenForm, viewer: Viewer) -> str:
    told: dict[str, Any] = {"by": viewer, "now": clock.now(), "frame": form.frame()}
    if idea := form.cleaned_data["idea"]:
        return opinions.open_for_proposal(reference=idea, **told)
    return opinions.open_conversation(question=form.question(), topic=form.cleaned_data["topic"], **told)


@signed_in
@require_safe
def conversation(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a conversation to staff: every statement, and the acts that its leader and moderators have."""
    return _page(request, reference)


def _page(request: HttpRequest, reference: str, forms_sent: dict[str, Any] | None = None, **more: Any) -> HttpResponse:
    viewer = staff_of(request)
    talk = queries.conversation(reference, viewer=viewer, now=clock.now())
    sent = forms_sent or {}
    context = {
        "talk": talk,
        "question": said(talk.question),
        "topic": words.topic(talk.topic),
        "is_moderator": Duty.MODERATOR in duties_of(viewer),
        "statements": [_statement(reference, one) for one in lists.statements(reference, viewer=viewer)],
        "seed_form": sent.get("seed") or SeedForm(initial={"language": text_key()}),
        "link_form": sent.get("link") or LinkForm(topics=words.topics(), initial={"topic": talk.topic, "idea": talk.proposal}),
        "open_act": next(iter(sent), ""),
    }
    status = more.pop("status", 200)
    return render(request, "proposals/staff/conversations/conversation.html", context | more, status=status)


def _statement(reference: str, one: StatementLine) -> dict[str, Any]:
    return {
        "number": one.number,
        "text": marked(one.text, one.language),
        "tag": Tag(*STATES[one.state]),
        "about": statement_ref(reference, one.number),
        "why": REASONS[Reason(one.hidden_for)] if one.hidden_for else "",
        "is_city": one.is_city,
        "added_at": one.added_at,
    }


@signed_in
@require_POST
def act(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Put statements in, link or end a conversation."""
    staff_of(request)
    form = _form(name, request)
    if form is not None and not form.is_valid():
        return _page(request, reference, {name: form}, form=form, status=422)
    cleaned = form.cleaned_data if form is not None else {}
    told: dict[str, Any] = {"reference": reference, "by": viewer_of(request), "now": clock.now()}
    try:
        ACTS[name](told, cleaned)
    except Refused as refused:
        sent = {name: form} if form is not None else {}
        return _page(request, reference, sent, problem=beside_form(refused), status=refused.refusal.status)
    messages.success(request, _("Done."))
    return redirect("proposals:staff-conversation", reference)


def _form(name: str, request: HttpRequest) -> forms.Form | None:
    if name not in ACTS:
        raise Http404
    if name == "link":
        return LinkForm(request.POST, topics=words.topics())
    return SeedForm(request.POST) if name == "seed" else None


def _seed(told: dict[str, Any], cleaned: dict[str, Any]) -> None:
    opinions.seed(texts=cleaned["seeds"], language=cleaned["language"], **told)


def _link(told: dict[str, Any], cleaned: dict[str, Any]) -> None:
    opinions.link(topic=cleaned["topic"], proposal=cleaned["idea"], **told)


def _close(told: dict[str, Any], cleaned: dict[str, Any]) -> None:
    opinions.close(**told)


ACTS: dict[str, Callable[[dict[str, Any], dict[str, Any]], None]] = {"seed": _seed, "link": _link, "close": _close}
