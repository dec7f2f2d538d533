"""The services, by life event, topic, audience, authority and from A to Z."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from madang.city.kernel.text import localised, sort_key, text_key
from madang.city.look.parts import Door, Page
from madang.city.people import queries as people
from madang.city.portal.queries import catalogue
from madang.city.portal.queries.catalogue import Catalogue, ServiceLine
from madang.city.portal.queries.subjects import AUDIENCES, LIFE_EVENTS, TOPICS
from madang.city.portal.views.showing import line_row, subject_door
from madang.city.portal.views.texts import said

PAGE_SIZE = 40
KINDS = {"life-event": ("life_event", LIFE_EVENTS), "topic": ("topic", TOPICS), "for": ("audience", AUDIENCES)}
KIND_WORDS = {
    "life-event": gettext_lazy("Life events"), "topic": gettext_lazy("Topics"), "for": gettext_lazy("For whom"),
    "by": gettext_lazy("Who offers it"),
}  # fmt: skip


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the ways to the services."""
    held = catalogue.catalogue()
    context = {
        "count": len(held.lines),
        "life_events": _doors("life-event", held),
        "topics": _doors("topic", held),
        "audiences": _doors("for", held),
        "authorities": _authority_doors(held),
        "letters": _letters(held),
    }
    return render(request, "portal/services/index.html", context)


@require_safe
def subject(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Show the services of a life event, a topic, an audience or an authority."""
    held = catalogue.catalogue()
    if kind == "by":
        department = people.department(code)
        if department is None:
            raise Http404(_("There is no such department."))
        label, lines = said(department.name), held.having("authority", code, text_key())
    else:
        name, subjects = KINDS[kind]
        if code not in subjects:
            raise Http404(_("There is no such subject."))
        label, lines = subjects[code].label, held.having(name, code, text_key())
    return _list(request, label, lines, {"kind_label": KIND_WORDS[kind], "anchor": kind})


@require_safe
def a_to_z(request: HttpRequest, letter: str = "") -> HttpResponse:
    """Show the services by their first letter, in the order of the reader's language."""
    held = catalogue.catalogue()
    letters = held.letters(text_key())
    chosen = letter or (letters[0] if letters else "")
    if letters and chosen not in letters:
        raise Http404(_("No service begins with that letter."))
    context = {"letters": _letters(held, chosen), "kind_label": _("A to Z"), "anchor": "a-z"}
    title = _("Services under %(letter)s") % {"letter": _letter_words(chosen)}
    return _list(request, title, held.under(chosen, text_key()), context)


def _list(request: HttpRequest, title: Any, lines: list[ServiceLine], more: dict[str, Any]) -> HttpResponse:
    start = _start(request.GET.get("from", ""), len(lines))
    rows = [line_row(line) for line in lines[start : start + PAGE_SIZE]]
    context = {"title": title, "rows": rows, "count": len(lines), "page": _page(start, len(lines)), "start": start}
    return render(request, "portal/services/list.html", context | more)


def _start(asked: str, count: int) -> int:
    start = int(asked) if asked.isdecimal() and len(asked) < 8 else 0
    return start if start < max(count, 1) else 0


def _page(start: int, count: int) -> Page:
    if count <= PAGE_SIZE:
        return Page()
    words = _("%(first)s to %(last)s of %(count)s") % {"first": start + 1, "last": min(start + PAGE_SIZE, count), "count": count}
    following = f"?from={start + PAGE_SIZE}" if start + PAGE_SIZE < count else ""
    previous = f"?from={max(start - PAGE_SIZE, 0)}" if start else ""
    return Page(next_url=following, previous_url=previous, words=words)


def _doors(kind: str, held: Catalogue) -> list[Door]:
    name, subjects = KINDS[kind]
    counts = held.counts(name)
    return [subject_door(kind, one, counts[one.code]) for one in subjects.values() if counts[one.code]]


def _authority_doors(held: Catalogue) -> list[Door]:
    counts, lang = held.counts("authority"), text_key()
    offering = [one for one in people.departments() if counts[one.code]]
    offering.sort(key=lambda one: sort_key(localised(one.name, lang), lang))
    return [Door(said(one.name), reverse("portal:subject", args=["by", one.code]), count=counts[one.code]) for one in offering]


def _letters(held: Catalogue, chosen: str = "") -> list[dict[str, Any]]:
    return [
        {"label": _letter_words(one), "url": reverse("portal:letter", args=[one]), "current": one == chosen}
        for one in held.letters(text_key())
    ]


def _letter_words(letter: str) -> str:
    return "0-9" if letter == "#" else letter
