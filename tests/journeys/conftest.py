"""A real city for the journeys: `madang demo` on a free port, with its database, its workers and its mail."""

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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from madang.city.kernel.database import testing
from tests.browser import system_browser

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
START_SECONDS = 300
WAIT_MS = 20_000  # two cities and two browsers may share two cores
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "haneul-demo-2026"
DESK, PHONE, HALF = ({"width": width, "height": 900} for width in (1280, 320, 640))
COLOURS = ("color-contrast", "link-in-text-block")  # what the dark can spoil; all else is found in the light
LARGE = "(size) => { document.documentElement.style.fontSize = size; }"


Votes = Ideas = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class City:
    """A running city: its address and its data folder."""

    address: str
    folder: Path

    def mail_to(self, receiver: str, holding: str = "", seconds: float = 20) -> str:
        """Return the text of the newest mail to ``receiver`` that holds the words, waiting for it."""
        ends_at = time.monotonic() + seconds
        while time.monotonic() < ends_at:
            for path in sorted((self.folder / "outbox").glob("*.log"), key=lambda one: one.stat().st_mtime, reverse=True):
                message = message_from_bytes(path.read_bytes(), policy=policy.default)
                body = message.get_body(("plain",)) if receiver in str(message["To"]) else None
                if body and holding in body.get_content():
                    return body.get_content()
            time.sleep(0.2)
        raise AssertionError(f"no mail to {receiver} with “{holding}” in {seconds} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    ends_at = time.monotonic() + START_SECONDS
    while time.monotonic() < ends_at:
        if process.poll() is not None:
            raise AssertionError(f"the demo ended with code {process.returncode}:\n{log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the demo did not answer in {START_SECONDS} s:\n{log.read_text()[-3000:]}")


def _warm(address: str) -> None:
    """Let each of the two web workers read its list of words once, as they have on a site that runs."""
    for _ in range(6):
        with urllib.request.urlopen(f"{address}/services/find?q=lamp", timeout=60) as answer:
            answer.read()


def _surroundings(folder: Path, port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "MADANG_LOG_LEVEL"}}
    return kept | {
        "MADANG_PORT": str(port),
        "MADANG_DATA_DIR": str(folder),
        "MADANG_RATE_LIMITS": "0",
        "MADANG_LOG_FORMAT": "plain",
    }


def _told(folder: Path) -> None:
    """Tell the demo's story in the folder, and serve nothing."""
    testing.settle(folder)
    command = [sys.executable, "-m", "madang.city.cli", "demo", "--no-serve"]
    subprocess.run(command, env=_surroundings(folder, _free_port()), cwd=ROOT, check=True, timeout=START_SECONDS)


@pytest.fixture(scope="session")
def city(django_db_blocker: DjangoDbBlocker) -> Iterator[City]:
    """Serve the demo for the whole run; stop it as Ctrl-C does, and see that it stops cleanly."""
    folder = Path(tempfile.mkdtemp(prefix="madang-journey-"))
    with django_db_blocker.unblock():
        testing.copied("story", _told, folder)
    folder.chmod(0o755)
    port = _free_port()
    log = folder / "demo.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "madang.city.cli", "demo"], env=_surroundings(folder, port), stdout=output, stderr=output, cwd=ROOT
        )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}", process, log)
            _warm(f"http://127.0.0.1:{port}")
            yield City(f"http://127.0.0.1:{port}", folder)
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(60)
    assert code == 0, log.read_text()[-3000:]


@pytest.fixture(scope="session")
def votes(city: City) -> Iterator[Votes]:
    """Return a function that makes and moves votes beside the running city."""
    yield from _acting(city, "tests.journeys.making_votes")


@pytest.fixture(scope="session")
def ideas(city: City) -> Iterator[Ideas]:
    """Return a function that lets neighbours support and check ideas, and take part in conversations, beside the running city."""
    yield from _acting(city, "tests.journeys.moving_ideas")


def _acting(city: City, module: str) -> Iterator[Callable[..., dict[str, Any]]]:
    surroundings = _surroundings(city.folder, 0) | {"MADANG_DEMO": "1", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    with subprocess.Popen(
        [sys.executable, "-m", module], env=surroundings, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()

        def act(what: str, **told: Any) -> dict[str, Any]:
            print(json.dumps({"act": what, **told}), file=process.stdin, flush=True)
            assert process.stdout
            return json.loads(process.stdout.readline())

        yield act
        process.stdin.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser once; its driver's event loop stays in this thread, where Django would refuse to ask its database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=system_browser(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(city: City, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a fresh visitor's page; options go to the browser's context."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(path: str = "/", **options: object) -> Page:
        context = browser.new_context(base_url=city.address, **{"locale": "en-GB", **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        page.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        page.on("request", lambda request: complaints.append(request.url) if not _is_ours(request.url, city) else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def look(visit: Callable[..., Page]) -> Page:
    """Return a fresh page; axe itself is brought in from outside, so these pages alone run without the content policy."""
    return visit("/accessibility", color_scheme="light", viewport=DESK, bypass_csp=True, reduced_motion="reduce")


def _is_ours(url: str, city: City) -> bool:
    return url.startswith((city.address, "data:", "blob:"))


def violations(page: Page, *rules: str) -> list[str]:
    """Return axe-core's findings on the page, one line each; of ``rules`` only, where some are named."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    wanted = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found = page.evaluate("(wanted) => axe.run(document, wanted)", wanted)
    return [
        f"{page.url} {v['id']}: {n['html'][:160]} {n['failureSummary'][:200]}" for v in found["violations"] for n in v["nodes"]
    ]


_signed_in: dict[str, list[Any]] = {}


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in; by the form, as a person would, for the first time, and with the cookies of that time from then on."""
    if email in _signed_in:
        page.context.add_cookies(_signed_in[email])
        page.goto("/")
        return
    sign_in_by_form(page, email, password)
    _signed_in[email] = [one for one in page.context.cookies() if one["name"] == "sessionid"]


def sign_in_by_form(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in by the form, as a person would."""
    page.goto("/account/login/")
    page.get_by_label(re.compile("E-?mail", re.I)).first.fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/login" not in url)


def choose(page: Page | Locator, *labels: str) -> None:
    """Choose radios or boxes by their words, clicking the words as a person would."""
    for label in labels:
        page.locator("label:visible").filter(has_text=re.compile(rf"^\s*{re.escape(label)}")).first.click()


def move_on(page: Page, button: str = "Save and continue") -> None:
    """Press a button of a form and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def sideways(page: Page) -> float:
    """Return by how many pixels the page is wider than the window."""
    return page.evaluate("document.scrollingElement.scrollWidth - innerWidth")


def here(page: Page) -> list[str]:
    """Look at the page as it stands in every way: it is loaded once and turned about, the phone's colours are seen in the dark."""
    page.set_viewport_size(DESK)
    found = violations(page) + too_wide(page, f"at {DESK['width']} px")
    page.emulate_media(color_scheme="dark")
    found += [f"in the dark: {one}" for one in violations(page, *COLOURS)]
    page.set_viewport_size(PHONE)
    found += [f"in the dark: {one}" for one in violations(page)] + too_wide(page, f"at {PHONE['width']} px")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(HALF)  # letters of 200 % on 640 px: as on a desk of 1280 px that is zoomed to 400 %
    page.evaluate(LARGE, "200%")
    found += too_wide(page, "in large letters")
    page.evaluate(LARGE, "")
    page.set_viewport_size(DESK)
    return found


def too_wide(page: Page, how: str) -> list[str]:
    return [f"{page.url} is wider than the screen {how}"] if sideways(page) > 0 else []
