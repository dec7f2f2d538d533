"""Finding a service by everyday words, with suggestions, filters, and help where nothing is found."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.kernel.text import language_of, localised, sort_key, text_key
from madang.city.look.parts import Column, Row, Table
from madang.city.people import queries as people
from madang.city.people.rules import why_not_staff
from madang.city.portal.queries import catalogue, finding
from madang.city.portal.queries.subjects import LIFE_EVENTS, TOPICS
from madang.city.portal.rules.finding import Filters
from madang.city.portal.services.missing import record_miss
from madang.city.portal.views.showing import line_row, subject_door
from madang.city.portal.views.texts import in_language

FIRST_HITS = 10
MOST_HITS = 30
MISSED_DAYS = 90
LONGEST_QUERY = 200


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Show the services that the words asked for may mean. Words that find nothing are counted, not who asked."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    filters = _filters(request.GET)
    if not query:
        return render(request, "portal/services/find.html", _context(query, filters, [], None))
    most = MOST_HITS if request.GET.get("more") else FIRST_HITS
    answer = finding.search(query, text_key(), most + 1, filters=filters)
    if not answer.hits and filters == Filters() and request.method == "GET":
        record_miss(query=query, lang=answer.language, today=clock.today(clock.now()))
    rows = [line_row(hit.line) for hit in answer.hits[:most]]
    context = _context(query, filters, rows, answer.did_you_mean)
    context["has_more"] = len(answer.hits) > most == FIRST_HITS
    return render(request, "portal/services/find.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Return services that begin with what was typed so far, as the search box reads them."""
    lang = text_key()
    found = finding.suggest(request.GET.get("q", "")[:LONGEST_QUERY], lang)
    hits = [
        {
            "title": localised(line.titles, lang),
            "summary": "" if one.text in line.titles.values() else one.text,
            "url": reverse("portal:service", args=[line.slug]),
        }
        for one, line in found
    ]
    response = JsonResponse({"hits": hits})
    response["Cache-Control"] = "private, max-age=60"
    return response


@require_safe
def missed_words(request: HttpRequest) -> HttpResponse:
    """Show the editors which words found nothing, so that they can add them to services."""
    if reason := why_not_staff(request.viewer):  # type: ignore[attr-defined]
        raise Refused(reason)
    since = clock.today(clock.now()) - timedelta(days=MISSED_DAYS)
    table = Table(
        caption=_("Words that found nothing in the last %(days)s days") % {"days": MISSED_DAYS},
        columns=(Column(_("Words")), Column(_("Language")), Column(_("Asked"), numeric=True), Column(_("Last asked"))),
        rows=[
            (in_language(one.words, one.lang), one.lang, one.count, one.last.isoformat()) for one in catalogue.missed_words(since)
        ],
    )  # fmt: skip
    return render(request, "portal/services/missed_words.html", {"table": table})


def _filters(asked: Mapping[str, str]) -> Filters:
    return Filters(
        life_event=asked.get("life_event") if asked.get("life_event") in LIFE_EVENTS else None,
        topic=asked.get("topic") if asked.get("topic") in TOPICS else None,
        authority=asked.get("authority") or None,
        is_transactional=True if asked.get("online") else None,
    )


def _context(query: str, filters: Filters, rows: list[Row], did_you_mean: str | None) -> dict[str, Any]:
    departments, lang = people.departments(), text_key()
    named = sorted(((one.code, localised(one.name, lang)) for one in departments), key=lambda pair: sort_key(pair[1], lang))
    chosen = {name: value for name in ("life_event", "topic", "authority") if (value := getattr(filters, name))}
    chosen |= {"online": "1"} if filters.is_transactional else {}
    mended = None
    if did_you_mean:
        shown = in_language(did_you_mean, language_of(did_you_mean))
        mended = {"words": shown, "url": "?" + urlencode({"q": did_you_mean} | chosen)}
    return {
        "query": query,
        "rows": rows,
        "did_you_mean": mended,
        "filters": filters,
        "more_url": "?" + urlencode({"q": query, "more": "1"} | chosen),
        "filtered": bool(chosen),
        "plain_url": "?" + urlencode({"q": query}),
        "choices": {
            "life_event": [(code, one.label) for code, one in LIFE_EVENTS.items()],
            "topic": [(code, one.label) for code, one in TOPICS.items()],
            "authority": named,
        },
        "life_events": [subject_door("life-event", one, None) for one in LIFE_EVENTS.values()] if not rows else [],
    }
