"""The fifteen relations of time (Allen's, as OGC 21-065r2 names them), between instants, days and intervals."""

from madang.city.opendata.rules.cql2 import nodes
from madang.city.opendata.rules.cql2.nodes import CqlFault
from madang.city.opendata.rules.cql2.sql import Schema, Sql, moment

# a1, a2: start and end of the first operand, b1, b2: of the second. A day or instant starts and ends at once.
RELATIONS = {
    "t_after": "({a1} > {b2})",
    "t_before": "({a2} < {b1})",
    "t_contains": "({a1} < {b1} AND {a2} > {b2})",
    "t_disjoint": "({a2} < {b1} OR {a1} > {b2})",
    "t_during": "({a1} > {b1} AND {a2} < {b2})",
    "t_equals": "({a1} = {b1} AND {a2} = {b2})",
    "t_finishedby": "({a1} < {b1} AND {a2} = {b2})",
    "t_finishes": "({a1} > {b1} AND {a2} = {b2})",
    "t_intersects": "({a1} <= {b2} AND {a2} >= {b1})",
    "t_meets": "({a2} = {b1})",
    "t_metby": "({a1} = {b2})",
    "t_overlappedby": "({a1} > {b1} AND {a1} < {b2} AND {a2} > {b2})",
    "t_overlaps": "({a1} < {b1} AND {a2} > {b1} AND {a2} < {b2})",
    "t_startedby": "({a1} = {b1} AND {a2} > {b2})",
    "t_starts": "({a1} = {b1} AND {a2} < {b2})",
}
ONLY_INTERVALS = frozenset(RELATIONS) - {
    "t_after",
    "t_before",
    "t_disjoint",
    "t_equals",
    "t_intersects",
    "t_during",
    "t_contains",
}
_BEGINNING, _END = Sql("CAST('-infinity' AS TIMESTAMP)"), Sql("CAST('infinity' AS TIMESTAMP)")


def temporal(node: nodes.Temporal, schema: Schema) -> Sql:
    """Return the condition of a temporal relation. Raises CqlFault where an interval is needed, or ends before it starts."""
    if node.op in ONLY_INTERVALS and not any(isinstance(side, nodes.Interval) for side in (node.left, node.right)):
        raise CqlFault("filter_interval", what=node.op.upper())
    ends = {"a": _ends(node.left, schema), "b": _ends(node.right, schema)}
    parts: list[Sql] = []
    text = ""
    for piece in RELATIONS[node.op].split("{"):
        name, closed, rest = piece.partition("}")
        if not closed:
            text += piece
            continue
        side = ends[name[0]][int(name[1]) - 1]
        parts.append(side)
        text += side.text + rest
    return Sql(text, tuple(value for part in parts for value in part.parameters))


def _ends(side: nodes.Property | nodes.Literal | nodes.Interval, schema: Schema) -> tuple[Sql, Sql]:
    if not isinstance(side, nodes.Interval):
        one = moment(side, schema, as_day=False)
        return one, one
    if isinstance(side.start, nodes.Literal) and isinstance(side.end, nodes.Literal):
        first, last = (str(moment(one, schema, as_day=False).parameters[0]) for one in (side.start, side.end))
        if first > last:
            raise CqlFault("filter_interval_order", start=first, end=last)
    start = _BEGINNING if side.start is None else moment(side.start, schema, as_day=False)
    end = _END if side.end is None else moment(side.end, schema, as_day=False)
    return start, end
