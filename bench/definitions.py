"""Service files: check 100 in a second, compile 1,000 in ten. Run: python bench/definitions.py [--quick]"""

from __future__ import annotations

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


def seconds_to_check(count: int, runs: int, processes: int | None) -> float:
    """Return the median seconds to check and compile a folder, each time in a fresh process's state of caches."""
    from madang.city.portal.definitions.cel import compile_expression

    with tempfile.TemporaryDirectory() as name:
        write_services(Path(name), count)
        taken = []
        for _ in range(runs):
            compile_expression.cache_clear()
            report = check_folder(name, processes=processes)
            assert len(report.definitions) == count, list(report.findings[:3])
            taken.append(report.seconds)
        return statistics.median(taken)


def seconds_to_load(count: int, loader: type) -> float:
    """Return the seconds that merely loading the same files with a YAML loader takes."""
    with tempfile.TemporaryDirectory() as name:
        write_services(Path(name), count)
        started = time.perf_counter()
        for path in Path(name).iterdir():
            yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
        return time.perf_counter() - started


def main() -> None:
    quick = "--quick" in sys.argv
    many, runs = (100, 1) if quick else (1000, 3)
    hundred = seconds_to_check(100, runs, None)
    one_core = seconds_to_check(100, runs, 1)
    thousand = seconds_to_check(many, 1, None)
    python_loader = seconds_to_load(20 if quick else 100, yaml.SafeLoader) * (5 if quick else 1)
    c_loader = seconds_to_load(100, yaml.CSafeLoader)
    print(f"{'what':58} | {'measured':>9} | {'limit':>7} | ratio to the limit")
    rows = (
        ("check 100 services (300 files, 3 languages)", hundred, 1.0),
        ("the same in one process", one_core, None),
        (f"check and compile {many:,} services ({3 * many:,} files)", thousand, 10.0),
        ("peer: PyYAML's SafeLoader merely loads 100 services", python_loader, None),
        ("peer: PyYAML's CSafeLoader merely loads 100 services", c_loader, None),
    )
    for what, measured, limit in rows:
        shown = f"{limit:5.1f} s" if limit else "-"
        print(f"{what:58} | {measured:7.2f} s | {shown:>7} | {f'{measured / limit:.2f}' if limit else '-'}")
    print(
        f"checking 100 services takes {hundred / python_loader:.2f} of the time that Python's own YAML loader needs to load them"
    )


if __name__ == "__main__":
    main()
