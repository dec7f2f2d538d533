"""Proposals for tests: each builder makes something that works, and takes what the test is about."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

import pytest
from django.test import Client

from madang.city.kernel.refusals import Refused
from madang.city.notices.models import Notice
from madang.city.people.rules import CITY, Role, StaffView, Viewer
from madang.city.people.tests import builders as people
from madang.city.proposals.models import Check, Proposal, ProposalEvent
from madang.city.proposals.rules.answers import Answer
from madang.city.proposals.rules.life import Decision, State
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.rules.settings import Duty, Threshold
from madang.city.proposals.rules.writing import Writing
from madang.city.proposals.services import collecting, doing, reviewing, routing, settings, supporting, waking, writing

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # Friday 20 November 2026, noon in Seoul
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
TEXT = "Buses stop in the sun all summer. A roof of leaves over each stop would help everybody who waits."


def refused(call: Callable[..., object], **arguments: Any) -> str:
    """Return the key of the refusal that a call raises."""
    with pytest.raises(Refused) as caught:
        call(**arguments)
    return caught.value.refusal.key


def written(title: str = "Shade at bus stops", text: str = TEXT, **more: Any) -> Writing:
    """Return a writing that may be published."""
    return replace(Writing(title=title, text=text, topic="transport"), **more)


def resident(name: str = "Kim Haru", **details: Any) -> Viewer:
    """Return a resident who may propose and support."""
    return people.viewer_for(people.resident(name, **details))


def browser_of(viewer: Viewer) -> Client:
    """Return a browser in which somebody is signed in; staff as that."""
    return people.signed_in(viewer.staff or viewer.resident_id or 0)


def with_duty(duty: Duty, *, role: Role = Role.CASEWORKER, department_code: str = "citizen-voice") -> Viewer:
    """Return a member of staff with a duty."""
    viewer = people.viewer_for(people.staff(role, department_code=department_code))
    settings.give_duty(account_id=viewer.account_id, duty=duty, by=CITY, now=NOW)
    return viewer


def needs(supports: int, days: int = 30) -> None:
    """Set the threshold of the whole city."""
    settings.set_threshold(area_id=None, threshold=Threshold(days=days, supports=supports), by=CITY, now=NOW)


@dataclass
class Desk:
    """The people around a proposal: who wrote it, supports it, routes, answers and heads."""

    author: Viewer
    supporters: list[Viewer] = field(default_factory=list)
    clerk: Viewer | None = None
    officer: Viewer | None = None
    officer_view: StaffView | None = None
    reference: str = ""

    @cached_property
    def head(self) -> Viewer:
        """Return the head of the officer's department, who is there once a test asks."""
        code = self.officer_view.department_code
        return people.viewer_for(people.staff(Role.HEAD, department_code=code, name="Choi Head"))

    @property
    def row(self) -> Proposal:
        """Return the row as it stands."""
        return Proposal.objects.get(reference=self.reference)

    @property
    def ask(self) -> dict[str, Any]:
        """Return whom most services act for: the officer, now."""
        return {"reference": self.reference, "by": self.officer, "now": NOW}


def draft(author: Viewer | None = None, wanted: Writing | None = None) -> Desk:
    """Return a draft of a resident."""
    desk = Desk(author or resident())
    desk.reference = writing.begin(writing=wanted or written(), by=desk.author, now=NOW)
    return desk


def collecting_support(author: Viewer | None = None, wanted: Writing | None = None, *, supports: int = 0, **publish: Any) -> Desk:
    """Return a published proposal with so many supports."""
    desk = draft(author, wanted)
    writing.publish(reference=desk.reference, shown=Shown.INITIALS, by=desk.author, now=NOW, **publish)
    for _ in range(supports):
        desk.supporters.append(resident("Lee Sora"))
        supporting.support(reference=desk.reference, by=desk.supporters[-1], now=NOW)
    return desk


def routed(*, supports: int = 1, author: Viewer | None = None) -> Desk:
    """Return a proposal that enough people support."""
    needs(max(1, supports))
    return collecting_support(author, supports=max(1, supports))


def in_review(*, supports: int = 1, author: Viewer | None = None, department_code: str = "transport") -> Desk:
    """Return a proposal on an officer's desk."""
    desk = routed(supports=supports, author=author)
    desk.clerk = with_duty(Duty.CLERK)
    desk.officer_view = people.staff(department_code=department_code)
    desk.officer = people.viewer_for(desk.officer_view)
    routing.route(
        reference=desk.reference, department=department_code, officer_id=desk.officer_view.id, by=desk.clerk, now=NOW
    )  # fmt: skip
    return desk


def yes(**more: Any) -> Answer:
    """Return the answer of a city that adopts."""
    adopts = Answer(decision=Decision.ADOPTED, text="We plant trees at forty stops next spring.", next_on=TODAY + 30 * DAY)
    return replace(adopts, **more)


def no(**more: Any) -> Answer:
    """Return the answer of a city that declines."""
    declines = Answer(decision=Decision.DECLINED, text="The roads belong to the province, not to us.", reason="not_ours")
    return replace(declines, **more)


def adopted(**more: Any) -> Desk:
    """Return a proposal that the city has adopted."""
    desk = in_review(**more)
    reviewing.answer(answer=yes(), **desk.ask)
    return desk


def in_progress(**more: Any) -> Desk:
    """Return a proposal on which work has begun."""
    desk = adopted(**more)
    doing.plan(text="The contract is out.", language="en", start_on=TODAY + 10 * DAY, **desk.ask)
    doing.start(text="The first trees are planted.", language="en", finish_on=TODAY + 60 * DAY, **desk.ask)
    return desk


def done(**more: Any) -> Desk:
    """Return a proposal that the city says is done."""
    desk = in_progress(**more)
    doing.finish(text="All forty stops have shade.", language="en", **desk.ask)
    return desk


def asked_to_check(desk: Desk) -> list[Viewer]:
    """Return who was asked whether it is done."""
    rows = Check.objects.filter(proposal=desk.row, round=desk.row.asks_check, is_lapsed=False).order_by("pk")
    return [people.viewer_for(pk) for pk in rows.values_list("resident_id", flat=True)]


def expired(author: Viewer | None = None) -> Desk:
    """Return a proposal whose time was over before enough people came."""
    desk = collecting_support(author)
    waking.expire_all(now=NOW + 31 * DAY)
    assert desk.row.state == State.EXPIRED
    return desk


def open_held(desk: Desk, by: Viewer) -> None:
    """Let a proposal that was held back collect support."""
    collecting.open_held(reference=desk.reference, by=by, now=NOW)


def last_event(desk: Desk) -> ProposalEvent:
    """Return what happened last."""
    return ProposalEvent.objects.filter(proposal=desk.row).latest("id")


def told(viewer: Viewer) -> set[str]:
    """Return the kinds of notice that somebody got."""
    return set(Notice.objects.filter(account_id=viewer.account_id).values_list("kind", flat=True))


def published(title: str, *, days: int = 0, supports: int = 0, text: str = TEXT, **more: Any) -> Desk:
    """Return a proposal that was published so many days ago, with a count of its own."""
    desk = collecting_support(wanted=written(title=title, text=text, **more))
    Proposal.objects.filter(reference=desk.reference).update(published_at=NOW - days * DAY, supports=supports)
    return desk
