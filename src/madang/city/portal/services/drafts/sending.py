"""Send an application: complete, once."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import SYSTEM
from madang.city.portal.definitions.answers import incomplete_steps, pruned, walk
from madang.city.portal.models import Draft, Upload
from madang.city.portal.queries.cases.loading import definition_of
from madang.city.portal.queries.known_facts import known_facts
from madang.city.portal.rules import drafts as rules
from madang.city.portal.services import cases
from madang.city.portal.services.uploads import forget_files


@transaction.atomic
def send(*, draft_id: int, now: datetime, paper_signed: bool = False) -> str:
    """Make the draft a case and return its reference; a second press gives the same one.

    Files that no answer names any more are removed; the answers themselves live on in the case alone.
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
    named = set(_file_ids(draft.answers))
    forget_files([row for row in Upload.objects.filter(draft=draft) if str(row.public_id) not in named])
    reference = cases.submit(draft_id=draft.pk, now=now)
    Draft.objects.filter(pk=draft.pk).update(answers={}, typed={}, marks={})
    return reference


def _file_ids(value: Any) -> Iterator[str]:
    """Yield the ids of all files among answers, those of repeated steps too."""
    if isinstance(value, Mapping):
        if {"id", "bytes", "type"} <= value.keys():
            yield str(value["id"])
        for part in value.values():
            yield from _file_ids(part)
    elif isinstance(value, list):
        for part in value:
            yield from _file_ids(part)
