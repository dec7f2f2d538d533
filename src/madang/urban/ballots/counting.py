"""One door to all rules: a profile and the name of a rule in, an outcome out."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from madang.urban.ballots.faults import BallotFault
from madang.urban.ballots.outcomes import Outcome
from madang.urban.ballots.pairwise import Schulze, condorcet, copeland, schulze
from madang.urban.ballots.profiles import Approvals, Profile, Rankings, Scores
from madang.urban.ballots.runoff import instant_runoff
from madang.urban.ballots.scoring import Borda, Plurality, approval, borda, plurality, score, yes_no
from madang.urban.ballots.transferable import stv


class Rule(StrEnum):
    """The rules by which ballots can be counted."""

    YES_NO = "yes_no"
    PLURALITY = "plurality"
    APPROVAL = "approval"
    SCORE = "score"
    POINTS = "points"
    BORDA = "borda"
    IRV = "irv"
    SCHULZE = "schulze"
    COPELAND = "copeland"
    CONDORCET = "condorcet"
    STV = "stv"


@dataclass(frozen=True, slots=True)
class Method:
    """How a rule is carried out.

    ballots      the kinds of profile that it counts
    variants     the ways of counting that it knows, the usual one first
    breaks_ties  whether a tie can come up that a seed could break
    fills_seats  whether there may be more seats than one
    """

    carry_out: Callable[..., Outcome]
    ballots: tuple[type[Profile], ...]
    variants: tuple[StrEnum, ...] = ()
    breaks_ties: bool = True
    fills_seats: bool = False


METHODS = {
    Rule.YES_NO: Method(yes_no, (Approvals, Rankings)),
    Rule.PLURALITY: Method(plurality, (Rankings, Approvals), tuple(Plurality)),
    Rule.APPROVAL: Method(approval, (Approvals, Rankings, Scores)),
    Rule.SCORE: Method(score, (Scores,)),
    Rule.POINTS: Method(score, (Scores,)),
    Rule.BORDA: Method(borda, (Rankings,), tuple(Borda)),
    Rule.IRV: Method(instant_runoff, (Rankings,)),
    Rule.SCHULZE: Method(schulze, (Rankings,), tuple(Schulze)),
    Rule.COPELAND: Method(copeland, (Rankings,)),
    Rule.CONDORCET: Method(condorcet, (Rankings,), breaks_ties=False),
    Rule.STV: Method(stv, (Rankings,), fills_seats=True),
}


def count(profile: Profile, rule: Rule, *, variant: str | None = None, seed: str | None = None, seats: int = 1) -> Outcome:
    """Return the outcome of a profile by a rule.

    variant  one of the rule's own; the usual one where it is left out
    seed     text whose lots break ties (see `lots.drawn`); without one all tied candidates win
    seats    how many win; only stv fills more than one

    Raises BallotFault where the rule cannot count these ballots, or has no such variant or number of seats.
    """
    method = METHODS[rule]
    if not isinstance(profile, method.ballots):
        wanted = " or ".join(kind.__name__.lower() for kind in method.ballots)
        raise BallotFault(f"{rule} counts {wanted}, not {type(profile).__name__.lower()}; choose another rule")
    settings: dict[str, object] = {}
    if method.breaks_ties:
        settings["seed"] = seed
    if method.fills_seats:
        settings["seats"] = seats
    elif seats != 1:
        raise BallotFault(f"{rule} fills one seat, not {seats}; choose stv")
    if variant is not None:
        if variant not in method.variants:
            raise BallotFault(f"{rule} has no variant {variant!r}; it has {', '.join(method.variants) or 'none'}")
        settings["variant"] = method.variants[method.variants.index(variant)]
    return method.carry_out(profile, **settings)
