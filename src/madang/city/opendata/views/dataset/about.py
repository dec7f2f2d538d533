"""What a data set is, in one screen: rows, promise, licence, downloads, the first rows, how good it is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.kernel.text import localised
from madang.city.kernel.text.languages import text_key
from madang.city.look.parts import Answer, Figure
from madang.city.look.templatetags.look import date_table
from madang.city.look.words.dates import date_plain
from madang.city.opendata.queries import browsing, community, downloads
from madang.city.opendata.rules.frequencies import FREQUENCIES, Keeping
from madang.city.opendata.rules.themes import THEMES
from madang.city.opendata.services.usage import Use
from madang.city.opendata.views.dataset import frame
from madang.city.opendata.views.dataset.frame import Opened
from madang.city.opendata.views.dataset.quality import quality_shown
from madang.city.opendata.views.dataset.rows import small_table
from madang.city.opendata.views.dataset.words import file_size
from madang.city.opendata.views.machines import preferred_data

FIRST_ROWS = 8
FORM_WORDS = {"csv": "CSV", "parquet": "Parquet", "xlsx": "Excel", "geojson": "GeoJSON"}


@require_safe
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a data set; a program that asks for data gets its description as data."""
    if (data := preferred_data(request, slug)) is not None:
        return data
    response = _about(request, slug, None)
    patch_vary_headers(response, ("Accept",))
    return response


@require_safe
def version(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Show the data set as it was in one of its versions."""
    return _about(request, slug, int(number))


def _about(request: HttpRequest, slug: str, number: int | None) -> HttpResponse:
    try:
        here = frame.opened(request, slug, number)
    except Refused:
        held_back = browsing.held_back(slug, clock.now())
        if held_back is None:
            raise
        return render(request, "opendata/dataset/held_back.html", {"held_back": held_back}, status=404)
    more: dict[str, Any] = {
        "paragraphs": paragraphs(localised(here.dataset.texts, text_key())),
        "figures": _figures(here),
        "downloads": _downloads(here) if here.table else [],
        "facts": _facts(here),
        "quality": quality_shown(here.dataset.quality),
        "is_broken": here.dataset.promise.keeping is Keeping.BROKEN,
    }
    more |= _first_rows(here) if here.table else frame.why_untabled(here)
    more["showcases"] = community.showcases_of(here.dataset.id, now=clock.now())
    frame.count(request, here, Use.VIEW)
    status = 410 if here.dataset.state == "withdrawn" and not here.works_here else 200
    return frame.page(request, here, "dataset", more, status=status)


def paragraphs(text: str) -> list[str]:
    """Return a text as its paragraphs."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def _first_rows(here: Opened) -> dict[str, Any]:
    table = here.table
    if table is None:
        return {}
    rows = browsing.rows_shown(table, size=FIRST_ROWS)
    return {"first_rows": small_table(here, rows), "rows_url": here.url("table")}


def _figures(here: Opened) -> list[Figure]:
    """Return the facts that answer first: how many rows, how new, whether the promise is kept."""
    table, found = here.table, here.dataset
    figures = []
    if table is not None:
        figures += [Figure(f"{table.rows:,}", _("Rows")), Figure(f"{len(table.columns):,}", _("Columns"))]
    changed = table.published_at if table is not None else found.data_changed_at
    if changed is not None:
        figures.append(Figure(date_table(changed), _("Last change")))
    known = FREQUENCIES.get(found.update_promise)
    if known is not None and here.is_newest:
        figures.append(
            Figure(_kept(found.promise.keeping), _("Promise: %(often)s") % {"often": localised(known.titles, text_key())})
        )
    return figures


def _kept(keeping: Keeping) -> str:
    return {Keeping.KEPT: _("Kept"), Keeping.BROKEN: _("Broken")}.get(keeping, _("No date"))


def _downloads(here: Opened) -> list[dict[str, Any]]:
    """Return each form of the table: its name, address, and size; about, where it is written while it is sent."""
    table = here.table
    if table is None:
        return []
    return [
        {
            "form": form,
            "label": FORM_WORDS[form],
            "url": download_url(here, form),
            "size": file_size(size.bytes) if size.bytes is not None else "",
            "is_about": size.is_about,
            "cut_at": size.cut_at,
        }
        for form, size in downloads.sizes(table).items()
    ]


def download_url(here: Opened, form: str) -> str:
    """Return the address of the table as a file, of the same version."""
    pinned = f"?v={here.table.number}" if here.pinned and here.table else ""
    return reverse("opendata:download", args=[here.slug, form]) + pinned


def _facts(here: Opened) -> list[Answer]:
    """Return the smaller facts, each only where it is known."""
    found, lang = here.dataset, text_key()
    period = " – ".join(date_plain(day, lang) for day in (found.period_from, found.period_until) if day)
    told = [
        (_("Period"), period),
        (_("Area"), localised(found.area.names, lang) if found.area else found.place),
        (_("Themes"), ", ".join(localised(THEMES[code].titles, lang) for code in found.themes if code in THEMES)),
        (_("Keywords"), ", ".join(found.keywords)),
        (_("Questions to"), found.contact_name or found.contact_email),
    ]
    return [Answer(label, value) for label, value in told if value]
