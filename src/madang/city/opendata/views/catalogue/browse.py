"""The catalogue: search, facets, order; a publisher's data sets, a series; what is suggested while one types."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.paging import BadCursor
from madang.city.kernel.text import localised, text_key
from madang.city.look.parts import Door, Page
from madang.city.look.templatetags.look import number
from madang.city.opendata.queries import catalogue
from madang.city.opendata.queries.catalogue import Found, Wanted
from madang.city.opendata.rules.themes import THEMES
from madang.city.opendata.views.catalogue import listing
from madang.city.opendata.views.catalogue.said import said
from madang.city.opendata.views.catalogue.sections import sections


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the catalogue: its themes first, and what is found or new."""
    context = _list(request)
    if not (context["query"] or context["chips"] or request.GET.get("after")):
        context["themes"] = _themes(context["found"])
    return render(request, "opendata/catalogue/index.html", context | {"sections": sections("catalogue")})


@require_safe
def publisher(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a publisher and its data sets."""
    shown = catalogue.publisher(slug, clock.now())
    context = _list(request, publisher=slug) | {
        "publisher": shown,
        "title": said(shown.names),
        "plain_title": localised(shown.names, text_key()),
        "text": localised(shown.texts, text_key()),
        "feed_url": reverse("opendata:publisher-feed", args=[slug]),
    }
    return render(request, "opendata/catalogue/publisher.html", context)


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a series and its data sets, newest first."""
    shown = catalogue.series(slug, clock.now())
    owner = catalogue.publisher(shown.publisher_slug, clock.now())
    context = _list(request, series=slug) | {
        "series": shown,
        "owner": owner,
        "title": said(shown.titles),
        "plain_title": localised(shown.titles, text_key()),
        "text": localised(shown.texts, text_key()),
    }
    return render(request, "opendata/catalogue/series.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Return data sets whose title has what was typed so far, as the search box reads them."""
    lang = text_key()
    found = catalogue.suggest(request.GET.get("q", "")[: listing.LONGEST_QUERY], lang)
    hits = [
        {
            "title": localised(one.titles, lang),
            "summary": localised(one.publisher_names, lang),
            "url": reverse("opendata:dataset", args=[one.slug]),
        }
        for one in found
    ]
    response = JsonResponse({"hits": hits})
    response["Cache-Control"] = "private, max-age=60"
    return response


def _list(request: HttpRequest, **fixed: str) -> dict[str, Any]:
    """Return what every list prints; a cursor that is none of ours leads to the first page."""
    wanted, now = listing.wanted_of(request.GET, **fixed), clock.now()
    try:
        found = catalogue.find(wanted, now=now)
    except BadCursor:
        wanted = listing.wanted_of({**request.GET.dict(), "after": ""}, **fixed)
        found = catalogue.find(wanted, now=now)
    keys = tuple(fixed)
    publishers = listing.publishers_by_slug(found)
    return {
        "query": wanted.q,
        "found": found,
        "rows": listing.rows(found.rows),
        "count_words": _count_words(found),
        "facets": listing.facets(found, wanted, publishers, keys),
        "chips": listing.chips(wanted, publishers, keys),
        "sorts": listing.sorts(wanted, keys) if found.total > 1 else [],
        "kept": _kept(wanted, keys),
        "page": _page(found, wanted, keys),
        "plain_url": listing.query_of(Wanted(q=wanted.q), keys),
        "meant_url": listing.query_of(wanted, keys, q=found.did_you_mean) if found.did_you_mean else "",
    }


def _count_words(found: Found) -> str:
    return ngettext("%(n)s data set", "%(n)s data sets", found.total) % {"n": number(found.total)}


def _kept(wanted: Wanted, fixed: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the hidden fields that keep what the list is narrowed to while words are searched for."""
    pairs = [(name, str(getattr(wanted, name))) for name in listing.FACETS if name not in ("table", *fixed)]
    pairs += [("table", {True: "yes", False: "no"}[wanted.table])] if wanted.table is not None else []
    return [(name, value) for name, value in pairs if value]


def _page(found: Found, wanted: Wanted, fixed: tuple[str, ...]) -> Page:
    query = listing.query_of(wanted, fixed)
    joined = "" if query == "?" else "&"
    following = f"{query}{joined}{urlencode({'after': found.next_cursor})}" if found.next_cursor else ""
    return Page(next_url=following, previous_url=query if wanted.after else "")


def _themes(found: Found) -> list[Door]:
    counts = {one.value: one.count for one in found.counts.get("theme", ())}
    here = reverse("opendata:catalogue")
    return [
        Door(said(one.titles), f"{here}?{urlencode({'theme': one.code})}", one.icon, count=counts[one.code])
        for one in THEMES.values()
        if counts.get(one.code)
    ]
