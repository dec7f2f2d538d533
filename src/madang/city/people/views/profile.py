"""What residents tell about themselves: a summary, and a page for each part of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import rate_limited
from madang.city.kernel.text import localised, text_key
from madang.city.look.parts import Answer
from madang.city.look.templatetags.look import date_plain
from madang.city.people import queries, services
from madang.city.people.forms.profile import GENDERS, LANGUAGES, PARTS, details_with
from madang.city.people.queries import Profile
from madang.city.people.rules import Actor
from madang.city.people.views.account import OWN
from madang.city.people.views.guard import for_residents, resident_id_of
from madang.city.places import queries as places


@require_safe
@for_residents
def profile(request: HttpRequest) -> HttpResponse:
    """Show the profile; lead to its first part whoever has told nothing yet."""
    known = _own(request)
    if not known.name:
        return redirect("people:profile-part", part="about")
    return render(request, "people/profile.html", {"rows": _rows(known)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents
@rate_limited("profile", "60/h")
def part(request: HttpRequest, part: str) -> HttpResponse:
    """Show and save one part."""
    if part not in PARTS:
        raise Http404
    known, now = _own(request), clock.now()
    form = PARTS[part](request.POST or None, known=known, today=clock.today(now))
    if request.method == "POST" and form.is_valid():
        owner = Actor("resident", known.resident_id)
        services.save_profile(resident_id=known.resident_id, details=details_with(known, form.cleaned_data), by=owner, now=now)
        messages.success(request, _("Your profile is saved."))
        return redirect("people:profile")
    return render(request, "people/profile_part.html", {"form": form, "part": part})


def _own(request: HttpRequest) -> Profile:
    resident_id = resident_id_of(request)
    return queries.profile(resident_id, viewer=Actor("resident", resident_id), purpose=OWN)


def _rows(known: Profile) -> list[Answer]:
    area = places.area(known.home_area_id) if known.home_area_id else None
    spoken = dict(LANGUAGES)
    shown = [
        ("about", _("Name"), known.name),
        ("about", _("Birth date"), date_plain(known.birth_date) if known.birth_date else ""),
        ("about", _("Gender"), dict(GENDERS)[known.gender] if known.gender else ""),
        ("home", _("Home address"), known.home_address),
        ("home", _("Neighbourhood"), localised(area.name, text_key()) if area else ""),
        ("home", _("Phone number"), known.phone),
        ("languages", _("Languages you speak"), ", ".join(str(spoken.get(one, one)) for one in known.languages)),
    ]
    return [
        Answer(key=key, value=value or _("not told"), change_url=reverse("people:profile-part", args=[part]))
        for part, key, value in shown
    ]
