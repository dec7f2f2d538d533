"""Hide a proposal, appeal against that, and judge the appeal: never by the moderator who hid it."""

import re
from datetime import datetime

from django.db import transaction

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.rules import due
from madang.city.proposals.rules.answers import why_not_words
from madang.city.proposals.rules.life import CITY_ACTS, Move, State
from madang.city.proposals.services import telling
from madang.city.proposals.services.holding import Held, Said, allow, go, hold

_CODE = re.compile(r"[a-z][a-z_]{0,19}")


@transaction.atomic
def hide(*, reference: str, reason: str, text: str, language: str, by: Viewer, now: datetime) -> None:
    """Hide a proposal; its page tells the reason, and its clock stands.

    reason  a code of moderation, such as ``insult``

    Raises Refused for whoever is no moderator, or its author.
    """
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.HIDE)
    if not _CODE.fullmatch(reason):
        raise Refused(Refusal("proposals.no_reason", status=422))
    _say(text)
    row = held.row
    row.state_before, row.hidden_for, row.hidden_at, row.hidden_by_id = row.state, reason, now, by.account_id
    row.appealed_at = row.upheld_at = None
    if held.facts.state in CITY_ACTS and row.due_on is not None:
        row.days_left, row.due_on = due.days_left(row.due_on, held.today, held.calendar), None
    go(held, Move.HIDE, Said(reason=reason, text=text, language=language))


@transaction.atomic
def appeal(*, reference: str, text: str, language: str, by: Viewer, now: datetime) -> None:
    """Object to one's proposal being hidden, once, with reasons; another moderator judges."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.APPEAL)
    _say(text)
    held.row.appealed_at = now
    go(held, Move.APPEAL, Said(text=text, language=language))
    telling.tell_moderators(held)


@transaction.atomic
def uphold(*, reference: str, text: str, language: str, by: Viewer, now: datetime) -> None:
    """Judge that a proposal stays hidden, with reasons."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.UPHOLD)
    _say(text)
    held.row.upheld_at = now
    go(held, Move.UPHOLD, Said(reason=held.row.hidden_for, text=text, language=language))


@transaction.atomic
def restore(*, reference: str, text: str, language: str, by: Viewer, now: datetime) -> None:
    """Show a hidden proposal again where it stood; the days for which it was hidden do not count."""
    held = hold(reference=reference, by=by, now=now)
    allow(held, Move.RESTORE)
    _say(text)
    _run_on(held)
    event_reason = held.row.hidden_for
    go(held, Move.RESTORE, Said(reason=event_reason, text=text, language=language))
    row = held.row
    row.state_before = row.hidden_for = ""
    row.hidden_at = row.hidden_by_id = row.appealed_at = row.upheld_at = None
    row.save(update_fields=["state_before", "hidden_for", "hidden_at", "hidden_by", "appealed_at", "upheld_at"])


def _run_on(held: Held) -> None:
    row = held.row
    since = clock.today(row.hidden_at) if row.hidden_at else held.today
    row.collects_until = due.shifted(row.collects_until, since, held.today)
    row.ask_until = due.shifted(row.ask_until, since, held.today)
    before = State(row.state_before) if row.state_before else State.PUBLISHED
    if before in CITY_ACTS and row.days_left is not None:
        row.due_on, row.days_left = due.resumed(row.days_left, held.today, held.calendar), None


def _say(text: str) -> None:
    if reason := why_not_words(text):
        raise Refused(reason)
