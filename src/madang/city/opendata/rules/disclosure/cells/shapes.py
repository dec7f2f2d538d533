"""Recognises tables with counts: which columns say what is counted, and which hold the counts and what rests on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from madang.city.opendata.rules.disclosure.cells import words
from madang.city.opendata.rules.disclosure.findings import Certainty, Field, Finding, Kind

NUMBERS = ("integer", "decimal")
PLACES = ("longitude", "latitude")
DIMENSION_ROLES = ("year", "code", "category", "area-code", "identifier")
MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Shape:
    """Columns of a table with counts.

    dimensions  what is counted: places, months, kinds
    counts      whole numbers of persons or cases
    shares      parts of a whole that rest on the counts
    resting     means and sums that rest on the counts
    """

    dimensions: tuple[str, ...]
    counts: tuple[str, ...]
    shares: tuple[str, ...] = ()
    resting: tuple[str, ...] = ()


def shape_of(fields: Sequence[Field]) -> tuple[Shape, Certainty] | None:
    """Return the shape of a table with counts by the names and types of its columns, or None where there are none.

    Certainty is LIKELY where a column says that it counts persons or cases, else POSSIBLE.
    """
    measures = [field for field in fields if field.type in NUMBERS and field.role not in (*PLACES, *DIMENSION_ROLES)]
    whole = [field for field in measures if field.type == "integer" and not words.is_serial(field) and not words.is_share(field)]
    counts = [field for field in whole if words.counts_persons(field)]
    certainty = Certainty.LIKELY if counts else Certainty.POSSIBLE
    counts = [field for field in whole if field in counts or words.counts_anything(field)]
    dimensions = [field for field in fields if _is_dimension(field)]
    if not counts or not dimensions:
        return None
    rest = [field for field in measures if field not in counts and not words.is_serial(field)]
    shape = Shape(
        tuple(field.name for field in dimensions),
        tuple(field.name for field in counts),
        tuple(field.name for field in rest if words.is_share(field)),
        tuple(field.name for field in rest if not words.is_share(field)),
    )
    return shape, certainty


def _is_dimension(field: Field) -> bool:
    if words.is_serial(field) or field.role in PLACES or field.type == "geometry":
        return False
    return field.type not in NUMBERS or field.role in DIMENSION_ROLES


def find_small_cells(fields: Sequence[Field], batches: Iterable[pa.RecordBatch], k: int) -> Finding | None:
    """Return how many counts of a table are above zero and below k; None where there are none. Memory holds one batch."""
    known = shape_of(fields)
    if known is None:
        return None
    shape, certainty = known
    small = cells = 0
    examples: list[str] = []
    for batch in batches:
        for name in shape.counts:
            values = batch.column(name)
            mask = is_small(values, k)
            small += int(mask.sum())
            cells += len(values) - values.null_count
            if mask.any() and len(examples) < MOST_EXAMPLES:
                examples.append(_example(batch, shape, name, int(np.argmax(mask))))
    if not small:
        return None
    details = {
        "k": k,
        "cells": cells,
        "whole": cells,
        "dimensions": list(shape.dimensions),
        "resting": [*shape.shares, *shape.resting],
    }
    return Finding(Kind.SMALL_CELLS, shape.counts, small, certainty, tuple(examples), details)


def is_small(values: pa.Array | pa.ChunkedArray, k: int) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Return which counts are above zero and below k."""
    mask = pc.fill_null(pc.and_(pc.greater(values, 0), pc.less(values, k)), fill_value=False)
    return np.asarray(mask.to_numpy() if isinstance(mask, pa.ChunkedArray) else mask.to_numpy(zero_copy_only=False), dtype=bool)


def _example(batch: pa.RecordBatch, shape: Shape, count: str, row: int) -> str:
    where = " · ".join(str(batch.column(name)[row].as_py()) for name in shape.dimensions[:3])
    return f"{where} · {count}"[:80]
