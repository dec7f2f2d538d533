"""When what was not seen any more may be taken back. Pure."""

from dataclasses import dataclass
from enum import StrEnum

LEAST_SHARE = 0.5


class Kept(StrEnum):
    """Why nothing is taken back after a run."""

    UNFINISHED = "unfinished"
    SHRANK = "shrank"


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run met: records that stood before, and of those the ones it saw; how many it read, and were promised."""

    known: int
    seen: int
    read: int
    promised: int | None = None


def why_not_withdraw(tally: Tally, *, is_complete: bool, is_confirmed: bool = False) -> Kept | None:
    """Refuse to take back what is missing after a run that broke off, read less than was promised, or lost more than half.

    is_confirmed  somebody said that the catalogue really shrank
    """
    if not is_complete or (tally.promised is not None and tally.read < tally.promised):
        return Kept.UNFINISHED
    if not is_confirmed and tally.seen < tally.known * LEAST_SHARE:
        return Kept.SHRANK
    return None
