"""The catalogue for machines: /catalog.ttl, .jsonld, .rdf, /data.json, and every data set in the same forms."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.opendata.queries import export

MOST_DIGITS = 6
WRITE_AT_LEAST = 32_768


@rate_limited("opendata.catalogue", "60/m", methods=("GET",))
@require_safe
def catalogue(request: HttpRequest, form: str) -> HttpResponseBase:
    """Give the whole catalogue in a stream, or with ``?page=`` a hundred data sets and where the next ones are."""
    asked = request.GET.get("page")
    if asked is None:
        return _stream(export.catalogue(form, clock.now()), export.MEDIA_TYPES[form])
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= MOST_DIGITS else 0
    parts = export.page(form, number, clock.now())
    if parts is None:
        raise Http404(_("There is no such page of the catalogue."))
    return _stream(parts, export.MEDIA_TYPES[form])


@rate_limited("opendata.catalogue", "60/m", methods=("GET",))
@require_safe
def data_json(request: HttpRequest) -> HttpResponseBase:
    """Give the catalogue as DCAT-US 1.1, in a stream."""
    return _stream(export.data_json(clock.now()), "application/json")


@require_safe
def dataset_data(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Give a data set as Turtle, JSON-LD or RDF/XML."""
    text = export.one(slug, form, clock.now())
    if text is None:
        raise Http404(_("There is no such data set."))
    response = HttpResponse(text, content_type=f"{export.MEDIA_TYPES[form]}; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def preferred_data(request: HttpRequest, slug: str) -> HttpResponse | None:
    """Return a data set as data to a program that would rather have that than its page, None to whoever wants the page.

    For the view of /data/<slug>, which adds ``Vary: Accept`` to its own answer.
    """
    accepted = request.headers.get("Accept", "")
    if not any(kind in accepted for kind in ("turtle", "ld+json", "rdf+xml")):
        return None
    best = request.get_preferred_type(["text/html", *export.MEDIA_TYPES.values()])
    form = next((form for form, media in export.MEDIA_TYPES.items() if media == best), None)
    if form is None:
        return None
    response = dataset_data(request, slug, form)
    patch_vary_headers(response, ("Accept",))
    return response


def _stream(parts: Iterator[str], media_type: str) -> HttpResponseBase:
    response = StreamingHttpResponse(_gathered(parts), content_type=f"{media_type}; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _gathered(parts: Iterator[str]) -> Iterator[str]:
    """Join small parts, since each one costs the server a write."""
    held, size = [], 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= WRITE_AT_LEAST:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)
