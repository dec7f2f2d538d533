"""Take a file in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from madang.city.kernel import jobs
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.portal.models import DocumentRequest, Draft, Upload
from madang.city.portal.queries.uploads import UploadView, upload_view
from madang.city.portal.rules import uploads as rules
from madang.city.portal.rules.uploads import Limits
from madang.city.portal.services.uploads.looking import look_at
from madang.city.portal.services.uploads.storing import erase, store

PAPERS = Limits(kinds=("pdf", "jpg", "png", "heic", "docx", "xlsx", "odt"), max_mb=10, count=10)


@dataclass(frozen=True, slots=True)
class DraftRef:
    """The file belongs to a draft, whose field says what it takes. Whoever calls has made sure that the draft is theirs."""

    draft_id: int
    limits: Limits


@dataclass(frozen=True, slots=True)
class RequestRef:
    """The file answers a request for papers. Whoever calls has made sure that the case is theirs."""

    request_id: int
    limits: Limits = field(default=PAPERS)


def add_upload(*, owner: DraftRef | RequestRef, field: str, file: UploadedFile, now: datetime) -> UploadView:
    """Keep a file of a draft or of an answer to a request.

    Raises Refused if it is too large, too many, empty, of another kind than asked, or dangerous; nothing is kept then.
    """
    limits = owner.limits
    if (file.size or 0) > limits.max_bytes:
        name = rules.tidy_file_name(file.name or "")
        raise Refused(Refusal("portal.file_too_large", {"name": name, "most": limits.max_mb}, status=422))
    content = cast(IO[bytes], file.file)
    judged = rules.judge(file.name or "", look_at(content), limits)
    if isinstance(judged, Refusal):
        raise Refused(judged)
    stored = store(content)
    try:
        with transaction.atomic():
            row = _row(owner, field, limits)
            row.name, row.kind = judged.name, judged.kind
            row.path, row.size_bytes, row.sha256 = stored.path, stored.size_bytes, stored.sha256
            row.scan = "unscanned" if settings.VIRUS_SCANNER == "none" else "waiting"
            row.added_at = now
            row.save(force_insert=True)
            if row.scan == "waiting":
                jobs.enqueue("portal.scan_upload", key=f"scan:{row.pk}", upload_id=row.pk)
    except BaseException:
        erase(stored.path)
        raise
    return upload_view(row)


def _row(owner: DraftRef | RequestRef, field: str, limits: Limits) -> Upload:
    """Return the row to fill in, its owner locked so that two uploads at once never pass the limit together."""
    if isinstance(owner, DraftRef):
        draft = Draft.objects.select_for_update().get(pk=owner.draft_id)
        held, row = Upload.objects.filter(draft=draft, field=field, scan__in=_STANDING), Upload(draft=draft, field=field)
    else:
        request = DocumentRequest.objects.select_for_update().get(pk=owner.request_id)
        held = Upload.objects.filter(request=request, scan__in=_STANDING)
        row = Upload(case_id=request.case_id, request=request, field=field)
    if reason := rules.why_not_one_more(limits, held.count()):
        raise Refused(reason)
    return row


_STANDING = ("waiting", "clean", "unscanned")
