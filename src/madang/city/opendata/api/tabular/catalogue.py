"""Data sets as the API lists them; searching in depth is what the catalogue's other protocols are for."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router

from madang.city.kernel import clock
from madang.city.kernel.http.api import NO_NUL, PROBLEMS
from madang.city.kernel.text import localised
from madang.city.opendata.api.tabular.shapes import ColumnOut, DatasetOut, DatasetPage, DatasetWhole
from madang.city.opendata.queries import asking, catalogue

router = Router(tags=["open data"])
Words = Annotated[str, Field(max_length=300, pattern=NO_NUL)]
Slug = Annotated[str, Field(max_length=120, pattern=NO_NUL)]
Limit = Annotated[int, Field(ge=1, le=100)]
Lang = Literal["en", "ko", "zh"]


@router.get("/datasets", response={200: DatasetPage, **PROBLEMS}, summary="Find data sets", operation_id="findDatasets")
def find(
    request: HttpRequest,
    q: Words = "",
    publisher: Slug = "",
    theme: Slug = "",
    table: bool | None = None,
    lang: Lang = "en",
    cursor: Annotated[str, Query(max_length=400)] = "",
    limit: Limit = 20,
) -> DatasetPage:
    """Return the data sets that fit: by words in any language, publisher, theme, with a table or without."""
    wanted = catalogue.Wanted(
        q=q, lang=lang, publisher=publisher, theme=theme, table=table, after=cursor, size=limit, with_counts=False
    )
    found = catalogue.find(wanted, now=clock.now())
    items = [
        DatasetOut(
            id=one.slug, title=localised(one.titles, lang), publisher=one.publisher_slug, licence=one.licence.key,
            themes=list(one.themes), version=one.number, rows=one.rows, changed_at=one.changed_at,
        )
        for one in found.rows
    ]  # fmt: skip
    return DatasetPage(items=items, total=found.total, next_cursor=found.next_cursor)


@router.get("/datasets/{slug}", response={200: DatasetWhole, **PROBLEMS}, summary="Read a data set", operation_id="readDataset")
def read(request: HttpRequest, slug: Slug, lang: Lang = "en") -> DatasetWhole:
    """Return a data set with the columns of its newest version."""
    one = catalogue.dataset(asking.slug_named(slug), now=clock.now())
    held = one.current
    return DatasetWhole(
        id=one.slug, public_id=str(one.public_id), title=localised(one.titles, lang), text=localised(one.texts, lang),
        publisher=one.publisher.slug, licence=one.licence.key, themes=list(one.themes), keywords=list(one.keywords),
        version=held.number if held else None, rows=held.rows if held else None, published_at=held.published_at if held else None,
        columns=[_column(column) for column in held.columns] if held else [],
        rows_url=f"/api/v1/datasets/{one.slug}/rows" if held else None,
    )  # fmt: skip


def _column(told: object) -> ColumnOut:
    held = dict(told)  # type: ignore[call-overload] # a mapping, as urban.formats wrote it
    return ColumnOut(
        name=held["name"], source_name=held.get("source_name", ""), type=held["type"], unit=held.get("unit", ""),
        role=held.get("role", ""),
    )  # fmt: skip
