"""Atom feeds (RFC 4287): what is new in the catalogue, of a publisher, in a data set."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from madang.city.kernel import clock
from madang.city.kernel.text import localised, text_key
from madang.city.opendata.queries import catalogue, versions
from madang.city.opendata.queries.catalogue import DatasetLine, Wanted

MOST = 50


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _answer(feed: Atom1Feed) -> HttpResponse:
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    response["Cache-Control"] = "public, max-age=300"
    return response


def _feed(title: str, subtitle: str, path: str, feed_path: str) -> Atom1Feed:
    office = localised(settings.CITY_OFFICE, text_key())
    return Atom1Feed(
        title=title, link=_address(path), description=subtitle, subtitle=subtitle, feed_url=_address(feed_path),
        language=get_language(), author_name=office, feed_guid=_address(feed_path),
    )  # fmt: skip


def _add(feed: Atom1Feed, lines: Iterable[DatasetLine]) -> None:
    lang = text_key()
    for one in lines:
        feed.add_item(
            title=localised(one.titles, lang) or one.slug,
            link=_address(reverse("opendata:dataset", args=[one.slug])),
            description=localised(one.texts, lang),
            unique_id=f"urn:uuid:{one.public_id}",
            updateddate=one.changed_at,
            pubdate=one.published_at,
            author_name=localised(one.publisher_names, lang),
            categories=one.themes,
        )


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Hand out the data sets that changed last."""
    title = _("Open data: %(city)s") % {"city": localised(settings.CITY_NAME, text_key())}
    feed = _feed(title, _("Data sets that are new or have changed"), reverse("opendata:catalogue"), reverse("opendata:feed"))
    _add(feed, catalogue.find(Wanted(sort="newest", size=MOST, with_counts=False), now=clock.now()).rows)
    return _answer(feed)


@require_safe
def of_publisher(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the data sets of a publisher that changed last."""
    shown = catalogue.publisher(slug)
    paths = reverse("opendata:publisher", args=[slug]), reverse("opendata:publisher-feed", args=[slug])
    feed = _feed(localised(shown.names, text_key()), _("Data sets that are new or have changed"), *paths)
    _add(feed, catalogue.find(Wanted(publisher=slug, sort="newest", size=MOST, with_counts=False), now=clock.now()).rows)
    return _answer(feed)


def _changed(request: HttpRequest, slug: str) -> datetime | None:
    return catalogue.dataset(slug).changed_at


@require_safe
@condition(last_modified_func=_changed)
def of_dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the versions of a data set, newest first."""
    shown, lang = catalogue.dataset(slug), text_key()
    path = reverse("opendata:dataset", args=[slug])
    feed = _feed(
        localised(shown.titles, lang), _("New versions of the data"), path, reverse("opendata:dataset-feed", args=[slug])
    )
    for one in versions.versions(slug)[:MOST]:
        told: dict[str, Any] = {"number": one.number, "rows": one.rows}
        feed.add_item(
            title=_("Version %(number)s, %(rows)s rows") % told,
            link=_address(reverse("opendata:version", args=[slug, one.number])),
            description=localised(one.note, lang),
            unique_id=f"urn:uuid:{one.id}",
            pubdate=one.published_at,
            updateddate=one.published_at,
        )
    return _answer(feed)
