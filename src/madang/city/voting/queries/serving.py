"""What serves voters in places: tablets and batches of ballots on paper. Nobody's name and no choice is among it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from madang.city.kernel.ids import tidy_reference
from madang.city.kernel.refusals import Refused
from madang.city.voting.models import Kiosk, PaperEntry
from madang.city.voting.queries import keys
from madang.city.voting.queries import secret as secrecy
from madang.city.voting.queries.loading import UNKNOWN, electorate_of, row_of
from madang.city.voting.rules.kiosks import is_serving
from madang.city.voting.rules.secret import Admitted, differences


@dataclass(frozen=True, slots=True)
class Station:
    """Tablets at a place; ``turns`` is how often somebody took one over."""

    id: UUID
    place: str
    opened_at: datetime
    ends_at: datetime
    closed_at: datetime | None
    turns: int
    is_serving: bool


@dataclass(frozen=True, slots=True)
class Tablet:
    """What a tablet that waits for somebody shows: its place, and what is asked there.

    has_accounts  whether people vote with their account, so that their own phone can hand the tablet to them
    """

    station: Station
    reference: str
    question: Mapping[str, str]
    has_accounts: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A batch that is not in the box yet.

    mine       the ballots as this clerk typed them; None where only others did
    differing  the numbers of the ballots that another clerk read differently
    """

    batch: str
    ballots: int
    clerks: int
    mine: Sequence[Any] | None
    differing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """How many came to vote on paper, the batches in the box with their ballots, and those that wait for a second clerk."""

    admitted: Admitted
    batches: tuple[tuple[str, int], ...]
    waiting: tuple[Waiting, ...]

    @property
    def ballots(self) -> int:
        """Return how many ballots on paper are in the box."""
        return sum(ballots for _batch, ballots in self.batches)


def stations(reference: str, *, now: datetime) -> tuple[Station, ...]:
    """Return the tablets of a vote, newest first. Raises Refused (404)."""
    return tuple(_station(row, now) for row in Kiosk.objects.filter(vote=row_of(reference)).order_by("-opened_at", "-pk"))


def station(reference: str, kiosk: UUID, *, now: datetime) -> Station:
    """Return the tablets of one place. Raises Refused (404), of another vote's too."""
    row = Kiosk.objects.filter(vote__reference=tidy_reference(reference), public_id=kiosk).first()
    if row is None:
        raise Refused(UNKNOWN)
    return _station(row, now)


def tablet(secret: str, *, now: datetime) -> Tablet | None:
    """Return what the tablet with a secret waits for; None where its place does not serve."""
    row = Kiosk.objects.select_related("vote").filter(secret_hash=keys.secret_hash(secret)).first()
    if row is None or not (found := _station(row, now)).is_serving:
        return None
    roll = electorate_of(row.vote).roll
    return Tablet(found, row.vote.reference, row.vote.question, roll is None or not roll.is_bearer)


def paper(reference: str, *, clerk: int) -> Paper:
    """Return how the ballots on paper of a secret vote stand, as one clerk may see it. Raises Refused (404).

    clerk  who asks: nobody is shown what another clerk typed
    """
    row = row_of(reference)
    secrecy.kept(row)
    entries = list(PaperEntry.objects.filter(vote=row).order_by("batch", "pk"))
    names = Counter(one.batch for one in entries)
    waiting = tuple(_waiting([one for one in entries if one.batch == name], clerk) for name in names)
    return Paper(secrecy.admitted(row.pk), tuple(secrecy.batches(row)), waiting)


def _station(row: Kiosk, now: datetime) -> Station:
    serving = is_serving(opened_at=row.opened_at, ends_at=row.ends_at, closed_at=row.closed_at, now=now)
    return Station(row.public_id, row.place, row.opened_at, row.ends_at, row.closed_at, row.turns, serving)


def _waiting(entries: Sequence[PaperEntry], clerk: int) -> Waiting:
    mine = next((one.ballots for one in entries if one.clerk_id == clerk), None)
    others = [one.ballots for one in entries if one.clerk_id != clerk]
    differing = tuple(differences(mine, others[0])) if mine is not None and others else ()
    return Waiting(entries[0].batch, len(mine if mine is not None else entries[0].ballots), len(entries), mine, differing)
