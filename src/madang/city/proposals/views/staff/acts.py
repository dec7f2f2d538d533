"""What staff do with an idea: each act with its form, its button and its service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.text import localised, text_key
from madang.city.people import queries as people
from madang.city.people.rules import Role
from madang.city.proposals.forms.staff import (
    AnswerForm,
    MilestoneForm,
    PlanForm,
    ReassignForm,
    RouteForm,
    SayForm,
    StartForm,
    money,
)
from madang.city.proposals.rules.answers import Answer
from madang.city.proposals.rules.life import Move
from madang.city.proposals.services import collecting, doing, reviewing, routing
from madang.city.proposals.services.doing import Step
from madang.city.proposals.views import words

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StaffAct:
    """An act of staff; ``told`` makes what the service takes out of what the form gives."""

    label: Any
    yes: Any
    form: type[forms.Form] | None
    service: Callable[..., object]
    told: Callable[[Told], Told] = dict
    has_revision: bool = False


def _officer(cleaned: Told) -> Told:
    """Return the officer with the department that they work in now."""
    line = people.staff_member(cleaned["officer"])
    rest = {name: value for name, value in cleaned.items() if name != "officer"}
    return rest | {"officer_id": cleaned["officer"], "department": line.department_code if line else ""}


def _answer(cleaned: Told) -> Told:
    return {"answer": Answer(**cleaned | {"cost": money(cleaned["cost"])})}


def _cost(cleaned: Told) -> Told:
    return cleaned | {"cost": money(cleaned["cost"])}


def _step(cleaned: Told) -> Told:
    return {"step": Step(**cleaned | {"spent": money(cleaned["spent"])})}


ACTS: Mapping[Move, StaffAct] = {
    Move.ROUTE: StaffAct(_("Name who answers"), _("Give it to them"), RouteForm, routing.route, _officer),
    Move.DECIDE: StaffAct(_("Answer"), _("Publish the answer"), AnswerForm, reviewing.answer, _answer, has_revision=True),
    Move.DECIDE_ANEW: StaffAct(
        _("Change the answer"), _("Publish the new answer"), AnswerForm, reviewing.answer, _answer, has_revision=True
    ),
    Move.ASK: StaffAct(_("Ask the author"), _("Ask in public"), SayForm, reviewing.ask_author),
    Move.RESUME: StaffAct(_("Go on without a reply"), _("Go on with the review"), None, reviewing.resume),
    Move.EXTEND: StaffAct(_("Take more time"), _("Take the longer time"), SayForm, reviewing.extend),
    Move.PLAN: StaffAct(_("Plan it"), _("Publish the plan"), PlanForm, doing.plan, _cost),
    Move.START: StaffAct(_("Begin"), _("Say that work begins"), StartForm, doing.start),
    Move.MILESTONE: StaffAct(_("Tell of a step"), _("Publish the step"), MilestoneForm, doing.add_milestone, _step),
    Move.FINISH: StaffAct(_("It is done"), _("Say that it is done"), SayForm, doing.finish),
    Move.REASSIGN: StaffAct(_("Give it to somebody else"), _("Give it to them"), ReassignForm, routing.reassign, _officer),
    Move.LIFT: StaffAct(_("Lift it over the threshold"), _("Send it to the departments"), SayForm, collecting.lift),
}  # fmt: skip


def form_for(move: Move, sent: Any = None) -> forms.Form | None:
    """Return the form of an act, bound to what was sent."""
    kind = ACTS[move].form
    if kind is None:
        return None
    options: Told = {"prefix": move.value, "initial": {"language": text_key()}}
    if issubclass(kind, RouteForm):
        options["officers"] = officers()
    if issubclass(kind, AnswerForm):
        options["decisions"] = [(one.value, label) for one, (label, _kind, _icon) in words.DECISIONS.items()]
        options["reasons"] = list(words.REASONS.items())
    return kind(sent, **options)


def officers() -> list[tuple[str, str]]:
    """Return who may answer, behind their departments."""
    lang = text_key()
    names = {one.code: localised(one.name, lang) for one in people.departments()}
    serving = (one for one in people.everybody_serving() if one.role in (Role.CASEWORKER, Role.HEAD))
    named = [(str(one.id), f"{names.get(one.department_code, '')}: {one.name}") for one in serving]
    return sorted(named, key=lambda pair: pair[1])
