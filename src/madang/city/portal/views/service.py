"""The page of a service, and the same service as data (CPSV-AP)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.text import text_key
from madang.city.people import queries as people
from madang.city.people.rules import Viewer
from madang.city.portal.definitions.eligibility import Answer, eligibility
from madang.city.portal.queries import catalogue, drafts, export, performance
from madang.city.portal.queries.known_facts import known_facts
from madang.city.portal.views import showing
from madang.city.portal.views.kept import KeptPages, is_common
from madang.city.portal.views.texts import said

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
    number = catalogue.recent_number() if is_common(request) else catalogue.catalogue_number()
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
    context |= _for_resident(request, found)
    return render(request, "portal/services/service.html", context, status=410 if found.status == "retired" else 200)


def _for_resident(request: HttpRequest, found: catalogue.ServiceFacts) -> dict[str, Any]:
    """Return what the page says to a resident who is signed in: their saved form, and what their profile settles."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.resident_id is None or not found.is_own or found.status != "live":
        return {}
    draft = drafts.open_draft_of(viewer.resident_id, found.slug)
    return {"draft_url": showing.address("portal:draft", str(draft.public_id)) if draft else ""} | _verdict(viewer, found)


def _verdict(viewer: Viewer, found: catalogue.ServiceFacts) -> dict[str, Any]:
    if not found.definition.eligibility or viewer.resident_id is None:
        return {}
    today = clock.today(clock.now())
    facts = known_facts(viewer.resident_id, today=today, viewer=viewer.as_resident, purpose="eligibility")
    outcome = eligibility(found.definition, facts)
    if outcome.answer is Answer.CANNOT_TELL:
        return {}
    unmet = [said(one.text) for one in outcome.conditions if outcome.answer is Answer.NO and one.id in outcome.decided_by]
    return {"entitled": outcome.answer is Answer.YES, "judged": True, "unmet": unmet}
