"""Service files: check 100 in a second, compile 1,000 in ten. Run: python bench/definitions.py [--quick]"""

from __future__ import annotations

import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

import yaml

from madang.city.portal.definitions import check_folder

EXEMPLAR = Path(__file__).parents[1] / "src/madang/city/demo/services"
SLUG = "childcare-place"


def write_services(folder: Path, count: int) -> None:
    """Write `count` services of 144 lines with Korean and Chinese texts, no two with the same ids, numbers and conditions."""
    sources = {path.name.removeprefix(SLUG): path.read_text(encoding="utf-8") for path in EXEMPLAR.glob(f"{SLUG}.*")}
    for number in range(count):
        for suffix, text in sources.items():
            own = text.replace(f"id: {SLUG}", f"id: service-{number}").replace("2500000", str(2500000 + number))
            own = (
                own.replace("age <= 6", f"age <= {number}")
                .replace("age >= 19", f"age >= {number}")
                .replace("children > 1", f"children > {number}")
            )
            own = re.sub(r"child_born\b", f"child_born_{number % 97}", own)
            own = re.sub(r"\?(?=[,}])", "", own)  # PyYAML's own loader, the peer, stumbles over a question mark before a comma
            (folder / f"service-{number}{suffix}").write_text(own, encoding="utf-8")


def processor_seconds() -> float:
    """Return the processor time of this process and the ones it started and waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def seconds_to_check(count: int, runs: int, processes: int | None) -> tuple[float, float]:
    """Return the median seconds, and processor seconds, to check and compile a folder with empty caches."""
    from madang.city.portal.definitions.cel import compile_expression

    with tempfile.TemporaryDirectory() as name:
        write_services(Path(name), count)
        taken, worked = [], []
        for _ in range(runs):
            compile_expression.cache_clear()
            before = processor_seconds()
            report = check_folder(name, processes=processes)
            assert len(report.definitions) == count, list(report.findings[:3])
            taken.append(report.seconds)
            worked.append(processor_seconds() - before)
        return statistics.median(taken), statistics.median(worked)


def seconds_to_load(count: int, loader: type) -> tuple[float, float]:
    """Return the seconds, and processor seconds, that merely loading the same files with a YAML loader takes."""
    with tempfile.TemporaryDirectory() as name:
        write_services(Path(name), count)
        started, before = time.perf_counter(), processor_seconds()
        for path in Path(name).iterdir():
            yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
        return time.perf_counter() - started, processor_seconds() - before


def main() -> None:
    quick = "--quick" in sys.argv
    many, runs, few = (100, 1, 20) if quick else (1000, 3, 100)
    rows = (
        ("check 100 services (300 files, 3 languages)", seconds_to_check(100, runs, None), 1.0),
        ("the same in one process", seconds_to_check(100, runs, 1), None),
        (f"check and compile {many:,} services ({3 * many:,} files)", seconds_to_check(many, 1, None), 10.0),
        (f"peer: PyYAML's SafeLoader merely loads {few} services", seconds_to_load(few, yaml.SafeLoader), None),
        ("peer: PyYAML's CSafeLoader merely loads 100 services", seconds_to_load(100, yaml.CSafeLoader), None),
    )
    print(f"{'what':58} | {'measured':>9} | {'processor':>9} | {'limit':>6} | ratio to the limit")
    for what, (wall, worked), limit in rows:
        shown = f"{limit:4.1f} s" if limit else "-"
        print(f"{what:58} | {wall:7.2f} s | {worked:7.2f} s | {shown:>6} | {f'{wall / limit:.2f}' if limit else '-'}")
    ours, theirs = rows[1][1][1] / 100, rows[3][1][1] / few
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    print(f"a service is compiled in {ours / theirs:.2f} of the processor time in which PyYAML's own loader reads it")
    print(f"{cores} processors, load average {load:.1f}: if it is high, read the processor's seconds")


if __name__ == "__main__":
    main()
