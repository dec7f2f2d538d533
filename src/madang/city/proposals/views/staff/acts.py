"""What staff do with an idea: each act with its form, its button and its service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.text import localised, sort_key, text_key
from madang.city.look.templatetags.look import date_table
from madang.city.people import queries as people
from madang.city.people.rules import Role, Viewer
from madang.city.portal.queries import catalogue
from madang.city.proposals.forms.staff import (
    AnswerForm,
    CaseForm,
    MilestoneForm,
    PlanForm,
    ReassignForm,
    RouteForm,
    SayForm,
    ServiceForm,
    StartForm,
    StepPictureForm,
    VoteForm,
    money,
)
from madang.city.proposals.queries.values import ProposalWhole
from madang.city.proposals.rules.answers import Answer
from madang.city.proposals.rules.life import AUTHORS, DESK, YES, Move
from madang.city.proposals.services import carrying, collecting, doing, pictures, reviewing, routing
from madang.city.proposals.services.carrying import Question
from madang.city.proposals.services.doing import Step
from madang.city.proposals.views import words
from madang.city.voting.rules.life import why_not_ask
from madang.city.voting.rules.votes import Mode

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StaffAct:
    """An act of staff; ``told`` makes what the service takes out of what the form gives.

    offered  tells for acts that are no moves whether the page offers them
    """

    label: Any
    yes: Any
    form: type[forms.Form] | None
    service: Callable[..., object]
    told: Callable[[Told], Told] = dict
    has_revision: bool = False
    offered: Callable[[ProposalWhole, Viewer], bool] | None = None


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
    file, words_of_it = cleaned["picture"], cleaned["alternative"]
    rest = {name: value for name, value in cleaned.items() if name not in ("picture", "alternative")}
    shown = ((file.read(), words_of_it),) if file else ()
    return {"step": Step(**rest | {"spent": money(cleaned["spent"]), "pictures": shown})}


def _picture(cleaned: Told) -> Told:
    return {"milestone": cleaned["milestone"], "data": cleaned["picture"].read(), "alternative": cleaned["alternative"]}


def _question(cleaned: Told) -> Told:
    rest = {name: value for name, value in cleaned.items() if name != "question"}
    return {"question": Question(text=cleaned["question"], **rest)}


def _shows_steps(shown: ProposalWhole, viewer: Viewer) -> bool:
    return Move.MILESTONE in shown.mine.moves and bool(shown.milestones)


def _carries(shown: ProposalWhole, viewer: Viewer) -> bool:
    return bool(shown.mine.parts & DESK) and not shown.mine.parts & AUTHORS and shown.standing.decision in YES


def _asks(shown: ProposalWhole, viewer: Viewer) -> bool:
    return _carries(shown, viewer) and why_not_ask(viewer, Mode.OFFICIAL, running=0) is None


ACTS: Mapping[str, StaffAct] = {
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
    "picture": StaffAct(
        _("Show a step"), _("Add the picture"), StepPictureForm, pictures.add_to_milestone, _picture, offered=_shows_steps
    ),
    "vote": StaffAct(
        _("Let people vote on it"), _("Draft the vote"), VoteForm, carrying.to_vote, _question, offered=_asks
    ),
    "service": StaffAct(
        _("Link the service it led to"), _("Link it"), ServiceForm, carrying.to_service, offered=_carries
    ),
    "case": StaffAct(_("Link the case that carries it on"), _("Link it"), CaseForm, carrying.to_case, offered=_carries),
}  # fmt: skip


def is_offered(name: str, shown: ProposalWhole, viewer: Viewer) -> bool:
    """Tell whether the page offers an act to its reader."""
    offered = ACTS[name].offered
    return offered(shown, viewer) if offered else name in shown.mine.moves


def form_for(name: str, shown: ProposalWhole, sent: Any = None, files: Any = None) -> forms.Form | None:
    """Return the form of an act on an idea, bound to what was sent."""
    kind = ACTS[name].form
    if kind is None:
        return None
    options: Told = {"prefix": str(name), "initial": {"language": text_key()}}
    if issubclass(kind, RouteForm):
        options["officers"] = officers()
    if issubclass(kind, AnswerForm):
        options["decisions"] = [(one.value, label) for one, (label, _kind, _icon) in words.DECISIONS.items()]
        options["reasons"] = list(words.REASONS.items())
    if issubclass(kind, StepPictureForm):
        options["milestones"] = [(str(one.id), f"{date_table(one.on_date)}: {one.title}") for one in reversed(shown.milestones)]
    if issubclass(kind, ServiceForm):
        options["services"] = services()
    return kind(sent, files, **options)


def officers() -> list[tuple[str, str]]:
    """Return who may answer, behind their departments."""
    lang = text_key()
    names = {one.code: localised(one.name, lang) for one in people.departments()}
    serving = (one for one in people.everybody_serving() if one.role in (Role.CASEWORKER, Role.HEAD))
    named = [(str(one.id), f"{names.get(one.department_code, '')}: {one.name}") for one in serving]
    return sorted(named, key=lambda pair: pair[1])


def services() -> list[tuple[str, str]]:
    """Return the city's own services by slug."""
    lang = text_key()
    named = [(one.slug, localised(one.titles, lang)) for one in catalogue.catalogue().lines.values() if one.is_own]
    return sorted(named, key=lambda pair: sort_key(pair[1], lang))
