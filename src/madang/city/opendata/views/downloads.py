"""A data set's table as a file: CSV, Excel, Parquet, GeoJSON, of the newest or any version."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.text import localised
from madang.city.kernel.text.languages import text_key
from madang.city.look.words.dates import date_plain
from madang.city.opendata.queries import downloads
from madang.city.opendata.queries.browsing import TableShown
from madang.city.opendata.services import downloading
from madang.city.opendata.services.usage import Use
from madang.city.opendata.views.dataset import frame
from madang.city.opendata.views.dataset.frame import Opened

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
}
RETRY_SECONDS = 10
PIECE = 1 << 20
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


@rate_limited("opendata.download", "120/m", methods=("GET",))
@require_safe
def download(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """Send the table in a form. A large workbook is made first, meanwhile the page says so."""
    here = frame.opened(request, slug)
    table = here.table
    if table is None:
        return frame.page(request, here, "table", {})
    if form == "geojson" and not table.has_places:
        raise Http404(_("This table has no column with places."))
    tag = f'"{table.key[:32]}-{form}"'
    if tag in request.headers.get("If-None-Match", ""):
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = _sent(request, here, table, form)
    if response.status_code in (200, 206, 304):
        response["ETag"] = tag
        response["Cache-Control"] = "no-cache"
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Dataset-Version"] = str(table.number)
    if response.status_code == 200:
        frame.count(request, here, Use.DOWNLOAD)
    return response


def _sent(request: HttpRequest, here: Opened, table: TableShown, form: str) -> HttpResponseBase:
    if form == "xlsx":
        path = downloading.workbook(table=table, about=_about(here, table))
        if path is None:
            response: HttpResponseBase = frame.page(request, here, "being_made", {"seconds": RETRY_SECONDS}, status=202)
            response["Refresh"] = str(RETRY_SECONDS)
            return response
        response = ranged(request, path, MEDIA_TYPES[form])
    elif form == "parquet":
        response = ranged(request, downloads.parquet_path(table), MEDIA_TYPES[form])
    else:
        parts: Iterator[bytes] = downloads.written(table, form) if request.method == "GET" else iter(())
        response = StreamingHttpResponse(parts, content_type=MEDIA_TYPES[form])
    response["Content-Disposition"] = disposition(f"{here.title} v{table.number}.{form}", f"data-v{table.number}.{form}")
    return response


def disposition(name: str, plain: str) -> str:
    """Return the head that names a file, in any script (RFC 6266, RFC 5987), with ``plain`` for clients that read only ASCII."""
    fit = " ".join(_UNFIT.sub(" ", name).split()).strip(". ")[:150]
    ascii_name = fit if fit.isascii() and '"' not in fit else plain
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(fit, safe='')}"


def ranged(request: HttpRequest, path: Path, media_type: str) -> HttpResponseBase:
    """Return a file, or the one part of it that ``Range`` asks for (RFC 9110, section 14)."""
    size = path.stat().st_size
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked[0] == "bytes=-":
        response: HttpResponseBase = FileResponse(path.open("rb"), content_type=media_type)
    else:
        first, last = _ends(asked[1], asked[2], size)
        if first > last or first >= size:
            response = HttpResponse(status=416)
            response["Content-Range"] = f"bytes */{size}"
            return response
        response = StreamingHttpResponse(_part(path, first, last), status=206, content_type=media_type)
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
        response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    return response


def _ends(first: str, last: str, size: int) -> tuple[int, int]:
    """Return the first and last byte that are meant; ``-500`` are the last 500."""
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _part(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


def _about(here: Opened, table: TableShown) -> list[tuple[str, str]]:
    """Return what the second sheet of a workbook says."""
    lang, found = text_key(), here.dataset
    address = settings.SITE_URL + reverse("opendata:version", args=[here.slug, table.number])
    told = [
        (_("Title"), here.title),
        (_("Publisher"), localised(found.publisher.names, lang)),
        (_("Licence"), localised(found.licence.titles, lang)),
        (_("Version"), f"{table.number}, {date_plain(clock.today(table.published_at), lang)}"),
        (_("Rows"), f"{table.rows:,}"),
        (_("Address"), address),
    ]
    if table.rows > downloads.EXCEL_ROWS:
        cut = _("A sheet holds %(most)s rows, so the last ones are missing here. CSV and Parquet hold them all.")
        told.append((_("Cut"), cut % {"most": f"{downloads.EXCEL_ROWS:,}"}))
    return told
