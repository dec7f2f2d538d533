"""An idea's values as its page prints them: state bar, answers, milestones, the way so far, what the reader may do."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madang.city.kernel import clock
from madang.city.kernel.text.languages import language_code
from madang.city.look.parts import Happening, Step, Tag
from madang.city.look.templatetags.look import date_plain, date_table, number
from madang.city.proposals.queries.values import AnswerLine, EventLine, MilestoneLine, PictureLine, ProposalWhole
from madang.city.proposals.rules import way
from madang.city.proposals.rules.life import AUTHORS, DESK, SUPPORTED, Move, Part, State
from madang.city.proposals.views import led_to, maps, words
from madang.city.proposals.views.door import marked, said

_AS_ONE = {State.PLANNED: State.IN_PROGRESS, State.CHECKED: State.DONE}
_QUIET = frozenset({Move.OPEN, Move.RESUME})


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture with its address."""

    url: str
    line: PictureLine


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer as the page prints it."""

    line: AnswerLine
    tag: Tag
    reason: Any
    department: Any
    code: str


@dataclass(frozen=True, slots=True)
class ShownMilestone:
    """A milestone as the page prints it."""

    line: MilestoneLine
    pictures: tuple[ShownPicture, ...]
    code: str


def page(shown: ProposalWhole) -> dict[str, Any]:
    """Return what the page of an idea is given."""
    answers = [_answer(one) for one in shown.answers]
    links = led_to.links(shown)
    return {
        "shown": shown,
        "written": shown.written,
        "standing": shown.standing,
        "mine": shown.mine,
        "code": language_code(shown.written.language),
        "title": marked(shown.written.title, shown.written.language) if shown.written.title else _("A hidden idea"),
        "byline": words.bylines(shown.written.bylines),
        "place": _place(shown),
        "on_map": maps.place_frame(shown.place.point, _place(shown)) if shown.place.point else None,
        "topic": words.topic(shown.written.topic),
        "tag": words.state_tag(shown.standing.state, shown.standing.decision, is_overdue=shown.standing.is_overdue),
        "steps": steps(shown),
        "answer": answers[-1] if answers else None,
        "answers_before": answers[-2::-1],
        "milestones": [_milestone(shown.reference, one) for one in shown.milestones],
        "spent": shown.spent,
        "pictures": pictures(shown.reference, shown.pictures),
        "links": links,
        "way": _way(shown, [one.happening for one in links]),
        "department": said(shown.standing.department),
        "question": _last_of(shown, Move.ASK),
        "hidden_why": _last_of(shown, Move.HIDE),
        **support(shown),
        **doors(shown),
    }


def _place(shown: ProposalWhole) -> Any:
    return said(shown.place.area) if shown.place.area else _("The whole city")


def support(shown: ProposalWhole) -> dict[str, Any]:
    """Return how many support an idea, and whether the reader may."""
    standing, mine = shown.standing, shown.mine
    needed = max(1, standing.needed)
    left = (standing.collects_until - clock.today(clock.now())).days if standing.collects_until else None
    return {
        "share": standing.supports / max(needed, standing.supports),
        "mark": needed / standing.supports if standing.supports > needed else None,
        "days_left": max(0, left) if left is not None and standing.state is State.COLLECTING else None,
        "takes_support": standing.state in SUPPORTED,
        "is_author": bool(mine.parts & AUTHORS),
    }


def doors(shown: ProposalWhole) -> dict[str, Any]:
    """Return which moves the reader's page offers."""
    moves = frozenset(shown.mine.moves)
    works = DESK | {Part.CLERK, Part.PANEL}
    return {
        "may": {move.value: True for move in moves},
        "works_on_it": bool(shown.mine.parts & works) and not shown.mine.parts & AUTHORS,
        "is_hidden": shown.standing.state is State.HIDDEN,
        "ends": bool(moves & {Move.EDIT, Move.WITHDRAW, Move.RETIRE, Move.REVIVE}),
    }


def pictures(reference: str, lines: Sequence[PictureLine]) -> tuple[ShownPicture, ...]:
    """Return pictures with their addresses."""
    return tuple(ShownPicture(reverse("proposals:picture", args=[reference, one.id]), one) for one in lines)


def steps(shown: ProposalWhole) -> list[Step]:
    """Return the state bar: nine states in six steps or fewer; what will not come is left out."""
    merged: dict[State, way.Step] = {}
    for step in shown.steps:
        key = _AS_ONE.get(step.state, step.state)
        if step.standing is not way.Standing.NEVER and (key not in merged or step.standing is not way.Standing.TO_COME):
            merged[key] = step
    since = {step.state: step.since for step in shown.steps}
    return [_step(shown, key, step, since.get(State.ROUTED)) for key, step in merged.items()]


def _step(shown: ProposalWhole, key: State, step: way.Step, reached: date | None) -> Step:
    state = {way.Standing.PAST: "done", way.Standing.NOW: "now"}.get(step.standing, "next")
    turn = "late" if step.is_overdue else ""
    if shown.standing.state is State.ASKED and state == "now":
        return Step(
            _("Question to the author"), _until(shown.standing.ask_until), "now", "act" if Part.AUTHOR in shown.mine.parts else ""
        )
    label, note = _labels(shown, key, state)
    if state == "done" and key is State.COLLECTING and reached is None:
        label, note = words.STATES[key][0], _short(step.since)  # it ended before enough people came
    elif key is State.IN_PROGRESS and shown.standing.state is State.PLANNED:
        label = words.STATES[State.PLANNED][0]
        note = _("begins %(until)s") % {"until": _until(step.due_on)} if step.due_on else ""
    elif state == "done":
        note = _short(reached if key is State.COLLECTING else step.since)
    elif state == "now":
        is_told = key is State.ANSWERED and not step.is_overdue
        day = _short(step.since) if is_told else _until(step.due_on) or _short(step.since)
        note = _("late: %(until)s") % {"until": day} if step.is_overdue else day
        if key is State.ANSWERED and shown.standing.decision:
            label = words.DECISIONS[shown.standing.decision][0]
    return Step(label, note, state, turn)


def _labels(shown: ProposalWhole, key: State, state: str) -> tuple[Any, Any]:
    """Return what a step is called, and what stands below it while it is to come."""
    needed = number(shown.standing.needed)
    collected = _("%(n)s supporters") % {"n": needed} if state != "now" and shown.standing.needed else _("Collecting support")
    named: dict[State, tuple[Any, Any]] = {
        State.PUBLISHED: (_("Published"), ""),
        State.COLLECTING: (collected, ""),
        State.ROUTED: (_("Officer named"), _("within days")),
        State.IN_REVIEW: (_("In review"), ""),
        State.ANSWERED: (_("Answer"), _("adopted, in part, or declined")),
        State.IN_PROGRESS: (_("Being done"), ""),
        State.DONE: (pgettext("idea", "Done"), _("checked by residents")),
    }
    return named.get(key, (words.STATES[key][0], ""))


def _until(day: date | None) -> str:
    return _("by %(day)s") % {"day": _short(day)} if day else ""


def _short(day: date | None) -> str:
    """Return a day without its year where that is this year."""
    return date_table(day) if day and day.year == clock.today(clock.now()).year else date_plain(day)


def _answer(one: AnswerLine) -> ShownAnswer:
    label, kind, icon = words.DECISIONS[one.decision]
    reason = words.REASONS.get(one.reason, "")
    return ShownAnswer(one, Tag(label, kind, icon), reason, said(one.department), language_code(one.language))


def _milestone(reference: str, one: MilestoneLine) -> ShownMilestone:
    return ShownMilestone(one, pictures(reference, one.pictures), language_code(one.language))


def _way(shown: ProposalWhole, led: Sequence[Happening]) -> list[Happening]:
    """Return what happened, newest first, behind what comes next; what it led to stands among it."""
    told = [_happening(one) for one in reversed(shown.events) if one.move not in _QUIET]
    told = sorted([*led, *told], key=lambda one: one.when, reverse=True) if led else told
    due = shown.standing.due_on
    if due is None:
        return told
    label = _("Answer") if shown.standing.state in SUPPORTED else _("Next step")
    state = "late" if shown.standing.is_overdue else "next"
    return [Happening(label, _until(due), said(shown.standing.department), "", state), *told]


def _happening(one: EventLine) -> Happening:
    who: Any = ""
    if one.part in DESK or one.part is Part.CLERK:
        who = format_html("{}, {}", one.staff_name, said(one.department)) if one.staff_name and one.department else one.staff_name
    is_above = one.move in (Move.DECIDE, Move.DECIDE_ANEW)  # the answer itself leads the page
    text = "" if is_above else marked(html.unescape(strip_tags(one.html)).strip(), one.language)
    return Happening(words.MOVES[one.move], clock.today(one.at), who, _details(one) or text)


def _details(one: EventLine) -> str:
    return _("Version %(n)s") % {"n": one.details.get("version", "")} if one.move is Move.EDIT else ""


def _last_of(shown: ProposalWhole, move: Move) -> EventLine | None:
    return next((one for one in reversed(shown.events) if one.move is move), None)
