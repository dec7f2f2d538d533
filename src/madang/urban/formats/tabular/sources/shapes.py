"""Shapes of GeoJSON features as WKB in longitude and latitude."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import ShapelyError

from madang.urban.formats.geojson import coordinates_fault
from madang.urban.formats.tabular.faults import TableFault


def with_wkb(path: Path, batches: Iterable[Sequence[Sequence[Any]]]) -> Iterator[list[list[Any]]]:
    """Yield batches of rows whose last cell, a GeoJSON geometry, is made WKB. Raises TableFault with its row."""
    row = 0
    for batch in batches:
        made = []
        for cells in batch:
            row += 1
            made.append([*cells[:-1], _wkb(path, row, cells[-1])])
        yield made


def _wkb(path: Path, row: int, geometry: Any) -> bytes | None:
    if geometry is None:
        return None
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (ShapelyError, ValueError, TypeError) as problem:
        raise TableFault(path, "bad-shape", row=row, params={"problem": str(problem)}) from problem
    if shape is None or shape.is_empty:
        return None
    if fault := coordinates_fault(shape):
        raise TableFault(path, "bad-shape", row=row, params={"problem": fault})
    return shapely.to_wkb(shape)
