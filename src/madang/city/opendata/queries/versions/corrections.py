"""Corrections that residents propose, for the publisher who answers them, for whoever proposed them, and for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from madang.city.kernel.paging import Page, keyset
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Correction
from madang.city.opendata.rules.states import Fate

PAGE_SIZE = 50
_WITH = ("dataset__publisher__department", "version", "became")


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction. It tells nobody who proposed it; ``proposer_id`` is for the services.

    row, wanted  the row as it was seen, by column; the values that it should have, as text
    became       number of the version that it became part of
    """

    id: UUID
    slug: str
    titles: Mapping[str, str]
    version_id: UUID
    number: int | None
    position: int
    row: Mapping[str, Any]
    wanted: Mapping[str, str]
    why: str
    language: str
    fate: Fate
    answer: str
    made_at: datetime
    answered_at: datetime | None
    became: int | None
    department_code: str
    proposer_id: int | None


def correction(correction_id: UUID) -> CorrectionView:
    """Return one correction. Raises Refused (404)."""
    row = _rows().filter(public_id=correction_id).first()
    if row is None:
        raise Refused(Refusal("opendata.no_correction", status=404))
    return _view(row)


def corrections(
    *,
    slug: str | None = None,
    department_codes: frozenset[str] | None = None,
    fate: Fate | None = None,
    cursor: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[CorrectionView]:
    """Return corrections, the oldest first: of a data set, of the publishers of some departments, in one state. Raises BadCursor.

    department_codes  None: of everybody's
    """
    rows = _rows()
    if slug is not None:
        rows = rows.filter(dataset__slug=slug)
    if department_codes is not None:
        rows = rows.filter(dataset__publisher__department__code__in=department_codes)
    if fate is not None:
        rows = rows.filter(state=fate.value)
    return keyset(rows, order=("made_at", "id"), cursor=cursor, size=size, make=_view)


def open_corrections(slug: str) -> int:
    """Return how many corrections of a data set nobody has answered."""
    return Correction.objects.filter(dataset__slug=slug, state=Fate.OPEN.value).count()


def corrections_by(resident_id: int) -> tuple[CorrectionView, ...]:
    """Return what a resident proposed, newest first."""
    return tuple(_view(row) for row in _rows().filter(proposer=resident_id).order_by("-made_at", "-id")[:200])


def _rows() -> QuerySet[Correction]:
    return Correction.objects.select_related(*_WITH)


def _view(row: Correction) -> CorrectionView:
    department = row.dataset.publisher.department
    return CorrectionView(
        id=row.public_id,
        slug=row.dataset.slug,
        titles=row.dataset.titles,
        version_id=row.version.public_id,
        number=row.version.number,
        position=row.position,
        row=row.row,
        wanted=row.wanted,
        why=row.why,
        language=row.language,
        fate=Fate(row.state),
        answer=row.answer,
        made_at=row.made_at,
        answered_at=row.answered_at,
        became=row.became.number if row.became else None,
        department_code=department.code if department else "",
        proposer_id=row.proposer_id,
    )
