"""Ballots on paper: who is admitted at the desk, and batches that two clerks type, each without seeing what the other typed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refused
from madang.city.look.parts import Figure
from madang.city.look.templatetags.look import number
from madang.city.voting.forms.serving import BatchForm, find_form
from madang.city.voting.queries import serving as queries
from madang.city.voting.queries.loading import UNKNOWN
from madang.city.voting.queries.serving import Paper, Waiting
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.rules.paper import Typed, line_of, read_lines
from madang.city.voting.rules.votes import Mode
from madang.city.voting.services import secret
from madang.city.voting.views.door import said, signed_in
from madang.city.voting.views.drafts import tried
from madang.city.voting.views.staff.door import SERVING, shown_vote, staff_of
from madang.city.voting.views.staff.people import found_or_served


@signed_in
@require_safe
def paper(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how many came, which batches are in the box, and which wait for a second clerk."""
    vote = _official(request, reference)
    stand = _stand(request, vote)
    came = stand.admitted.with_token + stand.admitted.without
    figures = [
        Figure(number(came), _("people came to vote on paper")),
        Figure(number(stand.ballots), _("ballots on paper are in the box")),
        Figure(number(stand.admitted.with_token), _("of the people had a token")),
    ]
    context = _page(vote) | {"stand": stand, "figures": figures}
    return render(request, "voting/staff/paper.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("vote-admit", "600/h")
def admit(request: HttpRequest, reference: str) -> HttpResponse:
    """Find who stands before the desk, and admit them to vote on paper, once."""
    vote, by = _official(request, reference), staff_of(request, *SERVING)
    form = find_form(vote.electorate.roll, request.POST if "words" in request.POST else None)

    def serve(person: str) -> dict[str, Any]:
        had = secret.admit(reference=vote.reference, person=person, by=by, now=clock.now())
        return {"is_admitted": True, "had_token": had}

    context = _page(vote) | {"form": form} | found_or_served(request, vote, form, serve, by=by)
    return render(request, "voting/staff/admit.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("vote-batch", "600/h")
def batch(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a batch as one clerk reads it; say which ballots to look at again, never what the other clerk typed."""
    vote = _official(request, reference)
    name = request.GET.get("batch", "")
    mine = next((one for one in _stand(request, vote).waiting if one.batch == name and one.mine is not None), None)
    form = BatchForm(request.POST or None, initial=_start(mine, name))
    differing = mine.differing if mine else ()
    if request.method == "POST" and form.is_valid():
        typed = read_lines(form.cleaned_data["ballots"], vote.kind)
        state = _entered(request, vote, form, typed)
        if state is not None and not state.differing:
            messages.success(request, _said(state, form.cleaned_data["batch"]))
            return redirect("voting:staff-paper", reference=vote.reference)
        differing = state.differing if state is not None else ()
    lines = str(form["ballots"].value() or "").splitlines()
    again = [(one, lines[one - 1] if one <= len(lines) else "") for one in differing]
    context = _page(vote) | {"form": form, "again": again, "how": _how(vote)}
    return render(request, "voting/staff/batch.html", context, status=422 if form.errors else 200)


def _entered(request: HttpRequest, vote: VoteView, form: BatchForm, typed: Typed) -> secret.BatchState | None:
    if typed.broken:
        told = {"lines": ", ".join(str(one) for one in typed.broken[:20])}
        form.add_error("ballots", _("These lines cannot be read: %(lines)s. Nothing was kept.") % told)
        return None
    by, name = staff_of(request, *SERVING), form.cleaned_data["batch"].strip()
    made: secret.BatchState | None = tried(
        form,
        lambda: secret.enter_batch(reference=vote.reference, batch=name, ballots=typed.ballots, by=by, now=clock.now()),
    )
    return made


def _official(request: HttpRequest, reference: str) -> VoteView:
    vote = shown_vote(request, reference, *SERVING)
    if vote.mode is not Mode.OFFICIAL:
        raise Refused(UNKNOWN)
    return vote


def _stand(request: HttpRequest, vote: VoteView) -> Paper:
    staff = staff_of(request, *SERVING).staff
    return queries.paper(vote.reference, clerk=staff.id if staff else 0)


def _page(vote: VoteView) -> dict[str, Any]:
    options = [(one.number, said(one.text)) for one in vote.options]
    return {"vote": vote, "question": said(vote.question), "options": options}


def _start(mine: Waiting | None, name: str) -> dict[str, str]:
    if mine is None or mine.mine is None:
        return {"batch": name[:20]}
    return {"batch": mine.batch, "ballots": "\n".join(line_of(one) for one in mine.mine)}


def _said(state: secret.BatchState, name: str) -> str:
    if state.is_accepted:
        return _("Batch %(name)s is in the box: both clerks typed the same.") % {"name": name}
    return _("Batch %(name)s is kept. Now another clerk types it too.") % {"name": name}


def _how(vote: VoteView) -> str:
    if vote.kind in ("score", "points"):
        return _("For each ballot the options with their points, for example 1:5 3:2, or - for a blank ballot.")
    if vote.kind == "ranking":
        return _(
            "For each ballot the options in order, for example 2 > 1 > 3, with = for a shared rank, or - for a blank ballot."
        )
    return _("For each ballot the numbers of the options that are marked, for example 2, or - for a blank ballot.")
