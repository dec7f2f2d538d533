"""Begin an application, or go on with the one that waits; move it to the version that holds now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import SYSTEM, Viewer
from madang.city.portal.definitions import ServiceDefinition
from madang.city.portal.definitions.answers import incomplete_steps, prefill
from madang.city.portal.definitions.eligibility import eligibility
from madang.city.portal.models import Draft, Service
from madang.city.portal.queries.cases.loading import definition_of
from madang.city.portal.queries.known_facts import known_facts
from madang.city.portal.rules import drafts as rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """Who applies for what, and how.

    clerk     the member of staff at the counter who fills it in for them; None where they do it themselves
    channel   web, or at the counter: counter, phone, post
    language  the one in which letters shall be written: en, ko, zh
    """

    slug: str
    resident_id: int
    language: str
    channel: str = "web"
    clerk: Viewer | None = None


def begin(*, beginning: Beginning, now: datetime) -> UUID:
    """Return the resident's draft for a service, begun now if there is none; at the counter always a new one.

    What the rules of eligibility say is noted with it and stops nobody: people may apply, the law decides.
    Raises Refused for a service that takes no applications, and at the counter for whoever may not enter them.
    """
    service = Service.objects.filter(slug=beginning.slug).exclude(current=None).first()
    if service is None or service.current_id is None:
        raise Refused(Refusal("portal.no_form", status=404))
    definition = definition_of(service.current_id)
    if reason := rules.why_not_apply(definition, service.status, beginning.channel):
        raise Refused(reason)
    if beginning.clerk is not None:
        return _insert(service, definition, beginning, now).public_id
    if waiting := _waiting(service.pk, beginning.resident_id):
        return waiting
    try:
        return _insert(service, definition, beginning, now).public_id
    except IntegrityError:
        # Two presses at once: the other one was first, and its draft is this one.
        if waiting := _waiting(service.pk, beginning.resident_id):
            return waiting
        raise


@transaction.atomic
def move_to_present_version(*, draft_id: int, now: datetime) -> None:
    """Go on with the version of the form that holds now: answers that mean the same stay, the other steps are asked again."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("service").get(pk=draft_id, case=None)
    if draft.service.current_id is None or draft.service.current_id == draft.version_id:
        return
    old, new = definition_of(draft.version_id), definition_of(draft.service.current_id)
    today = clock.today(now)
    facts = known_facts(draft.resident_id or 0, today=today, viewer=SYSTEM, purpose="filling-in")
    draft.answers = rules.carried_over(old, new, draft.answers)
    missing = set(incomplete_steps(new, draft.answers, facts, today))
    known = {step.id for step in new.form}
    draft.done_steps = [step for step in draft.done_steps if step in known and step not in missing]
    draft.typed, draft.marks = {}, {}
    draft.version_id = draft.service.current_id
    draft.revision += 1
    draft.changed_at, draft.expires_on = now, rules.expires_on(today)
    draft.save()


def _waiting(service_id: int, resident_id: int) -> UUID | None:
    rows = Draft.objects.filter(service_id=service_id, resident_id=resident_id, case=None, entered_by=None, deleted_at=None)
    return rows.values_list("public_id", flat=True).first()


@transaction.atomic
def _insert(service: Service, definition: ServiceDefinition, beginning: Beginning, now: datetime) -> Draft:
    today = clock.today(now)
    clerk = beginning.clerk
    if clerk is not None and (reason := rules.why_not_counter(clerk)):
        raise Refused(reason)
    reader, purpose = (clerk.actor, f"counter:{service.slug}"[:64]) if clerk else (SYSTEM, "filling-in")
    facts = known_facts(beginning.resident_id, today=today, viewer=reader, purpose=purpose)
    return Draft.objects.create(
        resident_id=beginning.resident_id,
        entered_by_id=clerk.staff.id if clerk and clerk.staff else None,
        service=service,
        version_id=service.current_id or 0,
        channel=beginning.channel,
        language=beginning.language,
        eligible=eligibility(definition, facts).answer.value if definition.eligibility else "yes",
        answers=_known_answers(definition, facts) if clerk else {},
        created_at=now,
        changed_at=now,
        expires_on=rules.expires_on(today),
    )


def _known_answers(definition: ServiceDefinition, facts: dict[str, Any]) -> dict[str, Any]:
    """Return what the counter need not ask; residents see their own profile's values beside the field instead."""
    return prefill(definition, facts)
