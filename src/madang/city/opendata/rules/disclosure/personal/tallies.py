"""Counts, column by column and in one pass over a table of any length, how often each look occurs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from madang.city.opendata.rules.disclosure.findings import Field, Kind
from madang.city.opendata.rules.disclosure.personal.patterns import GROUPS, ODD, Pattern

EXAMPLES = 3
LONGEST_EXAMPLE = 60
FINE_DECIMALS = 3


@dataclass
class Tally:
    """What one column holds.

    values    rows that are not empty
    rows      rows of each look, by the pattern's name
    checked   rows whose check digit is right, by the pattern's name
    kinds     rows of each kind, whatever its look
    examples  the first values of each kind, as they are: mask them before anybody sees them
    fine      of a place's numbers, how many have more than three decimals
    """

    values: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    checked: dict[str, int] = field(default_factory=dict)
    kinds: dict[Kind, int] = field(default_factory=dict)
    examples: dict[Kind, list[str]] = field(default_factory=dict)
    fine: int = 0

    def share(self, *names: str) -> float:
        """Return which share of the values has one of these looks (summed; at most 1)."""
        return min(1.0, sum(self.rows.get(name, 0) for name in names) / self.values) if self.values else 0.0


def tally(fields: Sequence[Field], batches: Iterable[pa.RecordBatch]) -> Mapping[str, Tally]:
    """Count all columns of all batches; memory holds one batch."""
    tallies = {one.name: Tally() for one in fields}
    for batch in batches:
        for one in fields:
            _count(tallies[one.name], one, batch.column(one.name))
    return tallies


def _count(into: Tally, one: Field, values: pa.Array) -> None:
    into.values += len(values) - values.null_count
    if one.role in ("longitude", "latitude") and pa.types.is_floating(values.type):
        into.fine += _fine(values)
        return
    texts = _texts(values)
    if texts is not None and len(texts):
        counted = texts.value_counts()
        _look(into, counted.field("values"), counted.field("counts").to_numpy())


def _fine(values: pa.Array) -> int:
    numbers = values.drop_null().to_numpy(zero_copy_only=False) * 10**FINE_DECIMALS
    return int(np.count_nonzero(np.abs(numbers - np.round(numbers)) > 1e-6))


def _texts(values: pa.Array) -> pa.Array | None:
    """Return a column's values as text, or None where nothing about a person can stand in them."""
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_integer(values.type):
        return _numbers(values.drop_null().to_numpy(zero_copy_only=False))
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        return _plain(pc.utf8_trim_whitespace(pc.cast(values.drop_null(), pa.string())))
    return None


def _numbers(values: NDArray[np.int64]) -> pa.Array | None:
    """Return whole numbers that could be a person's, as text: leading zeros that the type took away are put back."""
    mobile = values[(values >= 1_000_000_000) & (values < 1_100_000_000)]
    resident = values[(values >= 100_000_000) & (values < 10_000_000_000_000) & (values // 1_000_000 % 10 > 0)]
    resident = resident[_is_day(resident // 10_000_000 % 10_000)]
    chinese = values[(values >= 13_000_000_000) & (values < 20_000_000_000)]
    longer = values[values >= 100_000_000_000_000]
    parts = [
        pc.binary_join_element_wise("0", pc.cast(pa.array(mobile), pa.string()), ""),
        pc.utf8_lpad(pc.cast(pa.array(resident), pa.string()), 13, "0"),
        pc.cast(pa.array(np.concatenate([chinese, longer])), pa.string()),
    ]
    found = pa.concat_arrays(parts)
    return found if len(found) else None


def _is_day(numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    months, days = numbers // 100, numbers % 100
    return np.asarray((months >= 1) & (months <= 12) & (days >= 1) & (days <= 31))


def _plain(texts: pa.Array) -> pa.Array:
    """Return texts with wide digits and odd hyphens made plain, where there are any."""
    if not pc.any(pc.match_substring_regex(texts, ODD)).as_py():
        return texts
    texts = pc.replace_substring_regex(texts, r"[‐‑‒–—−－]", "-")
    return pc.utf8_normalize(pc.replace_substring_regex(texts, r"[\x{200b}\x{200c}\x{feff}]", ""), "NFKC")


def _look(into: Tally, values: pa.Array, counts: NDArray[np.int64]) -> None:
    hits: dict[Kind, NDArray[np.bool_]] = {}
    for before, union, patterns in GROUPS:
        places = _narrow(values, np.arange(len(values)), before)
        places = _narrow(values, places, union)
        for pattern in patterns if len(places) else ():
            found = _narrow(values, places, pattern.regex)
            if not len(found):
                continue
            into.rows[pattern.name] = into.rows.get(pattern.name, 0) + int(counts[found].sum())
            if pattern.check:
                right = _checked(values.take(pa.array(found)), pattern)
                into.checked[pattern.name] = into.checked.get(pattern.name, 0) + int(counts[found][right].sum())
            if pattern.kind:
                hits.setdefault(pattern.kind, np.zeros(len(values), dtype=bool))[found] = True
    for kind, mask in hits.items():
        into.kinds[kind] = into.kinds.get(kind, 0) + int(counts[mask].sum())
        _keep_examples(into.examples.setdefault(kind, []), values, mask)


def _keep_examples(kept: list[str], values: pa.Array, mask: NDArray[np.bool_]) -> None:
    if len(kept) < EXAMPLES:
        first = values.take(pa.array(np.flatnonzero(mask)[: EXAMPLES - len(kept)]))
        kept.extend(str(value)[:LONGEST_EXAMPLE] for value in first.to_pylist())


def _narrow(values: pa.Array, places: NDArray[np.int64], regex: str) -> NDArray[np.int64]:
    """Return those of the places whose value matches."""
    if not regex or not len(places):
        return places
    near = values if len(places) == len(values) else values.take(pa.array(places))
    matched = pc.match_substring(near, regex) if len(regex) == 1 else pc.match_substring_regex(near, regex)
    return places[np.asarray(matched.to_numpy(zero_copy_only=False), dtype=bool)]


def _checked(values: pa.Array, pattern: Pattern) -> NDArray[np.bool_]:
    inner = pc.struct_field(pc.extract_regex(values, pattern.regex), "v")
    return pattern.check(inner) if pattern.check else np.ones(len(values), dtype=bool)
