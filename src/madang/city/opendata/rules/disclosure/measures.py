"""What the measures do to a table, batch by batch."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from madang.city.opendata.rules.disclosure.cells.suppress import hide
from madang.city.opendata.rules.disclosure.cells.system import Mask
from madang.city.opendata.rules.disclosure.decisions import Choice, Decision
from madang.city.opendata.rules.disclosure.findings import Field, Finding, Kind, Measure
from madang.city.opendata.rules.disclosure.personal.patterns import PATTERNS

DECIMALS = 2
Change = Callable[[pa.Array], pa.Array]
_STREET = r"^(.*?(?:로|길|동|리|가)) ?(?:산 ?)?[0-9]+(?:-[0-9]+)?(?:번지)?(?:[ ,(].*)?$"
_CHINESE_STREET = r"^(.*?[路街巷弄道]).*$"
_ENGLISH_STREET = r"^[0-9]+[A-Za-z]?,? +([^0-9,]+).*$"


@dataclass(frozen=True)
class Treatment:
    """All measures of a decision, ready for batches.

    dropped  columns that go
    changes  by column, what becomes of its values
    hidden   by column, (rows of the whole table,) values that go
    types    by column, the type of urban.formats.tabular that it has afterwards
    """

    dropped: frozenset[str] = frozenset()
    changes: Mapping[str, Change] = field(default_factory=dict)
    hidden: Mapping[str, Mask] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)

    def treat(self, batch: pa.Table, offset: int) -> pa.Table:
        """Return some rows as they may be published. ``offset``: position of the first in the whole table."""
        rows = slice(offset, offset + batch.num_rows)
        batch = hide(batch, {name: mask[rows] for name, mask in self.hidden.items() if name not in self.dropped})
        for name, change in self.changes.items():
            if name in batch.column_names and name not in self.dropped:
                place = batch.schema.get_field_index(name)
                batch = batch.set_column(place, name, change(batch.column(place).combine_chunks()))
        return batch.select([name for name in batch.column_names if name not in self.dropped])

    @property
    def is_nothing(self) -> bool:
        """Tell whether the table stays as it is."""
        return not (self.dropped or self.changes or any(mask.any() for mask in self.hidden.values()))


def treatment(
    decision: Decision, findings: Sequence[Finding], fields: Sequence[Field], hidden: Mapping[str, Mask] | None = None
) -> Treatment:
    """Make the measures of a decision ready; ``hidden`` is what suppression and what rests on it takes."""
    known, by_name = {one.key: one for one in findings}, {one.name: one for one in fields}
    dropped: set[str] = set()
    changes: dict[str, Change] = {}
    types: dict[str, str] = {}
    for choice in decision.choices:
        finding = known.get(choice.finding)
        columns = finding.columns if finding else (choice.column,)
        if choice.measure is Measure.DROP:
            dropped.update((*columns, *(finding.details.get("resting", ()) if finding else ())))
        for name in columns if choice.measure not in (Measure.DROP, Measure.KEEP, Measure.SUPPRESS) else ():
            changes[name], kind = _change(choice, finding, by_name[name])
            if kind:
                types[name] = kind
    return Treatment(frozenset(dropped), changes, hidden or {}, types)


def _change(choice: Choice, finding: Finding | None, one: Field) -> tuple[Change, str]:
    number = choice.number or 0.0
    if choice.measure is Measure.BAND:
        return lambda values: _band(values, number), "text"
    if choice.measure is Measure.TOP:
        return lambda values: pc.min_element_wise(values, pa.scalar(number).cast(values.type, safe=False), skip_nulls=False), ""
    if choice.measure is Measure.ROUND:
        return lambda values: _round(values, number), ""
    kind = finding.kind if finding else Kind.ADDRESS
    if choice.measure is Measure.BLANK:
        every = finding is None or finding.rows >= int(finding.details.get("whole", 0))
        return (_nothing if every else lambda values: _blank(values, kind)), ""
    return _coarser(kind, one, int(choice.number if choice.number is not None else DECIMALS))


def _nothing(values: pa.Array) -> pa.Array:
    return pa.nulls(len(values), values.type)


def _blank(values: pa.Array, kind: Kind) -> pa.Array:
    """Empty what looks like this kind; numbers all, since of them one cannot tell."""
    if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
        return _nothing(values)
    looks = [
        pattern for pattern in PATTERNS if pattern.kind is kind or (kind is Kind.PERSON_NAME and pattern.name == "name-loose")
    ]
    union = "|".join(f"(?:{pattern.regex.replace('(?P<v>', '(?:')})" for pattern in looks)
    plain = pc.utf8_trim_whitespace(pc.utf8_normalize(values, "NFKC"))
    return pc.if_else(
        pc.fill_null(pc.match_substring_regex(plain, union), fill_value=False), pa.scalar(None, values.type), values
    )


def _band(values: pa.Array, width: float) -> pa.Array:
    lower = np.floor(pc.cast(values, pa.float64()).to_numpy(zero_copy_only=False) / width) * width
    whole = width == int(width) and pa.types.is_integer(values.type)
    upper = lower + width - 1 if whole else lower + width
    words = [None if np.isnan(low) else f"{low:.10g}–{high:.10g}" for low, high in zip(lower, upper, strict=True)]
    return pa.array(words, pa.string())


def _round(values: pa.Array, base: float) -> pa.Array:
    rounded = pc.multiply(pc.round(pc.divide(pc.cast(values, pa.float64()), base)), base)
    return pc.cast(rounded, values.type, safe=False)


def _coarser(kind: Kind, one: Field, decimals: int) -> tuple[Change, str]:
    if kind is Kind.COORDINATES and one.type == "geometry":
        return lambda values: _coarse_shapes(values, decimals), ""
    if kind is Kind.COORDINATES:
        return lambda values: pc.round(values, ndigits=decimals), ""
    if kind is Kind.IP_ADDRESS:
        return _coarse_ip, ""
    if kind is Kind.BIRTH_DATE:
        return (pc.year, "integer") if one.type in ("date", "datetime") else (_year_of_text, "")
    return _coarse_address, ""


def _coarse_shapes(values: pa.Array, decimals: int) -> pa.Array:
    shapes = shapely.from_wkb(values.to_numpy(zero_copy_only=False))
    coarse = shapely.transform(shapes, lambda xy: np.round(xy, decimals))
    return pa.array(shapely.to_wkb(coarse), values.type)


def _coarse_ip(values: pa.Array) -> pa.Array:
    shorter = pc.replace_substring_regex(values, r"\b([0-9]{1,3}\.[0-9]{1,3})\.[0-9]{1,3}\.[0-9]{1,3}\b", r"\1.0.0")
    return pc.replace_substring_regex(shorter, r"\b([0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}):[0-9A-Fa-f:]+", r"\1::")


def _year_of_text(values: pa.Array) -> pa.Array:
    plain = pc.replace_substring_regex(values, r"[^0-9]", "")
    return pc.if_else(
        pc.greater_equal(pc.utf8_length(plain), 8), pc.utf8_slice_codeunits(plain, 0, 4), pc.utf8_slice_codeunits(plain, 0, 2)
    )


def _coarse_address(values: pa.Array) -> pa.Array:
    """Return the street without the number; where no street is seen, nothing from the first number on."""
    street = pc.replace_substring_regex(values, _STREET, r"\1")
    street = pc.replace_substring_regex(street, _CHINESE_STREET, r"\1")
    street = pc.replace_substring_regex(street, _ENGLISH_STREET, r"\1")
    same = pc.equal(street, values)
    cut = pc.utf8_trim(pc.replace_substring_regex(values, r"^([^0-9]*)[0-9].*$", r"\1"), " ,")
    return pc.utf8_trim_whitespace(pc.if_else(same, cut, street))
