"""The state bar: which steps a proposal has behind it since when, where it stands, and by when the next is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from madang.city.proposals.rules.life import WAY, YES, Facts, State, is_overdue

_ON_THE_WAY = {State.ASKED: State.IN_REVIEW}
_ENDS = frozenset({State.EXPIRED, State.WITHDRAWN, State.RETIRED, State.HIDDEN})


class Standing(StrEnum):
    """Whether a step is behind a proposal, is where it stands, lies before it, or will not come."""

    PAST = "past"
    NOW = "now"
    TO_COME = "to_come"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the state bar.

    since   when it was reached; None where it was not
    due_on  by when it is left, where that is known
    """

    state: State
    standing: Standing
    since: date | None = None
    due_on: date | None = None
    is_overdue: bool = False


def way(facts: Facts, entered: Sequence[tuple[State, date]], today: date) -> tuple[Step, ...]:
    """Return the steps in order. What ended beside the way stands as a last step of its own.

    entered  each state that was entered and on which day, oldest first; of a state entered again the first day counts
    """
    since: dict[State, date] = {}
    for state, day in entered:
        since.setdefault(_ON_THE_WAY.get(state, state), day)
    here = _ON_THE_WAY.get(facts.state, facts.state)
    reached = max((place for place, state in enumerate(WAY) if state in since), default=-1)
    steps = [_step(facts, state, place, reached, since, today) for place, state in enumerate(WAY)]
    if here in _ENDS:
        last = max((day for state, day in entered if state is here), default=None)
        return (*steps[: reached + 1], Step(here, Standing.NOW, last))
    return tuple(steps)


def _step(facts: Facts, state: State, place: int, reached: int, since: dict[State, date], today: date) -> Step:
    here = _ON_THE_WAY.get(facts.state, facts.state)
    if state is here:
        due_on = facts.collects_until if state is State.COLLECTING else facts.ask_until or facts.due_on
        return Step(state, Standing.NOW, since.get(state), due_on, is_overdue(facts, today))
    if place <= reached and (here not in WAY or place < WAY.index(here)):
        return Step(state, Standing.PAST, since.get(state))
    is_over = facts.decision is not None and facts.decision not in YES and place > WAY.index(State.ANSWERED)
    return Step(state, Standing.NEVER if is_over else Standing.TO_COME)
