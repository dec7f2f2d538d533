"""A question of the tabular API in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madang.city.opendata.rules.tabular import Condition, Either, Measure, Operator, Query
from madang.city.opendata.rules.tabular.literals import plain

CONDITIONS = {
    Operator.EXACT: gettext_lazy("%(column)s is %(value)s"),
    Operator.DIFFERS: gettext_lazy("%(column)s is not %(value)s"),
    Operator.NULL: gettext_lazy("%(column)s is empty"),
    Operator.NOT_NULL: gettext_lazy("%(column)s is not empty"),
    Operator.CONTAINS: gettext_lazy("%(column)s contains %(value)s"),
    Operator.NOT_CONTAINS: gettext_lazy("%(column)s does not contain %(value)s"),
    Operator.IN: gettext_lazy("%(column)s is one of %(value)s"),
    Operator.NOT_IN: gettext_lazy("%(column)s is none of %(value)s"),
    Operator.LESS: gettext_lazy("%(column)s is at most %(value)s"),
    Operator.GREATER: gettext_lazy("%(column)s is at least %(value)s"),
    Operator.STRICTLY_LESS: gettext_lazy("%(column)s is less than %(value)s"),
    Operator.STRICTLY_GREATER: gettext_lazy("%(column)s is more than %(value)s"),
    Operator.RANGE: gettext_lazy("%(column)s lies between %(value)s"),
}
MEASURES = {
    "count": gettext_lazy("how many rows have %(column)s"),
    "distinct": gettext_lazy("how many different values %(column)s has"),
    "sum": gettext_lazy("the sum of %(column)s"),
    "avg": gettext_lazy("the mean of %(column)s"),
    "min": gettext_lazy("the least %(column)s"),
    "max": gettext_lazy("the greatest %(column)s"),
    "median": gettext_lazy("the median of %(column)s"),
    "quantile": gettext_lazy("the value of %(column)s that %(share)s of the rows do not exceed"),
}
JOINS = {True: pgettext_lazy("between conditions", " or "), False: pgettext_lazy("between conditions", " and ")}


def question_words(query: Query) -> list[str]:
    """Return the question as short sentences in the reader's language: what, of which rows, in which groups and order."""
    said = [_("What is asked: %(what)s") % {"what": ", ".join(map(_measure, query.measures)) or _columns(query.columns)}]
    if query.where.parts:
        said.append(_("Only rows where: %(conditions)s") % {"conditions": _either(query.where, is_inner=False)})
    if query.groups:
        said.append(_("For each: %(columns)s") % {"columns": ", ".join(query.groups)})
    if query.order:
        names = [f"{one.column} ↓" if one.is_down else f"{one.column} ↑" for one in query.order]
        said.append(_("Sorted by: %(columns)s") % {"columns": ", ".join(names)})
    return said


def _columns(names: Sequence[str]) -> str:
    return ", ".join(names) if names else _("the rows as they stand")


def _measure(one: Measure) -> str:
    if not one.column:
        return _("how many rows there are")
    return str(MEASURES[one.kind]) % {"column": one.column, "share": f"{one.share:.0%}"}


def _either(part: Either, *, is_inner: bool = True) -> str:
    said = str(JOINS[part.is_any]).join(_either(one) if isinstance(one, Either) else _condition(one) for one in part.parts)
    return f"({said})" if is_inner and len(part.parts) > 1 else said


def _condition(one: Condition) -> str:
    values: list[Any] = [plain(value) for value in one.values if value is not None]  # type: ignore[arg-type] # no slots here
    value = " – ".join(values) if one.operator is Operator.RANGE else ", ".join(values)
    return str(CONDITIONS[one.operator]) % {"column": one.column, "value": value}
