"""Propose a correction, and take it back."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Correction, Dataset, Version
from madang.city.opendata.queries import rows as rows_queries
from madang.city.opendata.queries import versions as queries
from madang.city.opendata.rules import access
from madang.city.opendata.rules import corrections as rules
from madang.city.opendata.rules import versions as version_rules
from madang.city.opendata.rules.states import Fate
from madang.city.opendata.services.versions import telling
from madang.city.people.rules import Viewer

LANGUAGES = ("en", "ko", "zh")


@transaction.atomic
def propose(
    *,
    slug: str,
    number: int | None,
    position: int,
    wanted: Mapping[str, str],
    why: str,
    language: str,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Keep what a resident says should stand in a row of a public version (position from 0); its publisher is told.

    wanted  {column: value as text}
    Raises Refused for strangers, rows and columns that there are not, values of another type, and words that say nothing.
    """
    if reason := access.why_not_propose(by):
        raise Refused(reason)
    version = queries.version(slug, number, now=now)
    row = rules.plain_row(rows_queries.row(version, position))
    kinds = {column["name"]: column["type"] for column in version.columns}
    dataset = Dataset.objects.select_related("publisher__department").select_for_update(of=("self",)).get(slug=slug)
    waiting = Correction.objects.filter(proposer=by.resident_id, state=Fate.OPEN.value).count()
    if reason := rules.why_not_propose(row, wanted, why, kinds=kinds, waiting=waiting):
        raise Refused(reason)
    made = Correction.objects.create(
        dataset=dataset,
        version=Version.objects.get(public_id=version.id),
        position=position,
        row=row,
        wanted=dict(wanted),
        why=why.strip(),
        language=language if language in LANGUAGES else "en",
        proposer_id=by.resident_id,
        made_at=now,
    )
    _note("proposed-correction", made, by, now)
    telling.tell_publisher(made, now=now)
    return made.public_id


@transaction.atomic
def withdraw(*, correction_id: UUID, by: Viewer, now: datetime) -> None:
    """Take a correction back that nobody has answered; twice is once. Raises Refused for somebody else's."""
    row = locked(correction_id)
    if row.proposer_id is None or row.proposer_id != by.resident_id:
        raise Refused(Refusal("opendata.not_your_correction", status=403))
    if row.state == Fate.WITHDRAWN:
        return
    if reason := version_rules.why_not_answer(row.state):
        raise Refused(reason)
    row.state, row.answered_at = Fate.WITHDRAWN.value, now
    row.save(update_fields=["state", "answered_at"])
    _note("withdrew-correction", row, by, now)


def locked(correction_id: UUID) -> Correction:
    """Return a correction's row, locked in the caller's transaction. Raises Refused (404)."""
    rows = Correction.objects.select_for_update(of=("self",)).select_related("dataset__publisher__department", "version__table")
    row = rows.filter(public_id=correction_id).first()
    if row is None:
        raise Refused(Refusal("opendata.no_correction", status=404))
    return row


def _note(verb: str, row: Correction, by: Viewer, now: datetime) -> None:
    actor, details = str(by.as_resident), {"correction": str(row.public_id)}
    journal.note(verb=verb, about=f"dataset:{row.dataset.public_id}", actor=actor, at=now, details=details)
