"""Finding services: how many queries are answered rightly, and how fast.

    python bench/search.py [--data FOLDER] [--misses]

Prints the share of gold queries with a right service in the first three, by kind and language (national list and gold sets in
the data folder; left out where they are missing), then the time of a search and of a suggestion at the size of the national
list and at 10,000 services in three languages, as a ratio to the limits of 50 ms and 10 ms. Exit code 1 if a limit is missed.
The third set is split by seed: one half guides the work, the misses of the other are never printed and never looked at.
"""

import argparse
import csv
import os
import pickle
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from madang.city.portal import thesaurus  # noqa: E402 - the path comes first
from madang.city.portal.rules import finding  # noqa: E402
from madang.city.portal.rules.finding import Entry, Index, Thesaurus  # noqa: E402

SEARCH_LIMIT_MS, SUGGEST_LIMIT_MS, RATE_LIMIT, KIND_LIMIT = 50.0, 10.0, 0.9, 0.75
SIZES = (978, 10_000)
OWN_SETS = ROOT / "src/madang/city/portal/tests"
HOLD_OUT_SEED = 2611
Gold = list[dict[str, str]]


def rows(path: Path) -> Gold:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def halves(gold: Gold) -> tuple[Gold, Gold]:
    """Return the half that guides and the half held out; always the same ones."""
    order = list(range(len(gold)))
    random.Random(HOLD_OUT_SEED).shuffle(order)
    guiding = set(order[: len(order) // 2])
    return [row for at, row in enumerate(gold) if at in guiding], [row for at, row in enumerate(gold) if at not in guiding]


def gold_sets(services: Path) -> Iterator[tuple[str, Gold, bool]]:
    """Yield the name of each set, its queries, and whether its misses may be looked at."""
    if (given := services / "gold_dev.csv").exists():
        yield "development set", rows(given), True
    yield "our second set", rows(OWN_SETS / "gold_own.csv"), True
    guiding, held_out = halves(rows(OWN_SETS / "gold_third.csv"))
    yield "our third set, guiding half", guiding, True
    yield "our third set, half held out", held_out, False


def national(path: Path) -> list[Entry]:
    """Return the entries of the national list."""
    return [
        Entry(
            int(row["Identifier"]),
            row["Identifier"],
            {"en": row["Label"].strip()},
            descriptions={"en": row["Description"]},
            status=row["Status"].lower(),
        )
        for row in rows(path)
    ]


def invented(count: int, knowledge: Thesaurus) -> Iterator[Entry]:
    """Yield as many services as asked, in three languages, their texts mixed from the thesaurus; always the same ones."""
    dice = random.Random(7)
    concepts = knowledge.concepts
    for number in range(count):
        concept, other = concepts[number % len(concepts)], dice.choice(concepts)
        said = {lang: dice.choice(concept.everyday[lang]) for lang in ("en", "ko", "zh")}
        about = [dice.choice(dice.choice(concepts).official) for _ in range(dice.randint(6, 14))]
        yield Entry(
            number,
            f"S-{number}",
            {"en": f"{dice.choice(concept.official)} {dice.choice(other.official)}", "ko": said["ko"], "zh": said["zh"]},
            words={"en": (said["en"],), "ko": (said["ko"],)},
            descriptions={"en": ". ".join(about)},
            is_transactional=number % 3 == 0,
        )


def rates(index: Index, gold: Gold, show_misses: bool) -> dict[str, tuple[int, int]]:
    """Return (right, asked) over all, by kind and by language."""
    outcomes: dict[str, list[bool]] = defaultdict(list)
    for row in gold:
        hits = index.search(row["query"], row["lang"], limit=3).hits
        is_right = bool({hit.external_id for hit in hits} & set(row["ids"].split(";")))
        for part in ("all", f"kind {row['kind']}", f"language {row['lang']}"):
            outcomes[part].append(is_right)
        if show_misses and not is_right:
            print(f"    missed: {row['query']} -> {[hit.external_id for hit in hits]}, right: {row['ids']}")
    return {part: (sum(found), len(found)) for part, found in sorted(outcomes.items())}


def print_rates(name: str, found: dict[str, tuple[int, int]]) -> bool:
    print(f"\n{name}: a right service in the first three")
    is_met = True
    for part, (right, asked) in found.items():
        limit = RATE_LIMIT if part == "all" else KIND_LIMIT if part.startswith("kind") else 0.0
        rate = right / asked
        is_met &= rate >= limit
        print(
            f"  {part:<16} {right:>4} of {asked:<4} {rate:6.1%}"
            + (f"   limit {limit:.0%}, ratio {rate / limit:.2f}" if limit else "")
        )
    return is_met


def timed(act: Callable[[str], object], inputs: Sequence[str]) -> list[float]:
    """Return the milliseconds of each call, sorted."""
    taken = []
    for given in inputs:
        start = time.perf_counter()
        act(given)
        taken.append(1000 * (time.perf_counter() - start))
    return sorted(taken)


def print_times(name: str, taken: list[float], limit: float) -> bool:
    middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    times = f"p50 {middle:6.2f} ms   p95 {late:6.2f} ms   worst {taken[-1]:6.2f} ms"
    print(f"  {name:<10} {times}   limit {limit:.0f} ms, ratio {late / limit:.2f}")
    return late <= limit


def measure(entries: Sequence[Entry], knowledge: Thesaurus, queries: Sequence[str], name: str) -> bool:
    start, busy = time.perf_counter(), time.process_time()
    index = finding.build(entries, knowledge)
    built, busy = time.perf_counter() - start, time.process_time() - busy
    stored = pickle.dumps(index, protocol=pickle.HIGHEST_PROTOCOL)
    start = time.perf_counter()
    index = pickle.loads(stored)
    loaded = time.perf_counter() - start
    print(
        f"\n{name}: built in {built:.1f} s ({busy:.1f} s of CPU), stored in {len(stored) / 1e6:.1f} MB, loaded in {loaded:.2f} s"
    )
    timed(index.search, queries[:20])
    is_met = print_times("search", timed(index.search, queries), SEARCH_LIMIT_MS)
    prefixes = [query[:length] for query in queries for length in (1, 2, 4)]
    return print_times("suggest", timed(index.suggest, prefixes), SUGGEST_LIMIT_MS) and is_met


def main() -> int:
    asked = argparse.ArgumentParser(description="Finding services: right answers and time.")
    asked.add_argument("--data", type=Path, default=Path(os.environ.get("MADANG_TEST_DATA") or ROOT.parent / "shared" / "data"))
    asked.add_argument("--misses", action="store_true", help="print the queries that are not answered")
    given = asked.parse_args()
    knowledge = thesaurus.load()
    queries = [row["query"] for name in ("gold_own.csv", "gold_third.csv") for row in rows(OWN_SETS / name)]
    entries, is_met = list(invented(SIZES[0], knowledge)), True
    services = given.data / "services"
    if (path := services / "lgsl_englishAndWelshServices_all.csv").exists():
        entries = national(path)
        index = finding.build(entries, knowledge)
        for name, gold, may_be_seen in gold_sets(services):
            is_met &= print_rates(name, rates(index, gold, given.misses and may_be_seen))
    else:
        print(f"no national list in {services}: the rates are left out")
    is_met &= measure(entries, knowledge, queries, f"{sum(entry.status == 'live' for entry in entries):,} services")
    is_met &= measure(list(invented(SIZES[1], knowledge)), knowledge, queries, f"{SIZES[1]:,} services in three languages")
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
