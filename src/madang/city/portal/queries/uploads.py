"""Files that residents put in, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.portal.models import Upload
from madang.city.portal.queries.cases import loading
from madang.city.portal.rules import cases as case_rules
from madang.city.portal.rules.drafts import may_fill

UNKNOWN = Refusal("portal.file_unknown", status=404)


@dataclass(frozen=True, slots=True)
class UploadView:
    """A file as pages show it. ``scan``: waiting, clean, infected, unscanned."""

    id: UUID
    field: str
    name: str
    kind: str
    size_bytes: int
    scan: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Download:
    """A file that may be handed out: where its bytes lie, and what it is."""

    path: str
    name: str
    kind: str
    size_bytes: int
    sha256: str
    scan: str


def upload_view(row: Upload) -> UploadView:
    """Return a row as pages show it."""
    return UploadView(row.public_id, row.field, row.name, row.kind, row.size_bytes, row.scan, row.added_at)


def uploads_of_draft(draft_id: int) -> tuple[UploadView, ...]:
    """Return the files of a draft, oldest first."""
    return tuple(upload_view(row) for row in Upload.objects.filter(draft_id=draft_id).order_by("pk"))


def uploads_of_request(request_id: int) -> tuple[UploadView, ...]:
    """Return the files that answer a request for papers, oldest first."""
    return tuple(upload_view(row) for row in Upload.objects.filter(request_id=request_id).order_by("pk"))


def uploads_by_id(public_ids: Sequence[str]) -> dict[str, UploadView]:
    """Return files by public id, for the answers of a case; the case page has asked who looks."""
    wanted = [UUID(one) for one in public_ids]
    return {str(row.public_id): upload_view(row) for row in Upload.objects.filter(public_id__in=wanted)}


def download(public_id: UUID, *, viewer: Viewer) -> Download:
    """Return a file for whoever may see its draft or case.

    Raises Refused if there is none for this viewer, while it is being scanned, and for one that was found harmful.
    """
    row = Upload.objects.select_related("draft", "case__department").filter(public_id=public_id).first()
    if row is None or not _may_see(row, viewer):
        raise Refused(UNKNOWN)
    if row.scan == "waiting":
        raise Refused(Refusal("portal.file_being_scanned", {"name": row.name}))
    if row.scan == "infected":
        raise Refused(Refusal("portal.file_infected", {"name": row.name}))
    return Download(row.path, row.name, row.kind, row.size_bytes, row.sha256, row.scan)


def _may_see(row: Upload, viewer: Viewer) -> bool:
    """Ask the one rule of cases for a case's file, the one of drafts for a draft's."""
    if row.case is None:
        draft = row.draft
        return draft is not None and may_fill(viewer, resident_id=draft.resident_id, entered_by=draft.entered_by_id)
    facts = loading.facts_of(row.case)
    if case_rules.who_may_see(facts, loading.applicant_actor(viewer)):
        return True
    if viewer.staff is None:
        return False
    actor = loading.staff_actor(
        viewer,
        department_code=row.case.department.code,
        assignee_id=row.case.assignee_id,
        today=clock.today(clock.now()),
    )
    return case_rules.who_may_see(facts, actor)
