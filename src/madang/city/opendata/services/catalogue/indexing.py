"""Keep what search reads of a data set: its words, its formats, its quality."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from madang.city.opendata.models import Dataset, Link, Version, Word
from madang.city.opendata.rules import quality as rules
from madang.city.opendata.rules.formats import MACHINE_READABLE, OPEN, format_of, of_table
from madang.city.opendata.rules.frequencies import promise
from madang.city.opendata.rules.licences import UNSTATED, licence
from madang.city.opendata.rules.searching import Searched, near_forms, texts_in_order, vector, words_of

BATCH = 200
_LOADED = ("publisher", "current__table")


@dataclass(frozen=True, slots=True)
class RefreshedWords:
    """How many data sets were read anew."""

    datasets: int


@transaction.atomic
def refresh(*, slug: str, now: datetime) -> None:
    """Read a data set anew: after a new version, or after what it says has changed. One that is gone is left out."""
    row = Dataset.objects.select_for_update(of=("self",)).select_related(*_LOADED).filter(slug=slug).first()
    if row is not None:
        index(row, now)


def refresh_all(*, now: datetime, words: bool = False, progress: Callable[[int], None] = lambda _done: None) -> RefreshedWords:
    """Count every data set's quality anew, a batch in each transaction: promises break without anybody doing anything.

    words  what search reads of it too, as after a change of the program
    """
    last, done = 0, 0
    while True:
        with transaction.atomic():
            rows = Dataset.objects.select_for_update(of=("self",), skip_locked=True).select_related(*_LOADED)
            batch = list(rows.filter(pk__gt=last).order_by("pk")[:BATCH])
            for row in batch:
                (index if words else _count_anew)(row, now)
        if not batch:
            return RefreshedWords(done)
        last, done = batch[-1].pk, done + len(batch)
        progress(done)


def _count_anew(row: Dataset, now: datetime) -> None:
    before = (row.formats, row.quality)
    prepare(row, list(Link.objects.filter(dataset=row)), now)
    if before != (row.formats, row.quality):
        Dataset.objects.filter(pk=row.pk).update(formats=row.formats, quality=row.quality)


def index(row: Dataset, now: datetime) -> None:
    """Write words, formats and quality of a data set that is locked by the caller."""
    searched = prepare(row, list(Link.objects.filter(dataset=row)), now)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE opendata_dataset SET words = %s::tsvector WHERE id = %s", [vector(searched), row.pk])
    Dataset.objects.filter(pk=row.pk).update(formats=row.formats, quality=row.quality)
    learn(words_of(searched))


def prepare(row: Dataset, links: list[Link], now: datetime) -> Searched:
    """Set formats and quality of a data set that need not be in the tables yet, and return what search reads; writes nothing."""
    row.formats = _formats(row, links)
    row.quality = _as_json(rules.quality(_known(row, links, now)))
    return Searched(
        titles=texts_in_order(row.titles),
        keywords=row.keywords,
        texts=[*texts_in_order(row.texts), *_column_words(row.current)],
        publisher=texts_in_order(row.publisher.names),
    )


def learn(words: Iterable[str]) -> None:
    """Remember words that somebody may mistype."""
    wanted = set(words)
    new = wanted - set(Word.objects.filter(word__in=wanted).values_list("word", flat=True))
    Word.objects.bulk_create([Word(word=word, near=near_forms(word)) for word in sorted(new)], ignore_conflicts=True)


def _column_words(version: Version | None) -> list[str]:
    if version is None or version.table is None:
        return []
    return [" ".join(str(column.get("source_name") or column.get("name", "")) for column in version.table.columns)]


def _formats(row: Dataset, links: list[Link]) -> list[str]:
    found = {name for link in links if (name := format_of(link.format, link.media_type, link.url))}
    if row.current is not None and row.current.table is not None:
        found |= of_table(has_geometry=_has_geometry(row.current))
    return sorted(found)


def _has_geometry(version: Version) -> bool:
    columns: list[dict[str, Any]] = version.table.columns if version.table else []
    roles = {column.get("role") for column in columns}
    return {"longitude", "latitude"} <= roles or any(column.get("type") == "geometry" for column in columns)


def _known(row: Dataset, links: list[Link], now: datetime) -> rules.Known:
    asked, version = licence(row.licence), row.current
    table = version.table if version else None
    columns: list[dict[str, Any]] = table.columns if table else []
    meanings = row.extras.get("columns") or {}
    told = max((len(text) for text in row.texts.values()), default=0)
    return rules.Known(
        languages=len(row.titles),
        text_length=told,
        keywords=len(row.keywords),
        themes=len(row.themes),
        has_place=bool(row.area_id or row.place),
        has_period=bool(row.period_from or row.period_until),
        has_table=table is not None,
        links=len(links),
        open_formats=len(OPEN & set(row.formats)),
        machine_formats=len(MACHINE_READABLE & set(row.formats)),
        has_codes=any(column.get("role") in ("identifier", "code", "area-code") for column in columns),
        has_geometry=bool(version and _has_geometry(version)),
        is_licensed=asked.key != UNSTATED,
        is_open=asked.is_open,
        has_contact=bool(row.contact_name or row.contact_email or row.publisher.email),
        keeping=promise(row.update_promise, row.data_changed_at, now).keeping,
        has_promise=bool(row.update_promise),
        versions=version.number or 0 if version else 0,
        described=_share(columns, lambda one: bool(one.get("unit") or one.get("role") or one.get("name") in meanings)),
        typed=_share(columns, lambda one: one.get("type") != "text" or bool(one.get("role"))),
        missing=_missing(columns, table.rows) if table else 0.0,
        has_note=bool(version and version.note),
    )


def _share(columns: list[dict[str, Any]], fits: Callable[[dict[str, Any]], bool]) -> float:
    return sum(map(fits, columns)) / len(columns) if columns else 0.0


def _missing(columns: list[dict[str, Any]], rows: int) -> float:
    cells = rows * len(columns)
    return sum(column.get("nulls") or 0 for column in columns) / cells if cells else 0.0


def _as_json(found: rules.Quality) -> dict[str, Any]:
    return {
        "score": found.score,
        "band": found.band,
        "scores": {one.value: score for one, score in found.scores.items()},
        "checks": {check.key: check.reached for check in found.checks},
    }
