"""By which columns a table is sorted, so that asking for one place or one day touches few of its row groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from madang.urban.formats.tabular.shapes import ROW_GROUP

FEWEST_EACH, FEWEST_VALUES = 8, 2
_TIMES = ("date", "datetime")


@dataclass(frozen=True, slots=True)
class Key:
    """A column as sorting sees it: whether it names things, how many different values there are, how many rows hold one."""

    name: str
    type: str
    is_name: bool
    distinct: int
    filled: int


def keys(columns: Sequence[Key], rows: int, wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the columns to sort by: the wanted ones, or the most selective whose values still repeat, then the first time.

    A value must stand in eight rows on the average; a column that is half empty does not serve. Nothing is returned where no
    column serves or one row group holds all rows: the file's order is kept.
    """
    if wanted or rows <= ROW_GROUP:
        return tuple(wanted)
    serving = [one for one in columns if one.filled * 2 > rows]
    places = [one for one in serving if one.is_name and one.distinct >= FEWEST_VALUES and one.distinct * FEWEST_EACH <= rows]
    times = [one for one in serving if one.type in _TIMES and one.distinct >= FEWEST_VALUES]
    first = [max(places, key=lambda one: one.distinct)] if places else []
    return tuple(one.name for one in (*first, *times[:1]))
