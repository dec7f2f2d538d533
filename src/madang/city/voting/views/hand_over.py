"""Somebody who stands at a tablet has it handed to them by their own phone: they scan, sign in, tap, and type what they read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.refusals import Refusal, Refused, sentence
from madang.city.voting.queries import serving as queries
from madang.city.voting.queries.entitlement import resident
from madang.city.voting.queries.serving import Station
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.rules.life import Standing, why_not_cast
from madang.city.voting.rules.votes import Mode
from madang.city.voting.services import kiosks as services
from madang.city.voting.views.door import said, signed_in, viewer_of
from madang.city.voting.views.mine import Mine, read
from madang.city.voting.views.turns import TurnCode, turn_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("vote-turn", "30/h")
def hand_over(request: HttpRequest, reference: str, kiosk: UUID) -> HttpResponse:
    """Show at which place one stands; asked, the code by which the reader, and nobody else, takes a tablet there over once."""
    vote, mine = read(request, reference)
    station = queries.station(vote.reference, kiosk, now=clock.now())
    reason, turn = _why_not(request, vote, mine, station), None
    if request.method == "POST" and reason is None:
        try:
            turn = _turn(request, station)
        except Refused as problem:
            reason = problem.refusal
    context = {
        "vote": vote,
        "question": said(vote.question),
        "station": station,
        "turn": turn,
        "problem": sentence(reason) if reason else "",
    }
    return render(request, "voting/hand_over.html", context)


def _why_not(request: HttpRequest, vote: VoteView, mine: Mine, station: Station) -> Refusal | None:
    """Refuse before the tap what would be refused after it."""
    if viewer_of(request).resident_id is None:
        return Refusal("voting.residents_only")
    if reason := why_not_cast(Standing(vote.mode, vote.state, vote.opens_at, vote.closes_at), now=clock.now()) or mine.why_not:
        return reason
    if not station.is_serving:
        return Refusal("voting.kiosk_closed")
    return Refusal("voting.token_elsewhere") if vote.mode is Mode.OFFICIAL and mine.has_voted else None


def _turn(request: HttpRequest, station: Station) -> TurnCode:
    by, now = viewer_of(request), clock.now()
    code = services.hand_over(kiosk=station.id, person=resident(by.resident_id or 0), by=by, now=now)
    return turn_of(code, now)
