"""What serves voters in places: tablets and batches of ballots on paper. Nobody's name and no choice is among it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from madang.city.voting.models import Kiosk, PaperEntry
from madang.city.voting.queries import secret
from madang.city.voting.queries.loading import row_of
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


def paper(reference: str, *, clerk: int) -> Paper:
    """Return how the ballots on paper of a secret vote stand, as one clerk may see it. Raises Refused (404).

    clerk  who asks: nobody is shown what another clerk typed
    """
    row = row_of(reference)
    secret.kept(row)
    entries = list(PaperEntry.objects.filter(vote=row).order_by("batch", "pk"))
    names = Counter(one.batch for one in entries)
    waiting = tuple(_waiting([one for one in entries if one.batch == name], clerk) for name in names)
    return Paper(secret.admitted(row.pk), tuple(secret.batches(row)), waiting)


def _station(row: Kiosk, now: datetime) -> Station:
    serving = is_serving(opened_at=row.opened_at, ends_at=row.ends_at, closed_at=row.closed_at, now=now)
    return Station(row.public_id, row.place, row.opened_at, row.ends_at, row.closed_at, row.turns, serving)


def _waiting(entries: Sequence[PaperEntry], clerk: int) -> Waiting:
    mine = next((one.ballots for one in entries if one.clerk_id == clerk), None)
    others = [one.ballots for one in entries if one.clerk_id != clerk]
    differing = tuple(differences(mine, others[0])) if mine is not None and others else ()
    return Waiting(entries[0].batch, len(mine if mine is not None else entries[0].ballots), len(entries), mine, differing)
