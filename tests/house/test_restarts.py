"""The database goes away while people write: what was confirmed is there once, all else was told, and everything comes back by itself."""

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import psutil
import psycopg
import pytest

from madang.city.kernel.database.embedded import url
from madang.city.kernel.database.place import find_place
from tests.house.test_serving import ROOT, ready, start, surroundings

WRITERS = 4
ENOUGH = 12
PATIENCE_SECONDS = 90
TOKEN = "a" * 32
MAKE = """
import json
import django; django.setup()
from django.test import Client
from madang.city.kernel import clock
from madang.city.people.tests import builders as people
from madang.city.portal.tests import builders as portal
haru, clerk = people.resident(), people.staff()
service = portal.service("childcare-place")
cases = [portal.case(service, resident_id=haru, assignee=clerk, now=clock.now()).reference for _ in range(4)]
print(json.dumps({"cases": cases, "session": people.signed_in(haru).cookies["sessionid"].value}))
"""


@pytest.fixture(scope="module")
def site(settle) -> Iterator[SimpleNamespace]:
    """Serve one city for the module, with a resident who is signed in and has four cases at the desk of one caseworker."""
    folder = Path(tempfile.mkdtemp(prefix="mdg-"))
    folder.chmod(0o755)
    settle(folder / "var")
    environment = surroundings(folder) | {"DJANGO_SETTINGS_MODULE": "madang.city.settings", "MADANG_RATE_LIMITS": "0"}
    process = start(folder, environment)
    port = int(environment["MADANG_PORT"])
    try:
        ready(f"http://127.0.0.1:{port}")
        made = subprocess.run(
            [sys.executable, "-c", MAKE], env=environment, cwd=ROOT, check=True, timeout=120, capture_output=True, text=True
        )
        yield SimpleNamespace(
            port=port, process=process, database=url(find_place(folder / "var")), **json.loads(made.stdout.splitlines()[-1])
        )
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


@dataclass
class Writer(threading.Thread):
    """Somebody who sends message after message to one case, and notes what the city answered to each."""

    site: SimpleNamespace
    case: str
    mark: str
    answers: dict[str, http.client.HTTPResponse] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    stop: bool = False

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        while not self.stop:
            self.write(f"{self.mark} {len(self.answers)}")

    def write(self, words: str) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        head = {
            "Cookie": f"sessionid={self.site.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line.request("POST", f"/my/cases/{self.case}/message", urllib.parse.urlencode({"body": words}), head)
        answer = line.getresponse()
        self.pages[words], self.answers[words] = answer.read().decode(), answer
        line.close()

    def __hash__(self) -> int:
        return id(self)

    def confirmed(self) -> list[str]:
        return [words for words, answer in list(self.answers.items()) if answer.status == 302]

    def told(self) -> list[str]:
        return [words for words, answer in list(self.answers.items()) if answer.status != 302]


def asked(site: SimpleNamespace, statement: str) -> list[tuple]:
    with psycopg.connect(site.database, autocommit=True) as connection:
        return connection.execute(statement).fetchall()


def until(holds, seconds: float = PATIENCE_SECONDS) -> bool:
    ends_at = time.monotonic() + seconds
    while not holds() and time.monotonic() < ends_at:
        time.sleep(0.1)
    return holds()


def postmaster(site: SimpleNamespace) -> psutil.Process | None:
    found = [one for one in psutil.Process(site.process.pid).children() if Path((one.cmdline() or [""])[0]).name == "postgres"]
    return found[0] if found else None


def all_wrote(writers: list[Writer], more: list[int]) -> bool:
    return all(len(one.confirmed()) >= before + ENOUGH for one, before in zip(writers, more, strict=True))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["restarted", "killed"])
def test_under_load_nothing_is_lost_and_nothing_is_written_twice(site, number):
    """A restart in haste (SIGINT is PostgreSQL's fast shutdown), and a server that is killed."""
    writers = [Writer(site, case, f"{number.name} {case}") for case in site.cases]
    for one in writers:
        one.start()
    try:
        assert until(lambda: all_wrote(writers, [0] * WRITERS)), [one.pages for one in writers]
        before = postmaster(site)
        os.kill(before.pid, number)
        assert until(lambda: any(one.told() for one in writers)), "nobody noticed"
        then = [len(one.confirmed()) for one in writers]
        assert until(lambda: all_wrote(writers, then)), "the city did not recover"
    finally:
        for one in writers:
            one.stop = True
            one.join(60)
    assert postmaster(site).pid != before.pid

    for one in writers:
        for words in one.told():
            answer, page = one.answers[words], one.pages[words]
            assert answer.status == 503, (answer.status, page[:2000])
            assert int(answer.headers["Retry-After"]) > 0
            assert "Back in a moment" in page
            assert "Traceback" not in page
    written = Counter(body for (body,) in asked(site, "SELECT body FROM portal_message"))
    confirmed = [words for one in writers for words in one.confirmed()]
    assert [words for words in confirmed if written[words] != 1] == []
    assert [words for words, times in written.items() if times > 1] == []
    everybody_is_told_once(site)


def everybody_is_told_once(site: SimpleNamespace) -> None:
    """The job worker is back too: there is one notice for each message, and every job gets done."""
    open_jobs = "SELECT task_name, status::text FROM procrastinate_jobs WHERE status <> 'succeeded'"
    messages = "SELECT count(*) FROM portal_message"
    notices = "SELECT count(*) FROM notices_notice WHERE subject ->> 'en' LIKE 'The applicant has written%'"
    with psycopg.connect(site.database, autocommit=True) as connection:  # what died with its job was heard of ten minutes ago
        connection.execute("UPDATE procrastinate_events SET at = at - interval '10 minutes'")
        connection.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '10 minutes'")
        connection.execute(  # what runs every minute runs now
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, attempts)"
            " VALUES ('default', 'kernel.rescue', 'todo', '{}', 0)"
        )
    until(lambda: not asked(site, open_jobs), 180)
    assert asked(site, open_jobs) == []
    assert asked(site, "SELECT state, reason FROM notices_delivery WHERE state <> 'sent'") == []
    assert asked(site, notices) == asked(site, messages)
