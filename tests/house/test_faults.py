"""Faults of a real city: a damaged backup, a journal somebody changed, a worker killed with a job in its hands."""

import json
import os
import signal
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import psycopg
import pytest

from madang.city.kernel.database.embedded import url
from madang.city.kernel.database.place import find_place
from tests.house.terminal import terminal
from tests.house.test_serving import ALREADY, family, free_port, ready, start, surroundings

EMAIL = "operator@haneul.example"
MAKE = """
from madang.city.kernel import clock
from madang.city.people import services as people
from madang.city.journal import services as journal
now = clock.now()
people.open_account(email="operator@haneul.example", now=now, password=None, verified=True, language="en")
for number in range(3):
    journal.note(verb="tried", about=f"test:{number}", actor="system", at=now)
journal.seal(now=now)
"""


@pytest.fixture(scope="module")
def site(settle) -> Iterator[SimpleNamespace]:
    """Serve one empty city for the module, with an account, a sealed journal and a file."""
    folder = Path(tempfile.mkdtemp(prefix="mdg-"))
    folder.chmod(0o755)
    settle(folder / "var")
    environment = surroundings(folder) | {"DJANGO_SETTINGS_MODULE": "madang.city.settings", "MADANG_RATE_LIMITS": "0"}
    process = start(folder, environment)
    address = f"http://127.0.0.1:{environment['MADANG_PORT']}"
    try:
        ready(address)
        kept = folder / "var" / "files" / "uploads" / "kept.txt"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text("a letter")
        database = url(find_place(folder / "var"))
        with terminal(environment) as give:
            done = give(script=MAKE)
            assert done.returncode == 0, done.stderr
            yield SimpleNamespace(address=address, give=give, folder=folder, process=process, kept=kept, database=database)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def asked(site: SimpleNamespace, statement: str) -> list[tuple]:
    with psycopg.connect(site.database, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_what_cannot_be_read_is_one_sentence_and_code_2(site):
    bad = site.folder / "bad.csv"
    bad.write_bytes(b"query,lang\n\xff\xfe,en\n")
    for words in (
        ("search", "--batch", str(bad), "--json"),
        ("search", "--batch", str(site.folder / "none.csv")),
        ("restore", "--yes", str(site.folder / "none.tar")),
        ("token", "create", "--user", "nobody@haneul.example", "--scope", "all"),
        ("token", "create", "--user", EMAIL, "--scope", "everything-and-more"),
    ):
        done = site.give(*words)
        assert (done.returncode, "Traceback" in done.stderr) == (2, False), (words, done.stderr[-600:])
        assert done.stderr.strip()


def test_a_later_start_on_the_same_folder_is_told_and_other_commands_share_the_database(site):
    for words in ("serve", "demo"):
        done = site.give(words, more={"MADANG_PORT": str(free_port())})
        assert (done.returncode, ALREADY in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr
    shared = site.give("migrate")
    assert (shared.returncode, shared.stderr.strip()) == (0, "The tables are up to date.")
    assert ready(site.address)["database"] == "up"


def test_a_token_made_at_the_terminal_opens_the_api(site):
    done = site.give("token", "create", "--user", EMAIL, "--scope", "cases:read")
    assert done.returncode == 0, done.stderr
    asking = urllib.request.Request(f"{site.address}/api/v1/cases", headers={"Authorization": f"Bearer {done.stdout.strip()}"})
    with urllib.request.urlopen(asking, timeout=20) as answer:
        assert json.load(answer)["items"] == []


def test_a_backup_brings_everything_back_and_a_damaged_one_changes_nothing(site):
    file, damaged = site.folder / "city.tar", site.folder / "damaged.tar"
    assert site.give("backup", str(file)).returncode == 0
    assert file.stat().st_mode & 0o077 == 0
    asked(site, "UPDATE people_account SET language = 'ko'")
    site.kept.write_text("changed")
    damaged.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    done = site.give("restore", "--yes", str(damaged))
    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr[-600:]
    assert asked(site, "SELECT DISTINCT language FROM people_account") == [("ko",)]
    assert site.kept.read_text() == "changed"
    done = site.give("restore", "--yes", str(file))
    assert done.returncode == 0, done.stderr[-600:]
    assert asked(site, "SELECT DISTINCT language FROM people_account") == [("en",)]
    assert site.kept.read_text() == "a letter"
    assert ready(site.address)["database"] == "up"


def test_a_killed_worker_comes_back_and_its_job_is_done(site):
    """The job lies in the hands of a worker that is gone; the next one takes it up."""
    worker = next(one for one in family(psutil.Process(site.process.pid)) if one.cmdline()[0] == "madang: jobs")
    asked(
        site,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, attempts)"
        " VALUES ('default', 'journal.verify', 'doing', '{}', 0)",
    )
    asked(site, "UPDATE procrastinate_events SET at = at - interval '10 minutes'")
    os.kill(worker.pid, signal.SIGKILL)
    ends_at = time.monotonic() + 150
    wanted = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'journal.verify' AND status = 'succeeded'"
    while asked(site, wanted) != [(1,)] and time.monotonic() < ends_at:
        time.sleep(1)
    assert asked(site, wanted) == [(1,)]


def test_a_changed_journal_is_named_at_the_terminal(site):
    assert site.give("verify", "journal").returncode == 0
    with psycopg.connect(site.database) as connection:
        connection.execute("SET session_replication_role = replica")  # as only the server's own superuser can
        connection.execute("UPDATE journal_note SET verb = 'never' WHERE about = 'test:1'")
    done = site.give("verify", "journal", "--json")
    assert done.returncode == 1
    verdict = json.loads(done.stdout)
    assert verdict["ok"] is False
    assert verdict["first_broken"]["batch"]
