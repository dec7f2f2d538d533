"""Make the table that may be published: measures carried out, what rests on them too, the profile made anew."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from django.conf import settings

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Table, Version
from madang.city.opendata.rules.disclosure import (
    Decision,
    Finding,
    Kind,
    Measure,
    Suppressed,
    TooLarge,
    Treatment,
    suppress,
    treatment,
)
from madang.city.opendata.services.gate import reading
from madang.city.opendata.store import folders, tables, withheld
from madang.urban.formats.tabular import Column, Evidence, profiling, writing
from madang.urban.formats.tabular.deciding.candidates import quoted
from madang.urban.formats.tabular.engine import Engine, engine

SPARING_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Applied:
    """What the measures do: what is told of it, the treatment, and what suppression hid."""

    told: Mapping[str, Any]
    treatment: Treatment
    suppressed: Suppressed | None


def plan(version: Version, table: Table, findings: Sequence[Finding], decision: Decision) -> Applied:
    """Work out what a decision does, changing nothing.

    Raises Refused where small cells could be worked out all the same, or nothing would be left.
    """
    small = next((one for one in findings if one.kind is Kind.SMALL_CELLS), None)
    choice = decision.about(small.key) if small else None
    found = _suppressed(version, table, decision.k) if choice and choice.measure is Measure.SUPPRESS else None
    fields = reading.fields_of(table.columns)
    treat = treatment(decision, findings, fields, found.gone if found else None)
    if len(treat.dropped) >= len(fields):
        raise Refused(Refusal("opendata.gate_no_column_left"))
    return Applied(_told(decision, findings, treat, found), treat, found)


def carry_out(version: Version, table: Table, applied: Applied, now: datetime) -> Table:
    """Write the table as it may be published, keep what it hides, and return it; the same table where nothing changes."""
    treat = applied.treatment
    if applied.suppressed is not None and any(mask.any() for mask in applied.suppressed.hidden.values()):
        _withhold(version, table, applied.suppressed)
    if treat.is_nothing:
        return table
    with folders.workshop() as shop:
        path = shop / tables.FILE
        pieces = _pieces(table, treat)
        first = next(pieces)
        tables.write_pieces(_again(first, pieces), first.schema, path)
        columns, order = _columns(table, treat), _order(table, treat, applied.suppressed)
        with engine(shop, settings.READING_MEMORY_MB) as db:
            path = _sorted(db, path, columns, order) if order is not None else path
            profile = profiling.profile(db, path, columns, table.rows, {}, lambda _share: None)
        columns = [replace(one, nulls=profile[one.name].nulls) for one in columns]
        sort = table.layout.get("sort", ()) if order is None else order
        stored = tables.write(path, [one.to_json() for one in columns], sort)
    told = {"columns": [one.to_json() for one in columns], "profile": {name: one.to_json() for name, one in profile.items()}}
    lies = {"bytes": stored.bytes, "layout": dict(stored.layout)}
    made = {**lies, **told, "rows": stored.rows, "made_at": now}
    return Table.objects.update_or_create(key=stored.key, defaults=lies, create_defaults=made)[0]


def _suppressed(version: Version, table: Table, k: int) -> Suppressed:
    shape = reading.shape_of_table(table)
    assert shape is not None  # noqa: S101 - small cells were found in it
    until = time.monotonic() + SPARING_SECONDS
    try:
        found = suppress(reading.counted(table, shape), shape, k, reading.earlier(version), lambda: time.monotonic() < until)
    except TooLarge as problem:
        raise Refused(Refusal("opendata.gate_too_large")) from problem
    if found.recovered or found.exposed:
        raise Refused(Refusal("opendata.gate_recovers", {"count": found.recovered + found.exposed}))
    return found


def _told(decision: Decision, findings: Sequence[Finding], treat: Treatment, found: Suppressed | None) -> dict[str, Any]:
    """Return what everybody may read of the measures; nothing where the table stays as it is."""
    known = {one.key: one for one in findings}
    measures = [
        {"measure": choice.measure.value, "columns": list(known[choice.finding].columns if choice.finding else (choice.column,))}
        | ({"number": choice.number} if choice.number is not None else {})
        for choice in decision.choices
        if choice.measure is not Measure.KEEP
    ]
    if not measures:
        return {}
    told: dict[str, Any] = {"measures": measures, "dropped": sorted(treat.dropped)}
    if found is not None:
        cells = {"primary": found.primary, "complementary": found.complementary, "earlier": found.earlier}
        told |= {"k": decision.k, "cells": cells, "resting": found.resting, "shares": list(found.columns)}
        told["rule"] = "interval"
    return told


def _withhold(version: Version, table: Table, found: Suppressed) -> None:
    shape = found.shape
    kept = {"dimensions": list(shape.dimensions), "counts": list(shape.counts)}
    hidden = {name: pa.chunked_array([pa.array(mask)]) for name, mask in found.hidden.items()}
    columns = [*shape.dimensions, *shape.counts]
    withheld.put(version.public_id, withheld.Withheld(reading.counted(table, shape).select(columns), kept, hidden))


def _pieces(table: Table, treat: Treatment) -> Iterator[pa.Table]:
    offset = 0
    for piece in tables.open(table.key, table.layout).pieces():
        yield treat.treat(piece, offset)
        offset += piece.num_rows


def _again(first: pa.Table, rest: Iterator[pa.Table]) -> Iterator[pa.Table]:
    yield first
    yield from rest


def _columns(table: Table, treat: Treatment) -> list[Column]:
    """Return the columns that are left; of one that was changed no value stays behind as evidence for its type."""
    columns = []
    for stored in table.columns:
        column = Column.from_json(stored)
        if column.name in treat.dropped:
            continue
        touched = column.name in treat.changes or bool(np.any(treat.hidden.get(column.name, False)))
        if touched:
            kind = treat.types.get(column.name, column.type)
            column = replace(column, type=kind, evidence=Evidence(kind, None, "", "publisher", {}))
        columns.append(column)
    return columns


def _order(table: Table, treat: Treatment, found: Suppressed | None) -> list[str] | None:
    """Return by what the rows must be sorted anew, so that their order tells nothing of what is gone; None: they may stay."""
    gone = {*treat.dropped, *treat.changes, *(name for name, mask in treat.hidden.items() if mask.any())}
    before = table.layout.get("sort", ())
    if not gone & {*before} and found is None:
        return None
    names = [str(one["name"]) for one in table.columns if one["type"] != "geometry"]
    first = [name for name in (found.shape.dimensions if found else before) if name not in gone]
    return first or [name for name in names if name not in gone]


def _sorted(db: Engine, path: Path, columns: Sequence[Column], order: Sequence[str]) -> Path:
    """Return a file with the rows sorted."""
    target = path.with_name("sorted.parquet")
    values = [(column.name, profiling.named(column.name)) for column in columns]
    writing.write(db, f"read_parquet({quoted(str(path))})", values, order, target, lambda _share: None)
    return target
