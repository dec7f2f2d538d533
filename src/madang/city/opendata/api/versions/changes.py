"""The versions of a data set, and what differs between two of them: as JSON a page at a time, as CSV whole."""

import csv
import io
from collections.abc import Iterator
from typing import Annotated
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Field, Query, Router

from madang.city.kernel import clock
from madang.city.kernel.http.api import PROBLEMS
from madang.city.opendata.api.tabular.catalogue import Slug
from madang.city.opendata.api.versions.shapes import (
    DifferenceOut,
    Kind,
    PendingOut,
    VersionOut,
    VersionsOut,
    difference_out,
    line_out,
    version_out,
)
from madang.city.opendata.queries import catalogue, versions
from madang.city.opendata.queries.versions import Change, Difference
from madang.city.opendata.rules.corrections import plain
from madang.city.opendata.services.versions import compare_later

router = Router(tags=["open data"])
RETRY_SECONDS = 5
MOST_ROWS = 1_000
Number = Annotated[int, Field(ge=1, lt=2**31)]
From = Annotated[int, Query(alias="from", ge=1, lt=2**31)]
To = Annotated[int, Query(alias="to", ge=1, lt=2**31)]
Offset = Annotated[int, Query(ge=0, lt=2**53)]
Limit = Annotated[int, Query(ge=0, le=MOST_ROWS)]


@router.get(
    "/datasets/{slug}/versions", response={200: VersionsOut, **PROBLEMS}, summary="List versions", operation_id="listVersions"
)
def listed(request: HttpRequest, slug: Slug) -> VersionsOut:
    """Return the published versions of a data set, newest first, each with the fingerprint of its content and what changed."""
    name = catalogue.slug_of(slug) or slug
    found = versions.versions(name, now=clock.now())
    if not found:
        catalogue.dataset(name, now=clock.now())
    return VersionsOut(items=[line_out(one) for one in found])


@router.get(
    "/datasets/{slug}/versions/{number}", response={200: VersionOut, **PROBLEMS}, summary="Read a published version",
    operation_id="readPublishedVersion",
)  # fmt: skip
def whole(request: HttpRequest, slug: Slug, number: Number) -> VersionOut:
    """Return a published version with its columns and the row that decided each type."""
    return version_out(versions.version(catalogue.slug_of(slug) or slug, number, now=clock.now()))


@router.get(
    "/datasets/{slug}/changes", response={200: DifferenceOut, 202: PendingOut, **PROBLEMS},
    summary="Compare two versions row by row", operation_id="compareVersions",
)  # fmt: skip
def changes(
    request: HttpRequest, slug: Slug, before: From, after: To, kind: Kind | None = None, offset: Offset = 0, limit: Limit = 100
) -> HttpResponse | DifferenceOut:
    """Return how many rows were added, removed and changed between the versions ``from`` and ``to``, and the rows themselves.

    Changed rows stand first, then those added, then those removed; ``kind`` names one sort of them. Where large versions were not
    compared before, the answer is 202 and ``Retry-After`` says when to ask again.
    """
    found = compared(slug, before, after)
    if found is None:
        return pending()
    rows = versions.changes(found, kind=kind, offset=offset, limit=limit)
    total = found.counts[kind] if kind else found.total
    end = offset + len(rows)
    return difference_out(found, rows, end if end < total and rows else None)


@router.get(
    "/datasets/{slug}/changes.csv", response={200: None, 202: PendingOut, **PROBLEMS},
    summary="Compare two versions, as CSV", operation_id="compareVersionsAsCsv",
)  # fmt: skip
def changes_csv(request: HttpRequest, slug: Slug, before: From, after: To, kind: Kind | None = None) -> HttpResponse:
    """Return every row that differs: what happened to it, its place (from 1) in both versions, its values after and before."""
    found = compared(slug, before, after)
    if found is None:
        return pending()
    response = StreamingHttpResponse(_csv(found, kind), content_type="text/csv; charset=utf-8")
    name = f"{found.after.slug}-{before}-{after}.csv"
    response["Content-Disposition"] = "attachment; filename*=UTF-8''" + _quoted(name)
    return response  # type: ignore[return-value] # both are Django's


def compared(slug: str, before: int, after: int) -> Difference | None:
    """Return how two published versions differ; None, and a job finds it, where that takes a while. Raises Refused."""
    name, now = catalogue.slug_of(slug) or slug, clock.now()
    old, new = versions.version(name, before, now=now), versions.version(name, after, now=now)
    found = versions.difference(old, new)
    if found is None:
        compare_later(before=old.id, after=new.id)
    return found


def pending() -> HttpResponse:
    """Return the answer that asks to come back."""
    text = PendingOut(retry_after_seconds=RETRY_SECONDS).model_dump_json()
    return HttpResponse(text, content_type="application/json", status=202, headers={"Retry-After": str(RETRY_SECONDS)})


def _csv(found: Difference, kind: Kind | None) -> Iterator[str]:
    names = list(dict.fromkeys([*(one["name"] for one in found.after.columns), *(one["name"] for one in found.before.columns)]))
    yield "\ufeff" + _line(["change", "before_row", "after_row", *names, *(f"{name}__before" for name in names)])
    for one in versions.every_change(found, kind=kind):
        yield _line(_cells(one, names))


def _cells(one: Change, names: list[str]) -> list[object]:
    places = [None if place is None else place + 1 for place in (one.old, one.new)]
    after, before = one.after or {}, one.before or {}
    return [one.kind, *places, *(plain(after.get(name)) for name in names), *(plain(before.get(name)) for name in names)]


def _line(cells: list[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(["" if cell is None else cell for cell in cells])
    return out.getvalue()


def _quoted(name: str) -> str:
    return quote(name, safe="")
