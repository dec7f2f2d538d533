"""How a filter with geometry is answered: the engine narrows by columns and boxes, shapes are then judged exactly.

The engine knows no geometry. So every part of the filter without geometry becomes a column of truth values that the engine
returns, each spatial relation becomes a test of boxes, and the rest of the filter is judged on arrays in logic of three values.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from madang.city.opendata.rules.cql2 import nodes
from madang.city.opendata.rules.cql2.nodes import CqlFault, Node
from madang.city.opendata.rules.cql2.sql import Schema, Sql, condition, joined

MOST_SPATIAL = 10
Boxes = Callable[[tuple[float, float, float, float]], Sql]
Truths = tuple[NDArray[np.bool_], NDArray[np.bool_]]  # where it is true, where it is false; neither: unknown
_MIRRORED = {"s_within": "s_contains", "s_contains": "s_within"}
_RELATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "s_intersects": shapely.intersects, "s_equals": shapely.equals, "s_disjoint": shapely.disjoint,
    "s_touches": shapely.touches, "s_within": shapely.within, "s_overlaps": shapely.overlaps,
    "s_crosses": shapely.crosses, "s_contains": shapely.contains,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What the engine is asked, and what is judged afterwards.

    where    rows that may match; exactly those that do where ``rest`` is None
    columns  truth values the engine has to return beside the row, for ``rest``
    rest     the filter over those columns and the geometry
    """

    where: Sql
    columns: tuple[Sql, ...] = ()
    rest: Node | None = None

    def judge(self, shapes: NDArray[np.object_], columns: list[NDArray[np.object_]]) -> NDArray[np.bool_]:
        """Return which rows match, from their geometries (None where they have none) and the truth values of ``columns``."""
        if self.rest is None:
            return np.ones(len(shapes), dtype=bool)
        return _judged(self.rest, shapes, columns)[0]


@dataclass(frozen=True, slots=True)
class _Known(nodes.Truth):
    """Stands in ``rest`` for the truth values of one column."""

    column: int = 0


def plan_of(node: Node, schema: Schema, boxes: Boxes) -> Plan:
    """Return how to answer a filter. Raises CqlFault.

    boxes  gives the condition that a row's geometry may meet the box (west, south, east, north)
    """
    if not _is_spatial(node):
        return Plan(condition(node, schema))
    _count(node)
    columns: list[Sql] = []
    rest = _rest(node, schema, columns)
    return Plan(_may_be(node, schema, boxes, wanted=True), tuple(columns), rest)


def _is_spatial(node: Node) -> bool:
    return any(isinstance(leaf, nodes.Spatial) for leaf in _leaves(node))


def _leaves(node: Node) -> list[Node]:
    match node:
        case nodes.And(parts) | nodes.Or(parts):
            return [leaf for part in parts for leaf in _leaves(part)]
        case nodes.Not(part):
            return _leaves(part)
    return [node]


def _count(node: Node) -> None:
    if sum(isinstance(leaf, nodes.Spatial) for leaf in _leaves(node)) > MOST_SPATIAL:
        raise CqlFault("filter_parts", most=MOST_SPATIAL)


def _rest(node: Node, schema: Schema, columns: list[Sql]) -> Node:
    if not _is_spatial(node):
        columns.append(condition(node, schema))
        return _Known(value=True, column=len(columns) - 1)
    match node:
        case nodes.And(parts):
            return nodes.And(tuple(_rest(part, schema, columns) for part in parts))
        case nodes.Or(parts):
            return nodes.Or(tuple(_rest(part, schema, columns) for part in parts))
        case nodes.Not(part):
            return nodes.Not(_rest(part, schema, columns))
        case nodes.Spatial():
            return _turned(node, schema)
    raise AssertionError(node)


def _turned(node: nodes.Spatial, schema: Schema) -> nodes.Spatial:
    """Return the relation with the row's geometry on the left."""
    left, right = node.left, node.right
    op = node.op
    if isinstance(left, nodes.Shape) and isinstance(right, nodes.Property):
        left, right, op = right, left, _MIRRORED.get(op, op)
    if not isinstance(left, nodes.Property) or not isinstance(right, nodes.Shape):
        raise CqlFault("filter_spatial", what=node.op.upper())
    if left.name not in schema.geometry:
        raise CqlFault("filter_no_geometry", column=left.name[:80], known=", ".join(sorted(schema.geometry)))
    return nodes.Spatial(op, left, right)


def _may_be(node: Node, schema: Schema, boxes: Boxes, *, wanted: bool) -> Sql:
    """Return a condition that holds wherever ``node`` is ``wanted`` (true or false), and perhaps elsewhere."""
    if not _is_spatial(node):
        plain = condition(node, schema)
        return plain if wanted else plain.wrapped("(NOT {})")
    match node:
        case nodes.And(parts) | nodes.Or(parts):
            is_all = isinstance(node, nodes.And) == wanted
            return joined(" AND " if is_all else " OR ", [_may_be(part, schema, boxes, wanted=wanted) for part in parts])
        case nodes.Not(part):
            return _may_be(part, schema, boxes, wanted=not wanted)
        case nodes.Spatial(op):
            shape = _turned(node, schema).right
            if (op == "s_disjoint") == wanted or not isinstance(shape, nodes.Shape):
                return Sql("TRUE")
            west, south, east, north = (float(one) for one in shapely.from_wkt(shape.wkt).bounds)
            return boxes((west, south, east, north))
    raise AssertionError(node)


def _judged(node: Node, shapes: NDArray[np.object_], columns: list[NDArray[np.object_]]) -> Truths:
    match node:
        case _Known():
            values = columns[node.column]
            return values == True, values == False  # noqa: E712 - element by element; None is neither
        case nodes.And(parts):
            found = [_judged(part, shapes, columns) for part in parts]
            return np.logical_and.reduce([one[0] for one in found]), np.logical_or.reduce([one[1] for one in found])
        case nodes.Or(parts):
            found = [_judged(part, shapes, columns) for part in parts]
            return np.logical_or.reduce([one[0] for one in found]), np.logical_and.reduce([one[1] for one in found])
        case nodes.Not(part):
            true, false = _judged(part, shapes, columns)
            return false, true
        case nodes.Spatial(op, _, nodes.Shape(wkt)):
            literal = shapely.from_wkt(wkt)
            shapely.prepare(literal)
            found_true = _related(op, shapes, literal)
            return found_true, ~found_true & ~shapely.is_missing(shapes)
    raise AssertionError(node)


def _related(op: str, shapes: NDArray[np.object_], literal: shapely.Geometry) -> NDArray[np.bool_]:
    """Return where the relation holds. The prepared literal stands first, as that is far quicker for many shapes."""
    return np.asarray(_RELATIONS[_MIRRORED.get(op, op)](literal, shapes), dtype=bool)
