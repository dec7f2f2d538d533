"""Group by over a large table, over HTTP, against PostgreSQL and Datasette.

    python bench/asking.py [--rows 1000000] [--requests 40]

The table of _tables.py is published, and the question "how many rows, and the mean distance, of each of 25 districts" is asked over
HTTP of three, in turn, one request after the other:
  the Plaza       the tabular API (groupby=), Granian over WSGI, one worker; no answer is kept, each is computed
  PostgreSQL      the city's own server, the same rows typed, primary key and indexes, vacuumed and analysed, its parallel workers as
                  they come; a view in the same Granian that runs the SQL and answers JSON
  Datasette       SQLite with the same rows typed, indexes on station and time, ANALYZE; its own server; count, facets and suggestions
                  off and its limit of one second raised, without which it would not answer at all. Up to 2 M rows
CPU is that of all processes that serve: web workers, the engine's processes, the database with workers that have ended. Limits: at
10 M rows at most 1/5 of PostgreSQL's CPU, at 1 M at most 1/20 of Datasette's. Exit code 1 where one is missed. Small tables
(below 1 M) are measured and not judged.
"""

import argparse
import http.client
import json
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE)]

ROUNDS, WARM_UP = 8, 3
POSTGRES_SHARE, DATASETTE_SHARE = 1 / 5, 1 / 20
JUDGED_FROM, DATASETTE_MOST = 1_000_000, 2_000_000
URLS = """
from django.db import connection
from django.http import JsonResponse
from django.urls import path
from madang.city.urls import *

def peer(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT c2, count(*), avg(c6) FROM peer GROUP BY c2 ORDER BY c2")
        return JsonResponse({"rows": [list(row) for row in cursor.fetchall()]})

urlpatterns = [path("peer", peer), *urlpatterns]
"""
SETTINGS = "from madang.city.settings import *\nROOT_URLCONF = 'asking_urls'\nRATE_LIMITS = False\n"
SQLITE_TYPES = {"integer": "INTEGER", "decimal": "REAL", "boolean": "INTEGER"}
Rows = list[list[Any]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(command: list[str], variables: dict[str, str], port: int, ready: str) -> Iterator[int]:
    """Run a server for the block, once it answers; give its process id."""
    program = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                get(port, ready)
                break
            except (OSError, http.client.HTTPException):
                if program.poll() is not None:
                    raise SystemExit(f"{command[0]} ended with {program.returncode}") from None
                time.sleep(0.1)
        yield program.pid
    finally:
        program.terminate()
        program.wait(timeout=30)


def get(port: int, address: str) -> Any:
    """Return the JSON of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", address)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise SystemExit(f"{address}: {response.status} {body[:300]!r}")
        return json.loads(body)
    finally:
        connection.close()


def plaza(code: Path, folder: Path, port: int) -> tuple[list[str], dict[str, str]]:
    """Return how Granian is started, the peer's view beside the city's."""
    import _site

    (code / "asking_settings.py").write_text(SETTINGS)
    (code / "asking_urls.py").write_text(URLS)
    variables = _site.environment(folder) | {"DJANGO_SETTINGS_MODULE": "asking_settings"}
    variables["PYTHONPATH"] += f"{os.pathsep}{code}"
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
        "--blocking-threads", "4", "--log-level", "warning", "--no-ws", "madang.city.wsgi:application",
    ]  # fmt: skip
    return command, variables


def fill_sqlite(path: Path, version: Any) -> None:
    """Write the version's rows into SQLite, typed, with its indexes."""
    import tables

    from madang.city.opendata.store import tables as store

    kinds = [column["type"] for column in version.table.columns]
    columns = ", ".join(f"c{place} {SQLITE_TYPES.get(kind, 'TEXT')}" for place, kind in enumerate(kinds))
    rows = store.open(version.table.key)
    with sqlite3.connect(path) as base:
        base.execute(f"CREATE TABLE peer (id INTEGER PRIMARY KEY, {columns})")
        marks = ", ".join("?" * (len(kinds) + 1))
        plain = ((number, *(one if isinstance(one, int | float | str | None) else str(one) for one in row))
                 for number, row in enumerate(tables._each_row(rows)))  # fmt: skip
        base.executemany(f"INSERT INTO peer VALUES ({marks})", plain)
        base.execute("CREATE INDEX by_station ON peer (c0)")
        base.execute("CREATE INDEX by_time ON peer (c1)")
        base.execute("ANALYZE")


def datasette(path: Path, port: int) -> list[str]:
    settings = {"sql_time_limit_ms": "60000", "suggest_facets": "off", "allow_facet": "off", "default_cache_ttl": "0"}
    given = [part for pair in settings.items() for part in ("--setting", *pair)]
    return [sys.executable, "-m", "datasette", "serve", str(path), "--port", str(port), *given]


class Clock:
    """The CPU time of processes and all that they started, in milliseconds; of the database also what has ended."""

    def __init__(self, *processes: int) -> None:
        import psutil

        self.psutil = psutil
        self.roots = [psutil.Process(one) for one in processes]

    def now(self) -> float:
        total = 0.0
        for root in self.roots:
            total += sum(root.cpu_times()[:4])
            for child in root.children(recursive=True):
                try:
                    total += sum(child.cpu_times()[:2])
                except self.psutil.Error:
                    continue
        return total * 1_000


def measure(sides: dict[str, tuple[Callable[[], Any], Clock]], requests: int) -> dict[str, tuple[float, float]]:
    """Return CPU and wall milliseconds a request by side: medians of rounds, the sides in turn."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
    for _, (ask, _) in sides.items():
        for _ in range(WARM_UP):
            ask()
    each = max(1, requests // ROUNDS)
    for _ in range(ROUNDS):
        for name, (ask, clock) in sides.items():
            began, used = time.perf_counter(), clock.now()
            for _ in range(each):
                ask()
            taken[name].append(((clock.now() - used) / each, (time.perf_counter() - began) * 1_000 / each))
    return {name: tuple(map(statistics.median, zip(*pairs, strict=True))) for name, pairs in taken.items()}  # type: ignore[misc]


def same(ours: Rows, peers: Rows) -> bool:
    """Tell whether two answers are one: districts, counts, and means to nine digits."""

    def told(rows: Rows) -> list[tuple[Any, int, str]]:
        return sorted((str(key), int(count), f"{float(mean):.9g}") for key, count, mean in rows)

    return told(ours) == told(peers)


def report(found: dict[str, tuple[float, float]], rows: int) -> bool:
    holds = True
    ours = found["the Plaza"][0]
    print(f"\n{f'group by over {rows:,} rows':<30}{'CPU ms':>10}{'wall ms':>10}{'share':>9}   limit")
    for name, (cpu, wall) in found.items():
        judged = {"PostgreSQL": (POSTGRES_SHARE, 10 * JUDGED_FROM), "Datasette": (DATASETTE_SHARE, JUDGED_FROM)}.get(name)
        words = ""
        if judged:
            is_kept = ours <= cpu * judged[0]
            words = f"1/{1 / judged[0]:.0f} at {judged[1] // 1_000_000} M" + (
                "" if rows < judged[1] else " kept" if is_kept else " MISSED"
            )
            holds &= is_kept or rows < judged[1]
        print(f"{name:<30}{cpu:>10.1f}{wall:>10.1f}{f'1/{cpu / ours:.1f}' if judged else '':>9}   {words}")
    return holds


def run(folder: Path, rows: int, requests: int) -> bool:
    import _tables
    import psutil
    import tables
    from django.db import connection

    file = folder / "hires.csv"
    _tables.write(file, rows)
    tables.make_dataset()
    version = tables.publish(file)
    tables.fill_peer(version)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = psutil.Process(cursor.fetchone()[0]).parent().pid
    names = [column["name"] for column in version.table.columns]
    asked = urlencode({"groupby": names[2], "count": "", f"{names[6]}__avg": ""})
    port, other = free_port(), free_port()
    command, variables = plaza(folder, folder, port)
    with served(command, variables, port, "/readyz") as web:
        ours = f"/api/v1/datasets/{tables.SLUG}/rows?{asked}"
        if not same([list(row.values()) for row in get(port, ours)["rows"]], get(port, "/peer")["rows"]):
            raise SystemExit("the Plaza and PostgreSQL do not agree")
        sides = {
            "the Plaza": (lambda: get(port, ours), Clock(web)),
            "PostgreSQL": (lambda: get(port, "/peer"), Clock(web, server)),
        }
        if rows > DATASETTE_MOST:
            return report(measure(sides, requests), rows)
        base = folder / "hires.db"
        fill_sqlite(base, version)
        question = "/hires.json?_shape=arrays&sql=" + quote("SELECT c2, count(*), avg(c6) FROM peer GROUP BY c2 ORDER BY c2")
        with served(datasette(base, other), dict(os.environ), other, "/-/versions.json") as sqlite:
            if not same(get(port, "/peer")["rows"], get(other, question)["rows"]):
                raise SystemExit("Datasette and PostgreSQL do not agree")
            sides["Datasette"] = (lambda: get(other, question), Clock(sqlite))
            return report(measure(sides, requests), rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "madang.city.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        return 0 if run(asked.folder, asked.rows, asked.requests) else 1
    import _site

    with _site.fresh_folder() as folder, _site.database(folder):
        command = [
            sys.executable,
            __file__,
            "--folder",
            str(folder),
            "--rows",
            str(asked.rows),
            "--requests",
            str(asked.requests),
        ]
        return subprocess.run(command, env=_site.environment(folder), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
