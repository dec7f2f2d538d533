"""What a vote is: who asks how, what may be marked, how it is counted, when its result shows."""

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """A straw vote asks around; the city must answer the result of an official one, which is secret and can be checked."""

    STRAW = "straw"
    OFFICIAL = "official"


class State(StrEnum):
    """Where a vote stands. Only official votes are answered."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    ANSWERED = "answered"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What people mark: one option, several, an order, points for each, or points shared out among them."""

    YES_NO = "yes_no"
    SINGLE = "single"
    APPROVAL = "approval"
    RANKING = "ranking"
    SCORE = "score"
    POINTS = "points"


class Rule(StrEnum):
    """How it is counted; ``madang.urban.ballots`` says what each does."""

    PLURALITY = "plurality"
    APPROVAL = "approval"
    BORDA = "borda"
    IRV = "irv"
    STV = "stv"
    SCHULZE = "schulze"
    COPELAND = "copeland"
    CONDORCET = "condorcet"
    SCORE = "score"
    POINTS = "points"


class Ties(StrEnum):
    """A tie is broken by the seed that is published at opening, or stands."""

    SEED = "seed"
    NONE = "none"


class Shown(StrEnum):
    """When people see the result. That of an official vote never shows before it is closed."""

    ALWAYS = "always"
    AFTER_VOTING = "after_voting"
    AFTER_CLOSING = "after_closing"


YES, NO = 1, 2
RULES_OF: dict[Kind, tuple[Rule, ...]] = {
    Kind.YES_NO: (Rule.PLURALITY,),
    Kind.SINGLE: (Rule.PLURALITY,),
    Kind.APPROVAL: (Rule.APPROVAL,),
    Kind.RANKING: (Rule.IRV, Rule.BORDA, Rule.SCHULZE, Rule.COPELAND, Rule.CONDORCET, Rule.STV),
    Kind.SCORE: (Rule.SCORE,),
    Kind.POINTS: (Rule.POINTS,),
}
SEVERAL_SEATS = frozenset({Rule.PLURALITY, Rule.APPROVAL, Rule.BORDA, Rule.STV, Rule.SCORE, Rule.POINTS})


@dataclass(frozen=True, slots=True)
class Terms:
    """What may be marked and how it is counted.

    options      how many there are, numbered from 1; of a yes/no vote 1 is yes and 2 is no
    minimum      the least options to mark or rank, unless the ballot is blank
    maximum      the most
    most_points  the most for one option (score), or all that are shared out (points); else 0
    """

    kind: Kind
    rule: Rule
    options: int
    seats: int = 1
    minimum: int = 1
    maximum: int = 1
    most_points: int = 0
