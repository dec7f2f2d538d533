"""A question in its one spelling: for receipts, for tags of caches, for links that others may follow."""

from madang.city.opendata.rules.tabular.groups import spell_part
from madang.city.opendata.rules.tabular.literals import joined, plain
from madang.city.opendata.rules.tabular.operators import MEANINGS
from madang.city.opendata.rules.tabular.values import Condition, Either, Measure, Query, Slot


def spell(query: Query) -> list[tuple[str, str]]:
    """Return the parameters that ask ``query``, in their one order; ``read`` reads the same question from them.

    Where it goes on (``after``) is not part of it.
    """
    pairs: list[tuple[str, str]] = []
    if query.columns:
        pairs.append(("columns", ",".join(query.columns)))
    pairs += sorted(_spell_part(part) for part in query.where.parts)
    if query.groups:
        pairs.append(("groupby", ",".join(query.groups)))
    pairs += [_spell_measure(one) for one in query.measures]
    if query.order:
        pairs.append(("sort", ",".join(("-" if one.is_down else "") + one.column for one in query.order)))
    if query.offset:
        pairs.append(("offset", str(query.offset)))
    return [*pairs, ("limit", str(query.limit))]


def spell_condition(one: Condition) -> tuple[str, str]:
    """Return the parameter of one condition."""
    texts = [plain(value) for value in one.values if value is not None and not isinstance(value, Slot)]
    value = joined(texts) if MEANINGS[one.operator].most > 1 else "".join(texts)
    return f"{one.column}__{one.operator.value}", value


def _spell_part(part: Condition | Either) -> tuple[str, str]:
    if isinstance(part, Condition):
        return spell_condition(part)
    inside = ",".join(spell_part(one, spell_condition) for one in part.parts)
    return ("or" if part.is_any else "and"), f"({inside})"


def _spell_measure(one: Measure) -> tuple[str, str]:
    if not one.column:
        return "count", ""
    return f"{one.column}__{one.kind}", plain(one.share) if one.kind == "quantile" else ""
