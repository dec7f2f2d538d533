"""The counter: staff enter an application for somebody at the desk, on the telephone or on paper."""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused, sentence
from madang.city.kernel.text import localised, text_key
from madang.city.people import queries as people
from madang.city.people import services as people_services
from madang.city.portal.forms.counter import BeginForm, FindForm, RegisterForm
from madang.city.portal.queries import catalogue
from madang.city.portal.queries import drafts as queries
from madang.city.portal.services import drafts as services
from madang.city.portal.views.apply.door import at_the_counter, viewer_of

SALT = "portal.counter"
MOST_SECONDS = 60 * 60 * 12
PURPOSE = "counter"


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_counter
def person(request: HttpRequest) -> HttpResponse:
    """Find the person; below stand the applications that were begun here and not sent."""
    viewer = viewer_of(request)
    form = FindForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        rows = people.find_residents(form.cleaned_data["words"], viewer=viewer.actor, purpose=PURPOSE)
        found = [(row, _begin_url(row.resident_id)) for row in rows]
    words: dict[str, Any] = {
        "form": form,
        "found": found,
        "drafts": queries.counter_drafts(viewer.staff.id if viewer.staff else 0),
    }
    return render(request, "portal/apply/counter_person.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_counter
def register(request: HttpRequest) -> HttpResponse:
    """Register somebody who is not known yet."""
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            resident_id = people_services.register_resident(
                name=told["name"], email=told["email"], key=told["key"], by=viewer_of(request), now=clock.now()
            )
        except Refused as refused:
            form.add_error("email" if "email" in refused.refusal.key else "name", sentence(refused.refusal))
        else:
            return redirect(_begin_url(resident_id))
    return render(request, "portal/apply/counter_register.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_counter
def begin(request: HttpRequest) -> HttpResponse:
    """Choose the service, and begin the form."""
    viewer = viewer_of(request)
    resident_id = _resident_id(request.GET.get("person", ""))
    form = BeginForm(request.POST or None, services=_services(), initial={"channel": "counter", "language": text_key()})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        beginning = services.Beginning(
            slug=told["service"],
            resident_id=resident_id,
            language=told["language"],
            channel=told["channel"],
            clerk=viewer,
        )
        return redirect("portal:draft", services.begin(beginning=beginning, now=clock.now()))
    names = people.names_of([resident_id], viewer=viewer.actor, purpose=PURPOSE)
    words = {"form": form, "name": names.get(resident_id, ""), "here": request.get_full_path()}
    return render(request, "portal/apply/counter_begin.html", words)


def _services() -> list[tuple[str, str]]:
    key = text_key()
    lines = catalogue.catalogue().in_order(key)
    return [(line.slug, localised(line.titles, key)) for line in lines if line.takes_applications and line.status == "live"]


def _begin_url(resident_id: int) -> str:
    """Return the next page's address; it names the person only to this site, and only for today."""
    return f"{reverse('portal:counter-begin')}?{urlencode({'person': signing.dumps(resident_id, salt=SALT)})}"


def _resident_id(signed: str) -> int:
    try:
        return int(signing.loads(signed, salt=SALT, max_age=MOST_SECONDS))
    except (signing.BadSignature, TypeError, ValueError):
        raise Refused(Refusal("portal.counter_again", status=404)) from None
