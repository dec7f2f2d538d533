"""The operators of the tabular API: what each is called, what it takes, and on which types of column it makes sense."""

from dataclasses import dataclass
from enum import StrEnum


class Operator(StrEnum):
    """How a column is held against a value: ``column__operator=value``."""

    EXACT = "exact"
    DIFFERS = "differs"
    NULL = "null"
    NOT_NULL = "notnull"
    CONTAINS = "contains"
    NOT_CONTAINS = "notcontains"
    IN = "in"
    NOT_IN = "notin"
    LESS = "less"
    GREATER = "greater"
    STRICTLY_LESS = "strictly_less"
    STRICTLY_GREATER = "strictly_greater"
    RANGE = "range"


EVERY = frozenset({"text", "integer", "decimal", "boolean", "date", "time", "datetime", "geometry"})
PLAIN = EVERY - {"geometry"}
ORDERED = PLAIN - {"boolean"}
NUMBERS = frozenset({"integer", "decimal"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an operator takes: ``least`` to ``most`` values, columns of ``types``; ``says`` it in the reference."""

    least: int
    most: int
    types: frozenset[str]
    says: str


MOST_IN = 1_000
MEANINGS: dict[Operator, Meaning] = {
    Operator.EXACT: Meaning(1, 1, PLAIN, "equals the value"),
    Operator.DIFFERS: Meaning(1, 1, PLAIN, "is anything else; empty counts as something else"),
    Operator.NULL: Meaning(0, 0, EVERY, "is empty"),
    Operator.NOT_NULL: Meaning(0, 0, EVERY, "is not empty"),
    Operator.CONTAINS: Meaning(1, 1, frozenset({"text"}), "contains the text; small and capital letters are the same"),
    Operator.NOT_CONTAINS: Meaning(1, 1, frozenset({"text"}), "does not contain the text; empty does not either"),
    Operator.IN: Meaning(1, MOST_IN, PLAIN, 'is one of the values, separated by commas; "a,b" is one value'),
    Operator.NOT_IN: Meaning(1, MOST_IN, PLAIN, "is none of the values, or is empty"),
    Operator.LESS: Meaning(1, 1, ORDERED, "is less than or equal to the value"),
    Operator.GREATER: Meaning(1, 1, ORDERED, "is greater than or equal to the value"),
    Operator.STRICTLY_LESS: Meaning(1, 1, ORDERED, "is less than the value"),
    Operator.STRICTLY_GREATER: Meaning(1, 1, ORDERED, "is greater than the value"),
    Operator.RANGE: Meaning(2, 2, ORDERED, "lies from the first to the second value, both included"),
}
ALIASES = {"isnull": Operator.NULL, "isnotnull": Operator.NOT_NULL}  # as api-tabular of data.gouv.fr spells them

MEASURES: dict[str, tuple[frozenset[str], str]] = {
    "count": (EVERY, "how many values are not empty; `count` alone counts rows"),
    "distinct": (PLAIN, "how many different values"),
    "sum": (NUMBERS, "the sum"),
    "avg": (NUMBERS, "the mean"),
    "min": (ORDERED, "the least value"),
    "max": (ORDERED, "the greatest value"),
    "median": (NUMBERS, "the median, interpolated between the two middle values"),
    "quantile": (NUMBERS, "quantiles, interpolated: `=0.1,0.9`, each from 0 to 1"),
}


def find_operator(word: str) -> Operator | None:
    """Return the operator that ``word`` names."""
    if word in ALIASES:
        return ALIASES[word]
    return Operator(word) if word in Operator._value2member_map_ else None
