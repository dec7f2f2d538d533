"""The peer of counting_peers.py: pref_voting's answers. Reads JSON from standard input; run by .venv/apart/bin/python."""

import json
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

warnings.simplefilter("ignore")

from pref_voting import c1_methods, grade_methods, iterative_methods, margin_based_methods, proportional_methods, scoring_methods  # noqa: E402
from pref_voting.grade_profiles import GradeProfile  # noqa: E402
from pref_voting.profiles_with_ties import ProfileWithTies  # noqa: E402


class Lots:
    """Draws the first of those tied, and tells that it was asked."""

    asked = 0

    def choice(self, tied: list[int]) -> int:
        Lots.asked += 1
        return tied[0]


def numbered(candidates: list[int] | None) -> list[int]:
    return sorted(int(one) for one in candidates or [])


def best(scores: dict[int, float]) -> list[int]:
    return sorted(one for one in scores if scores[one] == max(scores.values()))


def winning_votes(one: int, other: int, profile: ProfileWithTies) -> float:
    return profile.support(one, other) if profile.support(one, other) > profile.support(other, one) else 0


def rankings_of(given: dict[str, Any]) -> ProfileWithTies:
    rankings = [{one: rank for rank, tied in enumerate(ballot, 1) for one in tied} for _, ballot in given["ballots"]]
    profile = ProfileWithTies(
        rankings, [count for count, _ in given["ballots"]], candidates=list(range(1, given["candidates"] + 1))
    )
    profile.use_extended_strict_preference()
    return profile


def grades_of(given: dict[str, Any], most: int) -> GradeProfile:
    everybody = list(range(1, given["candidates"] + 1))
    grades = [{one: min(most, ballot.get(str(one), 0)) for one in everybody} for ballot in given["scores"]]
    return GradeProfile(grades, list(range(most + 1)), candidates=everybody)


def condorcet(profile: ProfileWithTies) -> list[int]:
    winner = profile.condorcet_winner()
    return [] if winner is None else [int(winner)]


def schulze(profile: ProfileWithTies) -> list[int]:
    return numbered(
        margin_based_methods.beat_path(profile, strength_function=lambda one, other: winning_votes(one, other, profile))
    )


RULES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "plurality strict": lambda given: best(rankings_of(given).plurality_scores_ignoring_overvotes()),
    "borda symmetric": lambda given: best(scoring_methods.symmetric_borda_scores(rankings_of(given))),
    "borda strictly_below": lambda given: best(scoring_methods.domination_borda_scores(rankings_of(given))),
    "condorcet": lambda given: condorcet(rankings_of(given)),
    "copeland": lambda given: numbered(c1_methods.copeland(rankings_of(given))),
    "schulze winning_votes": lambda given: schulze(rankings_of(given)),
    "schulze margins": lambda given: numbered(margin_based_methods.beat_path(rankings_of(given))),
    "irv": lambda given: numbered(iterative_methods.split_irv_put(rankings_of(given))),
    "irv by lots": lambda given: numbered(iterative_methods.split_irv_tb(rankings_of(given), tie_breaker=given["order"])),
    "stv": lambda given: numbered(proportional_methods.stv_scottish(rankings_of(given), num_seats=given["seats"], rng=Lots())),
    "score": lambda given: numbered(grade_methods.score_voting(grades_of(given, given["most"]), evaluation_method="sum")),
    "approval": lambda given: numbered(grade_methods.approval(grades_of(given, 1))),
}


def main() -> None:
    profiles = json.load(sys.stdin)
    for answer in RULES.values():
        answer(profiles[0] | {"seats": 1})  # what is compiled on first use is compiled here
    answers: dict[str, dict[str, Any]] = {rule: {"seconds": 0.0, "winners": {}, "lots": []} for rule in RULES}
    for given in profiles:
        for rule, answer in RULES.items():
            if rule != "stv" or given["seats"]:
                start, Lots.asked = time.process_time(), 0
                answers[rule]["winners"][given["name"]] = answer(given)
                answers[rule]["seconds"] += time.process_time() - start
                answers[rule]["lots"] += [given["name"]] if Lots.asked else []
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
