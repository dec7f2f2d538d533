"""Applications in the making: who may go on with one, how long it waits, which step comes next, when two browsers clash. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules import Role, Viewer, why_not_staff
from madang.city.portal.definitions.model import Field, FieldType, ServiceDefinition, Status

EXPIRES_DAYS = 90
REMIND_DAYS = 7
UNDO_HOURS = 24
LONGEST_TYPED = 20_000
MOST_TYPED = 200_000
COUNTER_CHANNELS = ("counter", "phone", "post")
UNKNOWN = Refusal("portal.draft_unknown", status=404)


@dataclass(frozen=True, slots=True)
class Base:
    """What a page knew when it was loaded: the draft's revision, and a word that tells this page from every other."""

    revision: int
    page: str


def expires_on(day: date) -> date:
    """Return the day on which a draft last changed on ``day`` is thrown away."""
    return day + timedelta(days=EXPIRES_DAYS)


def why_not_apply(definition: ServiceDefinition, status: str, channel: str) -> Refusal | None:
    """Refuse an application where the service has no form, is paused or retired, or is not offered on the web."""
    if not definition.form or (channel == "web" and not definition.channels.web):
        return Refusal("portal.no_form", status=404)
    if status != Status.LIVE or not definition.can_be_applied_for:
        return Refusal("portal.service_not_open")
    return None


def why_not_counter(viewer: Viewer) -> Refusal | None:
    """Refuse the counter to whoever does not work with residents."""
    return why_not_staff(viewer, Role.CASEWORKER, Role.HEAD)


def may_fill(viewer: Viewer, *, resident_id: int | None, entered_by: int | None) -> bool:
    """Tell whether a draft is the viewer's: their own, or one that they enter at the counter for somebody."""
    if entered_by is not None:
        return viewer.staff is not None and viewer.staff.id == entered_by and why_not_counter(viewer) is None
    return viewer.resident_id is not None and viewer.resident_id == resident_id


def why_not_typed(typed: Mapping[str, Sequence[str]]) -> Refusal | None:
    """Refuse to keep texts that no form asks for by their mere length."""
    longest = max((len(text) for texts in typed.values() for text in texts), default=0)
    total = sum(len(text) for texts in typed.values() for text in texts)
    if longest > LONGEST_TYPED or total > MOST_TYPED:
        return Refusal("portal.typed_too_much", {"length": longest, "most": LONGEST_TYPED}, status=422)
    return None


def clashes(mark: Sequence[Any] | None, base: Base) -> bool:
    """Tell whether another page changed a step since this page was loaded.

    mark  the revision at which the step last changed, and the page that changed it
    """
    return mark is not None and int(mark[0]) > base.revision and mark[1] != base.page


def open_steps(asked: Sequence[str], *, done: Collection[str], incomplete: Collection[str], typed: Collection[str]) -> list[str]:
    """Return the steps that still need somebody: never left in order, lacking an answer, or half typed."""
    return [step for step in asked if step not in done or step in incomplete or step in typed]


def minutes_left(fill_minutes: int | None, steps: int, left: int) -> int:
    """Return the minutes that the steps left need, rounded up; 0 where nobody knows."""
    if not fill_minutes or not steps:
        return 0
    return -(-fill_minutes * left // steps)


def carried_over(old: ServiceDefinition, new: ServiceDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers that mean the same in a newer version: same id, same type, options that still stand."""
    kept: dict[str, Any] = {}
    for step in new.form:
        before = next((one for one in old.form if one.id == step.id), None)
        if step.repeat is None:
            kept |= _fitting(old.fields(), step.fields, answers)
        elif before is not None and before.repeat is not None and isinstance(answers.get(step.id), list):
            kept[step.id] = [_fitting(before.fields, step.fields, entry) for entry in answers[step.id]]
    return kept


def _fitting(old: "Collection[Field] | Any", new: Collection[Field], answers: Mapping[str, Any]) -> dict[str, Any]:
    before = {field.id: field for field in old}
    return {
        field.id: answers[field.id]
        for field in new
        if field.id in answers and field.id in before and _means_the_same(before[field.id], field, answers[field.id])
    }


def _means_the_same(before: Field, field: Field, value: Any) -> bool:
    if before.type is not field.type:
        return False
    if field.type is FieldType.DECLARATION:
        return before.label == field.label
    if field.type not in (FieldType.CHOICE, FieldType.CHOICES) or value is None:
        return True
    options = {option.id for option in field.options}
    return {value} <= options if isinstance(value, str) else set(value) <= options
