"""The program as an operator meets it: sentences and exit codes, restarts, a clean stop."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from madang.city.cli.frame import why_not_version

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def folder() -> Path:
    path = Path(tempfile.mkdtemp(prefix="mdg-"))
    path.chmod(0o755)
    return path


@pytest.fixture
def settled(folder, settle) -> Path:
    """Return a folder whose city has its tables already."""
    settle(folder / "var")
    return folder


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    dropped = {"DATABASE_URL", "MADANG_LOG_LEVEL", "MADANG_SECRET_KEY", "DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return (
        kept
        | {"MADANG_DATA_DIR": str(folder / "var"), "MADANG_PORT": str(free_port()), "MADANG_DEMO": "1", "PYTHONPATH": "src"}
        | more
    )


def madang(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "madang.city.cli", *words]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_a_port_in_use_is_one_sentence_and_code_2(folder):
    environment = surroundings(folder)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environment["MADANG_PORT"])))
        taken.listen()
        done = madang("serve", environment=environment)
    assert done.returncode == 2
    assert f"Port {environment['MADANG_PORT']}" in done.stderr
    assert "MADANG_PORT" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "The database does not answer"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL begins with mysql://"),
        ({"MADANG_PORT": "eighty"}, "MADANG_PORT is 'eighty'"),
        ({"MADANG_DEMO": "0"}, "MADANG_SECRET_KEY is not set"),
        ({"MADANG_CITY_ACCENT": "#ffff00"}, "MADANG_CITY_ACCENT"),
    ],
)
def test_what_cannot_work_is_said_in_one_sentence(folder, more, words):
    done = madang("serve", environment=surroundings(folder, **more))
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unwritable_folder_is_one_sentence(folder):
    (folder / "file").write_text("")
    done = madang("serve", environment=surroundings(folder, MADANG_DATA_DIR=str(folder / "file" / "var")))
    assert done.returncode == 2
    assert "MADANG_DATA_DIR" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_site_answers_under_its_own_address_and_to_a_health_check(folder):
    words = "from django.conf import settings; print(*settings.ALLOWED_HOSTS)"
    environment = surroundings(folder, MADANG_SITE_URL="https://city.example", DJANGO_SETTINGS_MODULE="madang.city.settings")
    done = subprocess.run([sys.executable, "-c", words], env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["city.example", "127.0.0.1", "localhost", "[::1]"]


def test_an_older_postgresql_is_refused_by_name():
    assert "PostgreSQL 14" in (why_not_version(140_011) or "")
    assert why_not_version(150_000) is None
    assert why_not_version(180_001) is None


def ready(address: str, seconds: float = 300) -> dict:
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:
                return json.load(answer)
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the site did not become ready")


def still_running(processes: list[psutil.Process], seconds: float) -> list[str]:
    """Name those that have not ended in time. One that has ended but that nobody has collected yet (a zombie) has ended."""
    ends_at = time.monotonic() + seconds
    while True:
        left = []
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):  # psutil's ZombieProcess is one of these
                if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                    left.append(" ".join(process.cmdline()))
        if not left or time.monotonic() > ends_at:
            return left
        time.sleep(0.1)


def start(folder: Path, environment: dict[str, str], *words: str) -> subprocess.Popen[bytes]:
    with (folder / f"log-{environment['MADANG_PORT']}").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "madang.city.cli", *(words or ["serve"])], env=environment, cwd=ROOT, stdout=log, stderr=log
        )


def family(process: psutil.Process) -> list[psutil.Process]:
    return process.children(recursive=True)


def test_serve_restarts_what_dies_and_stops_everything_on_sigterm(settled):
    environment = surroundings(settled)
    process = start(settled, environment)
    address = f"http://127.0.0.1:{environment['MADANG_PORT']}"
    try:
        assert ready(address)["database"] == "up"
        parent = psutil.Process(process.pid)
        web = next(child for child in family(parent) if child.cmdline()[0] == "madang: web")
        web.send_signal(signal.SIGKILL)
        web.wait(10)
        assert ready(address)["database"] == "up"
        children = family(parent)
        assert len(children) >= 4
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0
        assert still_running(children, seconds=10) == []
    finally:
        process.kill()
        process.wait()


def test_the_parents_death_takes_everything_along(settled):
    environment = surroundings(settled)
    process = start(settled, environment)
    ready(f"http://127.0.0.1:{environment['MADANG_PORT']}")
    children = family(psutil.Process(process.pid))
    process.kill()
    process.wait(10)
    assert still_running(children, seconds=30) == []


ALREADY = "Another madang already runs on"


@pytest.mark.parametrize("words", [("serve",), ("demo",)], ids=["serve", "demo"])
def test_of_two_starts_at_once_on_an_empty_folder_one_goes_on_and_the_other_is_told(folder, words):
    surrounding = [surroundings(folder), surroundings(folder)]
    pair = [start(folder, environment, *words) for environment in surrounding]
    logs = [folder / f"log-{environment['MADANG_PORT']}" for environment in surrounding]
    try:
        ends_at = time.monotonic() + 300
        while all(one.poll() is None for one in pair) and time.monotonic() < ends_at:
            time.sleep(0.1)
        second = next(number for number, one in enumerate(pair) if one.poll() is not None)
        told = logs[second].read_text()
        assert pair[second].returncode == 2, told
        assert f"{ALREADY} {folder / 'var'}. Stop it first" in " ".join(told.split())
        assert "Traceback" not in told
        first, log = pair[1 - second], logs[1 - second]
        if words == ("serve",):
            assert ready(f"http://127.0.0.1:{surrounding[1 - second]['MADANG_PORT']}")["database"] == "up"
            assert re.search(r"Bringing the tables up to date \S+ (\d+)/\1 ", log.read_text()), "the long work is counted"
        time.sleep(1)  # unharmed: a moment later it still goes on
        assert first.poll() is None, log.read_text()
        assert "Traceback" not in log.read_text()
        first.send_signal(signal.SIGTERM)
        first.wait(40)
    finally:
        for one in pair:
            one.kill()
            one.wait()
