"""The steps on the way of an idea, as ideas_told.yaml writes them: each does one thing through the services of proposals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from madang.city.demo.story.cast import Cast
from madang.city.demo.story.ideas import pictures
from madang.city.demo.story.ideas.reading import Idea, Told
from madang.city.kernel import clock
from madang.city.kernel.money import Money
from madang.city.people import queries as people
from madang.city.people.rules import Viewer
from madang.city.proposals.queries import own
from madang.city.proposals.rules.answers import Answer
from madang.city.proposals.rules.life import Decision
from madang.city.proposals.services import collecting, doing, ending, hiding, reviewing, routing, writing
from madang.city.proposals.services.pictures import add_to_milestone

References = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is told of it, who takes it, and when.

    supporters  whoever supports the idea
    known       the references of all ideas by their keys
    """

    idea: Idea
    told: Told
    by: Viewer
    now: datetime
    supporters: tuple[Viewer, ...]
    known: References

    @property
    def who(self) -> dict[str, Any]:
        """Return which idea it is about, who acts, and when."""
        return {"reference": self.idea.reference, "by": self.by, "now": self.now}

    @property
    def words(self) -> dict[str, Any]:
        """Return what is said, and in which language."""
        return {"text": self.told["text"], "language": self.told.get("language", self.idea.writing.language)}

    @property
    def next_on(self) -> date:
        """Return the day that is promised."""
        return clock.today(self.now) + timedelta(days=self.told["next"])

    def money(self, name: str) -> Money | None:
        """Return an amount that is told."""
        return Money(self.told[name], settings.CITY_CURRENCY) if name in self.told else None


def take(idea: Idea, told: Told, *, cast: Cast, supporters: tuple[Viewer, ...], known: References, author: Viewer) -> Any:
    """Return what takes a step at a time."""
    by = cast.named(told["who"]) if "who" in told else author
    return lambda now: VERBS[told["do"]](Step(idea, told, by, now, supporters, known))


def _route(step: Step) -> None:
    account_id = people.account_by_email(f"{step.told['officer']}@haneul.example")
    officer = people.staff_of(account_id) if account_id else None
    if officer is None:
        raise LookupError(f"no officer {step.told['officer']!r}")
    routing.route(department=step.told["to"], officer_id=officer.id, **step.who)


def _answer(step: Step) -> None:
    told = step.told
    answer = Answer(
        decision=Decision(told["decision"]),
        reason=told.get("reason", ""),
        law=told.get("law", ""),
        cost=step.money("cost"),
        next_on=step.next_on if "next" in told else None,
        forwarded_to=told.get("to", ""),
        **step.words,
    )
    reviewing.answer(answer=answer, **step.who)


def _milestone(step: Step) -> None:
    told = step.told
    reached = doing.Step(
        on_date=clock.today(step.now), title=told["title"], spent=step.money("spent"), **step.words
    )  # fmt: skip
    number = doing.add_milestone(step=reached, **step.who)
    if "picture" in told:
        add_to_milestone(milestone=number, data=pictures.drawn(told["picture"]), alternative=told["title"], **step.who)


def _check(step: Step) -> None:
    """Let so many of those who were asked say that it is done."""
    today = clock.today(step.now)
    asked = [one for one in step.supporters if one.resident_id and own.to_check(one.resident_id, today=today)]
    for one in asked[: step.told["say_yes"]]:
        doing.check(reference=step.idea.reference, is_done=True, text="", by=one, now=step.now)


def _edit(step: Step) -> None:
    text = f"{step.idea.writing.text}\n\n{step.told['text_more']}"
    step.idea.writing = replace(step.idea.writing, text=text)
    writing.edit(writing=step.idea.writing, **step.who)


VERBS: Mapping[str, Callable[[Step], Any]] = {
    "route": _route,
    "ask": lambda step: reviewing.ask_author(**step.words, **step.who),
    "reply": lambda step: reviewing.reply(**step.words, **step.who),
    "extend": lambda step: reviewing.extend(**step.words, **step.who),
    "answer": _answer,
    "plan": lambda step: doing.plan(start_on=step.next_on, cost=step.money("cost"), **step.words, **step.who),
    "start": lambda step: doing.start(finish_on=step.next_on, **step.words, **step.who),
    "milestone": _milestone,
    "finish": lambda step: doing.finish(**step.words, **step.who),
    "check": _check,
    "edit": _edit,
    "lift": lambda step: collecting.lift(**step.words, **step.who),
    "revive": lambda step: collecting.revive(**step.who),
    "retire": lambda step: ending.retire(in_favour_of=step.known[step.told["for"]], **step.who),
    "withdraw": lambda step: ending.withdraw(**step.words, **step.who),
    "hide": lambda step: hiding.hide(reason=step.told["reason"], **step.words, **step.who),
    "appeal": lambda step: hiding.appeal(**step.words, **step.who),
}
