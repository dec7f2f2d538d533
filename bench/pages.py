"""The page of a service for somebody who is not signed in, under load, against an empty Django template page.

    python bench/pages.py [--seconds 5] [--rounds 3]

Both pages are answered by one Granian in one run, in turn; the share is of medians. The empty page is a template without a word,
rendered by Django with the site's middleware and context. Measured with wrk where it is installed, else with a client of our
own. Exit code 1 if the service page answers less than half as many requests a second.
"""

import argparse
import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import _site

LEAST_SHARE = 0.5
CONNECTIONS = 8
SERVICE = "/services/childcare-place"
EMPTY = "/empty"
SETTINGS = "from madang.city.settings import *\nROOT_URLCONF = 'bench_urls'\nTEMPLATES[0]['DIRS'] = [{folder!r}]\n"
URLS = (
    "from django.shortcuts import render\nfrom django.urls import path\nfrom madang.city.urls import *\n"
    "urlpatterns = [path('empty', lambda request: render(request, 'empty.html')), *urlpatterns]\n"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(folder: Path, code: Path, port: int) -> subprocess.Popen[bytes]:
    """Start Granian as `madang serve` does, with the empty page beside the site's."""
    (code / "bench_settings.py").write_text(SETTINGS.format(folder=str(code)))
    (code / "bench_urls.py").write_text(URLS)
    (code / "empty.html").write_text("")
    variables = _site.environment(folder) | {"DJANGO_SETTINGS_MODULE": "bench_settings"}
    variables["PYTHONPATH"] += f"{os.pathsep}{code}"
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2",
        "--blocking-threads", "4", "--backpressure", "64", "--log-level", "warning", "--no-ws", "madang.city.wsgi:application",
    ]  # fmt: skip
    return subprocess.Popen(command, env=variables)


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{address} does not answer")


def per_second(address: str, seconds: int) -> float:
    """Return how many requests a second a page answers."""
    if shutil.which("wrk"):
        said = subprocess.run(
            ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", address], capture_output=True, text=True, check=True
        ).stdout
        if "Non-2xx" in said:
            raise SystemExit(f"{address} did not answer with a page:\n{said}")
        return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]
    return own_client(address, seconds)


def own_client(address: str, seconds: int) -> float:
    """Count answers over kept connections; slower than wrk, but for both pages alike."""
    host, path = re.fullmatch(r"http://([^/]+)(/.*)", address).groups()  # type: ignore[union-attr]
    counts, until = [0] * CONNECTIONS, time.monotonic() + seconds

    def ask(place: int) -> None:
        connection = http.client.HTTPConnection(host)
        while time.monotonic() < until:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{address} answered {answer.status}")
            counts[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def measure(site: str, seconds: int, rounds: int) -> float:
    """Print requests a second of both pages; return the share of the medians."""
    found: dict[str, list[float]] = {EMPTY: [], SERVICE: []}
    for path in found:
        per_second(site + path, 2)
    for _ in range(rounds):
        for path, counted in found.items():
            counted.append(per_second(site + path, seconds))
    medians = {path: statistics.median(counted) for path, counted in found.items()}
    for path, median in medians.items():
        print(f"{path:<32}{median:10,.0f} requests/s   ({', '.join(f'{one:,.0f}' for one in found[path])})")
    share = medians[SERVICE] / medians[EMPTY]
    print(f"{'share':<32}{share:10.2f}              (limit {LEAST_SHARE})")
    return share


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with _site.fresh_folder() as folder, tempfile.TemporaryDirectory() as code:
        _site.madang(folder, "demo", "--no-serve")
        port = free_port()
        with _site.database(folder):
            server = serve(folder, Path(code), port)
            try:
                wait_for(f"http://127.0.0.1:{port}{SERVICE}")
                share = measure(f"http://127.0.0.1:{port}", options.seconds, options.rounds)
            finally:
                server.terminate()
                server.wait(20)
    return 0 if share >= LEAST_SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
