"""Other catalogues, their harvests and records, for staff and the terminal."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from madang.city.opendata.models import HarvestRecord, HarvestRun, HarvestSource
from madang.city.opendata.rules.states import DatasetState

RUNS = 20
RECORDS = 50


@dataclass(frozen=True, slots=True)
class Run:
    """One reading: its counts, and why it failed or took nothing back, as a key of services.harvesting.sentences."""

    public_id: UUID
    state: str
    counts: Mapping[str, int]
    problem: Mapping[str, Any]
    begun_at: datetime
    seen_at: datetime
    ended_at: datetime | None

    @property
    def is_running(self) -> bool:
        """Tell whether it has not come to an end; its process may have been killed all the same."""
        return self.state == "running"


@dataclass(frozen=True, slots=True)
class Source:
    """A catalogue elsewhere: what is known of it, how many data sets it has here, how many records have a problem."""

    slug: str
    titles: Mapping[str, str]
    kind: str
    url: str
    publisher: str
    every_hours: int | None
    is_on: bool
    datasets: int
    problems: int
    last: Run | None


@dataclass(frozen=True, slots=True)
class Record:
    """A record with a problem; ``slug`` names its data set, "" if it never became one."""

    number: int
    identifier: str
    problem: Mapping[str, Any]
    changed_at: datetime
    slug: str
    titles: Mapping[str, str]


def sources() -> list[Source]:
    """Return every catalogue that is harvested, by name."""
    rows = list(HarvestSource.objects.select_related("publisher").order_by("slug"))
    return [_source(row, _counted([one.pk for one in rows])) for row in rows]


def source(slug: str) -> Source | None:
    """Return a catalogue, None if there is none."""
    row = HarvestSource.objects.select_related("publisher").filter(slug=slug).first()
    return _source(row, _counted([row.pk])) if row else None


def runs(slug: str) -> list[Run]:
    """Return the last harvests of a catalogue, newest first."""
    return [_run(row) for row in HarvestRun.objects.filter(source__slug=slug).order_by("-id")[:RUNS]]


def records(slug: str, *, after: int = 0, size: int = RECORDS) -> list[Record]:
    """Return records with a problem behind the one with a number, in the order of their coming."""
    rows = HarvestRecord.objects.filter(source__slug=slug, pk__gt=after).exclude(problem={}).select_related("dataset")
    return [
        Record(
            row.pk, row.identifier, row.problem, row.changed_at, row.dataset.slug if row.dataset else "",
            row.dataset.titles if row.dataset else {},
        )
        for row in rows.order_by("pk")[:size]
    ]  # fmt: skip


def running() -> int:
    """Return how many harvests are going on."""
    return HarvestRun.objects.filter(state="running").count()


def _counted(ids: list[int]) -> dict[int, tuple[int, int]]:
    """Return how many open data sets and how many problems each source has."""
    rows = HarvestRecord.objects.filter(source_id__in=ids).values("source_id")
    shown, bad = Q(dataset__state=DatasetState.PUBLISHED.value), ~Q(problem={})
    counted = rows.annotate(datasets=Count("pk", filter=shown), problems=Count("pk", filter=bad))
    return {row["source_id"]: (row["datasets"], row["problems"]) for row in counted}


def _source(row: HarvestSource, counted: Mapping[int, tuple[int, int]]) -> Source:
    datasets, problems = counted.get(row.pk, (0, 0))
    last = HarvestRun.objects.filter(source=row).order_by("-id").first()
    publisher = row.publisher.slug if row.publisher else ""
    return Source(
        row.slug,
        row.titles,
        row.kind,
        row.url,
        publisher,
        row.every_hours,
        row.is_on,
        datasets,
        problems,
        _run(last) if last else None,
    )


def _run(row: HarvestRun) -> Run:
    problem = json.loads(row.problem) if row.problem else {}
    return Run(row.public_id, row.state, row.counts, problem, row.begun_at, row.seen_at, row.ended_at)
