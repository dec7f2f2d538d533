"""The result of a vote, its certificate, and the file of all choices by which anybody counts it again."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.text import localised, text_key
from madang.city.voting.models import Vote
from madang.city.voting.queries.ballots import choices_file
from madang.city.voting.queries.loading import row_of, ties_of
from madang.city.voting.queries.results import ResultView, entitled_by, result_of
from madang.city.voting.queries.results import result as find_result
from madang.city.voting.queries.votes import VoteView, seen
from madang.city.voting.rules.groups import Dimension
from madang.city.voting.rules.votes import Mode, Rule
from madang.city.voting.views import outcome, words
from madang.city.voting.views.door import said, viewer_of, voter_of
from madang.city.voting.views.result_map import AreaMap, area_map, shares, turnout
from madang.city.voting.views.vote import discussion, rule


@require_safe
def result(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a result, final or, of some straw votes, as it stands. Nobody sees more for working for the city."""
    row, vote = seen(reference, viewer_of(request), today=clock.today(clock.now()))
    found = result_of(row, person=voter_of(request, reference))
    context = {
        "vote": vote,
        "question": said(vote.question),
        "mode": words.mode_tag(vote.mode),
        "department": said(vote.department),
        "answer": said(vote.answer),
        "decision": words.decision_tag(vote.decision) if vote.decision else None,
        "rule": rule(vote),
        "is_final": found.is_final,
        "has_choices": vote.mode is Mode.STRAW,
        "can_be_signed": bool(found.signature),
        "command": _command(row, vote),
        "map": _map(row, vote, found.figures) if found.is_final else None,
        **outcome.page(vote, found.figures, is_final=found.is_final),
        **discussion(vote),
    }
    return render(request, "voting/result.html", context)


@require_safe
def certificate(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out the certificate of a counted vote with the city's signature over it."""
    found = _final(request, reference)
    whole = {"certificate": found.certificate, "signature": found.signature, "key": found.key}
    return _file(json.dumps(whole, ensure_ascii=False).encode(), f"certificate-{reference}.json")


@require_safe
def choices(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out all choices of a counted straw vote, each once with how often it was made; nothing tells whose they are."""
    _final(request, reference)
    row = row_of(reference)
    if row.mode != Mode.STRAW:
        raise Refused(Refusal("voting.secret_only"))
    return _file(choices_file(row), f"choices-{row.reference}.json")


def _command(row: Vote, vote: VoteView) -> str:
    """Return what anybody types to count a vote again from its file."""
    if vote.mode is Mode.OFFICIAL:
        return f"python verifier.py ballots-{vote.reference}.json"
    seats = f" --seats {vote.seats}" if vote.rule is Rule.STV else ""
    return f"python -m madang.urban ballots count choices-{vote.reference}.json --rule {vote.rule} --ties {ties_of(row)}{seats}"


def _map(row: Vote, vote: VoteView, figures: Mapping[str, Any]) -> AreaMap | None:
    """Return where the winner was strong; of official votes, whose ballots belong to no area, where people took part."""
    table = figures["tables"].get(Dimension.AREA)
    if table is None:
        return None
    if vote.mode is Mode.OFFICIAL:
        found = turnout(table, entitled_by(row, Dimension.AREA))
        return area_map(_("Who took part, by area"), _("Share of those who may vote"), row.area_level, found)
    if len(figures["winners"]) != 1:
        return None
    winner = figures["winners"][0]
    name = localised(next(one.text for one in vote.options if one.number == winner), text_key())
    title = _("How strong “%(option)s” is, by area") % {"option": name}
    return area_map(title, _("Share of the ballots cast there"), row.area_level, shares(table, winner))


def _final(request: HttpRequest, reference: str) -> ResultView:
    """Return the result of a counted vote. Raises Refused before."""
    found = find_result(reference, person=voter_of(request, reference))
    if not found.is_final:
        raise Refused(Refusal("voting.result_later", status=403))
    return found


def _file(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
