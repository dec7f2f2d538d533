"""The months before the curtain rises: enough decided cases for the open figures to mean something."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from madang.city.demo.story.applications import (
    AMINA,
    BAEK,
    CHEN,
    IM,
    KIM,
    SOONJA,
    Sent,
    begun_before,
    hand_out,
    lamp,
    morning,
    noise,
    send,
)
from madang.city.portal.services import figures

NEIGHBOURS = (KIM, AMINA, CHEN, SOONJA)
# service, what is told, who decides, how many cases, hours to the answer (in turn), what was written to the applicants
YEAR = (
    ("street-light-fault", lamp, BAEK, 14, (26, 30, 50, 74, 28, 170), "The lamp shines again."),
    ("noise-complaint", noise, IM, 12, (120, 96, 200, 330, 150, 400), "We measured and spoke with those who made the noise."),
)


def look_back(now: datetime) -> None:
    """Tell the last months' cases once, then count the open figures."""
    if not begun_before(KIM, "street-light-fault"):
        for sent in _sent():
            send(sent, morning(now, sent.days_ago))
    figures.count(now=now)


def _sent() -> Iterator[Sent]:
    for slug, told, clerk, count, hours, reasons in YEAR:
        for number in range(count):
            took = timedelta(hours=hours[number % len(hours)])
            days_ago = 30 + 11 * number
            yield Sent(NEIGHBOURS[number % 4], slug, days_ago, told(f"Maru Street {number + 1}"), hand_out(clerk, reasons, took))
