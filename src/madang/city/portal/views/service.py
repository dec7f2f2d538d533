"""The page of a service, and the same service as data (CPSV-AP)."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.text import text_key
from madang.city.people import queries as people
from madang.city.portal.queries import catalogue, export, performance
from madang.city.portal.views import showing
from madang.city.portal.views.kept import KeptPages

_pages = KeptPages()
HOUR = "%Y-%m-%dT%H"


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a service; to a program that asks for Turtle or JSON-LD, give it as data. What is retired answers 410."""
    form = asked_form(request)
    response = _data(slug, form) if form else _page(request, slug)
    patch_vary_headers(response, ("Accept",))
    return response


def asked_form(request: HttpRequest) -> str | None:
    """Return the form of data that a program prefers over a page, None for a page."""
    accepted = request.headers.get("Accept", "")
    if "turtle" not in accepted and "ld+json" not in accepted:
        return None
    best = request.get_preferred_type(["text/html", *export.MEDIA_TYPES.values()])
    return next((form for form, media in export.MEDIA_TYPES.items() if media == best), None)


@require_safe
def service_data(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Give a service as Turtle or JSON-LD."""
    return _data(slug, form)


@require_safe
def catalogue_data(request: HttpRequest, form: str) -> HttpResponseBase:
    """Give the whole catalogue as Turtle or JSON-LD, in a stream."""
    response = StreamingHttpResponse(export.catalogue(form), content_type=f"{export.MEDIA_TYPES[form]}; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _data(slug: str, form: str) -> HttpResponse:
    text = export.one(slug, form)
    if text is None:
        raise Http404(_("There is no such service."))
    response = HttpResponse(text, content_type=f"{export.MEDIA_TYPES[form]}; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _page(request: HttpRequest, slug: str) -> HttpResponse:
    number = catalogue.catalogue_number()
    now = clock.now()
    key = (number, slug, text_key(), now.strftime(HOUR))
    return _pages.answer(request, key, lambda: _render(request, slug, number))


def _render(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    found = catalogue.service(slug)
    if found is None:
        raise Http404(_("There is no such service."))
    authority = people.department(found.authority) if found.authority else None
    authorities = catalogue.linked_authorities(found.id) if found.has_links else []
    line = catalogue.catalogue(number).lines.get(found.id)
    related = catalogue.catalogue(number).related(line, 4) if line else []
    context = showing.service_page(found, authority=authority, related=related)
    context["promise"] = showing.promise(performance.of_service(found.id)) if found.is_own else None
    chosen = next((one for one in authorities if one.code == request.GET.get("authority")), None)
    context |= {
        "authorities": authorities,
        "chosen": showing.deep_links(chosen) if chosen else None,
        "here": reverse("portal:service", args=[slug]),
    }
    return render(request, "portal/services/service.html", context, status=410 if found.status == "retired" else 200)
