"""Run the whole suite: everything on the embedded PostgreSQL 18, the site's tests on PostgreSQL 15 too where it is installed.

Arguments are handed to pytest.
"""

import importlib.util
import os
import re
import subprocess
import sys
import time
from pathlib import Path

OLDER = Path("/usr/lib/postgresql/15/bin")
COUNTS = re.compile(r"(\d+) (passed|failed|skipped|error|errors)")
# The extra `spark` is left to those who have a cluster: it is larger than everything else together.
NOT_HERE = "" if importlib.util.find_spec("pyspark") else " and not spark"
PARALLEL = ["-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"]


def _run(title: str, arguments: list[str], **environment: str) -> tuple[int, dict[str, int]]:
    print(f"\n== {title}", flush=True)
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "-rs", *arguments, *sys.argv[1:]]
    lines: list[str] = []
    with subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    counts: dict[str, int] = {}
    for number, word in COUNTS.findall(lines[-1] if lines else ""):
        counts[word.removesuffix("s") if word == "errors" else word] = int(number)
    print(f"== {title}: {time.monotonic() - started:.0f} s", flush=True)
    return process.returncode, counts


def _runs() -> list[tuple[str, list[str], dict[str, str]]]:
    runs = [
        ("Library, rules, services, pages, contracts (PostgreSQL 18)", ["-m", f"not journey{NOT_HERE}", *PARALLEL], {}),
        ("Journeys in a real browser", ["-m", "journey", "tests/journeys", "-n", "2", "--dist", "worksteal"], {}),
    ]
    if (OLDER / "postgres").exists():
        older = [
            "-m",
            "not journey and not slow",
            *PARALLEL,
            "src/madang/city",
            "-k",
            "services or queries or jobs or pages or api",
        ]
        runs.append(("The site's tests on PostgreSQL 15", older, {"MADANG_TEST_POSTGRES": str(OLDER)}))
    return runs


def main() -> int:
    """Run all parts; print the sum and what was skipped; return 1 if anything failed."""
    total: dict[str, int] = {}
    failed = False
    for title, arguments, environment in _runs():
        code, counts = _run(title, arguments, **environment)
        failed |= code != 0
        for word, number in counts.items():
            total[word] = total.get(word, 0) + number
    bad = total.get("failed", 0) + total.get("error", 0)
    print(f"\nrealdata tests skipped for want of their files: {total.get('skipped', 0)}")
    print(f"{total.get('passed', 0)} passed, {bad} failed, {total.get('skipped', 0)} skipped", flush=True)
    return 1 if failed or bad else 0


if __name__ == "__main__":
    sys.exit(main())
