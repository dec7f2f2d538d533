"""Read what was proposed: ideas.yaml, one idea for each place it names, and ideas_told.yaml, ideas that have a story."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from madang.city.demo.story.administration import SCHEME
from madang.city.places import queries as places
from madang.city.proposals.rules.writing import Point, Writing

FOLDER = Path(__file__).resolve().parents[2]
YEAR_DAYS, LATEST_DAYS = 358, 3
FEW = (0, 1, 1, 1, 2, 2, 3, 4, 7)
WITHIN_DAYS = 20
METRES_A_DEGREE = 111_000
Told = Mapping[str, Any]


@dataclass(slots=True)
class Idea:
    """An idea as it was written, and what happened to it.

    author     the name before the @ of somebody's address; empty is a neighbour
    supports   neighbours who support it within so many days
    reference  its number, once it is begun
    """

    key: str
    writing: Writing
    days_ago: float
    supports: int
    author: str = ""
    signers: Sequence[str] = ()
    within: int = WITHIN_DAYS
    comments: Sequence[Told] = ()
    steps: Sequence[Told] = ()
    same_as: str = ""
    picture: str = ""
    reference: str = field(default="", compare=False)


def ideas() -> list[Idea]:
    """Return every idea of the year, the oldest first."""
    found = [*_with_a_story(), *_all_others()]
    return sorted(found, key=lambda one: -one.days_ago)


def _with_a_story() -> Iterator[Idea]:
    for told in _read("ideas_told.yaml"):
        yield Idea(
            key=told["key"],
            writing=_writing(told, told["title"], told["text"], told.get("area", "city"), told.get("point")),
            days_ago=told["days_ago"],
            supports=told["supports"],
            author=told.get("by", ""),
            signers=told.get("with", ()),
            within=told.get("within", WITHIN_DAYS),
            comments=told.get("comments", ()),
            steps=told.get("steps", ()),
            same_as=told.get("same_as", ""),
            picture=told.get("picture", ""),
        )


def _all_others() -> Iterator[Idea]:
    rng = random.Random("ideas of a year")  # noqa: S311 - an invented city is drawn by lot
    told = [(one, *place) for one in _read("ideas.yaml") for place in one["at"]]
    rng.shuffle(told)
    for number, (one, area, where, why) in enumerate(told):
        title, text = (one[part].format(where=where, why=why) for part in ("title", "text"))
        days_ago = LATEST_DAYS + (YEAR_DAYS - LATEST_DAYS) * number / len(told)
        writing = _writing(one, title, text, area, _spot(area, rng))
        yield Idea(f"{area}-{number}", writing, days_ago, rng.choice(FEW))


def _read(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")))


def _writing(told: Told, title: str, text: str, area: str, point: Sequence[float] | None) -> Writing:
    known = places.area_by_code(SCHEME, area)
    return Writing(
        title=title,
        text=text,
        topic=told["topic"],
        language=told.get("language", "ko"),
        area_id=known.id if known else None,
        point=Point(*point) if point else None,
    )


def _spot(code: str, rng: random.Random) -> tuple[float, float] | None:
    """Return a place near the middle of a neighbourhood; larger areas have none."""
    area = places.area_by_code(SCHEME, code)
    if area is None or area.level != "neighbourhood":
        return None
    reach = area.square_metres**0.5 / METRES_A_DEGREE / 4
    return round(area.longitude + rng.uniform(-reach, reach), 5), round(area.latitude + rng.uniform(-reach, reach), 5)
