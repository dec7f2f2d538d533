"""Load the list of those who may vote, or make the codes of letters. Only keyed hashes are kept."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.voting.models import RollEntry, Vote
from madang.city.voting.queries import keys
from madang.city.voting.queries.loading import electorate_of, standing_of
from madang.city.voting.rules import rolls
from madang.city.voting.rules.electorate import Roll
from madang.city.voting.rules.life import why_not_edit
from madang.city.voting.services.holding import kept

MOST_LETTERS = 200_000
BATCH = 5_000


@transaction.atomic
def load_roll(*, reference: str, lines: Sequence[str], by: Viewer, now: datetime) -> int:
    """Put the entries of a file in place of the list of a draft, all or none; return how many.

    lines  of comma-separated text, the entry in the first column

    Raises Refused for anybody but who keeps the vote, once it is no draft, for a vote without such a list, and for a file with
    faults: the sentence names the first line.
    """
    row = kept(reference, by)
    roll = _roll_of(row)
    if roll is Roll.LETTERS:
        raise Refused(Refusal("voting.no_list"))
    reading = rolls.read_roll(lines, roll)
    if reason := rolls.why_not_roll(reading):
        raise Refused(reason)
    _replace(row, reading.entries)
    _note(row, by, now, len(reading.entries))
    return len(reading.entries)


@transaction.atomic
def make_letters(*, reference: str, count: int, by: Viewer, now: datetime) -> list[str]:
    """Make the codes of so many letters in place of those made before, and return them: nobody can show them again.

    Raises Refused as ``load_roll`` does, and for a number of letters that is not printed at once.
    """
    row = kept(reference, by)
    check_letters(row, count)
    codes: dict[str, None] = {}
    while len(codes) < count:
        codes[rolls.letter_code([secrets.randbelow(32) for _ in range(rolls.LETTER_CODE_SIGNS)])] = None
    _replace(row, [rolls.tidy_code(one) or "" for one in codes])
    _note(row, by, now, count)
    return list(codes)


def check_letters(row: Vote, count: int, *, most: int = MOST_LETTERS) -> None:
    """Raise Refused where a vote is no draft, takes no letters, or takes not so many."""
    if _roll_of(row) is not Roll.LETTERS:
        raise Refused(Refusal("voting.no_letters"))
    if not 1 <= count <= most:
        raise Refused(Refusal("voting.letters_count", {"most": most}, status=422))


def _roll_of(row: Vote) -> Roll:
    if reason := why_not_edit(standing_of(row)):
        raise Refused(reason)
    roll = electorate_of(row).roll
    if roll is None:
        raise Refused(Refusal("voting.no_list"))
    return roll


def _replace(row: Vote, entries: Sequence[str]) -> None:
    """Keep the hashes in their own order, so that no number tells of the place in the file."""
    RollEntry.objects.filter(vote=row).delete()
    digests = sorted(keys.roll_digest(row.reference, entry) for entry in entries)
    RollEntry.objects.bulk_create([RollEntry(vote=row, digest=digest) for digest in digests], batch_size=BATCH)


def _note(row: Vote, by: Viewer, now: datetime, count: int) -> None:
    journal.note(verb="listed-voters", about=f"vote:{row.reference}", actor=str(by.actor), at=now, details={"entries": count})
