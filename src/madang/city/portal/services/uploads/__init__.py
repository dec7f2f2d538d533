"""Files that residents put in: taken, kept, scanned, removed.

A file belongs to a draft or answers a request for papers:

    add_upload(owner=DraftRef(draft_id, limits), field="proof", file=file, now=now)
    add_upload(owner=RequestRef(request_id), field="", file=file, now=now)
"""

from madang.city.portal.services.uploads.adding import PAPERS, DraftRef, RequestRef, add_upload
from madang.city.portal.services.uploads.removing import forget_files, hand_over, remove_upload, sweep
from madang.city.portal.services.uploads.scanning import Clamd, ScannerFailed, scan_upload, scanner

__all__ = [
    "PAPERS", "Clamd", "DraftRef", "RequestRef", "ScannerFailed", "add_upload", "forget_files", "hand_over", "remove_upload",
    "scan_upload", "scanner", "sweep",
]  # fmt: skip
