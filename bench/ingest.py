"""From a CSV to a table that is typed, profiled and sorted: processor seconds of ours against `sqlite-utils insert`.

    python bench/ingest.py [--rows 1000000] [--seed 7] [--no-peer]

Both read the same file, the 12-column mixed table of _tables.py (some 100 MB at a million rows), each in a process of its own; what is
counted is the processor time of that process, user and system, all threads, the start of Python with it.

ours   sniffs encoding, marks and header on all bytes, decides each column's type on all rows with the row that decided, profiles
       every column, and writes Parquet (zstd) sorted by place and time
peer   sqlite-utils insert --csv (it detects types) with batches of 10,000 rows (its default, 100, is slower): types, no profile, no index

Exit code 1 if ours takes more than 6 s for a million rows (in proportion for others, but at least 2), the peer less than 15 times as
much (from half a million rows on: below, the start of Python is most of ours), a type is wrong, or memory reaches 1 GB.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import _site
import _tables

SECONDS, AT_ROWS, LEAST_SECONDS, LEAST_RATIO, MOST_MB = 6.0, 1_000_000, 2.0, 15.0, 1_000.0


def measured(command: list[str]) -> tuple[float, float, float, str]:
    """Run a program; return its processor seconds, wall seconds, most memory in MB, and what it said."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(_site.ROOT / "src")}, text=True
    )
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:4])} failed with exit code {process.returncode}")
    return used.ru_utime + used.ru_stime, time.perf_counter() - started, used.ru_maxrss / 1024, said


def compared(folder: Path, rows: int, seed: int, with_peer: bool) -> bool:
    file, ours = folder / "hires.csv", folder / "ours"
    ours.mkdir()
    _tables.write(file, rows, seed)
    size = file.stat().st_size
    print(f"{rows:,} rows, {size / 1e6:.1f} MB")
    cpu, wall, memory, said = measured([sys.executable, str(Path(__file__).with_name("_ingested.py")), str(file), str(ours)])
    report = json.loads(said)
    limit = max(SECONDS * rows / AT_ROWS, LEAST_SECONDS)
    right = report["types"] == _tables.TYPES and report["rows"] == rows
    print(f"{'ours':<14}{cpu:8.2f} CPU s ({cpu / limit:.2f} of {limit:.1f})   {wall:7.1f} s   {memory:6.0f} MB ({memory / MOST_MB:.2f} of "
          f"{MOST_MB:.0f})   {report['bytes'] / 1e6:6.1f} MB on disk   {'types right' if right else 'TYPES WRONG'}")  # fmt: skip
    passed = right and cpu <= limit and memory < MOST_MB
    if not with_peer:
        return passed
    program = [str(Path(sys.executable).parent / "sqlite-utils"), "insert", str(folder / "peer.db"), "hires", str(file), "--csv"]
    theirs, wall, memory, _ = measured([*program, "--batch-size", "10000", "--silent"])
    print(f"{'sqlite-utils':<14}{theirs:8.2f} CPU s ({theirs / cpu:.1f} times ours, at least {LEAST_RATIO:.0f})   {wall:7.1f} s   {memory:6.0f} MB   "
          f"{(folder / 'peer.db').stat().st_size / 1e6:6.1f} MB on disk")  # fmt: skip
    return passed and (theirs >= LEAST_RATIO * cpu or rows < AT_ROWS // 2)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=AT_ROWS)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--no-peer", action="store_true")
    options = parser.parse_args()
    with _site.fresh_folder() as folder:
        return 0 if compared(folder, options.rows, options.seed, not options.no_peer) else 1


if __name__ == "__main__":
    sys.exit(main())
