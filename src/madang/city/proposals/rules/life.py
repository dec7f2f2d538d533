"""The life of a proposal: its states, the one table of moves, who may make each, and why not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from madang.city.kernel.refusals import Refusal

MOST_REVIVALS = 1


class State(StrEnum):
    """Where a proposal stands. The last four stand beside the way."""

    DRAFT = "draft"
    PUBLISHED = "published"
    COLLECTING = "collecting"
    ROUTED = "routed"
    IN_REVIEW = "in_review"
    ASKED = "asked"
    ANSWERED = "answered"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CHECKED = "checked"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    RETIRED = "retired"
    HIDDEN = "hidden"


class Decision(StrEnum):
    """What the city answers."""

    ADOPTED = "adopted"
    ADOPTED_IN_PART = "adopted_in_part"
    ALREADY_DONE = "already_done"
    FORWARDED = "forwarded"
    DECLINED = "declined"


class Part(StrEnum):
    """The part somebody plays for one proposal; one person may play several."""

    AUTHOR = "author"
    CO_AUTHOR = "co_author"
    CLERK = "clerk"
    OFFICER = "officer"
    HEAD = "head"
    PANEL = "panel"
    MODERATOR = "moderator"
    JOB = "job"


class Move(StrEnum):
    """Everything that happens to a proposal and is told in public."""

    PUBLISH = "publish"
    OPEN = "open"
    EDIT = "edit"
    REACH = "reach"
    LIFT = "lift"
    EXPIRE = "expire"
    REVIVE = "revive"
    ROUTE = "route"
    REASSIGN = "reassign"
    ASK = "ask"
    REPLY = "reply"
    RESUME = "resume"
    EXTEND = "extend"
    DECIDE = "decide"
    DECIDE_ANEW = "decide_anew"
    PLAN = "plan"
    START = "start"
    MILESTONE = "milestone"
    FINISH = "finish"
    CHECK = "check"
    SEND_BACK = "send_back"
    ESCALATE = "escalate"
    WITHDRAW = "withdraw"
    RETIRE = "retire"
    HIDE = "hide"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    RESTORE = "restore"


WAY = (
    State.PUBLISHED, State.COLLECTING, State.ROUTED, State.IN_REVIEW, State.ANSWERED, State.PLANNED, State.IN_PROGRESS,
    State.DONE, State.CHECKED,
)  # fmt: skip
UNLISTED = frozenset({State.DRAFT, State.PUBLISHED, State.HIDDEN})  # published and no more: an automatic check holds it
CHANGEABLE = frozenset({State.PUBLISHED, State.COLLECTING, State.EXPIRED})
SUPPORTED = frozenset({State.COLLECTING, State.ROUTED, State.IN_REVIEW, State.ASKED})
REVIEWED = frozenset({State.IN_REVIEW, State.ASKED})
CARRIED_OUT = frozenset({State.ANSWERED, State.PLANNED, State.IN_PROGRESS})
CITY_ACTS = frozenset({State.ROUTED, State.IN_REVIEW}) | CARRIED_OUT
YES = frozenset({Decision.ADOPTED, Decision.ADOPTED_IN_PART})
AUTHORS = frozenset({Part.AUTHOR, Part.CO_AUTHOR})
DESK = frozenset({Part.OFFICER, Part.HEAD})
_JOB = frozenset({Part.JOB})
_AUTHOR = frozenset({Part.AUTHOR})
_MODERATOR = frozenset({Part.MODERATOR})


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table. ``to`` is None where the state stays, or where it goes back to what it was before."""

    sources: frozenset[State]
    by: frozenset[Part]
    to: State | None = None


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


TABLE: dict[Move, Entry] = {
    Move.PUBLISH: Entry(_from(State.DRAFT), _AUTHOR, State.PUBLISHED),
    Move.OPEN: Entry(_from(State.PUBLISHED), _JOB | _MODERATOR, State.COLLECTING),
    Move.EDIT: Entry(CHANGEABLE, AUTHORS),
    Move.REACH: Entry(_from(State.COLLECTING), _JOB, State.ROUTED),
    Move.LIFT: Entry(_from(State.COLLECTING, State.EXPIRED), frozenset({Part.PANEL}), State.ROUTED),
    Move.EXPIRE: Entry(_from(State.COLLECTING), _JOB, State.EXPIRED),
    Move.REVIVE: Entry(_from(State.EXPIRED), _AUTHOR, State.COLLECTING),
    Move.ROUTE: Entry(_from(State.ROUTED), frozenset({Part.CLERK}), State.IN_REVIEW),
    Move.REASSIGN: Entry(REVIEWED | CARRIED_OUT | {State.DONE}, DESK | {Part.CLERK}),
    Move.ASK: Entry(_from(State.IN_REVIEW), DESK, State.ASKED),
    Move.REPLY: Entry(_from(State.ASKED), AUTHORS, State.IN_REVIEW),
    Move.RESUME: Entry(_from(State.ASKED), DESK | _JOB, State.IN_REVIEW),
    Move.EXTEND: Entry(_from(State.IN_REVIEW), frozenset({Part.HEAD})),
    Move.DECIDE: Entry(_from(State.IN_REVIEW), DESK, State.ANSWERED),
    Move.DECIDE_ANEW: Entry(CARRIED_OUT, frozenset({Part.HEAD}), State.ANSWERED),
    Move.PLAN: Entry(_from(State.ANSWERED), DESK, State.PLANNED),
    Move.START: Entry(_from(State.PLANNED), DESK, State.IN_PROGRESS),
    Move.MILESTONE: Entry(_from(State.PLANNED, State.IN_PROGRESS), DESK),
    Move.FINISH: Entry(_from(State.IN_PROGRESS), DESK, State.DONE),
    Move.CHECK: Entry(_from(State.DONE), _JOB, State.CHECKED),
    Move.SEND_BACK: Entry(_from(State.DONE), _JOB, State.IN_PROGRESS),
    Move.ESCALATE: Entry(CITY_ACTS, _JOB),
    Move.WITHDRAW: Entry(CHANGEABLE | REVIEWED | {State.ROUTED}, _AUTHOR, State.WITHDRAWN),
    Move.RETIRE: Entry(CHANGEABLE, _AUTHOR, State.RETIRED),
    Move.HIDE: Entry(frozenset(State) - {State.DRAFT, State.HIDDEN}, _MODERATOR, State.HIDDEN),
    Move.APPEAL: Entry(_from(State.HIDDEN), AUTHORS),
    Move.UPHOLD: Entry(_from(State.HIDDEN), _MODERATOR),
    Move.RESTORE: Entry(_from(State.HIDDEN), _MODERATOR),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A proposal as the rules see it.

    state_before  where it stood before it was hidden
    supports      people who support it now; ``needed`` of them lead to a department
    due_on        the day by which the city must move; None while it need not
    ask_until     the day until which the author may answer a question
    escalated_for the due day of which the head was told already
    hidden_by     the account of the moderator who hid it, or who last decided on it
    """

    state: State
    decision: Decision | None = None
    state_before: State | None = None
    supports: int = 0
    needed: int = 0
    collects_until: date | None = None
    due_on: date | None = None
    ask_until: date | None = None
    escalated_for: date | None = None
    revivals: int = 0
    is_held: bool = False
    is_extended: bool = False
    hidden_by: int | None = None
    is_appealed: bool = False
    is_upheld: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, seen from one proposal: the parts that they play, and their account."""

    parts: frozenset[Part] = field(default_factory=frozenset)
    account_id: int | None = None

    @property
    def is_author(self) -> bool:
        """Tell whether it is the actor's own proposal."""
        return bool(self.parts & AUTHORS)


THE_JOB = Actor(_JOB)
UNKNOWN = Refusal("proposals.unknown", status=404)
Guard = Callable[[Facts, Actor, date], Refusal | None]


def may_see(facts: Facts, actor: Actor) -> bool:
    """Tell whether somebody may look at a proposal: at a draft its authors, at all others everybody."""
    return facts.state is not State.DRAFT or actor.is_author or Part.JOB in actor.parts


def may_read(facts: Facts, actor: Actor) -> bool:
    """Tell whether somebody may read what a proposal says: where it is listed everybody, else its authors and moderators."""
    return facts.state not in UNLISTED or bool(actor.parts & (AUTHORS | {Part.MODERATOR, Part.JOB}))


def part_of(move: Move, actor: Actor) -> Part | None:
    """Return in which part the actor makes a move, None if in none; nobody acts for the city on their own proposal."""
    allowed = TABLE[move].by & (actor.parts & AUTHORS if actor.is_author else actor.parts)
    return next((part for part in Part if part in allowed), None)


def why_not(move: Move, facts: Facts, actor: Actor, today: date) -> Refusal | None:
    """Return why a move is refused, or None where it is allowed.

    today  the day in the city
    """
    if not may_see(facts, actor):
        return UNKNOWN
    if part_of(move, actor) is None:
        if actor.parts & TABLE[move].by:
            return Refusal("proposals.own_proposal", status=403)
        return Refusal("proposals.not_your_move", status=403)
    if facts.state not in TABLE[move].sources:
        return Refusal("proposals.not_in_this_state", {"state": facts.state.value, "move": move.value})
    guard = _GUARDS.get(move)
    return guard(facts, actor, today) if guard else None


def moves(facts: Facts, actor: Actor, today: date) -> tuple[Move, ...]:
    """Return every move that the actor may make now, in the order of the enum."""
    return tuple(move for move in Move if why_not(move, facts, actor, today) is None)


def target(move: Move, facts: Facts) -> State:
    """Return the state that a move leads to; that it is allowed has been asked before."""
    if move is Move.RESTORE:
        return facts.state_before or State.PUBLISHED
    return TABLE[move].to or facts.state


def why_not_stand_for(state: State, *, is_same: bool) -> Refusal | None:
    """Refuse to retire a proposal in favour of itself, or of one that takes no support."""
    return Refusal("proposals.no_other", status=422) if is_same or state not in SUPPORTED else None


def is_overdue(facts: Facts, today: date) -> bool:
    """Tell whether the city should have moved by now."""
    return facts.state in CITY_ACTS and facts.due_on is not None and facts.due_on < today


def _open(facts: Facts, actor: Actor, today: date) -> Refusal | None:
    return Refusal("proposals.held") if facts.is_held and Part.JOB in actor.parts else None


def _reach(facts: Facts, actor: Actor, today: date) -> Refusal | None:
    if facts.supports >= facts.needed:
        return None
    return Refusal("proposals.too_few", {"supports": facts.supports, "needed": facts.needed})


def _expire(facts: Facts, actor: Actor, today: date) -> Refusal | None:
    is_over = facts.collects_until is not None and today > facts.collects_until
    return None if is_over else Refusal("proposals.time_left", {"day": facts.collects_until})


def _revive(facts: Facts, actor: Actor, today: date) -> Refusal | None:
    return None if facts.revivals < MOST_REVIVALS else Refusal("proposals.revived_already")


def _resume(facts: Facts, actor: Actor, today: date) -> Refusal | None:
    if Part.JOB not in actor.parts or (facts.ask_until is not None and today > facts.ask_until):
        return None
    return Refusal("proposals.time_left", {"day": facts.ask_until})


def _extend(facts: Facts, actor: Actor, today: date) -> Refusal | None:
    return Refusal("proposals.extended_already") if facts.is_extended else None


def _adopted(facts: Facts, actor: Actor, today: date) -> Refusal | None:
    return None if facts.decision in YES else Refusal("proposals.not_adopted")


def _escalate(facts: Facts, actor: Actor, today: date) -> Refusal | None:
    if not is_overdue(facts, today):
        return Refusal("proposals.time_left", {"day": facts.due_on})
    return Refusal("proposals.escalated_already") if facts.escalated_for == facts.due_on else None


def _appeal(facts: Facts, actor: Actor, today: date) -> Refusal | None:
    return Refusal("proposals.appealed_already") if facts.is_appealed else None


def _uphold(facts: Facts, actor: Actor, today: date) -> Refusal | None:
    if not facts.is_appealed or facts.is_upheld:
        return Refusal("proposals.no_appeal_waits")
    return _restore(facts, actor, today)


def _restore(facts: Facts, actor: Actor, today: date) -> Refusal | None:
    """Refuse to judge an appeal against oneself; without an appeal one may take back one's own mistake."""
    if facts.is_appealed and facts.hidden_by is not None and facts.hidden_by == actor.account_id:
        return Refusal("proposals.another_moderator")
    return None


_GUARDS: dict[Move, Guard] = {
    Move.OPEN: _open, Move.REACH: _reach, Move.EXPIRE: _expire, Move.REVIVE: _revive, Move.RESUME: _resume, Move.EXTEND: _extend,
    Move.DECIDE_ANEW: _adopted, Move.PLAN: _adopted, Move.ESCALATE: _escalate, Move.APPEAL: _appeal, Move.UPHOLD: _uphold,
    Move.RESTORE: _restore,
}  # fmt: skip
