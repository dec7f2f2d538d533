"""Feeds (Atom, RFC 4287): the versions of a data set, and the rows that differ between two of them."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from madang.city.kernel import clock
from madang.city.kernel.http.api import PROBLEMS
from madang.city.kernel.text import localised
from madang.city.opendata.api.tabular.catalogue import Lang, Slug
from madang.city.opendata.api.versions.changes import From, Offset, To, compared, pending
from madang.city.opendata.api.versions.shapes import Kind
from madang.city.opendata.queries import catalogue, versions
from madang.city.opendata.queries.versions import Change, Difference
from madang.city.opendata.rules.corrections import plain

router = Router(tags=["open data"])
ENTRIES = 100
ATOM = "application/atom+xml; charset=utf-8"
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COUNTS = ("added", "removed", "changed")


@router.get(
    "/datasets/{slug}/versions.atom", response={200: None, **PROBLEMS}, summary="Versions as a feed", operation_id="versionsFeed"
)
def versions_feed(request: HttpRequest, slug: Slug, lang: Lang = "en") -> HttpResponse:
    """Return the newest published versions of a data set as a feed: each entry counts the rows that changed and links to them."""
    held = catalogue.dataset(catalogue.slug_of(slug) or slug, now=clock.now())
    found = versions.versions(held.slug, now=clock.now())[:ENTRIES]
    title = localised(held.titles, lang)
    entries = [_version_entry(one, title, held.publisher, lang) for one in found]
    newest = found[0].published_at if found else held.changed_at
    return _feed(title, f"/data/{held.slug}", request.get_full_path(), newest or held.changed_at, entries)


@router.get(
    "/datasets/{slug}/changes.atom", response={200: None, 202: None, **PROBLEMS}, summary="Changed rows as a feed",
    operation_id="changesFeed",
)  # fmt: skip
def changes_feed(
    request: HttpRequest, slug: Slug, before: From, after: To, kind: Kind | None = None, offset: Offset = 0
) -> HttpResponse:
    """Return the rows that differ between two versions as a feed, 100 entries at a time; ``next`` leads on."""
    found = compared(slug, before, after)
    if found is None:
        return pending()
    rows = versions.changes(found, kind=kind, offset=offset, limit=ENTRIES)
    total = found.counts[kind] if kind else found.total
    at = found.after.published_at or clock.now()
    entries = [_change_entry(one, found, offset + place, at) for place, one in enumerate(rows)]
    own = f"/api/v1/datasets/{found.after.slug}/changes.atom?from={before}&to={after}" + (f"&kind={kind}" if kind else "")
    further = f"{own}&offset={offset + ENTRIES}" if offset + ENTRIES < total else ""
    title = f"{found.after.slug}: {before} → {after}"
    page = f"/data/{found.after.slug}/diff?from={before}&to={after}"
    return _feed(title, page, f"{own}&offset={offset}" if offset else own, at, entries, further)


def _version_entry(one: versions.VersionView, title: str, publisher: Any, lang: str) -> str:
    counts = ", ".join(f"{name}: {one.change[name]}" for name in _COUNTS if name in one.change)
    text = " ".join(part for part in (localised(one.note, lang), counts) if part)
    page = f"/data/{one.slug}/v/{one.number}"
    return _entry(
        f"urn:uuid:{one.id}", f"{title} ({one.number})", page, one.published_at or one.made_at, text or f"{one.rows}",
        localised(publisher.names, lang),
    )  # fmt: skip


def _change_entry(one: Change, found: Difference, place: int, at: datetime) -> str:
    after, before = one.after or {}, one.before or {}
    if one.kind == "changed":
        parts = [f"{name}: {_cell(before, name)} → {_cell(after, name)}" for name in one.differs]
    else:
        row = after or before
        parts = [f"{name}: {_cell(row, name)}" for name in row]
    row = after or before
    named = " ".join(_cell(row, name) for name in found.keys) or str((one.new if one.new is not None else one.old or 0) + 1)
    page = f"/data/{found.after.slug}/diff?from={found.before.number}&to={found.after.number}"
    return _entry(f"urn:uuid:{found.after.id}:{place}", f"{one.kind}: {named}"[:200], page, at, "\n".join(parts)[:8_000], "")


def _cell(row: Mapping[str, Any], name: str) -> str:
    value = plain(row.get(name))
    return "∅" if value is None else str(value)


def _entry(key: str, title: str, page: str, at: datetime, text: str, author: str) -> str:
    named = f"<author><name>{_text(author)}</name></author>" if author else ""
    return (
        f"<entry><id>{_text(key)}</id><title>{_text(title)}</title><updated>{at.isoformat()}</updated>{named}"
        f"<link rel='alternate' type='text/html' href={quoteattr(settings.SITE_URL + page)}/>"
        f"<content type='text'>{_text(text)}</content></entry>\n"
    )


def _feed(title: str, page: str, own: str, at: datetime, entries: Iterable[str], further: str = "") -> HttpResponse:
    more = f"<link rel='next' href={quoteattr(settings.SITE_URL + further)}/>" if further else ""
    body = (
        "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<id>{_text(settings.SITE_URL + own)}</id><title>{_text(title)}</title><updated>{at.isoformat()}</updated>"
        f"<author><name>{_text(localised(settings.CITY_OFFICE, 'en'))}</name></author>"
        f"<link rel='self' type='application/atom+xml' href={quoteattr(settings.SITE_URL + own)}/>"
        f"<link rel='alternate' type='text/html' href={quoteattr(settings.SITE_URL + page)}/>{more}\n"
    )
    return HttpResponse([body, *entries, "</feed>\n"], content_type=ATOM)


def _text(text: str) -> str:
    return escape(_UNPRINTABLE.sub("\ufffd", text))
