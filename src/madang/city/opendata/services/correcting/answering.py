"""Answer corrections; what is taken up becomes the next version."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import ngettext

from madang.city.journal import services as journal
from madang.city.kernel.jobs import enqueue
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.text import language_key
from madang.city.opendata.models import Correction, Dataset, Table, Version
from madang.city.opendata.queries.access import responsible_for
from madang.city.opendata.rules import access, corrections
from madang.city.opendata.rules import versions as rules
from madang.city.opendata.rules.progress import Step
from madang.city.opendata.rules.states import Fate, VersionState
from madang.city.opendata.services import gate, publishing
from madang.city.opendata.services.correcting.proposing import locked
from madang.city.opendata.services.uploading.reading import table_of
from madang.city.opendata.services.versions import comparing, telling
from madang.city.opendata.store import editing, folders, tables
from madang.city.people.rules import SYSTEM, Viewer
from madang.urban.formats.tabular import Column, profiling
from madang.urban.formats.tabular.engine import engine

MOST_LOOKED_AT = 1_000


@transaction.atomic
def accept(*, correction_id: UUID, answer: str = "", by: Viewer, now: datetime) -> None:
    """Take a correction up: a job makes the next version with the row changed, and publishes it if the gate finds nothing.

    Several that are taken up together become one version. The proposer is told.
    Raises Refused for who may not, one that is answered, or a row that is another one in the newest version.
    """
    row = _answerable(correction_id, by)
    if len(answer) > corrections.LONGEST_WHY:
        raise Refused(Refusal("opendata.long_words", {"most": corrections.LONGEST_WHY}, status=422))
    if row.dataset.current is None or _place(row, row.dataset.current) is None:
        raise Refused(Refusal("opendata.row_changed"))
    _answer(row, Fate.ACCEPTED, answer, by, now)
    enqueue("opendata.correct", key=f"opendata.correct:{row.dataset_id}", dataset_id=row.dataset_id)
    _note("accepted-correction", row, by, now)
    telling.tell_proposer(row, "accepted", now=now)


@transaction.atomic
def decline(*, correction_id: UUID, answer: str, by: Viewer, now: datetime) -> None:
    """Decline a correction, with the words that the proposer and everybody read. Raises Refused."""
    row = _answerable(correction_id, by)
    if reason := corrections.why_not_decline(answer):
        raise Refused(reason)
    _answer(row, Fate.DECLINED, answer, by, now)
    _note("declined-correction", row, by, now)
    telling.tell_proposer(row, "declined", now=now)


def make_version(*, dataset_id: int, now: datetime) -> UUID | None:
    """Make one version of all corrections that were taken up and are not public yet; return its id, None where there are none.

    It replaces the one that was made for some of them and still waits at the gate. Where the gate finds nothing it is published.
    """
    pending = _pending(dataset_id)
    current = _current(dataset_id)
    if not pending or current is None or current.table is None:
        return None
    changes: dict[int, dict[str, Any]] = {}
    for one in pending:
        place = _place(one, current)
        if place is not None:
            changes.setdefault(place, {}).update(_values(one, current.table))
    if not changes:
        return None
    version = _stored(current, changes, pending, now)
    comparing.note_change(version_id=version.pk)
    gate.inspect(version_id=version.public_id, now=now)
    Version.objects.filter(pk=version.pk).update(state=VersionState.AT_GATE.value, step=Step.DONE.value, done=100)
    if gate.why_not_publish(version.public_id) is None:
        publishing.publish(version_id=version.public_id, by=SYSTEM, now=now)
    return version.public_id


def _pending(dataset_id: int) -> list[Correction]:
    waits = Q(became=None) | Q(became__state__in=[VersionState.AT_GATE.value, VersionState.READING.value])
    rows = Correction.objects.filter(waits, dataset=dataset_id, state=Fate.ACCEPTED.value).select_related("version__table")
    return list(rows.order_by("answered_at", "pk"))


def _current(dataset_id: int) -> Version | None:
    dataset = Dataset.objects.select_related("current__table").filter(pk=dataset_id).first()
    return dataset.current if dataset is not None else None


def _stored(current: Version, changes: dict[int, dict[str, Any]], pending: list[Correction], now: datetime) -> Version:
    table = current.table
    assert table is not None  # noqa: S101 - for the types: a public version has one
    with folders.workshop() as shop:
        editing.edit(tables.open(table.key, table.layout), changes, shop / tables.FILE)
        columns, profile = _described(table, shop)
        stored = tables.write(shop / tables.FILE, columns, table.layout.get("sort", ()))
    with transaction.atomic():
        replaced = {one.became_id for one in pending if one.became_id}
        Version.objects.filter(pk__in=replaced).exclude(state=VersionState.PUBLISHED.value).update(
            state=VersionState.DISCARDED.value
        )
        version = Version.objects.create(
            dataset_id=current.dataset_id,
            state=VersionState.READING.value,
            step=Step.INSPECTING.value,
            table=table_of(stored, columns, profile, now),
            before=current,
            wanted=current.wanted,
            reading=current.reading,
            note=_note_text(len(changes)),
            made_by=str(SYSTEM),
            made_at=now,
        )
        Correction.objects.filter(pk__in=[one.pk for one in pending]).update(became=version)
    return version


def _described(table: Table, shop: Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the columns and the profile of the edited rows: a corrected value may be the least, the most, or none."""
    columns = [Column.from_json(one) for one in table.columns]
    with engine(shop, settings.READING_MEMORY_MB) as db:
        profile = profiling.profile(db, shop / tables.FILE, columns, table.rows, {}, lambda _share: None)
    told = [replace(one, nulls=profile[one.name].nulls).to_json() for one in columns]
    return told, {name: one.to_json() for name, one in profile.items()}


def _place(correction: Correction, current: Version) -> int | None:
    """Return where the row of a correction stands in the present version; None where it is another one now, or gone."""
    table = current.table
    if table is None:
        return None
    rows = tables.open(table.key, table.layout)
    if correction.position < rows.count and _is_row(correction, rows.read(correction.position, 1).to_pylist()[0]):
        return correction.position
    values = {name: value for name, value in correction.row.items() if name in rows.names and value is not None}
    kinds = {column["name"]: column["type"] for column in table.columns}
    for name in (*rules.keys_of(current.wanted, tuple(table.columns)), *rows.sort):
        if name in values and kinds.get(name) in ("text", "integer"):
            found = rows.find(name, values[name], MOST_LOOKED_AT)
            for place, row in zip(found.positions, found.table.to_pylist(), strict=True) if found else ():
                if _is_row(correction, row):
                    return place
    return None


def _is_row(correction: Correction, row: dict[str, Any]) -> bool:
    return corrections.plain_row(row) == correction.row


def _values(correction: Correction, table: Table) -> dict[str, Any]:
    kinds = {column["name"]: column["type"] for column in table.columns}
    return {name: corrections.value_of(text, kinds[name]) for name, text in correction.wanted.items() if name in kinds}


def _answerable(correction_id: UUID, by: Viewer) -> Correction:
    row = locked(correction_id)
    department = row.dataset.publisher.department
    reasons = (
        access.why_not_publish(by, responsible_for(department.code if department else "")),
        access.why_not_answer_own(row.proposer_id, by),
        rules.why_not_answer(row.state),
    )
    for reason in reasons:
        if reason:
            raise Refused(reason)
    return row


def _answer(row: Correction, fate: Fate, answer: str, by: Viewer, now: datetime) -> None:
    row.state, row.answer, row.answered_at = fate.value, answer.strip(), now
    row.answered_by_id = by.staff.id if by.staff is not None and by.staff.id else None
    row.save(update_fields=["state", "answer", "answered_at", "answered_by"])


def _note_text(count: int) -> dict[str, str]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said = ngettext(
                "%(n)s row was corrected on a resident's word.", "%(n)s rows were corrected on residents' word.", count
            )
            found[language_key(code)] = said % {"n": count}
    return found


def _note(verb: str, row: Correction, by: Viewer, now: datetime) -> None:
    details = {"correction": str(row.public_id)}
    journal.note(verb=verb, about=f"dataset:{row.dataset.public_id}", actor=str(by.actor), at=now, details=details)
