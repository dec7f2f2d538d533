"""The opinion map: as red-dwarf 0.4.0 has it, the same to the last bit, and how long it takes.

    python bench/opinions.py [--quick] [--print-reference]

1. Random tables and tables with planted groups go to red-dwarf (_reddwarf.py, in its own environment) and to
   madang.urban.opinions. Positions may differ by 1e-6 and by the sign of an axis; counts by nothing; shares, tests and consensus by
   1e-9. The statements that stand for groups may differ only where docs/explain/opinion-map.md says so: those are counted. Groups
   are judged with scikit-learn: its k-means must leave them as they are, and they may lie 1 % farther from their centres than
   red-dwarf's own if they are as many. Where groups are planted, they must be red-dwarf's own or clearer (a higher silhouette).
2. The full table is mapped in processes of their own: one thread and two, rows in order and shuffled. All must print one hash.
3. CPU seconds of the whole, sorting included, of 33,422 people x 783 statements x 2 M votes (the largest conversation that Polis
   has seen), with and without groups, and the peak of memory. Limit: 2 s. red-dwarf and Madang on a table that red-dwarf can hold.
--print-reference prints what red-dwarf makes of the small table in tests/urban/opinions/test_reference.py.
Exit code 1 where a limit is missed or a figure differs.
"""

import argparse
import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE.parent)]

from madang.urban.opinions import NO_GROUP, OpinionMap, Way, opinion_map, sorted_votes  # noqa: E402
from madang.urban.opinions.report import as_dict, positions  # noqa: E402

PEER = HERE.parent / ".venv" / "apart" / "bin" / "python"
CPU_SECONDS = 2.0
FULL = (33_422, 783, 2_000_000)
SIGNIFICANT = 1.2815515655446004
Table = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def planted(people: int, statements: int, votes: int, groups: int, seed: int) -> Table:
    """Return people, statements, votes and each person's group; few people cast many votes, few statements draw many."""
    dice = np.random.default_rng(seed)
    member = dice.integers(0, max(groups, 1), people)
    keen, drawing = dice.pareto(1.2, people) + 0.15, dice.gamma(2.0, 1.0, statements) + 0.2
    some = np.outer(keen[:2_000], drawing)
    low, high = 1e-9, 1e3
    for _ in range(40):
        level = (low * high) ** 0.5
        share = -np.expm1(-level * some).mean()
        low, high = (low, level) if share * people * statements > votes else (level, high)
    parts = [dice.random((len(one), statements)) < -np.expm1(-level * np.outer(one, drawing)) for one in np.array_split(keen, 20)]
    who, what = np.nonzero(np.concatenate(parts))
    lean = dice.normal(0, 1.3, (max(groups, 1), statements)) * (groups > 0)
    view = dice.normal(0.2, 0.6, statements)[what] + lean[member[who], what] + dice.logistic(0, 0.5, len(who))
    return who + 1, what + 100, np.where(view > 0.35, 1, np.where(view < -0.35, -1, 0)), member


def asked(questions: list[dict[str, Any]], *options: str) -> list[dict[str, Any]]:
    ran = subprocess.run(
        [PEER, HERE / "_reddwarf.py", *options], input=json.dumps(questions), capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise SystemExit(ran.stderr[-2_000:])
    return json.loads(ran.stdout)


def question(table: Table, found: OpinionMap) -> dict[str, Any]:
    grouped = {int(who): int(group) for who, group in zip(found.people, found.groups, strict=True) if group != NO_GROUP}
    return {"votes": np.stack(table[:3], axis=1).tolist(), "groups": grouped}


def differences(found: OpinionMap, peer: dict[str, Any]) -> Iterator[str]:
    """Yield what differs beyond rounding."""
    places = np.array([peer["positions"][str(who)] for who in found.people])
    for axis in (0, 1):
        off = min(np.abs(places[:, axis] - sign * found.positions[:, axis]).max() for sign in (1, -1))
        if off > 1e-6:
            yield f"axis {axis} by {off:.1e}"
    agree, disagree, parts = found.agree, found.disagree, found.by_group
    figures = {
        "na": parts.agrees, "nd": parts.disagrees, "ns": parts.seen, "pa": agree.share, "pd": disagree.share, "pat": agree.share_test,
        "pdt": disagree.share_test, "ra": agree.ratio, "rd": disagree.ratio, "rat": agree.ratio_test, "rdt": disagree.ratio_test,
    }  # fmt: skip
    for name, ours in figures.items():
        if not np.allclose(ours, peer["figures"][name], rtol=1e-9, atol=1e-9 if name not in ("na", "nd", "ns") else 0):
            yield name
    for name in ("joint_agree", "joint_disagree"):
        if not np.allclose(getattr(found, name), peer[name], rtol=1e-9, atol=0):
            yield name
    if [(int(found.statements[one.statement]), one.way.value) for one in found.consensus] != [
        tuple(one) for one in peer["consensus"]
    ]:
        yield "consensus"


def representative(found: OpinionMap, peer: dict[str, Any]) -> tuple[int, list[str]]:
    """Return how many groups are told apart by other statements where the page on the map says so, and where it does not."""
    meant, wrong = 0, []
    for group, (picks, theirs) in enumerate(zip(found.representative, peer["representative"], strict=True)):
        ours = [(int(found.statements[one.statement]), one.way.value) for one in picks]
        if ours == [tuple(one) for one in theirs]:
            continue
        if not theirs or any(_is_unsound(found, group, int(tid), way) for tid, way in theirs):
            meant += 1
        else:
            wrong.append(f"group {group}: {ours} for {theirs}")
    return meant, wrong


def _is_unsound(found: OpinionMap, group: int, statement: int, way: str) -> bool:
    """Tell whether a statement was chosen the way that most of the group does not go, or by the product of two negatives."""
    side = found.agree if way == Way.AGREE else found.disagree
    at = int(np.searchsorted(found.statements, statement))
    return bool(side.share_test[group, at] <= 0 or side.ratio_test[group, at] <= 0 or side.hits[group, at] == 0)


def grouping(found: OpinionMap, peer: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the groups."""
    if not peer["stays"]:
        yield "k-means changes the groups"
    if len(found.people) <= 100 and abs(found.silhouettes.get(len(found.group_sizes), 0.0) - peer["silhouette"]) > 1e-6:
        yield "silhouette"
    if farther(found, peer) > 0.01:
        yield f"groups farther from their centres, {peer['error']:.4f} for {peer['own']['error']:.4f}"


def farther(found: OpinionMap, peer: dict[str, Any]) -> float:
    """Return by how much our groups lie farther from their centres than red-dwarf's own, if they are as many."""
    is_comparable = len(set(peer["own"]["groups"].values())) == len(found.group_sizes)
    return peer["error"] / peer["own"]["error"] - 1 if is_comparable and peer["own"]["error"] else 0.0


def same_groups(found: OpinionMap, peer: dict[str, Any]) -> bool:
    pairs = {(int(group), peer["own"]["groups"].get(str(who))) for who, group in zip(found.people, found.groups, strict=True)}
    pairs.discard((NO_GROUP, None))
    return len(pairs) == len({ours for ours, _ in pairs}) == len({theirs for _, theirs in pairs})


def compared(quick: bool) -> bool:
    """Compare with red-dwarf, print a line for each kind of table; tell whether all agree."""
    kinds = {
        "planted, 90 people": [(90, 30, 1_500, 2 + seed % 2, seed) for seed in range(3 if quick else 20)],
        "planted, 400 people": [(400, 60, 12_000, 2 + seed % 2, 100 + seed) for seed in range(2 if quick else 10)],
        "random, 40 people": [(40, 12, 300, 0, 200 + seed) for seed in range(3 if quick else 30)],
        "random, 300 people": [(300, 40, 5_000, 0, 300 + seed) for seed in range(2 if quick else 10)],
    }
    columns = f"{'tables':>8}{'agree':>8}{'same groups':>13}{'ours clearer':>14}{'theirs':>8}{'deviations':>12}"
    print(f"{'red-dwarf on the same votes':<28}{columns}")
    holds = True
    for kind, shapes in kinds.items():
        tables = [planted(*shape) for shape in shapes]
        maps = [opinion_map(sorted_votes(*table[:3])) for table in tables]
        peers = asked([question(table, found) for table, found in zip(tables, maps, strict=True)])
        agree = alike = clearer = duller = meant = 0
        for shape, found, peer in zip(shapes, maps, peers, strict=True):
            deviations, faults = representative(found, peer)
            faults += [*differences(found, peer), *grouping(found, peer)]
            is_alike = same_groups(found, peer)
            is_duller = not is_alike and peer["own"]["silhouette"] > peer["silhouette"]
            if kind.startswith("planted") and is_duller:
                faults.append("red-dwarf finds clearer groups")
            agree, alike, meant = agree + (not faults), alike + is_alike, meant + deviations
            clearer, duller = clearer + (not is_alike and not is_duller), duller + is_duller
            if faults:
                print(f"    {shape}: {'; '.join(faults)}")
        print(f"{kind:<28}{len(shapes):>8}{agree:>8}{alike:>13}{clearer:>14}{duller:>8}{meant:>12}")
        holds &= agree == len(shapes)
    return holds


def child(path: str, shuffled: bool) -> None:
    """Map the votes of a file of arrays; print CPU seconds, peak memory and a hash of everything."""
    with np.load(path) as kept:
        table = [kept[name] for name in ("who", "what", "said")]
    if shuffled:
        order = np.random.default_rng(3).permutation(len(table[0]))
        table = [column[order] for column in table]
    began = time.process_time()
    found = opinion_map(sorted_votes(*table))
    took = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    told = json.dumps([as_dict(found), positions(found)]).encode()
    print(json.dumps({"cpu": took, "peak": peak, "hash": hashlib.sha256(told).hexdigest(), "groups": found.group_sizes.tolist()}))


def apart(table: Table, threads: int, shuffled: bool) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile(suffix=".npz") as file:
        np.savez(file, who=table[0], what=table[1], said=table[2].astype(np.int8))
        file.flush()
        variables = os.environ | {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}
        command = [sys.executable, __file__, "--child", file.name, *(["--shuffled"] if shuffled else [])]
        return json.loads(subprocess.run(command, env=variables, capture_output=True, text=True, check=True).stdout)


def timed(size: tuple[int, int, int]) -> bool:
    """Measure the full table in processes of their own; tell whether the limit is kept and the hashes are one."""
    holds = True
    print(f"\n{'{:,} people x {:,} x {:,} votes'.format(*size):<44}{'CPU s':>8}{'peak MB':>10}{'limit':>8}   hashes, groups")
    for name, groups in (("three planted groups", 3), ("no groups", 0)):
        table = planted(*size, groups, 1)
        runs = [apart(table, threads, shuffled) for threads in (1, 2) for shuffled in (False, True)]
        hashes = {run["hash"] for run in runs}
        took = statistics.median(run["cpu"] for run in runs)
        holds &= took <= CPU_SECONDS and len(hashes) == 1
        words = f"{len(hashes)} in {len(runs)} runs, {runs[0]['groups']}"
        print(f"{name:<44}{took:>8.2f}{max(run['peak'] for run in runs):>10.0f}{CPU_SECONDS:>8.1f}   {words}")
    return holds


def beside_peer(size: tuple[int, int, int]) -> None:
    """Print the CPU seconds of both on a table that red-dwarf can hold; its own pipeline, without reading the votes."""
    table = planted(*size, 3, 7)
    ours = apart(table, 1, False)["cpu"]
    theirs = asked([{"votes": np.stack(table[:3], axis=1).tolist()}], "--time")[0]["cpu"]
    print(f"\n{'{:,} x {:,} x {:,} votes'.format(*size)}: Madang {ours:.2f} CPU s, red-dwarf {theirs:.2f}: 1/{theirs / ours:.0f}")


def print_reference() -> None:
    from tests.urban.opinions.tables import SMALL

    people, statements, votes = zip(*SMALL, strict=True)
    table = (np.array(people), np.array(statements), np.array(votes), np.zeros(0))
    print(json.dumps(asked([question(table, opinion_map(sorted_votes(*table[:3])))])[0], indent=1))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--print-reference", action="store_true")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--shuffled", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.shuffled)
        return 0
    if options.print_reference:
        print_reference()
        return 0
    agrees = compared(options.quick)
    kept = timed((3_000, 200, 100_000) if options.quick else FULL)
    if not options.quick:
        beside_peer((2_000, 200, 120_000))
    return int(not (agrees and kept))


if __name__ == "__main__":
    sys.exit(main())
