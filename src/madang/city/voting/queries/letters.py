"""How far the letters of a vote are, and to whom they will be handed."""

from dataclasses import dataclass

from madang.city.people import queries as people
from madang.city.voting.models import LetterRun
from madang.city.voting.queries.loading import row_of

PART = 500


@dataclass(frozen=True, slots=True)
class LettersView:
    """Letters that are being printed, or lie ready.

    orderer_id  the member of staff to whom they are handed, by id and by name
    """

    count: int
    done: int
    is_ready: bool
    orderer_id: int
    orderer: str


def letters(reference: str) -> LettersView | None:
    """Return the order of a vote's letters; None where there is none, or they were handed over. Raises Refused (404)."""
    run = LetterRun.objects.filter(vote=row_of(reference)).first()
    if run is None:
        return None
    name = people.staff_names([run.ordered_by_id]).get(run.ordered_by_id, "")
    return LettersView(run.count, run.done, run.is_ready, run.ordered_by_id, name)


def parts_of(count: int) -> list[range]:
    """Return the pieces in which so many letters are printed."""
    return [range(start, min(start + PART, count)) for start in range(0, count, PART)]
