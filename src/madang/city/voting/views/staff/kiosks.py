"""Tablets at a place: open them, hand one over to whoever stands there, end them."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.look.parts import Tag
from madang.city.voting.forms.serving import KioskForm, find_form
from madang.city.voting.queries import serving as queries
from madang.city.voting.queries.serving import Station
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.services import kiosks as services
from madang.city.voting.views.door import said, signed_in, viewer_of
from madang.city.voting.views.drafts import tried
from madang.city.voting.views.staff.door import SERVING, shown_vote, staff_of
from madang.city.voting.views.staff.people import found_or_served
from madang.city.voting.views.turns import qr_picture, turn_of


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("vote-kiosk", "120/h")
def kiosks(request: HttpRequest, reference: str) -> HttpResponse:
    """List the tablets of a vote and open one more; the address that makes a tablet one of them shows once."""
    vote = shown_vote(request, reference, *SERVING)
    form, opened = KioskForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        opened = tried(form, lambda: _opened(request, vote, form))
    context = _page(vote) | {"form": KioskForm() if opened else form, "stations": [_line(one) for one in _stations(vote)]}
    if opened:
        address = f"{settings.SITE_URL}{reverse('voting:tablet-begin', args=[opened.secret])}"
        context |= {"address": address, "qr": qr_picture(address)}
    response = render(request, "voting/staff/kiosks.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in
@require_POST
def end(request: HttpRequest, reference: str, kiosk: UUID) -> HttpResponse:
    """End a station: its tablets and codes stop working."""
    vote = shown_vote(request, reference, *SERVING)
    _station(vote, kiosk)
    services.close_kiosk(kiosk=kiosk, by=viewer_of(request), now=clock.now())
    messages.success(request, _("The tablets of this place are ended."))
    return redirect("voting:staff-kiosks", reference=vote.reference)


@signed_in
@require_http_methods(["GET", "POST"])
@rate_limited("vote-hand-over", "600/h")
def hand_over(request: HttpRequest, reference: str, kiosk: UUID) -> HttpResponse:
    """Find who stands there, and show the code by which they take a tablet over once."""
    vote, by = shown_vote(request, reference, *SERVING), staff_of(request, *SERVING)
    station = _station(vote, kiosk)
    form = find_form(vote.electorate.roll, request.POST if "words" in request.POST else None)

    def serve(person: str) -> dict[str, Any]:
        now = clock.now()
        return {"turn": turn_of(services.hand_over(kiosk=kiosk, person=person, by=by, now=now), now)}

    context = _page(vote) | {"station": station, "form": form}
    context |= found_or_served(request, vote, form, serve, by=by)
    response = render(request, "voting/staff/hand_over.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _opened(request: HttpRequest, vote: VoteView, form: KioskForm) -> services.Opened:
    now = clock.now()
    place, ends_at = form.cleaned_data["place"], min(now + form.duration, vote.closes_at)
    return services.open_kiosk(reference=vote.reference, place=place, ends_at=ends_at, by=viewer_of(request), now=now)


def _page(vote: VoteView) -> dict[str, Any]:
    return {"vote": vote, "question": said(vote.question)}


def _stations(vote: VoteView) -> tuple[Station, ...]:
    return queries.stations(vote.reference, now=clock.now())


def _station(vote: VoteView, kiosk: UUID) -> Station:
    return queries.station(vote.reference, kiosk, now=clock.now())


def _line(one: Station) -> dict[str, Any]:
    return {"station": one, "tag": Tag(_("Serves"), "go") if one.is_serving else Tag(_("Ended"), "plain")}
