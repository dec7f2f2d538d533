"""The ballots of a secret vote: some sealed, each by a browser of its own, the others on paper."""

import base64
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from madang.city.demo.blinding import Browser
from madang.city.demo.story.cast import Cast
from madang.city.people.rules import Viewer
from madang.city.voting.queries import entitlement
from madang.city.voting.queries.secret import public_keys
from madang.city.voting.services import secret
from madang.urban.ballots import records

CLERKS = ("desk", "environment")
A_BATCH = 25
Ballots = Sequence[tuple[Viewer, Any]]


def hold(reference: str, ballots: Ballots, *, sealed: int, cast: Cast, now: datetime) -> None:
    """Let people vote, the first so many with their own browsers, the others on paper."""
    _sealed(reference, ballots[:sealed], now)
    _on_paper(reference, ballots[sealed:], cast, now)


def _sealed(reference: str, ballots: Ballots, now: datetime) -> None:
    key = base64.b64decode(public_keys(reference).token_key)
    for voter, choice in ballots:
        browser = Browser(reference, key)
        token = browser.token(secret.issue(reference=reference, person=_person(voter), blinded=browser.blinded, now=now))
        secret.cast(reference=reference, record=records.electronic(reference, choice, token), now=now)


def _on_paper(reference: str, ballots: Ballots, cast: Cast, now: datetime) -> None:
    """Let people vote at a desk; two clerks type each batch, and both read the same."""
    one, other = (cast.named(name) for name in CLERKS)
    for voter, _choice in ballots:
        secret.admit(reference=reference, person=_person(voter), by=one, now=now)
    for number, first in enumerate(range(0, len(ballots), A_BATCH), 1):
        typed = [(choice, None) for _voter, choice in ballots[first : first + A_BATCH]]
        for clerk in (one, other):
            secret.enter_batch(reference=reference, batch=f"S{number}", ballots=typed, by=clerk, now=now + timedelta(days=1))


def _person(who: Viewer) -> str:
    return entitlement.resident(who.resident_id or 0)
