"""Save what somebody says of a data set."""

import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.text import sort_key
from madang.city.kernel.text.choosing import localised
from madang.city.opendata.models import Dataset, Link, Publisher, Series
from madang.city.opendata.rules import facts as rules
from madang.city.opendata.rules.facts import DatasetFacts, LinkFacts
from madang.city.opendata.rules.states import DatasetState, Source
from madang.city.opendata.services.catalogue.indexing import index
from madang.city.people.rules import Actor

LANGUAGES = ("en", "ko", "zh")
_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML can hold them, PostgreSQL some
_COPIED = (
    "licence", "update_promise", "contact_name", "contact_email", "landing_url", "area_id", "place", "period_from",
    "period_until", "embargo_until", "external_id",
)  # fmt: skip


@transaction.atomic
def save_dataset(*, slug: str | None, facts: DatasetFacts, by: Actor, now: datetime) -> str:
    """Make or change a data set; return its slug.

    slug  None: the data set with the facts' identity (source, harvest source, external id) is changed; where there is none, or
          no external id, a new one is made, its slug from the title. A slug that is not there yet makes a new one under it
    Unless ``facts.is_public`` it stays a draft until its first version is published.
    Raises Refused for facts that cannot be, an unknown publisher or series, a slug that the site itself uses.
    """
    if reason := rules.why_not_facts(facts) or (rules.why_not_slug(slug) if slug is not None else None):
        raise Refused(reason)
    row = _row(slug, facts, now)
    is_new = row.pk is None
    _fill(row, facts, now)
    row.save()
    if facts.links is not None:
        save_links(row, facts.links, now)
    index(row, now)
    journal.note(
        verb="described", about=f"dataset:{row.public_id}", actor=str(by), at=now, details={"source": row.source, "new": is_new}
    )
    return row.slug


def _row(slug: str | None, facts: DatasetFacts, now: datetime) -> Dataset:
    rows = Dataset.objects.select_for_update()
    found = None
    if slug is not None:
        found = rows.filter(slug=slug).first()
    elif facts.external_id:
        found = rows.filter(
            source=facts.source.value, harvest_source=facts.harvest_source_id, external_id=facts.external_id
        ).first()
    if found is None:
        return Dataset(slug=slug or free_slug(facts.titles), source=facts.source.value, created_at=now, changed_at=now)
    if (found.source, found.harvest_source_id) != (facts.source.value, facts.harvest_source_id):
        raise Refused(Refusal("opendata.slug_taken", {"slug": found.slug}))
    return found


def _fill(row: Dataset, facts: DatasetFacts, now: datetime) -> None:
    row.publisher = _publisher(facts.publisher)
    row.series = _series(facts.series)
    row.harvest_source_id = facts.harvest_source_id
    row.titles, row.texts = _texts(facts.titles), _texts(facts.texts)
    row.themes, row.keywords = list(dict.fromkeys(facts.themes)), _keywords(facts.keywords)
    row.extras = dict(facts.extras)
    for name in _COPIED:
        setattr(row, name, getattr(facts, name))
    for lang in LANGUAGES:
        setattr(row, f"sort_{lang}", sort_key(localised(row.titles, lang), lang)[:300])
    if facts.is_public and row.state == DatasetState.DRAFT.value:
        row.state = DatasetState.PUBLISHED.value
    if row.state == DatasetState.PUBLISHED.value:
        row.published_at = facts.issued_at or row.published_at or now
    row.data_changed_at = facts.data_changed_at or row.data_changed_at
    row.changed_at = now


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    cleaned = {lang: _UNPRINTED.sub("", text).strip() for lang, text in texts.items()}
    return {lang: text for lang, text in cleaned.items() if text}


def _keywords(words: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(word for word in (" ".join(_UNPRINTED.sub("", one).split()) for one in words) if word))


def _publisher(slug: str) -> Publisher:
    row = Publisher.objects.filter(slug=slug).first()
    if row is None:
        raise Refused(Refusal("opendata.no_publisher", {"slug": slug[:120]}, status=422))
    return row


def _series(slug: str) -> Series | None:
    if not slug:
        return None
    row = Series.objects.filter(slug=slug).first()
    if row is None:
        raise Refused(Refusal("opendata.no_series", {"slug": slug[:120]}, status=422))
    return row


def free_slug(titles: Mapping[str, str]) -> str:
    """Return a slug for a title that no data set has: from the English title, else from any other."""
    told = (titles.get(lang, "") for lang in (*LANGUAGES, *sorted(titles)))
    base = next((slug for slug in map(rules.slug_of, told) if slug), "data-set")
    if not Dataset.objects.filter(slug=base).exists():
        return base
    numbered = [f"{base}-{number}" for number in range(2, 12)]
    taken = set(Dataset.objects.filter(slug__in=numbered).values_list("slug", flat=True))
    return next((slug for slug in numbered if slug not in taken), f"{base}-{uuid.uuid4().hex[:8]}")


def save_links(row: Dataset, links: tuple[LinkFacts, ...], now: datetime) -> None:
    """Make the links of a data set those given, in their order; one whose id or address was there keeps its identity."""
    present = list(Link.objects.filter(dataset=row).order_by("place", "id"))
    by_id, by_url = {str(one.public_id): one for one in present}, {one.url: one for one in reversed(present)}
    kept: set[int] = set()
    for place, told in enumerate(links):
        link = by_id.get(told.public_id) or by_url.get(told.url)
        if link is None or link.pk in kept:
            link = Link(dataset=row, public_id=_public_id(told.public_id))
        _fill_link(link, told, place, now)
        kept.add(link.pk)
    Link.objects.filter(dataset=row).exclude(pk__in=kept).delete()


def _public_id(text: str) -> uuid.UUID:
    try:
        wished = uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()
    return uuid.uuid4() if Link.objects.filter(public_id=wished).exists() else wished


def _fill_link(link: Link, told: LinkFacts, place: int, now: datetime) -> None:
    values: dict[str, Any] = {
        "place": place, "titles": _texts(told.titles), "texts": _texts(told.texts), "url": told.url, "format": told.format[:60],
        "media_type": told.media_type[:120], "bytes": told.bytes, "is_service": told.is_service, "extras": dict(told.extras),
    }  # fmt: skip
    if link.pk is not None and all(getattr(link, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(link, name, value)
    link.changed_at = now
    link.save()


@transaction.atomic
def save_series(*, slug: str | None, titles: Mapping[str, str], texts: Mapping[str, str], publisher: str, now: datetime) -> str:
    """Make or change a series of data sets; return its slug. Raises Refused."""
    if not any(title.strip() for title in titles.values()):
        raise Refused(Refusal("opendata.no_title", status=422))
    if slug is not None and (reason := rules.why_not_slug(slug)):
        raise Refused(reason)
    chosen = slug or next((one for one in map(rules.slug_of, (titles.get("en", ""), *titles.values())) if one), "series")
    row = Series.objects.filter(slug=chosen).first() or Series(slug=chosen)
    row.titles, row.texts, row.publisher, row.changed_at = _texts(titles), _texts(texts), _publisher(publisher), now
    row.save()
    return row.slug


def facts_of(slug: str) -> DatasetFacts:
    """Return what is said of a data set now, to be changed with dataclasses.replace and saved again. Raises Refused (404)."""
    row = Dataset.objects.select_related("publisher", "series").filter(slug=slug).first()
    if row is None:
        raise Refused(Refusal("opendata.no_dataset", {"slug": slug[:120]}, status=404))
    copied: dict[str, Any] = {name: getattr(row, name) for name in _COPIED}
    links = tuple(
        LinkFacts(
            url=one.url, titles=one.titles, texts=one.texts, format=one.format, media_type=one.media_type, bytes=one.bytes,
            is_service=one.is_service, extras=one.extras, public_id=str(one.public_id),
        )
        for one in Link.objects.filter(dataset=row).order_by("place", "id")
    )  # fmt: skip
    return DatasetFacts(
        titles=row.titles,
        texts=row.texts,
        publisher=row.publisher.slug,
        series=row.series.slug if row.series else "",
        themes=tuple(row.themes),
        keywords=tuple(row.keywords),
        source=Source(row.source),
        harvest_source_id=row.harvest_source_id,
        links=links,
        extras=row.extras,
        is_public=row.state == DatasetState.PUBLISHED.value,
        issued_at=row.published_at,
        data_changed_at=row.data_changed_at,
        **copied,
    )
