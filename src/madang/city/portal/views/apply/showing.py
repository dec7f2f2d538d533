"""The values that the pages of an application print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from madang.city.kernel import clock
from madang.city.kernel.money import Money
from madang.city.kernel.text import localised, text_key
from madang.city.look.parts import Answer
from madang.city.look.words import numbers
from madang.city.portal.definitions import ServiceDefinition
from madang.city.portal.definitions.answers import FieldError, Row, Walked, fee, summary
from madang.city.portal.definitions.answers import all_facts as facts_with_answers
from madang.city.portal.definitions.model import Field, FieldType
from madang.city.portal.forms.applying import FileLine, Shown, StepForm, plain, step_form
from madang.city.portal.queries.drafts import DraftView
from madang.city.portal.queries.known_facts import area_groups, area_names
from madang.city.portal.queries.working_days import work_calendar
from madang.city.portal.rules import cases as case_rules
from madang.city.portal.rules import drafts as rules
from madang.city.portal.rules import typed as typing
from madang.city.portal.rules.clock import started
from madang.city.portal.rules.typed import Inputs
from madang.city.portal.services.drafts.saving import minor_digits, stored_inputs
from madang.city.portal.views.texts import said


@dataclass(frozen=True, slots=True)
class Place:
    """A step in the list beside the form. ``state``: done, now, open."""

    title: str
    url: str
    state: str


@dataclass(frozen=True, slots=True)
class Part:
    """A step on the check page: its answers, one list for each entry."""

    title: str
    url: str
    is_open: bool
    lists: Sequence[tuple[str, Sequence[Answer]]]


def step_page(
    view: DraftView, walked: Walked, inputs: Inputs, *, errors: Sequence[FieldError], file_errors: Mapping[str, Sequence[str]],
    other: Inputs | None, blank: int,
) -> dict[str, Any]:  # fmt: skip
    """Return what the page of a step prints."""
    step = walked.step
    form = step_form(
        Shown(
            walked=walked, inputs=inputs, today=clock.today(clock.now()), errors=errors, file_errors=file_errors, blank=blank,
            known=known_inputs(view, walked), other=other, files=_files(view), areas=_areas(step.fields),
            minor_digits=minor_digits(),
        ),
        said,
    )  # fmt: skip
    places = [_place(view, one, step.id) for one in view.walked]
    number = [one.step.id for one in view.walked].index(step.id) + 1
    left = len([one for one in view.open_steps if one != step.id]) + 1
    before = view.before(step.id)
    return _step_words(view.definition, walked, form) | {
        "draft": view,
        "places": places,
        "number": number,
        "total": len(places) + 1,
        "share": number / (len(places) + 1),
        "minutes": rules.minutes_left(view.definition.fill_minutes, len(places), left),
        "back_url": step_url(view, before.id) if before else reverse("portal:apply", args=[view.slug]),
        "here": step_url(view, step.id),
        "can_add": step.repeat is not None and len(form.entries) < step.repeat.max,
        "check_url": reverse("portal:draft-check", args=[view.public_id]),
        "harmful": [one for one in view.uploads if one.scan == "infected" and one.field in {one.id for one in step.fields}],
    }


def bare_page(definition: ServiceDefinition, walked: Walked, inputs: Inputs, public_id: UUID) -> dict[str, Any]:
    """Return what the page prints for somebody who is signed out: the definition, and what they typed themselves."""
    today = clock.today(clock.now())
    shown = Shown(walked=walked, inputs=inputs, today=today, areas=_areas(walked.step.fields), minor_digits=minor_digits())
    here = reverse("portal:draft-step", args=[public_id, walked.step.id])
    return _step_words(definition, walked, step_form(shown, said)) | {
        "notice": "signed-out",
        "here": here,
        "revision": 0,
        "page": "",
    }


def first_inputs(view: DraftView, walked: Walked) -> Inputs:
    """Return what a page shows at first: what was typed or answered, and for a step never seen what the profile knows."""
    stored = stored_inputs(view.typed, walked)
    if walked.step.id in view.done or walked.step.id in view.typed:
        return stored
    return known_inputs(view, walked) | stored


def known_inputs(view: DraftView, walked: Walked) -> Inputs:
    """Return the inputs that the profile gives for a step."""
    found: Inputs = {}
    if walked.step.repeat is None:
        for one in walked.step.fields:
            if one.id in view.prefill:
                found |= typing.field_inputs(one, one.id, view.prefill[one.id], minor_digits())
    return found


def next_url(view: DraftView) -> str:
    """Return where the draft goes on: the first open step, or the check."""
    if view.open_steps:
        return step_url(view, view.open_steps[0])
    return reverse("portal:draft-check", args=[view.public_id])


def last_url(view: DraftView) -> str:
    """Return the address of the last step that applies; of the start where none does."""
    return step_url(view, view.walked[-1].step.id) if view.walked else reverse("portal:apply", args=[view.slug])


def parts(view: DraftView) -> list[Part]:
    """Return the answers as the check page lists them."""
    names = area_names() if any(one.type is FieldType.AREA for one in view.definition.fields()) else {}
    files = _files(view)
    found = []
    for one in summary(view.definition, view.answers, view.facts):
        url = step_url(view, one.step.id)
        lists = []
        for number, rows in enumerate(one.entries):
            item = f"{plain(one.step.repeat.item)} {number + 1}" if one.step.repeat else ""
            lists.append((item, [_answer(row, url, names, files) for row in rows]))
        found.append(Part(said(one.step.title), url, one.step.id in view.open_steps, lists))
    return found


def due_on(definition: ServiceDefinition, today: date) -> date | None:
    """Return the day by which the city answers what is sent today; None where it answers at once."""
    options = case_rules.options_of(definition)
    if not options.days_total:
        return None
    return started(today, options.days_total, options.clock, work_calendar(today)).due_on


def fee_of(view: DraftView) -> tuple[str, Money] | None:
    """Return what the application costs, if that is certain by now."""
    found = fee(view.definition, facts_with_answers(view.definition, view.answers, view.facts))
    return (said(found.label), Money(found.amount_minor, settings.CITY_CURRENCY)) if found else None


def answer_words(one: Field, value: Any, names: Mapping[str, Mapping[str, str]], files: Mapping[str, FileLine]) -> Any:  # noqa: PLR0911 - by type
    """Return an answer as a page prints it."""
    if value is None or value in ("", []):
        return _("Not answered")
    if one.type in (FieldType.YES_NO, FieldType.DECLARATION):
        return _("Yes") if value else _("No")
    if one.type in (FieldType.CHOICE, FieldType.CHOICES):
        labels = {option.id: said(option.label) for option in one.options}
        return format_html_join(
            ", ", "{}", ((labels.get(part, part),) for part in ([value] if isinstance(value, str) else value))
        )
    if one.type is FieldType.DATE:
        return date.fromisoformat(value)
    if one.type is FieldType.MONEY:
        return Money(value, settings.CITY_CURRENCY)
    if one.type is FieldType.NUMBER:
        return f"{numbers.number(value)} {plain(one.unit)}".strip()
    if one.type is FieldType.ADDRESS:
        return ", ".join(value[part] for part in typing.ADDRESS_PARTS if value.get(part))
    if one.type is FieldType.AREA:
        return localised(names[value], text_key()) if value in names else value
    if one.type is FieldType.FILE:
        return format_html_join(format_html("<br>"), "{}", ((part["name"],) for part in value))
    return value


def _answer(row: Row, url: str, names: Mapping[str, Mapping[str, str]], files: Mapping[str, FileLine]) -> Answer:
    label = said(row.field.label)
    return Answer(label, answer_words(row.field, row.value, names, files), url, label)


def _step_words(definition: ServiceDefinition, walked: Walked, form: StepForm) -> dict[str, Any]:
    step = walked.step
    return {
        "form": form,
        "step": step,
        "service_title": said(definition.title),
        "step_title": said(step.title),
        "page_title": f"{plain(step.title)} – {plain(definition.title)}",
        "step_intro": said(step.intro),
        "item": said(step.repeat.item) if step.repeat else "",
        "has_files": any(one.type is FieldType.FILE for one in step.fields),
    }


def _place(view: DraftView, walked: Walked, here: str) -> Place:
    step = walked.step
    if step.id == here:
        return Place(said(step.title), "", "now")
    is_done = step.id not in view.open_steps
    reachable = is_done or step.id in view.typed or step.id == view.open_steps[0]
    return Place(said(step.title), step_url(view, step.id) if reachable else "", "done" if is_done else "open")


def step_url(view: DraftView, step_id: str) -> str:
    """Return the address of a step."""
    return reverse("portal:draft-step", args=[view.public_id, step_id])


def _files(view: DraftView) -> dict[str, FileLine]:
    return {str(one.id): FileLine(one.id, one.name, one.size_bytes, one.scan) for one in view.uploads}


def _areas(fields: Sequence[Field]) -> Sequence[tuple[str, list[tuple[str, str]]]]:
    return area_groups(text_key()) if any(one.type is FieldType.AREA for one in fields) else ()
