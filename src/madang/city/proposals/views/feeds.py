"""Atom feeds (RFC 4287) of what happens: to all ideas, of a topic, of a place, to one idea."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.city.kernel import clock
from madang.city.kernel.text import localised, text_key
from madang.city.portal.queries.subjects import TOPICS
from madang.city.proposals.queries import feeds, showing
from madang.city.proposals.queries.feeds import FeedEntry
from madang.city.proposals.views import words
from madang.city.proposals.views.door import viewer_of

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@require_safe
def every_idea(request: HttpRequest) -> HttpResponse:
    """Hand out what happened last, of all ideas or of a topic or an area with all below it."""
    topic, area = request.GET.get("topic", ""), request.GET.get("area", "")
    area_id = int(area) if area.isascii() and area.isdecimal() and len(area) < 10 else None
    entries = feeds.feed(topic=topic if topic in TOPICS else "", area_id=area_id)
    title = _("Ideas from residents: %(city)s") % {"city": localised(settings.CITY_NAME, text_key())}
    return _answer(title, reverse("proposals:list"), request.get_full_path(), entries)


@require_safe
def one_idea(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out what happened to one idea."""
    shown = showing.proposal(reference, viewer=viewer_of(request), now=clock.now())
    page = reverse("proposals:idea", args=[shown.reference])
    title = shown.written.title or _("A hidden idea")
    return _answer(title, page, request.path, feeds.feed(reference=shown.reference))


def _clean(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _CONTROL.sub("", text)


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _answer(title: str, page: str, here: str, entries: tuple[FeedEntry, ...]) -> HttpResponse:
    lang, subtitle = text_key(), _("What becomes of what residents propose")
    feed = Atom1Feed(
        title=_clean(title), link=_address(page), description=subtitle, subtitle=subtitle, feed_url=_address(here),
        language=get_language(), author_name=localised(settings.CITY_OFFICE, lang), feed_guid=_address(here),
    )  # fmt: skip
    for one in entries:
        link = _address(reverse("proposals:idea", args=[one.reference]))
        feed.add_item(
            title=_clean(f"{one.title}: {words.MOVES[one.move]}"),
            link=link,
            description=_clean(one.words),
            unique_id=f"{link}#e{one.id}",
            updateddate=one.at,
            pubdate=one.at,
            author_name=localised(one.department, lang),
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    response["Cache-Control"] = "public, max-age=300"
    return response
