"""The grammar of the tabular API, pure: parameters of an address <-> a question."""

from madang.city.opendata.rules.tabular.operators import MEANINGS, MEASURES, Operator
from madang.city.opendata.rules.tabular.reading import read
from madang.city.opendata.rules.tabular.spelling import spell
from madang.city.opendata.rules.tabular.values import (
    Condition,
    Either,
    Field,
    Measure,
    Order,
    Query,
    result_types,
    without_values,
)

__all__ = [
    "MEANINGS", "MEASURES", "Condition", "Either", "Field", "Measure", "Operator", "Order", "Query", "read",
    "result_types", "spell", "without_values",
]  # fmt: skip
