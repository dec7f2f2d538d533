"""The story of Haneul, told through the systems' own services. Telling it twice changes nothing."""

from collections.abc import Callable
from datetime import datetime

from madang.city.demo.story import administration, applications, catalogue, history, residents
from madang.city.kernel import clock, jobs

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
)


def tell(tick: Tick) -> None:
    """Tell every chapter, then run the jobs that the story left behind."""
    for done, chapter in enumerate(CHAPTERS):
        tick(done, len(CHAPTERS) + 1)
        chapter(clock.now())
    jobs.run_pending(clock.now())
    tick(len(CHAPTERS) + 1, len(CHAPTERS) + 1)


def sign_in_lines() -> list[str]:
    """Return what a visitor needs to know to sign in."""
    people = [residents.SHOWN, *((person.email, person.who) for person in administration.SHOWN)]
    lines = ["", "Sign in as:", *(f"  {email:<30} {who}" for email, who in people)]
    return [
        *lines,
        f"The password of all is {administration.PASSWORD}",
        "Passkeys need the name localhost instead of 127.0.0.1.",
        "Ctrl-C closes the city.",
    ]
