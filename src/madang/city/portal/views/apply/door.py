"""What stands before every form of an application: how much may come in, whose page it is, and whether its token still holds."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.middleware.csrf import REASON_BAD_ORIGIN, CsrfViewMiddleware
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.look.views import form_expired, refuse
from madang.city.people.rules import Viewer
from madang.city.portal.queries import drafts as queries
from madang.city.portal.queries.drafts import DraftView
from madang.city.portal.rules.drafts import why_not_counter
from madang.city.portal.rules.uploads import MB

LARGEST_FILE_BYTES = 25 * MB
MOST_FILES = 20
LARGEST_BODY_BYTES = 300 * MB
Page = Callable[..., HttpResponseBase]


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who asks."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def signed_in(page: Page) -> Page:
    """Lead strangers to the sign-in page and back; keep the page out of every cache."""
    return never_cache(login_required(page))


def at_the_counter(page: Page) -> Page:
    """Let in who works with residents; strangers sign in first."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if reason := why_not_counter(viewer_of(request)):
            raise Refused(reason)
        return page(request, *args, **kwargs)

    return signed_in(guarded)


def draft_of(request: HttpRequest, public_id: UUID) -> DraftView:
    """Return the draft that a page is about. Raises Refused (404) unless it is the viewer's."""
    return queries.draft(public_id, viewer=viewer_of(request), now=clock.now())


def patient_form(page: Page) -> Page:
    """Take in a form with files of up to 25 MB, as ``patient_form_of``."""
    return patient_form_of(LARGEST_FILE_BYTES)(page)


def patient_form_of(largest_bytes: int) -> Callable[[Page], Page]:
    """Take in a form with files within limits, and leave it to the page what to do when its token has run out.

    The page finds ``request.is_stale`` true then: it saves nothing and shows what was typed again. A form that another site
    sends is refused outright. A file larger than ``largest_bytes`` is let go while it comes in, before the rest of it reaches
    the disk; its name stands in ``request.left_out``.
    """
    return lambda page: _taking_in(page, largest_bytes)


def _taking_in(page: Page, largest_bytes: int) -> Page:
    @never_cache
    @csrf_exempt
    @wraps(page)
    def taken_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.left_out = []  # type: ignore[attr-defined]
        request.is_stale = False  # type: ignore[attr-defined]
        if request.method != "POST":
            return page(request, *args, **kwargs)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY_BYTES:
            return refuse(request, 413, _("These files are too large together. Add them one by one."))
        request.upload_handlers.insert(0, _Quota(request, largest_bytes))
        try:
            request.POST  # noqa: B018 - reads what comes in, within limits
        except UnreadablePostError:
            # The line went dead: Django leaves what had arrived to the garbage collector; it goes now.
            for handler in request.upload_handlers:
                handler.upload_interrupted()
            return HttpResponse(status=400)
        if problem := _Token(lambda _request: HttpResponse()).process_view(request, page, (), {}):
            if str(problem).startswith((REASON_BAD_ORIGIN.split("%")[0], "Referer")):
                return form_expired(request, str(problem))
            request.is_stale = True  # type: ignore[attr-defined]
        return page(request, *args, **kwargs)

    return taken_in


class _Token(CsrfViewMiddleware):
    """Django's own check of a form's token, which tells the reason instead of answering."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


class _Quota(FileUploadHandler):
    """Stands before the other handlers: whatever grows too large is let go, the rest of the form goes on."""

    def __init__(self, request: HttpRequest, largest_bytes: int) -> None:
        super().__init__(request)
        self.largest_bytes = largest_bytes
        self.files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Count a file."""
        super().new_file(*args, **kwargs)
        self.files += 1
        if self.files > MOST_FILES:
            self._let_go()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a piece on, unless the file is too large by now."""
        if start + len(raw_data) > self.largest_bytes:
            self._let_go()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the other handlers."""

    def _let_go(self) -> None:
        self.request.left_out.append((self.field_name, self.file_name))  # type: ignore[union-attr]
        raise SkipFile
