"""Votes of Haneul: one that is counted by groups, one that runs, one on paper that the city has answered, one to take part in."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from madang.city.demo.story.cast import Cast
from madang.city.kernel import clock
from madang.city.people import queries as people
from madang.city.people.rules import SYSTEM, Assurance, Viewer
from madang.city.voting.queries import entitlement
from madang.city.voting.rules.answers import Answer, Decision
from madang.city.voting.rules.asking import Asked
from madang.city.voting.rules.electorate import Electorate
from madang.city.voting.rules.votes import NO, YES, Kind, Mode, Rule, Shown
from madang.city.voting.services import asking, casting, moving, secret
from madang.city.voting.services import clock as hours

FILE = Path(__file__).resolve().parents[1] / "votes.yaml"
CLERKS = ("desk", "environment")
YOUNG = 40
A_BATCH = 25
Told = Mapping[str, Any]


def hold(cast: Cast, now: datetime) -> None:
    """Hold the votes: what is over is closed, counted and, where the city must, answered."""
    for told in yaml.safe_load(FILE.read_text(encoding="utf-8")):
        _hold(told, cast, now)


def _hold(told: Told, cast: Cast, now: datetime) -> None:
    opens_at, closes_at = (now - timedelta(days=told[name]) for name in ("opened", "closes"))
    asked, by = _asked(told, opens_at, closes_at), cast.named(told["by"])
    reference = asking.ask(asked=asked, by=by, now=opens_at - timedelta(days=1))
    moving.announce(reference=reference, by=by, now=opens_at - timedelta(days=1))
    hours.move(reference=reference, now=opens_at)
    voters = cast.drawn(told["ballots"], f"voters {told['key']}")
    rng = random.Random(f"ballots {told['key']}")  # noqa: S311 - an invented city is drawn by lot
    choices = [_choice(asked, told["of_hundred"], _is_young(one, now), rng) for one in voters]
    at = opens_at + timedelta(hours=30)
    if told.get("paper"):
        _on_paper(reference, voters, choices, cast, at)
    else:
        for one, choice in zip(voters, choices, strict=True):
            casting.cast(reference=reference, person=_person(one), choice=choice, now=at)
    if closes_at <= now:
        hours.move(reference=reference, now=closes_at)
    if "answer" in told:
        at = closes_at + timedelta(days=21)
        next_on = clock.today(at) + timedelta(days=told["next"])
        said = Answer(decision=Decision(told["decision"]), text=told["answer"], next_on=next_on)
        moving.answer(reference=reference, said=said, by=by, now=at)


def _asked(told: Told, opens_at: datetime, closes_at: datetime) -> Asked:
    kind = Kind(told["kind"])
    return Asked(
        mode=Mode(told["mode"]),
        language=told.get("language", "en"),
        question=told["question"],
        description=told["description"],
        options=asking.yes_or_no() if kind is Kind.YES_NO else tuple(told["options"]),
        opens_at=opens_at,
        closes_at=closes_at,
        kind=kind,
        rule=Rule(told["rule"]),
        maximum=told.get("maximum", 1),
        shown=Shown(told.get("shown", Shown.AFTER_CLOSING)),
        electorate=Electorate(least=Assurance(told.get("least", Assurance.SELF_DECLARED))),
        department=told.get("department", ""),
        answer_days=told.get("answer_days"),
    )


def _choice(asked: Asked, of_hundred: Sequence[Sequence[int]], is_young: bool, rng: random.Random) -> Any:
    likes = [row[0 if is_young else 1] for row in of_hundred]
    if asked.kind is Kind.YES_NO:
        return [YES if rng.random() * 100 < likes[0] else NO]
    drawn = {number: rng.random() * 100 - like for number, like in enumerate(likes, 1)}
    in_order = sorted(drawn, key=lambda one: drawn[one])
    if asked.kind is Kind.RANKING:
        return [[number] for number in in_order]
    liked = [number for number in in_order if drawn[number] < 0]
    return sorted(liked[: asked.maximum] or in_order[:1])


def _is_young(who: Viewer, now: datetime) -> bool:
    known = people.profile(who.resident_id, viewer=SYSTEM, purpose="story") if who.resident_id else None
    return known is not None and known.birth_date is not None and clock.today(now).year - known.birth_date.year < YOUNG


def _on_paper(reference: str, voters: Sequence[Viewer], choices: Sequence[Any], cast: Cast, now: datetime) -> None:
    """Let people vote on paper at a desk; two clerks type each batch, and both read the same."""
    one, other = (cast.named(name) for name in CLERKS)
    for voter in voters:
        secret.admit(reference=reference, person=_person(voter), by=one, now=now)
    for number, first in enumerate(range(0, len(choices), A_BATCH), 1):
        ballots = [(choice, None) for choice in choices[first : first + A_BATCH]]
        for clerk in (one, other):
            secret.enter_batch(reference=reference, batch=f"S{number}", ballots=ballots, by=clerk, now=now + timedelta(days=1))


def _person(who: Viewer) -> str:
    return entitlement.resident(who.resident_id or 0)
