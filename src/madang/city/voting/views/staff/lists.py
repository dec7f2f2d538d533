"""Who may vote by a list: its file, or letters with codes."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.look.templatetags.look import number
from madang.city.voting.forms.serving import LettersForm, RollForm
from madang.city.voting.queries import letters as queries
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.rules.electorate import Roll
from madang.city.voting.rules.rolls import LEAST_CODE, Fault, read_roll
from madang.city.voting.rules.votes import State
from madang.city.voting.services import letters, rolls
from madang.city.voting.services.roll_files import lines_of
from madang.city.voting.views.door import said, signed_in, viewer_of
from madang.city.voting.views.drafts import tried
from madang.city.voting.views.staff.door import own_vote

MOST_FAULTS = 100


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("vote-roll", "60/h")
def roll(request: HttpRequest, reference: str) -> HttpResponse:
    """Load the list of a draft from a file: all of it or nothing, each line that is wrong by its number."""
    vote = _drafted(request, reference)
    form, faults = RollForm(request.POST or None, request.FILES or None), []
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        lines: list[str] | None = tried(form, lambda: lines_of(sent.read(), sent.name))
        if lines is not None:
            count = tried(form, lambda: _loaded(request, vote, lines))
            if count:
                words = ngettext("%(n)s entry is loaded.", "%(n)s entries are loaded.", count) % {"n": number(count)}
                messages.success(request, words)
                return redirect("voting:staff-vote", reference=vote.reference)
            faults = _faults(lines, vote.electorate.roll)
    context = {"vote": vote, "question": said(vote.question), "form": form, "faults": faults, "what": _what(vote)}
    return render(request, "voting/staff/roll.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("vote-letters", "60/h")
def letters_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Order letters with codes, watch them being printed, throw them away."""
    vote = _drafted_letters(request, reference)
    form = LettersForm(request.POST or None)
    if request.method == "POST":
        by, now = viewer_of(request), clock.now()
        if request.POST.get("go") == "stop":
            letters.stop(reference=vote.reference, by=by, now=now)
            messages.success(request, _("The letters are thrown away. Their codes do not work any more."))
            return redirect("voting:staff-letters", reference=vote.reference)
        if form.is_valid():
            letters.order(reference=vote.reference, count=form.cleaned_data["count"], by=by, now=now)
            return redirect("voting:staff-letters", reference=vote.reference)
    return render(request, "voting/staff/letters.html", _letters(request, vote) | {"form": form})


@signed_in
@require_safe
def letters_progress(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how far the letters are, as a part of their page."""
    return render(request, "voting/staff/letters_progress.html", _letters(request, _drafted_letters(request, reference)))


@signed_in
@require_POST
def take_letters(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Hand the letters over, once."""
    vote = own_vote(request, reference)
    printed = letters.take(reference=vote.reference, by=viewer_of(request), now=clock.now())
    response = FileResponse(printed.file, as_attachment=True, filename=printed.name)
    response["Cache-Control"] = "private, no-store"
    return response


def _drafted(request: HttpRequest, reference: str) -> VoteView:
    """Return a draft with a list that is loaded from a file. Raises Refused."""
    vote = own_vote(request, reference)
    if vote.state is not State.DRAFT:
        raise Refused(Refusal("voting.fixed"))
    if vote.electorate.roll in (None, Roll.LETTERS):
        raise Refused(Refusal("voting.no_list"))
    return vote


def _drafted_letters(request: HttpRequest, reference: str) -> VoteView:
    vote = own_vote(request, reference)
    if vote.electorate.roll is not Roll.LETTERS:
        raise Refused(Refusal("voting.no_letters"))
    return vote


def _letters(request: HttpRequest, vote: VoteView) -> dict[str, Any]:
    run, staff = queries.letters(vote.reference), viewer_of(request).staff
    return {
        "vote": vote,
        "question": said(vote.question),
        "run": run,
        "is_mine": run is not None and staff is not None and run.orderer_id == staff.id,
        "is_draft": vote.state is State.DRAFT,
    }


def _loaded(request: HttpRequest, vote: VoteView, lines: list[str]) -> int:
    return rolls.load_roll(reference=vote.reference, lines=lines, by=viewer_of(request), now=clock.now())


def _what(vote: VoteView) -> str:
    if vote.electorate.roll is Roll.MAILS:
        return _("One e-mail address on each line.")
    if vote.electorate.roll is Roll.CODES:
        return _("One code on each line, of %(n)s letters and figures or more.") % {"n": LEAST_CODE}
    return _("One telephone number on each line, as people write it: 010-1234-5678 or +82 10 1234 5678.")


def _faults(lines: list[str], kind: Roll | None) -> list[tuple[int, str]]:
    """Return what is wrong, line by line, the first ones. Nobody's number stands there again."""
    found = read_roll(lines, kind).faults if kind else ()
    return [(one.line, _fault(one)) for one in found[:MOST_FAULTS]]


def _fault(one: Fault) -> str:
    if one.key == "twice":
        return _("The same as line %(first)s") % {"first": one.first}
    return _("Cannot be read") if one.key == "broken" else _("Easy to guess: too short")
