"""The story of Haneul, told through the systems' own services. Telling it twice changes nothing."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from madang.city.demo.story import (
    administration,
    applications,
    catalogue,
    history,
    plaza,
    residents,
    taking_part,
)
from madang.city.kernel import clock, jobs
from madang.city.people import queries as people

FOLDER = Path(__file__).resolve().parents[1]
Tick = Callable[[int, int], None]
Chapter = Callable[[datetime], None]
CHAPTERS: tuple[Chapter, ...] = (
    administration.found_departments,
    administration.draw_areas,
    administration.appoint_staff,
    residents.move_in,
    catalogue.publish,
    applications.send_in,
    history.look_back,
    plaza.open_the_plaza,
    taking_part.take_part,
)


def tell(tick: Tick) -> None:
    """Tell every chapter, then run the jobs that the story left behind; a city that knows it all is left in peace."""
    mark = Path(settings.DATA_DIR) / "story-told"
    if people.account_by_email(residents.SHOWN[0]) and mark.exists() and mark.read_text() == _fingerprint():
        return
    for done, chapter in enumerate(CHAPTERS):
        tick(done, len(CHAPTERS) + 1)
        chapter(clock.now())
    jobs.run_pending(clock.now())
    tick(len(CHAPTERS) + 1, len(CHAPTERS) + 1)
    mark.write_text(_fingerprint())


def _fingerprint() -> str:
    """Return a mark of the story's files and of the city's service files: told once, it need not be told again."""
    folders = [FOLDER, *settings.SERVICE_FOLDERS]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".yaml", ".geojson"})
    facts = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr((facts, settings.DATABASE_URL)).encode()).hexdigest()


def sign_in_lines() -> list[str]:
    """Return what a visitor needs to know to sign in."""
    cast = [residents.SHOWN, *((person.email, person.who) for person in administration.SHOWN)]
    lines = ["", "Sign in as:", *(f"  {email:<30} {who}" for email, who in cast)]
    return [
        *lines,
        f"The password of all is {administration.PASSWORD}",
        "Passkeys need the name localhost instead of 127.0.0.1.",
        "Ctrl-C closes the city.",
    ]
