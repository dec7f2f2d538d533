"""A vote's page: what is asked, who may answer, until when, and what becomes of it; the pictures of its options."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.pictures import sent
from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.registries.discussions import discussion_of
from madang.city.look.parts import Answer
from madang.city.look.templatetags.look import date_plain, date_words, number, time_words
from madang.city.voting.queries.loading import UNKNOWN
from madang.city.voting.queries.results import final_figures
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.queries.votes import vote as find_vote
from madang.city.voting.rules.life import RUNNING
from madang.city.voting.rules.votes import Kind, Mode, State, Ties
from madang.city.voting.services.pictures import ALBUM
from madang.city.voting.views import outcome, words
from madang.city.voting.views.ballot import picture_url
from madang.city.voting.views.door import said, viewer_of
from madang.city.voting.views.mine import Mine, read


@require_safe
def vote(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a vote."""
    shown, mine = read(request, reference)
    context = page(shown) | {
        "mine": mine,
        "door": _door(shown, mine, is_staff=viewer_of(request).staff is not None),
        "why_not": sentence(mine.why_not) if mine.why_not else "",
        **discussion(shown),
    }
    if figures := final_figures(shown.reference) if context["is_over"] else {}:
        context["result"] = outcome.summary(shown, figures, is_final=True)
    return render(request, "voting/vote.html", context)


@require_safe
def picture(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """Send the picture of an option to whoever may see the vote."""
    shown = find_vote(reference, viewer_of(request), today=clock.today(clock.now()))
    digest = next((one.picture for one in shown.options if one.number == number), "")
    if not digest:
        raise Refused(UNKNOWN)
    return sent(request, ALBUM, digest)


def page(shown: VoteView) -> dict[str, Any]:
    """Return what the page of a vote prints, whoever reads it."""
    return {
        "vote": shown,
        "question": said(shown.question),
        "description": said(shown.description),
        "mode": words.mode_tag(shown.mode),
        "state": words.state_tag(shown.state),
        "options": [(said(one.text), picture_url(shown, one), said(one.picture_text)) for one in shown.options],
        "how": words.how_to_mark(shown),
        "rule": rule(shown),
        "facts": facts(shown),
        "department": said(shown.department),
        "answer": said(shown.answer),
        "decision": words.decision_tag(shown.decision) if shown.decision else None,
        "cancelled_why": said(shown.cancelled_why),
        "when": when(shown),
        "is_over": shown.state in (State.COUNTED, State.ANSWERED),
    }


def discussion(shown: VoteView) -> dict[str, Any]:
    """Return what residents say about a vote that they may discuss, and whether they may go on."""
    is_public, is_yes_no = shown.discussed and shown.state is not State.DRAFT, shown.kind is Kind.YES_NO
    return {
        "discussion": discussion_of("vote", shown.reference, is_yes_no=is_yes_no) if is_public else None,
        "goes_on": shown.state in RUNNING and clock.now() < shown.closes_at,
    }


def when(shown: VoteView) -> str:
    """Return the next or last hour of a vote in words."""
    at = shown.opens_at if shown.state in (State.DRAFT, State.ANNOUNCED) else shown.closes_at
    told = {"day": date_words(at), "time": time_words(at)}
    if shown.state in (State.DRAFT, State.ANNOUNCED):
        return _("opens %(day)s, %(time)s") % told
    return (_("closes %(day)s, %(time)s") if shown.state is State.OPEN else _("closed %(day)s, %(time)s")) % told


def rule(shown: VoteView) -> str:
    """Return how the ballots are counted, with the seats and what breaks ties."""
    told = [str(words.RULES[shown.rule])]
    if shown.seats > 1:
        told.append(_("%(n)s options win.") % {"n": shown.seats})
    if shown.ties is Ties.NONE:
        told.append(_("A tie stands."))
    elif shown.tie_seed:
        told.append(_("A tie is broken by lot, with the seed %(seed)s that was drawn at opening.") % {"seed": shown.tie_seed})
    else:
        told.append(_("A tie is broken by lot, with a seed that is drawn and published at opening."))
    return " ".join(told)


def facts(shown: VoteView) -> list[Answer]:
    """Return the figures beside a vote."""
    found = [
        Answer(_("Who asks"), _("The city") if shown.by_city else _("A resident")),
        Answer(_("Opens"), f"{date_words(shown.opens_at)}, {time_words(shown.opens_at)}"),
        Answer(_("Closes"), f"{date_words(shown.closes_at)}, {time_words(shown.closes_at)}"),
    ]
    if shown.entitled is not None:
        people = ngettext("%(n)s person", "%(n)s people", shown.entitled) % {"n": number(shown.entitled)}
        found.append(Answer(_("May vote"), people))
    if needed := words.quorum(shown):
        found.append(Answer(_("Must take part"), needed))
    if shown.mode is Mode.OFFICIAL:
        found.append(Answer(_("Who must answer"), _who_answers(shown)))
    found.append(Answer(_("Result"), words.SHOWN[shown.shown]))
    if shown.discussed:
        found.append(Answer(_("Discussion"), words.discussion(shown)))
    return found


def _who_answers(shown: VoteView) -> str:
    name = said(shown.department)
    if shown.answer_due_on:
        return _("%(who)s, by %(day)s") % {"who": name, "day": date_plain(shown.answer_due_on)}
    days = shown.answer_days or 0
    return ngettext("%(who)s, within %(n)s day", "%(who)s, within %(n)s days", days) % {"who": name, "n": days}


def _door(shown: VoteView, mine: Mine, *, is_staff: bool) -> dict[str, Any] | None:
    """Return the one button of the page: vote, change, enter a code, see the result."""
    if shown.state in (State.COUNTED, State.ANSWERED):
        return {"url": reverse("voting:result", args=[shown.reference]), "label": _("See the result")}
    if shown.state is not State.OPEN or shown.closes_at <= clock.now():
        return None
    if shown.electorate.roll is not None and shown.electorate.roll.is_bearer and not mine.person.startswith("roll:"):
        return {"url": reverse("voting:code", args=[shown.reference]), "label": _("Enter your code")}
    if mine.why_not is not None or (is_staff and not mine.person):
        return None
    changes = mine.has_voted and shown.mode is Mode.STRAW
    label = _("Change my vote") if changes else _("Vote") if mine.person else _("Sign in and vote")
    return {"url": reverse("voting:ballot", args=[shown.reference]), "label": label}
