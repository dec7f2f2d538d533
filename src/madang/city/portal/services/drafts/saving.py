"""Save a step: what is right becomes an answer, what is not stays as it was typed, and no browser overwrites another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from madang.city.kernel import clock
from madang.city.kernel.money import Money
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import SYSTEM
from madang.city.portal.definitions import ServiceDefinition
from madang.city.portal.definitions.answers import FieldError, FileMeta, Validated, Walked, pruned, validate, walk
from madang.city.portal.models import Draft, Upload
from madang.city.portal.queries.cases.loading import definition_of
from madang.city.portal.queries.known_facts import area_names, known_facts
from madang.city.portal.rules import drafts as rules
from madang.city.portal.rules import typed as typing
from madang.city.portal.rules.drafts import Base
from madang.city.portal.rules.typed import Inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a page sends for one step.

    inputs  the texts of its inputs by name
    base    what the page knew of the draft
    leaves  the person wants to go on: everything is checked; else it is only kept
    whole   the page's list of files is all there shall be, because an entry was removed; else stored files stay, listed or not
    """

    step_id: str
    inputs: Mapping[str, list[str]]
    base: Base
    leaves: bool
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of it.

    inputs  what was typed, as it is kept
    errors  what has to change before the step can be left
    other   what another page has saved for this step meanwhile; nothing was saved then
    """

    revision: int
    inputs: Inputs
    errors: tuple[FieldError, ...] = ()
    other: Inputs | None = None
    is_done: bool = field(default=False)


@transaction.atomic
def save_step(*, draft_id: int, sent: Sent, now: datetime) -> Saved:
    """Keep what was typed into a step; where the person leaves it and all is right, it becomes answers.

    Answers to what no longer applies are dropped; a file goes only by ``remove_upload``, or with its entry.
    Raises Refused for a step that is not asked, and for a draft that was sent.
    """
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    if draft.case_id is not None or draft.deleted_at is not None:
        raise Refused(Refusal("portal.draft_sent"))
    definition, today = definition_of(draft.version_id), clock.today(now)
    facts = known_facts(draft.resident_id or 0, today=today, viewer=SYSTEM, purpose="filling-in")
    walked = next((one for one in walk(definition, draft.answers, facts) if one.step.id == sent.step_id), None)
    if walked is None:
        raise Refused(Refusal("portal.step_not_asked", status=404))
    inputs = typing.only_of(walked.step, sent.inputs)
    if reason := rules.why_not_typed(inputs):
        raise Refused(reason)
    stored = stored_inputs(draft.typed, walked)
    inputs = inputs if sent.whole else typing.with_files(walked.step, inputs, stored)
    if inputs != stored and rules.clashes(draft.marks.get(sent.step_id), sent.base):
        return Saved(draft.revision, inputs, other=stored)
    validated = _checked(draft, walked, inputs, now) if sent.leaves else None
    if validated is not None and validated.is_valid:
        draft.answers = _answers(definition, draft.answers, walked, validated.values, facts)
    if _note(draft, sent, inputs, stored, is_done=validated is not None and validated.is_valid):
        draft.changed_at, draft.expires_on, draft.reminded_at = now, rules.expires_on(today), None
        draft.save()
    errors = validated.errors if validated else ()
    return Saved(draft.revision, typing.numbered(walked.step, inputs), errors, is_done=validated is not None and not errors)


def stored_inputs(typed: Mapping[str, Inputs], walked: Walked) -> Inputs:
    """Return the inputs that a page of the step shows: what was typed last, else the answers."""
    kept = typed.get(walked.step.id)
    return dict(kept) if kept is not None else typing.inputs_of(walked.step, walked.values, minor_digits())


def minor_digits() -> int:
    """Return the digits behind the point of the city's currency."""
    return Money(0, settings.CITY_CURRENCY).digits


def _checked(draft: Draft, walked: Walked, inputs: Inputs, now: datetime) -> Validated:
    names = area_names() if any(one.type == "area" for one in walked.step.fields) else {}
    return validate(
        walked.step,
        inputs,
        _files(draft, walked, inputs),
        facts=walked.facts,
        today=clock.today(now),
        minor_digits=minor_digits(),
        area_exists=(lambda code: code in names) if names else None,
    )


def _files(draft: Draft, walked: Walked, inputs: Inputs) -> dict[str, list[FileMeta]]:
    """Return the files that the page names, each only if it is a sound file of this very draft."""
    wanted = typing.file_inputs(walked.step, inputs)
    if not wanted:
        return {}
    rows = Upload.objects.filter(draft=draft).exclude(scan="infected")
    known = {str(row.public_id): FileMeta(str(row.public_id), row.name, row.size_bytes, row.kind) for row in rows}
    named = {name: dict.fromkeys(inputs.get(f"{name}-files", ())) for name, _field in wanted}
    return {name: [known[one] for one in ids if one in known] for name, ids in named.items()}


def _answers(
    definition: ServiceDefinition, answers: Mapping[str, Any], walked: Walked, values: Mapping[str, Any], facts: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the answers with a step's new ones; those that no longer apply, here or in later steps, are gone."""
    own = {walked.step.id} if walked.step.repeat else {one.id for one in walked.step.fields}
    others = {name: value for name, value in answers.items() if name not in own}
    return pruned(definition, others | dict(values), facts)


def _note(draft: Draft, sent: Sent, inputs: Inputs, stored: Inputs, *, is_done: bool) -> bool:
    """Write down what was typed, and which page changed the step. Tell whether anything changed."""
    step = sent.step_id
    newly_done = is_done and (step not in draft.done_steps or step in draft.typed)
    if is_done:
        draft.typed.pop(step, None)
        draft.done_steps = [*dict.fromkeys([*draft.done_steps, step])]
    elif inputs != stored or (sent.leaves and step not in draft.typed):
        draft.typed[step] = inputs
    if inputs != stored or newly_done:
        draft.revision += 1
        draft.marks[step] = [draft.revision, sent.base.page]
        return True
    return is_done or sent.leaves
