"""The ballot: of a straw vote without script, mark, check, cast; a code instead of an account where the vote takes codes."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import address_of, rate_limited
from madang.city.kernel.refusals import Refusal, Refused, sentence
from madang.city.voting.forms.ballot import BY_POINTS, ONE, BallotForm
from madang.city.voting.forms.codes import CodeForm
from madang.city.voting.queries import secret
from madang.city.voting.queries.votes import OptionView, VoteView
from madang.city.voting.queries.votes import vote as find_vote
from madang.city.voting.rules.choices import STRICT
from madang.city.voting.rules.electorate import Roll
from madang.city.voting.rules.life import Standing, why_not_cast
from madang.city.voting.rules.votes import Kind, Mode
from madang.city.voting.services.casting import cast
from madang.city.voting.services.entering import enter
from madang.city.voting.views import words
from madang.city.voting.views.door import CODES, said, viewer_of, voting
from madang.city.voting.views.mine import Mine, read


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option as a whole row of the ballot; ``bound`` is its own field where it has one (a place, points)."""

    id: str
    value: str
    label: Any
    checked: bool
    picture_url: str
    picture_text: Any
    bound: Any
    is_pressed: bool


@voting
@require_http_methods(["GET", "POST"])
@rate_limited("vote-ballot", "240/h")
def ballot(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a ballot: mark it, check it while nothing is sent, cast it. The browser itself sends that of an official vote."""
    vote, mine = _open_to(request, reference)
    order = shuffled(vote, mine.person)
    if vote.mode is Mode.OFFICIAL:
        return _sealed(request, vote, mine, order)
    labels = {one.number: said(one.text) for one in order}
    if "move" in request.POST and vote.kind is Kind.RANKING:
        form = BallotForm.moved(request.POST, vote=vote, labels=labels)
        return render(request, "voting/ballot.html", _page(vote, mine, form, order, is_told=False))
    form = BallotForm(request.POST or None, vote=vote, labels=labels)
    go = request.POST.get("go", "")
    if request.method != "POST" or go == "change" or not form.is_valid():
        return render(request, "voting/ballot.html", _page(vote, mine, form, order, is_told=go != "change"))
    if go == "cast":
        cast(reference=vote.reference, person=mine.person, choice=form.choice, now=clock.now())
        return redirect("voting:thanks", reference=vote.reference)
    context = {"vote": vote, "mine": mine, "form": form, "question": said(vote.question), "chosen": _chosen(vote, form.choice)}
    return render(request, "voting/check.html", context)


@voting
@require_safe
def thanks(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that the ballot was cast, until when it can be changed, and what comes next."""
    vote, mine = read(request, reference)
    if not mine.has_voted:
        return redirect("voting:vote", reference=vote.reference)
    context = {"vote": vote, "question": said(vote.question), "shown": words.SHOWN[vote.shown]}
    return render(request, "voting/thanks.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a vote with the code of a letter or of a list; the code stands for its holder in this browser's session alone."""
    vote = find_vote(reference, viewer_of(request), today=clock.today(clock.now()))
    if vote.electorate.roll is Roll.NUMBERS:
        return redirect("voting:number", reference=vote.reference)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = enter(reference=vote.reference, code=form.cleaned_data["code"], source=address_of(request))
        except Refused as problem:
            if problem.refusal.key != "voting.code_unknown":
                raise
            form.add_error("code", sentence(problem.refusal))
        else:
            request.session[CODES] = request.session.get(CODES, {}) | {vote.reference: person}
            return redirect("voting:ballot", reference=vote.reference)
    return render(request, "voting/code.html", {"vote": vote, "form": form, "question": said(vote.question)})


def shuffled(vote: VoteView, person: str) -> Sequence[OptionView]:
    """Return the options in an order of the person's own, the same each time; as they are where the vote is not shuffled."""
    if not vote.shuffled or vote.kind is Kind.YES_NO:
        return vote.options
    return sorted(vote.options, key=lambda one: hashlib.sha256(f"{vote.reference}/{person}/{one.number}".encode()).digest())


def picture_url(vote: VoteView, one: OptionView) -> str:
    """Return the address of an option's picture, "" where it has none."""
    return reverse("voting:picture", args=[vote.reference, one.number]) if one.picture else ""


def _open_to(request: HttpRequest, reference: str) -> tuple[VoteView, Mine]:
    """Return the vote and the reader's part in it. Raises Refused where they cannot cast a ballot now."""
    vote, mine = read(request, reference)
    if reason := why_not_cast(Standing(vote.mode, vote.state, vote.opens_at, vote.closes_at), now=clock.now()) or mine.why_not:
        raise Refused(reason)
    if not mine.person:
        raise Refused(Refusal("people.sign_in_first", status=403))
    return vote, mine


def _sealed(request: HttpRequest, vote: VoteView, mine: Mine, order: Sequence[OptionView]) -> HttpResponse:
    """Show the ballot of an official vote. It is no form that can be sent: it leaves the browser sealed, or not at all."""
    if request.method == "POST":
        raise Refused(Refusal("voting.secret_only"))
    form = BallotForm(vote=vote, labels={one.number: said(one.text) for one in order})
    context = {
        **_page(vote, mine, form, order, is_told=False),
        "secret": secret.public_keys(vote.reference),
        "faults": _faults(vote),
        "is_strict": vote.rule in STRICT,
    }
    return render(request, "voting/sealed.html", context)


def _faults(vote: VoteView) -> Mapping[str, str]:
    """Return what the browser says of a choice that is no ballot, which the city must not see; it fills in the braces."""
    told: Mapping[str, tuple[str, Mapping[str, Any]]] = {
        "few": ("few", {"least": vote.minimum}),
        "many": ("many", {"most": vote.maximum}),
        "points": ("points", {"number": "{option}", "most": vote.most_points}),
        "shared": ("same_rank", {"rank": "{rank}"}),
        "total": ("total", {"total": "{total}", "most": vote.most_points}),
    }
    return {name: sentence(Refusal(f"voting.choice_{key}", params)) for name, (key, params) in told.items()}


def _page(vote: VoteView, mine: Mine, form: BallotForm, order: Sequence[OptionView], *, is_told: bool) -> Mapping[str, Any]:
    if form.is_bound and not is_told:
        form.errors.clear()
    numbered = {one.number: one for one in order}
    return {
        "vote": vote,
        "mine": mine,
        "form": form,
        "question": said(vote.question),
        "description": said(vote.description),
        "how": words.how_to_mark(vote),
        "kind": _kind(vote),
        "rows": [_row(vote, form, place, numbered[number]) for place, number in enumerate(form.order)],
        "most": _most(vote),
    }


def _kind(vote: VoteView) -> str:
    if vote.kind in BY_POINTS:
        return "points"
    return "places" if vote.kind is Kind.RANKING else "radios" if vote.kind in ONE else "checkboxes"


def _most(vote: VoteView) -> int | None:
    """Return how many points there are to share out, or places to give; None where nothing runs out."""
    if vote.kind is Kind.POINTS:
        return vote.most_points
    return vote.maximum if vote.kind is Kind.RANKING else None


def _row(vote: VoteView, form: BallotForm, place: int, one: OptionView) -> OptionRow:
    name = next((n for n in (f"place_{one.number}", f"points_{one.number}") if n in form.fields), "")
    chosen = [] if name else form["choice"].value() or []
    return OptionRow(
        id=f"id_{name}" if name else f"id_choice_{place}",
        value=str(one.number),
        label=said(one.text),
        checked=str(one.number) in (chosen if isinstance(chosen, list) else [chosen]),
        picture_url=picture_url(vote, one),
        picture_text=said(one.picture_text),
        bound=form[name] if name else None,
        is_pressed=form.pressed == one.number,
    )


def _chosen(vote: VoteView, choice: Any) -> list[Any]:
    """Return what a ballot says as lines; empty for a blank one."""
    text = {one.number: said(one.text) for one in vote.options}
    if vote.kind in BY_POINTS:
        return [(text[int(number)], _points(points)) for number, points in choice.items()]
    if vote.kind is Kind.RANKING:
        return [(text[number], _("Place %(n)s") % {"n": place}) for place, rank in enumerate(choice, 1) for number in rank]
    return [(text[number], "") for number in choice]


def _points(points: int) -> str:
    return ngettext("%(n)s point", "%(n)s points", points) % {"n": points}
