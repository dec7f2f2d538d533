"""One vote as staff see it: the check before it is announced, then what there is to do with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refused
from madang.city.look.parts import Answer, Column, Door, Table
from madang.city.look.templatetags.look import date_table, date_words, number, time_words
from madang.city.voting.forms.asking import WhyForm
from madang.city.voting.queries import desk as queries
from madang.city.voting.queries.loading import UNKNOWN
from madang.city.voting.queries.unsent import unsent_codes
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.rules.electorate import Roll
from madang.city.voting.rules.life import RUNNING
from madang.city.voting.rules.votes import Mode, State
from madang.city.voting.services import asking, moving
from madang.city.voting.views import words
from madang.city.voting.views.door import said, signed_in, viewer_of
from madang.city.voting.views.drafts import tried
from madang.city.voting.views.mine import part_in
from madang.city.voting.views.staff.door import own_vote, shown_vote, why_not_answered_by
from madang.city.voting.views.staff.writing import OF_PEOPLE, steps_of
from madang.city.voting.views.vote import page, rule


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("vote-ask", "60/h")
def vote(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a draft with all that will stand, announce it or throw it away; show any other vote with what is to be done."""
    shown = shown_vote(request, reference)
    if request.method == "POST":
        return _moved(request, own_vote(request, reference))
    if shown.state is State.DRAFT and shown.mode is not Mode.OFFICIAL:
        return redirect("voting:manage", reference=shown.reference)
    if shown.state is State.DRAFT:
        return render(request, "voting/staff/check.html", _check(shown))
    keeps = part_in(request, shown.reference).keeps
    context = page(shown) | {
        "answers": _answers(shown, changes=False),
        "doors": _doors(request, shown, keeps=keeps),
        "unsent": _unsent(shown),
        "may_answer": shown.state is State.COUNTED and why_not_answered_by(request, shown) is None,
        "may_cancel": keeps and shown.state in RUNNING and shown.mode is Mode.OFFICIAL,
    }
    return render(request, "voting/staff/vote.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("vote-ask", "60/h")
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """End an official vote without a result, with a reason that everybody reads."""
    shown = own_vote(request, reference)
    if shown.state not in RUNNING:
        raise Refused(UNKNOWN)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = {shown.language: form.cleaned_data["why"]}
        if tried(form, lambda: _cancelled(request, shown, why)):
            messages.success(request, _("The vote is cancelled, and its ballots are thrown away."))
            return redirect("voting:staff-vote", reference=shown.reference)
    return render(request, "voting/staff/cancel.html", {"form": form, "vote": shown, "question": said(shown.question)})


def _cancelled(request: HttpRequest, shown: VoteView, why: dict[str, str]) -> bool:
    moving.cancel(reference=shown.reference, why=why, by=viewer_of(request), now=clock.now())
    return True


def _unsent(shown: VoteView) -> Table | None:
    """Return on which days how many codes could not be sent by text message; None where all went out."""
    days = unsent_codes(shown.reference) if shown.electorate.roll is Roll.NUMBERS else ()
    rows = [[date_table(one.day), number(one.people)] for one in days]
    columns = [Column(pgettext("in a table", "Day")), Column(pgettext("who asked for a code", "People"), numeric=True)]
    return Table(_("Codes that could not be sent"), columns, rows) if rows else None


def _moved(request: HttpRequest, shown: VoteView) -> HttpResponse:
    by, now = viewer_of(request), clock.now()
    if request.POST.get("go") == "discard":
        asking.discard(reference=shown.reference, by=by, now=now)
        messages.success(request, _("The draft is thrown away."))
        return redirect("voting:staff-list")
    moving.announce(reference=shown.reference, by=by, now=now)
    messages.success(request, _("The vote is announced. It opens by itself."))
    return redirect("voting:staff-vote", reference=shown.reference)


def _check(shown: VoteView) -> dict[str, Any]:
    entitled = queries.entitled_today(shown.reference, today=clock.today(clock.now()))
    roll = shown.electorate.roll
    return page(shown) | {
        "answers": _answers(shown, changes=True),
        "entitled": entitled,
        "people": ngettext("%(n)s person", "%(n)s people", entitled) % {"n": number(entitled)},
        "roll": roll,
        "is_letters": roll is Roll.LETTERS,
        "list_words": _list_words(roll, entitled) if roll else "",
    }


def _list_words(roll: Roll, entries: int) -> str:
    if not entries:
        return _("The letters are not made yet.") if roll is Roll.LETTERS else _("The list is not loaded yet.")
    told = {"n": number(entries)}
    if roll is Roll.LETTERS:
        return ngettext("%(n)s letter has a code.", "%(n)s letters have codes.", entries) % told
    return ngettext("%(n)s entry is on the list.", "%(n)s entries are on the list.", entries) % told


def _answers(shown: VoteView, *, changes: bool) -> list[Answer]:
    """Return the parts of a vote, each with the page that changes it while it is a draft."""

    def change(part: str) -> str:
        return f"{reverse('voting:staff-edit', args=[shown.reference, part])}?then=check" if changes else ""

    who = change(OF_PEOPLE[0]) if OF_PEOPLE[0] in steps_of(shown.electorate) else change("list")
    where = change(OF_PEOPLE[1]) if OF_PEOPLE[1] in steps_of(shown.electorate) else ""
    period = [f"{date_words(at)}, {time_words(at)}" for at in (shown.opens_at, shown.closes_at)]
    pictures = sum(1 for one in shown.options if one.picture)
    found = [
        Answer(_("Question"), said(shown.question), change("question"), _("the question")),
        Answer(_("Options"), ", ".join(said(one.text) for one in shown.options), change("question"), _("the options")),
        Answer(
            _("Pictures"),
            _("%(n)s of %(all)s options have one") % {"n": pictures, "all": len(shown.options)},
            change("pictures"),
            _("the pictures"),
        ),
        Answer(_("Languages"), ", ".join(_languages(shown)), change("translations"), _("the translations")),
        Answer(_("Ballot"), words.how_to_mark(shown), change("counting"), _("the ballot")),
        Answer(_("Count"), rule(shown), change("counting"), _("how it is counted")),
        Answer(_("Must take part"), words.quorum(shown) or _("Any number of people"), change("counting"), _("the quorum")),
        Answer(_("Who may vote"), " ".join(shown.conditions), who, _("who may vote")),
    ]
    if changes:
        found.append(Answer(_("How they show it"), _proof(shown.electorate.roll), change("list"), _("how they show it")))
    if where:
        found.append(Answer(_("Where they live"), _where(shown), where, _("where they live")))
    return [
        *found,
        Answer(
            _("Open"), _("%(opens)s, to %(closes)s") % {"opens": period[0], "closes": period[1]}, change("when"), _("the period")
        ),
        Answer(_("Result"), words.SHOWN[shown.shown]),
        Answer(_("Discussion"), words.discussion(shown), change("when"), _("whether it is discussed")),
        *([Answer(_("Who must answer"), _who_answers(shown), change("when"), _("who answers"))] if shown.department else []),
    ]


def _languages(shown: VoteView) -> list[str]:
    names = {"en": "English", "ko": "한국어", "zh": "中文"}
    return [names.get(one, one) for one in shown.question]


def _proof(roll: Roll | None) -> str:
    if roll is None:
        return _("With their account")
    if roll is Roll.NUMBERS:
        return _("By a text message to a number on the list")
    return _("With a code") if roll.is_bearer else _("With their account, if they are on the list")


def _where(shown: VoteView) -> str:
    if not shown.electorate.areas and shown.electorate.near is None:
        return _("Anywhere")
    return _("In the areas and near the place that “Who may vote” names")


def _who_answers(shown: VoteView) -> str:
    days = shown.answer_days or 0
    told = {"who": said(shown.department), "n": days}
    return ngettext("%(who)s, within %(n)s day", "%(who)s, within %(n)s days", days) % told


def _doors(request: HttpRequest, shown: VoteView, *, keeps: bool) -> list[Door]:
    """Return where one goes on from a vote's page."""
    found = []
    if shown.state in (State.ANNOUNCED, State.OPEN):
        found.append(Door(_("Tablets"), reverse("voting:staff-kiosks", args=[shown.reference])))
    if shown.state is State.OPEN and shown.mode is Mode.OFFICIAL:
        found.append(Door(_("Ballots on paper"), reverse("voting:staff-paper", args=[shown.reference])))
    if shown.state in (State.COUNTED, State.ANSWERED):
        found.append(Door(_("Result"), reverse("voting:result", args=[shown.reference])))
    return [*found, Door(_("As everybody sees it"), reverse("voting:vote", args=[shown.reference]))]
