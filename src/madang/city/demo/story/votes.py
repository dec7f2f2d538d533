"""Votes of Haneul: one that is counted by groups, one that runs, one secret that the city has answered, one to take part in."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from madang.city.demo.story import secret_ballots
from madang.city.demo.story.cast import Cast
from madang.city.kernel import clock
from madang.city.people import queries as people
from madang.city.people.rules import SYSTEM, Assurance, Viewer
from madang.city.proposals.rules.comments import Side
from madang.city.proposals.rules.subjects import SubjectKind
from madang.city.proposals.services import comments
from madang.city.voting.queries import entitlement
from madang.city.voting.rules.answers import Answer, Decision
from madang.city.voting.rules.asking import Asked
from madang.city.voting.rules.electorate import Electorate
from madang.city.voting.rules.votes import NO, YES, Kind, Mode, Rule, Shown
from madang.city.voting.services import asking, casting, moving
from madang.city.voting.services import clock as hours

FILE = Path(__file__).resolve().parents[1] / "votes.yaml"
YOUNG = 40
BETWEEN = timedelta(hours=4)
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
    _discuss(reference, told, cast, opens_at)
    voters = cast.drawn(told["ballots"], f"voters {told['key']}")
    rng = random.Random(f"ballots {told['key']}")  # noqa: S311 - an invented city is drawn by lot
    choices = [_choice(asked, told["of_hundred"], _is_young(one, now), rng) for one in voters]
    at = opens_at + timedelta(hours=30)
    if "sealed" in told:
        secret_ballots.hold(reference, list(zip(voters, choices, strict=True)), sealed=told["sealed"], cast=cast, now=at)
    else:
        for one, choice in zip(voters, choices, strict=True):
            casting.cast(reference=reference, person=entitlement.resident(one.resident_id or 0), choice=choice, now=at)
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
        discussed="comments" in told,
        electorate=Electorate(least=Assurance(told.get("least", Assurance.SELF_DECLARED))),
        department=told.get("department", ""),
        answer_days=told.get("answer_days"),
    )


def _discuss(reference: str, told: Told, cast: Cast, opens_at: datetime) -> None:
    """Let residents say what they think, some hours after each other; others say what helps."""
    for number, one in enumerate(told.get("comments", []), 1):
        writer, other, *judges = cast.drawn(20, f"{told['key']} comment {number}")
        at, said = opens_at + number * BETWEEN, {"text": one["text"], "language": one["language"]}
        written = comments.write(reference=reference, kind=SubjectKind.VOTE, side=Side(one["side"]), **said, by=writer, now=at)
        helpful, unhelpful = one.get("helpful", 0), one.get("unhelpful", 0)
        for place, judge in enumerate(judges[: helpful + unhelpful]):
            comments.judge_helpful(comment=written.public_id, is_helpful=place < helpful, by=judge, now=at + BETWEEN)
        if "reply" in one:
            comments.reply(to=written.public_id, **one["reply"], by=other, now=at + BETWEEN)


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
