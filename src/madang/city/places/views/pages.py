"""The pages: all areas, one area, and where somebody lives."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel.text import localised
from madang.city.kernel.text.languages import text_key
from madang.city.look.parts import Figure, Tab
from madang.city.places import queries
from madang.city.places.forms import FindForm
from madang.city.places.queries import Area
from madang.city.places.views.maps import SQUARE_METRES, level_label, map_and_table


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Show the city's own areas."""
    return _areas_page(request, settings.AREA_SCHEME, is_own=True)


@require_safe
def scheme(request: HttpRequest, scheme: str) -> HttpResponse:
    """Show the areas of any scheme."""
    if scheme not in queries.schemes():
        raise Http404
    return _areas_page(request, scheme, is_own=scheme == settings.AREA_SCHEME)


def _areas_page(request: HttpRequest, scheme: str, *, is_own: bool) -> HttpResponse:
    levels = queries.levels(scheme)
    level = _level(levels, request.GET.get("level"))
    picture = queries.picture(scheme, level) if level else None
    words: dict[str, Any] = {
        "is_own": is_own,
        "scheme": scheme,
        "level_label": level_label(level),
        "form": FindForm(),
        "tabs": [Tab(level_label(one), f"?level={one}", current=one == level) for one in levels[-2:]],
        "others": [one for one in queries.schemes() if one != scheme],
        "geojson_url": reverse("places:areas-geojson", args=[scheme]) + f"?level={level}",
    }
    return render(request, "places/places.html", words | (map_and_table(picture) if picture else {}))


def _level(levels: list[str], asked: str | None) -> str:
    """Return the level to show: the one asked for, else the one above the smallest areas."""
    if asked in levels:
        return str(asked)
    return levels[max(len(levels) - 2, 0)] if levels else ""


@require_safe
def area(request: HttpRequest, scheme: str, code: str) -> HttpResponse:
    """Show one area: where it lies, how many live there, what it is made of."""
    found = queries.area_by_code(scheme, code)
    if found is None:
        raise Http404
    above, parts = queries.parents(found), queries.parts_of(found.id)
    picture = _picture(found, parts)
    words: dict[str, Any] = {
        "area": found,
        "level_label": level_label(found.level),
        "crumbs": [(localised(one.name, text_key()), reverse("places:area", args=[one.scheme, one.code])) for one in above],
        "above": above,
        "parts_label": level_label(parts[0].level) if parts else "",
        "figures": _figures(found, parts),
        "geojson_url": reverse("places:area-geojson", args=[scheme, code]),
    }
    return render(request, "places/area.html", words | (map_and_table(picture, chosen=found.id) if picture else {}))


def _picture(found: Area, parts: list[Area]) -> queries.MapPicture | None:
    """Return the area's parts drawn, or the area among its neighbours where it has none."""
    if parts:
        return queries.picture(found.scheme, parts[0].level, below=found.id)
    return queries.picture(found.scheme, found.level, below=found.parent_id or 0)


def _figures(found: Area, parts: list[Area]) -> list[Figure]:
    figures = []
    if found.population is not None:
        figures.append(Figure(f"{found.population:,}", _("Residents")))
    figures.append(Figure(f"{found.square_metres / SQUARE_METRES:,.1f}", _("Size"), "km²"))
    if parts:
        figures.append(Figure(f"{len(parts):,}", level_label(parts[0].level)))
    return figures


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Say in which area an address or a point lies. Nothing of it is kept."""
    form = FindForm(request.GET if request.GET.get("q", "").strip() else None)
    asked = form.cleaned_data["q"].strip() if form.is_bound and form.is_valid() else ""
    found = queries.find(asked) if asked else None
    lang = text_key()
    doors = [(one.door.written(lang), one.areas) for one in found.doors] if found else []
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "places/find.html", {"form": form, "asked": asked, "found": found, "doors": doors}, status=status)
