"""A million ballots counted: approvals of 160 options, scores of 10, rankings of 10 by every rule, each within 3 s of CPU.

    python bench/tally.py [--ballots 1000000]

Measured from plain arrays to the outcome: checking, grouping equal ballots, counting. Two kinds of rankings: voters who agree somewhat and
stop where they like, as in real elections, and pure chance, where hardly two ballots are equal. Exit code 1 if a limit is missed.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np

from madang.urban.ballots.counting import METHODS, Rule, count
from madang.urban.ballots.profiles import Approvals, Profile, Rankings, Scores

LIMIT_SECONDS = 3.0
OPTIONS, CANDIDATES, SEATS = 160, 10, 3
Making = Callable[[], Profile]


def approvals(dice: np.random.Generator, ballots: int) -> Making:
    liked = dice.beta(1, 12, OPTIONS)
    marks = dice.random((ballots, OPTIONS), np.float32) < liked.astype(np.float32)
    return lambda: Approvals.from_marks(marks)


def scores(dice: np.random.Generator, ballots: int) -> Making:
    points = dice.integers(0, 11, (ballots, CANDIDATES), np.int8)
    return lambda: Scores.from_points(points)


def rankings(dice: np.random.Generator, ballots: int, agreement: float) -> Making:
    """Draw rankings that lean to one order, and end after any number of ranks if there is any agreement."""
    pull = dice.gumbel(size=(ballots, CANDIDATES)).astype(np.float32) + np.linspace(0, agreement, CANDIDATES, dtype=np.float32)
    ranks = np.argsort(np.argsort(pull, axis=1), axis=1).astype(np.uint8) + 1
    if agreement:
        ranks[ranks > dice.integers(1, CANDIDATES + 1, (ballots, 1))] = 0
    return lambda: Rankings.from_ranks(ranks)


def measured(name: str, make: Making, rules: list[Rule]) -> Iterator[tuple[str, int, float]]:
    for rule in rules:
        for variant in METHODS[rule].variants or [None]:
            start = time.process_time()
            profile = make()
            seats = SEATS if rule is Rule.STV else 1
            count(profile, rule, variant=variant, seed="7", seats=seats)
            yield " ".join([name, rule, variant or ""]), len(profile.counts), time.process_time() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ballots", type=int, default=1_000_000)
    ballots = parser.parse_args().ballots
    dice = np.random.default_rng(2026)
    of_rankings = [rule for rule, method in METHODS.items() if Rankings in method.ballots and rule is not Rule.YES_NO]
    kinds: list[tuple[str, Callable[[], Making], list[Rule]]] = [
        (f"{OPTIONS} options", lambda: approvals(dice, ballots), [Rule.APPROVAL]),
        (f"{CANDIDATES} options", lambda: scores(dice, ballots), [Rule.SCORE]),
        (f"{CANDIDATES} ranked, some agreement", lambda: rankings(dice, ballots, 3.0), of_rankings),
        (f"{CANDIDATES} ranked, pure chance", lambda: rankings(dice, ballots, 0.0), of_rankings),
    ]
    print(f"{ballots:,} ballots\n{'':54}{'different':>11}{'CPU s':>8}{'limit':>7}{'share':>7}")
    slowest = 0.0
    for name, draw, rules in kinds:
        make = draw()
        for what, different, seconds in measured(name, make, rules):
            print(f"{what:54}{different:>11,}{seconds:>8.2f}{LIMIT_SECONDS:>7.1f}{seconds / LIMIT_SECONDS:>7.0%}")
            slowest = max(slowest, seconds)
    return 0 if slowest <= LIMIT_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
