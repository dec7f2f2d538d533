"""Send a picture that somebody may see now, and perhaps not any more in an hour."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

from madang.city.kernel.pictures import Album
from madang.city.kernel.refusals import Refusal, Refused

KEPT_SECONDS = 600


def sent(request: HttpRequest, album: Album, digest: str, *, is_small: bool = False) -> HttpResponseBase:
    """Return a picture of an album, kept by the reader's own browser for ten minutes. Raises Refused (404) where it is gone."""
    tag = f'"{digest[:32]}{"-small" if is_small else ""}"'
    if tag in request.headers.get("If-None-Match", ""):
        return _marked(HttpResponse(status=304), tag)
    try:
        file = (album.small if is_small else album.large)(digest).open("rb")
    except FileNotFoundError:
        raise Refused(Refusal("pictures.gone", status=404)) from None
    return _marked(FileResponse(file, content_type="image/jpeg"), tag)


def _marked(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response["ETag"] = tag
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
