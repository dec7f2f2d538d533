"""Harvest of a large catalogue that is killed in the middle: seconds, memory, and how often anything is there twice.

    python bench/harvest.py [--records 300000] [--kind data-json|ckan|dcat] [--kills 1]

A server on this machine gives an invented catalogue: data sets with one to four files, a tenth of them in Korean. `madang harvest run`
reads it and is killed (SIGKILL) at even shares of the way, as often as wished; called again it goes on. Afterwards every record must be
one data set, and a second harvest must change nothing. Limits: 30 minutes for the first harvest with its kills, 400 MB for the process,
0 twice, 0 missing. Exit code 1 where one is missed. CKAN's harvester never finished gathering 296,000 (ckan/ckanext-harvest#549).
"""

import argparse
import http.server
import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import _site

MOST_SECONDS, MOST_MB = 1_800.0, 400.0
PAGE = 100
WORDS = (
    "bike", "station", "air", "budget", "school", "traffic", "noise", "water", "permit", "park", "accident", "population",
    "energy", "library", "waste", "parking", "inspection", "market", "housing", "road", "clinic", "bus", "flood", "tree",
)  # fmt: skip
KOREAN = (
    "자전거",
    "대여소",
    "대기질",
    "예산",
    "학교",
    "교통",
    "소음",
    "수질",
    "공원",
    "사고",
    "인구",
    "도서관",
    "주차",
    "주택",
    "도로",
    "버스",
)
PERIODS = ("R/P1D", "R/P1W", "R/P1M", "R/P3M", "R/P1Y", "irregular")


def record(number: int) -> dict[str, Any]:
    """Return the record of a number; always the same."""
    dice = random.Random(number)
    words = KOREAN if number % 10 == 0 else WORDS
    title = f"{' '.join(dice.choices(words, k=4))} {number}"
    files = [
        {"@type": "dcat:Distribution", "title": f"{title} {year}", "mediaType": "text/csv", "format": "CSV",
         "downloadURL": f"https://files.example/{number}/{year}.csv"}
        for year in range(2020, 2021 + number % 4)
    ]  # fmt: skip
    return {
        "@type": "dcat:Dataset", "identifier": f"https://them.example/id/{number}", "title": title, "accessLevel": "public",
        "description": " ".join(dice.choices(words, k=40)), "keyword": dice.choices(words, k=5), "modified": f"2026-0{1 + number % 9}-11",
        "publisher": {"@type": "org:Organization", "name": f"Office {number % 50}"}, "accrualPeriodicity": dice.choice(PERIODS),
        "contactPoint": {"@type": "vcard:Contact", "fn": "Office", "hasEmail": "mailto:office@them.example"},
        "license": "https://creativecommons.org/licenses/by/4.0/", "temporal": "2020-01-01/2025-12-31", "distribution": files,
    }  # fmt: skip


def data_json(records: int) -> Iterator[bytes]:
    yield b'{"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": [\n'
    for number in range(records):
        yield (b",\n" if number else b"") + json.dumps(record(number), ensure_ascii=False).encode()
    yield b"\n]}\n"


def ckan(records: int, asked: dict[str, list[str]]) -> Iterator[bytes]:
    start, rows = int(asked["start"][0]), int(asked["rows"][0])
    results = [package(number) for number in range(start, min(start + rows, records))]
    yield json.dumps({"success": True, "result": {"count": records, "results": results}}).encode()


def package(number: int) -> dict[str, Any]:
    one = record(number)
    files = [{"name": file["title"], "url": file["downloadURL"], "format": "CSV"} for file in one["distribution"]]
    return {
        "id": one["identifier"], "name": f"set-{number}", "title": one["title"], "notes": one["description"], "state": "active",
        "tags": [{"name": word} for word in one["keyword"]], "organization": {"title": one["publisher"]["name"]},
        "license_id": "cc-by", "resources": files, "metadata_modified": one["modified"],
    }  # fmt: skip


def turtle(records: int, asked: dict[str, list[str]]) -> Iterator[bytes]:
    page = int(asked.get("page", ["1"])[0])
    last = -(-records // PAGE)
    yield b"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix h: <http://www.w3.org/ns/hydra/core#> .\n"
    following = f"; h:next <?page={page + 1}> " if page < last else ""
    yield f"<> a h:PartialCollectionView; h:totalItems {records} {following}.\n<#all> a dcat:Catalog .\n".encode()
    for number in range((page - 1) * PAGE, min(page * PAGE, records)):
        one = record(number)
        files = ", ".join(
            f'[ dct:title "{file["title"]}"; dcat:downloadURL <{file["downloadURL"]}> ]' for file in one["distribution"]
        )
        yield (
            f'<#all> dcat:dataset <{one["identifier"]}> . <{one["identifier"]}> a dcat:Dataset; dct:title "{one["title"]}"; '
            f'dct:description "{one["description"]}"; dct:identifier "{one["identifier"]}"; dcat:distribution {files} .\n'
        ).encode()


def serve(kind: str, records: int) -> str:
    """Serve the catalogue from a thread; return its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            if "robots" in self.path:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/turtle" if kind == "dcat" else "application/json")
            self.end_headers()
            parts = {
                "data-json": lambda: data_json(records),
                "ckan": lambda: ckan(records, asked),
                "dcat": lambda: turtle(records, asked),
            }
            try:
                self.wfile.writelines(parts[kind]())
            except (BrokenPipeError, ConnectionResetError):
                return

        def log_message(self, *args: Any) -> None:
            pass

    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{made.server_port}/{'data.json' if kind == 'data-json' else ''}"


def start(folder: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "madang.city.cli", "harvest", "run", "them", "--json"]
    environment = _site.environment(folder) | {"MADANG_HARVEST_PRIVATE": "1"}
    return subprocess.Popen(command, env=environment, stdout=(folder / "said.json").open("wb"), stderr=subprocess.DEVNULL)


def memory_mb(process: "subprocess.Popen[bytes]") -> float:
    """Return the most memory that a process held so far."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def count(address: str, question: str) -> int:
    import psycopg

    with psycopg.connect(address) as connection:
        return int(connection.execute(question).fetchone()[0])


def run(folder: Path, address: str, kill_at: list[int]) -> tuple[float, float]:
    """Harvest, killed each time so many data sets are there; return seconds and the most MB."""
    began, most = time.perf_counter(), 0.0
    for wanted in [*kill_at, None]:
        process = start(folder)
        while process.poll() is None:
            most = max(most, memory_mb(process))
            if wanted is not None and count(address, "SELECT count(*) FROM opendata_dataset") >= wanted:
                process.send_signal(signal.SIGKILL)
                process.wait()
                print(f"  killed with {count(address, 'SELECT count(*) FROM opendata_dataset'):,} data sets")
            time.sleep(0.1)
        if wanted is None and process.returncode:
            raise SystemExit(f"the harvest failed with exit code {process.returncode}: {(folder / 'said.json').read_text()}")
    return time.perf_counter() - began, most


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=300_000)
    parser.add_argument("--kind", choices=("data-json", "ckan", "dcat"), default="data-json")
    parser.add_argument("--kills", type=int, default=1)
    options = parser.parse_args()
    kill_at = [options.records * number // (options.kills + 1) for number in range(1, options.kills + 1)]
    with _site.fresh_folder() as folder, _site.database(folder) as address:
        _site.madang(folder, "migrate")
        _site.madang(folder, "harvest", "add", "them", "--kind", options.kind, serve(options.kind, options.records))
        seconds, memory = run(folder, address, kill_at)
        found = count(address, "SELECT count(*) FROM opendata_dataset WHERE state = 'published'")
        twice = count(address, "SELECT count(*) - count(DISTINCT external_id) FROM opendata_dataset")
        again, more = run(folder, address, [])
        said = json.loads((folder / "said.json").read_text())["counts"]
    print(f"{options.records:,} records ({options.kind}), killed {options.kills} times")
    print(
        f"first harvest {seconds:8.1f} s ({seconds / MOST_SECONDS:.2f} of {MOST_SECONDS:.0f})   {memory:5.0f} MB ({memory / MOST_MB:.2f} of {MOST_MB:.0f})"
    )
    print(f"               {found:,} data sets, {twice} twice, {options.records - found} missing")
    print(
        f"second harvest{again:8.1f} s   {more:5.0f} MB   {said.get('unchanged', 0):,} unchanged, {said.get('changed', 0)} changed"
    )
    held = seconds <= MOST_SECONDS and max(memory, more) <= MOST_MB and found == options.records and not twice
    return 0 if held and said.get("unchanged") == options.records else 1


if __name__ == "__main__":
    sys.exit(main())
