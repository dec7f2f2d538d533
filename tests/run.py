"""Run the whole suite: everything on the embedded PostgreSQL 18, the site's tests on PostgreSQL 15 too where it is installed.

Arguments are handed to pytest.
"""

import importlib.util
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

OLDER = Path("/usr/lib/postgresql/15/bin")
# Tests whose statements may mean something else to another PostgreSQL, by the words in their files' names. Whole files are
# named to pytest: it would read all others too, only to leave them out.
SPEAKS_SQL = re.compile(r"services|queries|jobs|api|models|casting|collecting|results|_box")
# Listing this module draws hundreds of requests: one process does it, not each of a parallel run.
DESCRIPTION = "src/madang/city/portal/tests/api/test_description.py"
COUNTS = re.compile(r"(\d+) (passed|failed|skipped|error|errors)")
# The extra `spark` is left to those who have a cluster: it is larger than everything else together.
NOT_HERE = "" if importlib.util.find_spec("pyspark") else " and not spark"
# Two cores are kept busy by three processes: each waits for its database for a third of its time.
PARALLEL = ["-n", "3", "--dist", "loadscope", "--no-loadscope-reorder"]
Counts = dict[str, int]


@dataclass(frozen=True)
class Run:
    """One call of pytest: its name, its arguments, what it finds in its environment."""

    title: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)

    def carried_out(self, *, is_shown: bool) -> tuple[int, Counts]:
        """Run it; show its lines as they come, or all of them at its end. Return its exit code and what it counted."""
        started = time.monotonic()
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", "-rs", *self.arguments, *sys.argv[1:]]
        lines = [f"\n== {self.title}\n"]
        if is_shown:
            print(lines[0], end="", flush=True)
        with subprocess.Popen(command, env=os.environ | self.environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            for line in process.stdout:
                lines.append(line)
                if is_shown:
                    print(line, end="", flush=True)
        told = f"== {self.title}: {time.monotonic() - started:.0f} s"
        print(told if is_shown else "".join([*lines, told]), flush=True)
        return process.returncode, _counted(lines[-1])


def _counted(line: str) -> Counts:
    return {word.replace("errors", "error"): int(number) for number, word in COUNTS.findall(line)}


def _runs() -> tuple[Run, list[Run]]:
    """Return the first run, which keeps every core busy, and those that share the machine afterwards."""
    most = ("-m", f"not journey{NOT_HERE}", f"--ignore={DESCRIPTION}", *PARALLEL)
    first = Run("Library, rules, services, pages, contracts (PostgreSQL 18)", most)
    then = [Run("Journeys in a real browser", ("-m", "journey", "tests/journeys", "-n", "3", "--dist", "worksteal"))]
    if (OLDER / "postgres").exists():
        chosen = sorted(
            str(path) for path in Path("src/madang/city").glob("*/tests/**/test_*.py") if SPEAKS_SQL.search(path.name)
        )
        only = ("-m", "not journey and not slow", *chosen)
        then.append(Run("The site's tests on PostgreSQL 15", only, {"MADANG_TEST_POSTGRES": str(OLDER)}))
    then.append(Run("The API held against its description", (DESCRIPTION,)))
    return first, then


def main() -> int:
    """Run all parts; print the sum and what was skipped; return 1 if anything failed."""
    first, then = _runs()
    found = [first.carried_out(is_shown=True)]
    with ThreadPoolExecutor(2) as together:
        found += together.map(lambda pair: pair[1].carried_out(is_shown=pair[0] == 0), enumerate(then))
    total = Counter[str]()
    for _, counts in found:
        total.update(counts)
    bad = total["failed"] + total["error"]
    print(f"\nrealdata tests skipped for want of their files: {total['skipped']}")
    print(f"{total['passed']} passed, {bad} failed, {total['skipped']} skipped", flush=True)
    return 1 if bad or any(code for code, _ in found) else 0


if __name__ == "__main__":
    sys.exit(main())
