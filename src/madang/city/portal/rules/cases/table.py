"""The table of moves: from which states, by whom, and where each leads."""

from dataclasses import dataclass

from madang.city.portal.rules.cases.values import (
    DECIDED,
    GONE,
    REVIEWED,
    RUNNING,
    UNDECIDED,
    CaseFacts,
    Move,
    Options,
    Outcome,
    Part,
    State,
)

_PEOPLE = frozenset({Part.APPLICANT, Part.STAFF})
_STAFF = frozenset({Part.STAFF})
_APPLICANT = frozenset({Part.APPLICANT})
_SYSTEM = frozenset({Part.SYSTEM})
_OFFICE = _STAFF | _SYSTEM
_AT_WORK = frozenset({State.IN_REVIEW, State.APPEALED})
_ALIVE = frozenset(State) - GONE - {State.DRAFT}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table. ``to`` is None where the state stays, or where facts and options decide it."""

    sources: frozenset[State]
    by: frozenset[Part]
    to: State | None = None


TABLE: dict[Move, Entry] = {
    Move.SUBMIT: Entry(frozenset({State.DRAFT}), _PEOPLE, State.SUBMITTED),
    Move.RECEIVE: Entry(frozenset({State.SUBMITTED}), _OFFICE, State.RECEIVED),
    Move.START: Entry(frozenset({State.RECEIVED}), _STAFF, State.IN_REVIEW),
    Move.ASK: Entry(_AT_WORK | {State.RECEIVED}, _STAFF, State.WAITING_APPLICANT),
    Move.ANSWER: Entry(frozenset({State.WAITING_APPLICANT}), _APPLICANT),
    Move.WAIT: Entry(_AT_WORK, _STAFF, State.WAITING_THIRD_PARTY),
    Move.RESUME: Entry(frozenset({State.WAITING_APPLICANT, State.WAITING_THIRD_PARTY}), _STAFF),
    Move.PROPOSE: Entry(frozenset({State.IN_REVIEW}), _STAFF),
    Move.CONFIRM: Entry(frozenset({State.FOUR_EYES}), _STAFF),
    Move.SEND_BACK: Entry(REVIEWED, _STAFF, State.IN_REVIEW),
    Move.DECIDE: Entry(frozenset({State.IN_REVIEW, State.PROPOSED_DECISION}), _STAFF),
    Move.ISSUE: Entry(frozenset({State.GRANTED, State.PARTLY_GRANTED}), _STAFF, State.ISSUED),
    Move.WITHDRAW: Entry(UNDECIDED, _APPLICANT, State.WITHDRAWN),
    Move.APPEAL: Entry(DECIDED | {State.ISSUED}, _APPLICANT, State.APPEALED),
    Move.DECIDE_APPEAL: Entry(frozenset({State.APPEALED}), _STAFF),
    Move.CLOSE: Entry(DECIDED | {State.ISSUED, State.WITHDRAWN, State.LAPSED}, _OFFICE, State.CLOSED),
    Move.LAPSE: Entry(frozenset({State.WAITING_APPLICANT}), _SYSTEM, State.LAPSED),
    Move.DEEM: Entry(UNDECIDED, _SYSTEM),
    Move.ARCHIVE: Entry(frozenset({State.CLOSED}), _SYSTEM, State.ARCHIVED),
    Move.PURGE: Entry(frozenset({State.ARCHIVED}), _SYSTEM, State.PURGED),
    Move.ASSIGN: Entry(_ALIVE, _STAFF),
    Move.TAKE: Entry(_ALIVE, _STAFF),
    Move.NOTE: Entry(_ALIVE | {State.CLOSED}, _STAFF),
    Move.MESSAGE: Entry(_ALIVE, _PEOPLE),
    Move.STATUS: Entry(RUNNING, _STAFF),
}
STAYS = frozenset({Move.ASSIGN, Move.TAKE, Move.NOTE, Move.MESSAGE, Move.STATUS})


def target(move: Move, facts: CaseFacts, options: Options, outcome: Outcome | None = None) -> State:
    """Return the state that a move leads to; that it is allowed has been asked before.

    outcome  what a decision says; needed by decide, confirm and decide_appeal
    """
    fixed = TABLE[move].to
    if fixed is not None:
        return fixed
    if move in STAYS:
        return facts.state
    if move in (Move.ANSWER, Move.RESUME):
        return State.APPEALED if facts.is_appeal else State.IN_REVIEW
    if move is Move.PROPOSE:
        return State.FOUR_EYES if options.four_eyes else State.PROPOSED_DECISION
    if move is Move.DEEM:
        return State(options.deemed.value)
    if outcome is None:
        raise ValueError(f"{move} needs an outcome")
    return State(outcome.value)
