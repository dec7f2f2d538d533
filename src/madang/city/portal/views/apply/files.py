"""Hand out files: only to whoever may see them, and never so that a browser would run them."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from madang.city.kernel.refusals import Refused
from madang.city.portal.queries import uploads as queries
from madang.city.portal.rules.uploads import mime_of
from madang.city.portal.services.uploads.storing import place_of
from madang.city.portal.views.apply.door import signed_in, viewer_of


@never_cache
@require_safe
@signed_in
def download(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Give a file to be saved, not shown."""
    found = queries.download(public_id, viewer=viewer_of(request))
    try:
        file = place_of(found.path).open("rb")
    except FileNotFoundError:
        raise Refused(queries.UNKNOWN) from None
    response = FileResponse(file, as_attachment=True, filename=found.name, content_type=mime_of(found.kind))
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
