"""Areas as GeoJSON, with an ETag."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

from madang.city.places import queries

FRESH_SECONDS = 300


def _etag(request: HttpRequest, scheme: str, code: str = "") -> str:
    """Return a tag that changes when any area does."""
    wanted = f"{queries.edition()}|{scheme}|{code}|{request.GET.get('level', '')}"
    return f'"{sha256(wanted.encode()).hexdigest()[:20]}"'


@require_safe
@condition(etag_func=_etag)
def areas_geojson(request: HttpRequest, scheme: str) -> HttpResponse:
    """Send the present areas of a scheme, or of one level of it (``?level=district``)."""
    level = request.GET.get("level") or None
    levels = queries.levels(scheme)
    if not levels or (level and level not in levels):
        raise Http404
    return _open_to_all(queries.areas_geojson(scheme, level))


@require_safe
@condition(etag_func=_etag)
def area_geojson(request: HttpRequest, scheme: str, code: str) -> HttpResponse:
    """Send one area."""
    if queries.area_by_code(scheme, code) is None:
        raise Http404
    return _open_to_all(queries.areas_geojson(scheme, code=code))


def _open_to_all(text: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="application/geo+json")
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return answer
