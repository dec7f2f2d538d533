"""Every counting rule beside pref_voting on random profiles of our own: the share on which they agree, and how much faster.

    make .venv/peers            # pref_voting needs older libraries: it lives in .venv/apart and runs as a process of its own
    python bench/counting_peers.py [--profiles 1500]

Complete, truncated and tied rankings of 2 to 7 candidates, scores and approvals, by seed. CPU seconds go from plain ballots to winners.
Column lots: profiles on which we say that only a lot could tell; then the peer must have drawn one too, and who won it does not matter.
Exit code 1 on any disagreement.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from madang.urban.ballots.counting import Rule, count
from madang.urban.ballots.lots import drawn
from madang.urban.ballots.profiles import Approvals, Rankings, Scores

PEER = Path(__file__).parents[1] / ".venv/apart/bin/python"
SEED, MOST_POINTS = 20261, 5


def ranking(dice: random.Random, candidates: int, kind: str) -> list[list[int]]:
    order = dice.sample(range(1, candidates + 1), candidates)
    if kind == "complete":
        return [[one] for one in order]
    order = order[: dice.randint(1, candidates)]
    if kind == "truncated":
        return [[one] for one in order]
    ranks: list[list[int]] = [[]]
    for one in order:
        if ranks[-1] and dice.random() < 0.6:
            ranks.append([])
        ranks[-1].append(one)
    return ranks


def profile(dice: random.Random, number: int) -> dict[str, Any]:
    kind = ("complete", "truncated", "tied")[number % 3]
    candidates, most = dice.randint(2, 7), dice.choice([1, 1, 5, 40])
    different = {json.dumps(ranking(dice, candidates, kind)) for _ in range(dice.choice([3, 10, 40, 160]))}
    everybody = range(1, candidates + 1)
    return {
        "name": str(number),
        "candidates": candidates,
        "ballots": [[dice.randint(1, most), json.loads(ballot)] for ballot in sorted(different)],
        "order": drawn(everybody, str(number)),
        "seats": dice.randint(2, candidates - 1) if kind != "tied" and candidates > 2 else 0,
        "most": MOST_POINTS,
        "scores": [
            {one: dice.randint(0, MOST_POINTS) for one in everybody if dice.random() < 0.7} for _ in range(dice.randint(1, 20))
        ],
    }


def rankings_of(given: dict[str, Any]) -> Rankings:
    return Rankings.from_ballots(given["candidates"], given["ballots"])


def transferred(given: dict[str, Any]) -> list[int] | None:
    outcome = count(rankings_of(given), Rule.STV, seats=given["seats"])
    return None if outcome.ties else list(outcome.winners)


def ours(rule: str, given: dict[str, Any]) -> list[int] | None:
    """Count by the peer's name of a rule; None where only a lot could tell."""
    match rule.split():
        case ["stv"]:
            return transferred(given)
        case ["irv", "by", "lots"]:
            outcome = count(rankings_of(given), Rule.IRV, seed=given["name"])
        case ["score"]:
            outcome = count(Scores.from_ballots(given["candidates"], [(1, ballot) for ballot in given["scores"]]), Rule.SCORE)
        case ["approval"]:
            named = [(1, [one for one, points in ballot.items() if points]) for ballot in given["scores"]]
            outcome = count(Approvals.from_ballots(given["candidates"], named), Rule.APPROVAL)
        case [name, *variant]:
            outcome = count(rankings_of(given), Rule(name), variant=variant[0] if variant else None)
    return list(outcome.winners)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profiles", type=int, default=1_500)
    dice = random.Random(SEED)
    profiles = [profile(dice, number) for number in range(parser.parse_args().profiles)]
    if not PEER.exists():
        sys.exit(f"{PEER} is missing: make .venv/peers")
    words = [str(PEER), str(Path(__file__).with_name("_pref_voting.py"))]
    said = json.loads(subprocess.run(words, input=json.dumps(profiles), stdout=subprocess.PIPE, text=True, check=True).stdout)
    print(f"{'rule':24}{'profiles':>9}{'agree':>8}{'lots':>6}{'pref_voting s':>15}{'madang s':>10}{'ratio':>8}")
    return 1 if sum(compared(rule, peer, profiles) for rule, peer in said.items()) else 0


def compared(rule: str, peer: dict[str, Any], profiles: list[dict[str, Any]]) -> int:
    """Print how we and the peer count by a rule; return on how many profiles we differ."""
    start = time.process_time()
    found = {given["name"]: ours(rule, given) for given in profiles if given["name"] in peer["winners"]}
    seconds = time.process_time() - start
    differ = [
        name
        for name, winners in found.items()
        if (name not in peer["lots"] if winners is None else winners != peer["winners"][name])
    ]
    lots = sum(winners is None for winners in found.values())
    print(
        f"{rule:24}{len(found):>9,}{len(found) - len(differ):>8,}{lots:>6,}{peer['seconds']:>15.2f}{seconds:>10.2f}{peer['seconds'] / seconds:>8.1f}"
    )
    for name in differ[:3]:
        print(f"    profile {name}: pref_voting {peer['winners'][name]}, madang {found[name]}")
    return len(differ)


if __name__ == "__main__":
    sys.exit(main())
