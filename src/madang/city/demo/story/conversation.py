"""A conversation about Station Square: what is said, and how three kinds of people take it."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from madang.city.demo.story.cast import Cast
from madang.city.kernel import clock
from madang.city.people.rules import Viewer
from madang.city.proposals.rules.opinions import Frame, Stance
from madang.city.proposals.services import opinions

FILE = Path(__file__).resolve().parents[1] / "conversation.yaml"
OPENED_BY = "transport"
DAYS_AGO, DAYS_LEFT, HOURS_BETWEEN = 40, 20, 7
KINDS = (46, 42, 32)  # walkers, traders, those who want quiet: in a hundred and twenty
SEEN, TRUE_TO_KIND = 0.6, 0.86
SIGNS = {"+": Stance.AGREE, "0": Stance.PASS, "-": Stance.DISAGREE}


def talk(cast: Cast, now: datetime) -> None:
    """Hold the conversation, and draw the map of it."""
    told: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    at = now - timedelta(days=DAYS_AGO)
    frame = Frame(text=told["text"], ends_on=clock.today(now) + timedelta(days=DAYS_LEFT))
    reference = opinions.open_conversation(
        question=told["question"], topic=told["topic"], by=cast.named(OPENED_BY), now=at, frame=frame
    )  # fmt: skip
    everybody = cast.neighbours
    for number, one in enumerate(told["statements"]):
        at += timedelta(hours=HOURS_BETWEEN)
        language = one.get("language", "ko")
        opinions.add_statement(reference=reference, text=one["text"], language=language, by=everybody[number * 4], now=at)
    _vote(reference, everybody, [one["leans"] for one in told["statements"]], at)
    opinions.draw_due(now=now)


def _vote(reference: str, everybody: Sequence[Viewer], leans: list[str], begun: datetime) -> None:
    rng = random.Random("station square")  # noqa: S311 - an invented city is drawn by lot
    kinds = [kind for kind, count in enumerate(KINDS) for _ in range(count)]
    rng.shuffle(kinds)
    for hours, (viewer, kind) in enumerate(zip(everybody, kinds, strict=True)):
        stances = {
            number: SIGNS[lean[kind] if rng.random() < TRUE_TO_KIND else rng.choice(lean)]
            for number, lean in enumerate(leans, 1)
            if rng.random() < SEEN
        }
        opinions.vote_on_several(reference=reference, stances=stances, by=viewer, now=begun + timedelta(hours=hours))
