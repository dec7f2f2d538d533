"""Applications in the making, as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.kernel.text import localised, text_key
from madang.city.people.rules import SYSTEM, Viewer
from madang.city.portal.definitions import ServiceDefinition
from madang.city.portal.definitions.answers import Walked, incomplete_steps, prefill, walk
from madang.city.portal.definitions.model import Step
from madang.city.portal.models import Draft
from madang.city.portal.queries.cases.loading import definition_of
from madang.city.portal.queries.known_facts import known_facts
from madang.city.portal.queries.uploads import UploadView, uploads_of_draft
from madang.city.portal.rules import drafts as rules
from madang.city.portal.rules.typed import Inputs

PURPOSE = "filling-in"


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with the definition it follows, and what the city knows about the applicant.

    walked      the steps that apply, with the answers that still count
    open_steps  the ids of those that still need somebody
    prefill     values that the profile gives for fields of the form
    is_older    the service has published another version since
    """

    id: int
    public_id: UUID
    slug: str
    status: str
    definition: ServiceDefinition
    resident_id: int
    entered_by: int | None
    channel: str
    eligible: str
    paper_signed: bool
    answers: Mapping[str, Any]
    typed: Mapping[str, Inputs]
    done: frozenset[str]
    revision: int
    changed_at: datetime
    expires_on: date
    reference: str
    is_older: bool
    facts: Mapping[str, Any]
    walked: tuple[Walked, ...]
    open_steps: tuple[str, ...]
    uploads: tuple[UploadView, ...]
    prefill: Mapping[str, Any]

    def step(self, step_id: str) -> Walked | None:
        """Return a step that applies; None if it does not, or is none."""
        return next((one for one in self.walked if one.step.id == step_id), None)

    def before(self, step_id: str) -> Step | None:
        """Return the step in front of another one that applies; None for the first."""
        ids = [one.step.id for one in self.walked]
        place = ids.index(step_id)
        return self.walked[place - 1].step if place else None


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list: what it is for, how far it is, until when it waits."""

    public_id: UUID
    slug: str
    titles: Mapping[str, str]
    steps_done: int
    steps: int
    changed_at: datetime
    expires_on: date
    is_counter: bool

    @property
    def title(self) -> str:
        """Return what it is for, in the reader's language."""
        return localised(self.titles, text_key())


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody gets once an application is sent."""

    public_id: UUID
    reference: str
    slug: str
    titles: Mapping[str, str]
    sent_at: datetime
    due_on: date
    is_counter: bool
    department: Mapping[str, str]
    phone: str
    paper_signed: bool
    can_object: bool


def draft(public_id: UUID, *, viewer: Viewer, now: datetime) -> DraftView:
    """Return a draft for whoever fills it in, one that was sent too. Raises Refused (404) for everybody else."""
    row = Draft.objects.select_related("service", "case").filter(public_id=public_id, deleted_at=None).first()
    if row is None or not rules.may_fill(viewer, resident_id=row.resident_id, entered_by=row.entered_by_id):
        raise Refused(rules.UNKNOWN)
    return _view(row, now)


def open_drafts(resident_id: int, *, limit: int = 20) -> list[DraftLine]:
    """Return the drafts that a resident has not sent yet, the one changed last first: one query."""
    rows = _waiting().filter(resident_id=resident_id, entered_by=None).order_by("-changed_at", "-pk")[:limit]
    return [_line(row) for row in rows]


def counter_drafts(staff_id: int, *, limit: int = 20) -> list[DraftLine]:
    """Return the drafts that a member of staff has begun at the counter and not sent yet."""
    return [_line(row) for row in _waiting().filter(entered_by_id=staff_id).order_by("-changed_at", "-pk")[:limit]]


def open_draft_of(resident_id: int, slug: str) -> DraftLine | None:
    """Return a resident's own draft for a service; None if there is none."""
    row = _waiting().filter(resident_id=resident_id, entered_by=None, service__slug=slug).first()
    return _line(row) if row else None


def deleted_draft(public_id: UUID, *, viewer: Viewer, now: datetime) -> DraftLine | None:
    """Return a draft of the viewer that was thrown away and can still be taken back."""
    row = Draft.objects.select_related("service").filter(public_id=public_id, case=None, deleted_at__isnull=False).first()
    if row is None or not rules.may_fill(viewer, resident_id=row.resident_id, entered_by=row.entered_by_id):
        return None
    if row.deleted_at is None or row.deleted_at <= now - timedelta(hours=rules.UNDO_HOURS):
        return None
    return _line(row)


def receipt(public_id: UUID, *, viewer: Viewer) -> Receipt | None:
    """Return the receipt of a draft that was sent; None if it was not, or is somebody else's."""
    row = Draft.objects.select_related("service__department", "case__department").filter(public_id=public_id).first()
    if row is None or row.case is None or not rules.may_fill(viewer, resident_id=row.resident_id, entered_by=row.entered_by_id):
        return None
    definition = definition_of(row.version_id)
    return Receipt(
        public_id=row.public_id,
        reference=row.case.reference,
        slug=row.service.slug,
        titles=definition.title,
        sent_at=row.case.submitted_at,
        due_on=row.case.due_on,
        is_counter=row.entered_by_id is not None,
        department=row.case.department.name,
        phone=row.case.department.phone,
        paper_signed=row.paper_signed,
        can_object=definition.workflow.appeal_days > 0,
    )


def definition_of_draft(public_id: UUID) -> ServiceDefinition | None:
    """Return the form that a draft follows, which is public; nothing of the draft itself."""
    version_id = Draft.objects.filter(public_id=public_id, deleted_at=None).values_list("version_id", flat=True).first()
    return definition_of(version_id) if version_id else None


def _waiting() -> Any:
    return Draft.objects.select_related("service").filter(case=None, deleted_at=None)


def _line(row: Draft) -> DraftLine:
    definition = definition_of(row.version_id)
    done = {*row.done_steps} & {step.id for step in definition.form}
    return DraftLine(
        public_id=row.public_id,
        slug=row.service.slug,
        titles=definition.title,
        steps_done=len(done - set(row.typed)),
        steps=len(definition.form),
        changed_at=row.changed_at,
        expires_on=row.expires_on,
        is_counter=row.entered_by_id is not None,
    )


def _view(row: Draft, now: datetime) -> DraftView:
    definition = definition_of(row.version_id)
    today = clock.today(now)
    resident_id = row.resident_id or 0
    facts = known_facts(resident_id, today=today, viewer=SYSTEM, purpose=PURPOSE)
    walked = tuple(walk(definition, row.answers, facts))
    still_open = rules.open_steps(
        [one.step.id for one in walked],
        done=row.done_steps,
        incomplete=incomplete_steps(definition, row.answers, facts, today),
        typed=row.typed,
    )
    return DraftView(
        id=row.pk,
        public_id=row.public_id,
        slug=row.service.slug,
        status=row.service.status,
        definition=definition,
        resident_id=resident_id,
        entered_by=row.entered_by_id,
        channel=row.channel,
        eligible=row.eligible,
        paper_signed=row.paper_signed,
        answers=row.answers,
        typed=row.typed,
        done=frozenset(row.done_steps),
        revision=row.revision,
        changed_at=row.changed_at,
        expires_on=row.expires_on,
        reference=row.case.reference if row.case else "",
        is_older=row.service.current_id != row.version_id,
        facts=facts,
        walked=walked,
        open_steps=tuple(still_open),
        uploads=uploads_of_draft(row.pk),
        prefill=prefill(definition, facts) if row.entered_by_id is None else {},
    )
