"""Rules that give each candidate one number: plurality, approval, scores, points, Borda."""

from enum import StrEnum
from fractions import Fraction

from madang.urban.ballots.choices import Choices
from madang.urban.ballots.faults import BallotFault
from madang.urban.ballots.grouping import sums
from madang.urban.ballots.outcomes import Exact, Outcome, by_tally, exact
from madang.urban.ballots.pairwise import preferences
from madang.urban.ballots.profiles import Approvals, Profile, Rankings, Scores


class Plurality(StrEnum):
    """What a ballot with several candidates at its first rank gives: nothing, or an equal share to each."""

    STRICT = "strict"
    SPLIT = "split"


class Borda(StrEnum):
    """How ties and candidates who are not ranked count.

    SYMMETRIC       candidates below minus candidates above
    AVERAGE         candidates - 1 points for the first place down to 0; who is tied or not ranked has the mean of their places
    STRICTLY_BELOW  candidates below: a short ballot gives as much to its first choice as a long one, and nothing to the unranked
    """

    SYMMETRIC = "symmetric"
    AVERAGE = "average"
    STRICTLY_BELOW = "strictly_below"


def plurality(ballots: Rankings | Approvals, variant: Plurality = Plurality.STRICT, seed: str | None = None) -> Outcome:
    """Count first choices; those whom an approval ballot names (the one, for a single choice) are tied for its first."""
    choices = Choices(ballots.as_rankings() if isinstance(ballots, Approvals) else ballots)
    tally = choices.tally(choices.everybody, most_shared=1 if variant is Plurality.STRICT else None)
    return by_tally(tally, seed, exact(choices.voters - sum(tally.values())))


def yes_no(ballots: Rankings | Approvals, seed: str | None = None) -> Outcome:
    """Count a question with two answers; a ballot that names both or none counts for neither.

    Raises BallotFault if there are not just two candidates.
    """
    if ballots.candidates != 2:
        raise BallotFault(f"a yes/no question has 2 answers, not {ballots.candidates}; count it by plurality")
    return plurality(ballots, seed=seed)


def approval(ballots: Profile, seed: str | None = None) -> Outcome:
    """Count the ballots that name each candidate: at any rank of a ranking, with more than 0 of a score or of points."""
    named = ballots.rows <= ballots.candidates if isinstance(ballots, Rankings) else ballots.rows > 0
    return by_tally(_numbered(sums(named, ballots.counts)), seed)


def score(ballots: Scores, seed: str | None = None) -> Outcome:
    """Add up scores, or points."""
    return by_tally(_numbered(sums(ballots.rows, ballots.counts)), seed)


def borda(rankings: Rankings, variant: Borda = Borda.SYMMETRIC, seed: str | None = None) -> Outcome:
    """Add up places: the more candidates are below, the better."""
    above = preferences(rankings)
    below = [int(one) for one in above.sum(axis=1)]
    if variant is not Borda.STRICTLY_BELOW:
        below = [one - int(other) for one, other in zip(below, above.sum(axis=0), strict=True)]
    if variant is not Borda.AVERAGE:
        return by_tally(_numbered(below), seed)
    places = (rankings.candidates - 1) * rankings.voters
    return by_tally(_numbered([exact(Fraction(one + places, 2)) for one in below]), seed)


def _numbered(numbers: list[int] | list[Exact]) -> dict[int, Exact]:
    return dict(enumerate(numbers, 1))
