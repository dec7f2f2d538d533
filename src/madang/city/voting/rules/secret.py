"""Secret votes: what the registrar, the ballot box and the clerks refuse. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from madang.city.kernel.refusals import Refusal
from madang.urban.ballots import records
from madang.urban.ballots.records import BadRecord

LEAST_SEALED = 10
MOST_OF_A_BATCH = 1_000

# A ballot that two clerks typed: the choice, and the serial of the token (hex) whose electronic ballots it stands for
OnPaper = tuple[Any, str | None]

_FAULTS = {
    "too_long": Refusal("voting.record_long", status=422),
    "not_canonical": Refusal("voting.record_not_canonical", status=422),
    "shape": Refusal("voting.record_shape", status=422),
    "vote": Refusal("voting.record_of_other_vote", status=422),
    "revision": Refusal("voting.record_revision", {"most": records.MOST_REVISIONS}, status=422),
    "token": Refusal("voting.record_token", status=422),
    "paper": Refusal("voting.record_shape", status=422),
    "choice": Refusal("voting.record_choice", status=422),
}


@dataclass(frozen=True, slots=True)
class Admitted:
    """How many people came to vote on paper: with a token in their pocket, and without."""

    with_token: int
    without: int


def terms_of(vote: Mapping[str, Any]) -> records.Terms:
    """Return what a record may hold, from the vote as it is published."""
    return records.Terms(vote["id"], vote["kind"], len(vote["options"]), vote["minimum"], vote["maximum"], vote["most_points"])


def refusal_of(problem: BadRecord) -> Refusal:
    """Return why bytes are no ballot."""
    return _FAULTS[problem.fault]


def why_not_open(has_keys: bool) -> Refusal | None:
    """Refuse whatever needs a vote's keys once they are destroyed."""
    return None if has_keys else Refusal("voting.closed")


def why_not_token(given: bytes | None, asked: bytes) -> Refusal | None:
    """Refuse a second token; the same question may be asked again, since answers get lost.

    given  hash of the message that was signed for this person; None where they came to vote on paper instead
    asked  hash of the message they ask for now
    """
    if given is None:
        return Refusal("voting.votes_on_paper")
    return None if given == asked else Refusal("voting.token_given")


def why_not_batch(name: str, ballots: Sequence[OnPaper], terms: records.Terms) -> Refusal | None:
    """Refuse a batch whose name, size, choices or serials are none."""
    if not records.is_batch(name):
        return Refusal("voting.batch_name", status=422)
    if not 1 <= len(ballots) <= MOST_OF_A_BATCH:
        return Refusal("voting.batch_size", {"most": MOST_OF_A_BATCH}, status=422)
    for number, (choice, overrides) in enumerate(ballots, 1):
        if records.why_not_choice(choice, terms) or (overrides is not None and not records.is_serial(overrides)):
            return Refusal("voting.batch_ballot", {"number": number}, status=422)
    return None


def why_not_more_paper(admitted: Admitted, *, overriding: int, plain: int) -> Refusal | None:
    """Refuse more ballots on paper than people came: those with a token hand over its serial, the others have none."""
    if overriding > admitted.with_token or plain > admitted.without:
        came = {"with_token": admitted.with_token, "without": admitted.without, "overriding": overriding, "plain": plain}
        return Refusal("voting.more_paper_than_people", came)
    return None


def differences(first: Sequence[Any], second: Sequence[Any]) -> list[int]:
    """Return the numbers, from 1, of the ballots of a batch that two clerks read differently; missing ones too."""
    longest = max(len(first), len(second))
    return [number for number in range(1, longest + 1) if first[number - 1 : number] != second[number - 1 : number]]
