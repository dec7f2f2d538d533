"""Open a case of moderation, or add to the one that is open; tell those whom it concerns."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from madang.city.journal import services as journal
from madang.city.kernel import clock
from madang.city.notices import services as notices
from madang.city.opendata.services.community.telling import in_all
from madang.city.people.rules import SYSTEM
from madang.city.proposals.models import ModerationCase
from madang.city.proposals.queries.settings import accounts_with
from madang.city.proposals.rules import spam
from madang.city.proposals.rules.moderation import TextRef, Why
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.rules.spam import Finding
from madang.city.proposals.services.moderation.sentences import LETTERS, MODERATED, WORK
from madang.city.proposals.services.telling import WORK as WORK_KIND

QUEUE = "/staff/ideas/moderation"


def open_case(ref: TextRef, *, author: int | None, why: Why, now: datetime) -> ModerationCase:
    """Return the open case of a text, held to the end of the transaction; of a new one the moderators hear."""
    told = {"author_id": author, "why": why.value, "opened_at": now}
    row, is_new = ModerationCase.objects.select_for_update().get_or_create(about=str(ref), verdict="", defaults=told)
    if is_new and why is not Why.NOTICED:
        tell_moderators(row, why.value, now)
    return row


def open_for_score(
    ref: TextRef, *, author: int | None, found: Sequence[Finding], now: datetime, is_held: bool = True
) -> ModerationCase:
    """Open a case for a text that an automatic check noticed, with what a moderator is to read.

    is_held  it is held back, and its author is told; else it stays to be read meanwhile
    """
    row = open_case(ref, author=author, why=Why.SCORED, now=now)
    row.points = spam.points(found)
    row.findings = [{"sign": one.sign.value, "points": one.points, "params": one.params} for one in found]
    row.save(update_fields=["points", "findings"])
    journal.note(verb="moderation.scored", about=str(ref), actor=str(SYSTEM), at=now, details={"points": row.points})
    if is_held:
        tell_author(row, "held", now, link=f"/ideas/waiting/{ref}")
    return row


def tell_author(row: ModerationCase, what: str, now: datetime, told: Mapping[str, Any] | None = None, link: str = "") -> None:
    """Tell the author what happened to their text; each thing once."""
    if row.author_id is not None:
        subject, body = (in_all(one, **(told or {})) for one in LETTERS[what])
        key = f"moderation:{row.pk}:{what}"
        notices.send(
            to_account=row.author_id, kind=MODERATED, subject=subject, body=body, link=link, about=row.about, key=key, now=now
        )  # fmt: skip


def tell_moderators(row: ModerationCase, what: str, now: datetime) -> None:
    """Tell the moderators that something waits, but for its author and whoever decided on it.

    Of statements that they read first they are told once a day and conversation, however many there are.
    """
    talk = row.about.rpartition(".")[0]
    of = f"{talk}:{clock.today(now)}" if what == Why.FIRST else row.pk
    link = f"{QUEUE}?list={Why.FIRST}" if what == Why.FIRST else QUEUE
    for account_id in accounts_with(Duty.MODERATOR):
        if account_id not in {row.author_id, row.decided_by_id}:
            subject, body = (in_all(one) for one in WORK[what])
            key = f"moderation:{of}:{what}:{account_id}"
            notices.send(
                to_account=account_id, kind=WORK_KIND, subject=subject, body=body, link=link, about=row.about, key=key, now=now
            )  # fmt: skip
