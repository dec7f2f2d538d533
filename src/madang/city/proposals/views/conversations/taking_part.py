"""The list of conversations, one's next statement, and what somebody does there: vote, say, change, take back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.text import text_key
from madang.city.look.parts import Row, Tab, Tag
from madang.city.look.templatetags.look import date_plain, number
from madang.city.people.rules import Viewer
from madang.city.portal.queries.subjects import TOPICS
from madang.city.proposals.forms.conversations import BACK, STANCES, SayForm, VoteForm
from madang.city.proposals.queries import conversations as lists
from madang.city.proposals.queries import opinions as queries
from madang.city.proposals.queries.conversations import TalkLine
from madang.city.proposals.queries.opinions import OwnStatement, Talk
from madang.city.proposals.rules.moderation import Reason, statement_ref
from madang.city.proposals.rules.opinions import Moderation, Stance
from madang.city.proposals.services import moderation, opinions
from madang.city.proposals.services.moderation.sentences import REASONS
from madang.city.proposals.views import words
from madang.city.proposals.views.door import beside_form, marked, said, signed_in, viewer_of

TAKEN = {
    Stance.AGREE: gettext_lazy("You agree"),
    Stance.PASS: gettext_lazy("You pass"),
    Stance.DISAGREE: gettext_lazy("You disagree"),
}


@require_safe
def conversations(request: HttpRequest) -> HttpResponse:
    """Show the conversations that are open, or those that are over."""
    is_over, topic = request.GET.get("stage") == "over", request.GET.get("topic", "")
    topic = topic if topic in TOPICS else ""
    found = lists.conversations(is_open=not is_over, today=clock.today(clock.now()), topic=topic)
    here, kept = reverse("proposals:conversations"), f"&topic={topic}" if topic else ""
    context = {
        "tabs": [
            Tab(_("Open"), f"{here}?stage=open{kept}", current=not is_over),
            Tab(_("Over"), f"{here}?stage=over{kept}", current=is_over),
        ],
        "is_over": is_over,
        "topic": topic,
        "topics": words.topics(),
        "rows": [_row(one) for one in found],
    }
    return render(request, "proposals/conversations/list.html", context)


def _row(one: TalkLine) -> Row:
    told = ngettext("%(n)s statement", "%(n)s statements", one.statements) % {"n": number(one.statements)}
    took = ngettext("%(n)s person", "%(n)s people", one.people) % {"n": number(one.people)} if one.people else ""
    day = one.ends_on if one.is_open else one.ended_on
    when = (_("until %(day)s") if one.is_open else _("ended on %(day)s")) % {"day": date_plain(day)} if day else ""
    meta = [part for part in (words.topic(one.topic), told, took, when) if part]
    url = reverse("proposals:conversation", args=[one.reference])
    return Row(said(one.question), url, meta=meta, tag=Tag(_("Open"), "accent") if one.is_open else Tag(_("Over")))


@never_cache
@require_safe
def conversation(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what is asked and the next statement to vote on; once it is over, the map."""
    talk = _talk(request, reference)
    if not talk.is_open:
        return redirect("proposals:opinion-map", reference)
    return _page(request, talk, SayForm(initial={"language": text_key()}))


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("opinion-open", "20/h")
def about_idea(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead to the conversation about an idea. Where there is none, say who may open it; a POST of theirs does."""
    found = queries.conversation_about(reference)
    if found is None and request.method == "POST":
        found = opinions.open_for_proposal(reference=reference, by=viewer_of(request), now=clock.now())
        messages.success(request, _("The conversation is open. Begin it with a statement of your own."))
    if found is not None:
        return redirect("proposals:conversation", found)
    idea = lists.idea_without(reference, viewer=viewer_of(request), now=clock.now())
    return render(request, "proposals/conversations/none.html", {"idea": idea, "title": marked(idea.title, idea.language)})


@require_http_methods(["GET", "POST"])
def vote(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Take a vote and show the next statement. A page whose reader is signed out meanwhile, or refused, is read anew."""
    if not request.htmx:  # type: ignore[attr-defined]
        return _voted(request, reference)
    if not viewer_of(request).is_signed_in:
        return HttpResponseClientRefresh()
    try:
        return _voted(request, reference)
    except Refused:
        return HttpResponseClientRefresh()


@signed_in
@rate_limited("opinion-vote", "600/h")
def _voted(request: HttpRequest, reference: str) -> HttpResponse:
    if request.method == "POST":
        form = VoteForm(request.POST)
        if not form.is_valid():
            raise Http404
        told: dict[str, Any] = {
            "reference": reference, "number": form.cleaned_data["number"], "by": viewer_of(request), "now": clock.now(),
        }  # fmt: skip
        stance = form.cleaned_data["stance"]
        if stance == BACK:
            opinions.withdraw(**told)
        else:
            opinions.vote(**told, stance=STANCES[stance])
        if request.htmx:  # type: ignore[attr-defined]
            context = _asked(_talk(request, reference), viewer_of(request)) | {"is_part": True}
            return render(request, "proposals/conversations/asked.html", context)
    if request.POST.get("from") == "mine":
        return redirect("proposals:my-opinions", reference)
    return redirect(reverse("proposals:conversation", args=[reference]) + "#asked")


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("opinion-say", "60/h")
def say(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a statement of somebody's own."""
    if request.method != "POST":
        return redirect("proposals:conversation", reference)
    talk, form = _talk(request, reference), SayForm(request.POST)
    if not form.is_valid():
        return _page(request, talk, form, status=422)
    try:
        moderation.say(reference=reference, by=viewer_of(request), now=clock.now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error("text", beside_form(refused))
        return _page(request, talk, form, status=refused.refusal.status)
    later = _("A moderator reads your statement first. Then others vote on it.")
    messages.success(request, later if talk.checks_first else _("Your statement is here. Others vote on it now."))
    return redirect("proposals:conversation", reference)


@signed_in
@require_safe
def mine(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what somebody has voted on and said, each with the way to change it."""
    talk, resident_id = _talk(request, reference), viewer_of(request).resident_id
    found = queries.own_statements(reference, resident_id=resident_id) if resident_id else ()
    context = _frame(talk, "mine") | {"rows": [_own(reference, one) for one in found if one.stance is not None or one.is_own]}
    return render(request, "proposals/conversations/mine.html", context)


def _own(reference: str, one: OwnStatement) -> dict[str, Any]:
    return {
        "number": one.number,
        "text": marked(one.text, one.language),
        "taken": TAKEN[one.stance] if one.stance is not None else "",
        "stance": one.stance.name.lower() if one.stance is not None else "",
        "is_own": one.is_own,
        "is_shown": one.state is Moderation.SHOWN,
        "is_waiting": one.state is Moderation.WAITING,
        "about": statement_ref(reference, one.number),
        "why": REASONS[Reason(one.hidden_for)] if one.hidden_for else "",
    }


def _talk(request: HttpRequest, reference: str) -> Talk:
    return queries.conversation(reference, viewer=viewer_of(request), now=clock.now())


def _page(request: HttpRequest, talk: Talk, form: SayForm, *, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    context = _frame(talk, "part") | _asked(talk, viewer) | {"form": form, "text": said(talk.text)}
    context["why_not"] = sentence(talk.why_not) if talk.why_not and viewer.is_signed_in else ""
    return render(request, "proposals/conversations/conversation.html", context, status=status)


def _asked(talk: Talk, viewer: Viewer) -> dict[str, Any]:
    asked = queries.next_statement(talk.reference, resident_id=viewer.resident_id)
    answered = asked.answered if asked else talk.statements
    return {
        "talk": talk,
        "asked": asked,
        "about": statement_ref(talk.reference, asked.number) if asked else "",
        "statement": marked(asked.text, asked.language) if asked else "",
        "place": answered + 1,
        "share": answered / max(1, talk.statements),
        "may_vote": talk.why_not is None,
        "may_try": talk.why_not is None or not viewer.is_signed_in,
    }


def _frame(talk: Talk, tab: str) -> dict[str, Any]:
    """Return what all pages of a conversation begin with."""
    return {"talk": talk, "question": said(talk.question), "topic": words.topic(talk.topic), "tabs": tabs(talk, tab)}


def tabs(talk: Talk, current: str) -> list[Tab]:
    """Return the pages of a conversation; nobody takes part in one that is over."""
    pages = [
        ("part", _("Take part"), "proposals:conversation"), ("map", _("Opinion map"), "proposals:opinion-map"),
        ("mine", _("My votes"), "proposals:my-opinions"),
    ]  # fmt: skip
    return [
        Tab(label, reverse(name, args=[talk.reference]), current=key == current)
        for key, label, name in pages
        if talk.is_open or key != "part"
    ]
