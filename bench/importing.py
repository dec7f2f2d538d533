"""Import of a national list of services: seconds and memory of `madang import services`, first and second run.

    python bench/importing.py [--data FOLDER]

Takes the Local Government Services List from the data folder (MADANG_TEST_DATA), or, without it, a list of the same size and
shape that is made up. Exit code 1 if the first import takes more than 60 s or 300 MB, or the second changes anything.
"""

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import _site

MOST_SECONDS, MOST_MB = 60.0, 300.0
LIST = "services/lgsl_englishAndWelshServices_all.csv"
ROWS = 1_002


def invented(folder: Path) -> Path:
    """Write a list of the national list's size and shape."""
    dice, file = random.Random(5), folder / "invented.csv"
    words = ["street", "school", "waste", "licence", "housing", "care", "planning", "benefit", "library", "parking", "noise"]
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Identifier", "Label", "Status", "Description", "Created", "Modified", "History notes", "Type"])
        for number in range(1, ROWS + 1):
            about = "\n\n".join(" ".join(dice.choices(words, k=40)) + "." for _ in range(2))
            title = " ".join(dice.choices(words, k=3)).capitalize()
            writer.writerow([number, title, "Live", about, "03/04/2013", "03/04/2013", "Added.", "Service"])
    return file


def peak_mb(process: subprocess.Popen[str]) -> float:
    """Wait for a process; return the most memory that it itself held, in MB."""
    most, status = 0, Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        try:
            line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
            most = max(most, int(line.split()[1]))
        except (OSError, StopIteration):
            break
        time.sleep(0.02)
    process.wait()
    return most / 1024


def run(folder: Path, file: Path) -> tuple[dict[str, int], float, float]:
    """Import once; return the report, seconds with the program's start, and MB."""
    command = [sys.executable, "-m", "madang.city.cli", "import", "services", str(file), "--format", "lgsl", "--json"]
    said = folder / "said.json"
    started = time.perf_counter()
    with said.open("w") as out:
        process = subprocess.Popen(command, env=_site.environment(folder), stdout=out, stderr=subprocess.DEVNULL, text=True)
        memory = peak_mb(process)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"the import failed with exit code {process.returncode}")
    return json.loads(said.read_text()), seconds, memory


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = Path(os.environ.get("MADANG_TEST_DATA", _site.ROOT.parent / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=data)
    options = parser.parse_args()
    with _site.fresh_folder() as folder, _site.database(folder):
        _site.madang(folder, "migrate")
        file = options.data / LIST if (options.data / LIST).exists() else invented(folder)
        print(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")
        passed = True
        for name in ("first import", "second import"):
            report, seconds, memory = run(folder, file)
            altered = report["added"] + report["changed"] + report["retired"]
            passed &= seconds <= MOST_SECONDS and memory <= MOST_MB and (name == "first import" or altered == 0)
            print(
                f"{name:<16}{seconds:6.1f} s ({seconds / MOST_SECONDS:.2f} of {MOST_SECONDS:.0f})   {memory:6.0f} MB "
                f"({memory / MOST_MB:.2f} of {MOST_MB:.0f})   {report['added']} added, {report['changed']} changed, "
                f"{report['retired']} retired, {report['unchanged']} unchanged"
            )
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
