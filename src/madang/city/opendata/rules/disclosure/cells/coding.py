"""Numbers in place of the words of a table's dimensions, alike in all versions; -1 stands for a total."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from madang.city.opendata.rules.disclosure.cells.shapes import Shape
from madang.city.opendata.rules.disclosure.cells.words import TOTALS

Codes = NDArray[np.int64]
TOTAL = -1
EMPTY = ""


@dataclass(frozen=True, slots=True)
class Coded:
    """The rows of all versions, one below the other.

    names    dimensions; those that say the same as another are left out
    codes    (rows, dimensions); TOTAL for "all", and for a dimension that a version does not have
    version  (rows,) which version a row is of
    parents  by dimension, (values,) the code of the value that holds this one, or TOTAL: "11" holds "11110"
    """

    names: tuple[str, ...]
    codes: Codes
    version: Codes
    parents: tuple[Codes, ...]


def code_rows(tables: Sequence[pa.Table], shapes: Sequence[Shape]) -> Coded:
    """Code the dimensions of all tables."""
    names = tuple(dict.fromkeys(name for shape in shapes for name in shape.dimensions))
    version = np.repeat(np.arange(len(tables)), [table.num_rows for table in tables])
    columns, parents = [], []
    for name in names:
        codes, held = _code(
            [
                table.column(name) if name in shape.dimensions else table.num_rows
                for table, shape in zip(tables, shapes, strict=True)
            ]
        )
        columns.append(codes)
        parents.append(held)
    kept = _apart(columns)
    codes = np.column_stack([columns[place] for place in kept]) if kept else np.zeros((len(version), 0), dtype=np.int64)
    return Coded(tuple(names[place] for place in kept), codes, version, tuple(parents[place] for place in kept))


def _code(columns: Sequence[pa.ChunkedArray | int]) -> tuple[Codes, Codes]:
    """Return the codes of one dimension in all tables, and which value holds which."""
    texts = [
        pa.array([None] * one, pa.string())
        if isinstance(one, int)
        else pc.fill_null(pc.cast(one, pa.string()), EMPTY).combine_chunks()
        for one in columns
    ]
    joined = pa.concat_arrays([pc.utf8_trim_whitespace(one) for one in texts])
    encoded = joined.dictionary_encode()
    values = encoded.dictionary.to_pylist()
    totals = np.array([value.casefold() in TOTALS for value in values], dtype=bool)
    codes = pc.fill_null(encoded.indices.cast(pa.int64()), TOTAL).to_numpy(zero_copy_only=False)
    codes = np.where(codes >= 0, np.where(totals[np.maximum(codes, 0)], TOTAL, codes), TOTAL) if len(values) else codes
    return codes, _holders([EMPTY if total else value for value, total in zip(values, totals, strict=True)])


def _holders(values: Sequence[str]) -> Codes:
    """Return, for codes such as 11 and 11110, which holds which; nothing where the column is no tree of codes."""
    places = {value: place for place, value in enumerate(values) if value.isdigit()}
    held = np.full(len(values), TOTAL, dtype=np.int64)
    lengths = {len(value) for value in places}
    if len(lengths) < 2 or min(lengths) < 2 or len(places) < len([value for value in values if value]):
        return held
    for value, place in places.items():
        holder = next(
            (places[value[:cut]] for cut in sorted(lengths, reverse=True) if cut < len(value) and value[:cut] in places), TOTAL
        )
        held[place] = holder
    shortest = min(lengths)
    orphans = sum(held[place] == TOTAL for value, place in places.items() if len(value) > shortest)
    return held if orphans == 0 else np.full(len(values), TOTAL, dtype=np.int64)


def _apart(columns: list[Codes]) -> list[int]:
    """Return the places of dimensions that say something of their own; a total said by a twin counts for both."""
    kept: list[int] = []
    sizes = [len(np.unique(one)) for one in columns]
    for place, codes in enumerate(columns):
        twin = next((one for one in kept if sizes[one] == sizes[place] and _same(columns[one], codes, sizes[place])), None)
        if twin is None:
            kept.append(place)
        else:
            columns[twin] = np.where(codes == TOTAL, TOTAL, columns[twin])
    return kept


def _same(one: Codes, other: Codes, size: int) -> bool:
    """Tell whether two dimensions name the same things, such as code and name of a district."""
    return size > 1 and len(np.unique(one * (int(other.max()) + 2) + other + 1)) == size


def ids(codes: Codes) -> Codes:
    """Return one number for each row of codes, alike for alike rows."""
    if codes.shape[1] == 0:
        return np.zeros(len(codes), dtype=np.int64)
    radix = codes.max(axis=0, initial=0) + 2
    if float(np.prod(radix.astype(np.float64))) < 2**62:
        weights = np.concatenate([[1], np.cumprod(radix[:-1])])
        return np.asarray(((codes + 1) * weights).sum(axis=1))
    return np.asarray(np.unique(codes, axis=0, return_inverse=True)[1]).reshape(-1)
