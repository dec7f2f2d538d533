"""Send an application: complete, once."""

from datetime import datetime

from django.db import transaction

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import SYSTEM
from madang.city.portal.definitions.answers import incomplete_steps, pruned, walk
from madang.city.portal.models import Draft
from madang.city.portal.queries.cases.loading import definition_of
from madang.city.portal.queries.known_facts import known_facts
from madang.city.portal.rules import drafts as rules
from madang.city.portal.services import cases


@transaction.atomic
def send(*, draft_id: int, now: datetime, paper_signed: bool = False) -> str:
    """Make the draft a case and return its reference; a second press gives the same one.

    The answers live on in the case alone; files that no answer names are removed.
    Raises Refused while a step is open, and for a service that takes no applications now.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("case").get(pk=draft_id)
    if draft.case is not None:
        return draft.case.reference
    definition, today = definition_of(draft.version_id), clock.today(now)
    facts = known_facts(draft.resident_id or 0, today=today, viewer=SYSTEM, purpose="filling-in")
    asked = [one.step.id for one in walk(definition, draft.answers, facts)]
    missing = incomplete_steps(definition, draft.answers, facts, today)
    if rules.open_steps(asked, done=draft.done_steps, incomplete=missing, typed=draft.typed):
        raise Refused(Refusal("portal.draft_incomplete", status=422))
    draft.answers = pruned(definition, draft.answers, facts)
    draft.paper_signed = paper_signed
    draft.changed_at = now
    draft.save()
    reference = cases.submit(draft_id=draft.pk, now=now)
    Draft.objects.filter(pk=draft.pk).update(answers={}, typed={}, marks={})
    return reference
