"""From text to nodes. What is too long or nested too deeply is refused before anything is built."""

from datetime import UTC, date, datetime
from typing import Any

import shapely
from lark import Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError

from madang.city.opendata.rules.cql2 import nodes
from madang.city.opendata.rules.cql2.grammar import parser
from madang.city.opendata.rules.cql2.nodes import CqlFault, Node

MOST_CHARACTERS = 20_000
MOST_DEPTH = 40
MOST_PARTS = 500


def read(text: str) -> Node:
    """Return what a filter in CQL2 text says. Raises CqlFault naming the place where it cannot be read.

    text  at most MOST_CHARACTERS long, parentheses nested at most MOST_DEPTH deep
    """
    _bound(text)
    try:
        return _Builder().transform(parser().parse(text))
    except UnexpectedInput as problem:
        at = getattr(problem, "pos_in_stream", None)
        place = len(text) if at is None or at < 0 else at
        raise CqlFault("filter_syntax", at=place + 1, near=text[place : place + 20] or "end") from problem
    except VisitError as problem:
        if isinstance(problem.orig_exc, CqlFault):
            raise problem.orig_exc from problem
        raise


def _bound(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise CqlFault("filter_too_long", most=MOST_CHARACTERS)
    depth = 0
    for character in text:  # parentheses within texts count too: a filter that needs so many of them is refused all the same
        depth += (character == "(") - (character == ")")
        if depth > MOST_DEPTH:
            raise CqlFault("filter_too_deep", most=MOST_DEPTH)


def _text(token: str) -> str:
    return token[1:-1].replace("\\'", "'").replace("''", "'")


def day_of(text: str) -> date:
    """Return the day of an ISO text. Raises CqlFault."""
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise CqlFault("filter_moment", value=text[:60]) from problem


def instant_of(text: str) -> datetime:
    """Return the instant of an RFC 3339 text, in UTC; without an offset it is taken for UTC. Raises CqlFault."""
    try:
        instant = datetime.fromisoformat(text)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise CqlFault("filter_moment", value=text[:60]) from problem


def moment_of(text: str) -> date | datetime:
    """Return a day where the text is as long as one, else an instant. Raises CqlFault."""
    return day_of(text) if len(text) <= 10 else instant_of(text)


def shape_of(wkt: str) -> nodes.Shape:
    """Return a geometry literal. Raises CqlFault where it is no valid geometry, or lies beyond the Earth."""
    try:
        found = shapely.from_wkt(wkt)
    except shapely.errors.GEOSException as problem:
        raise CqlFault("filter_geometry", value=wkt[:60]) from problem
    west, south, east, north = (float(one) for one in found.bounds)
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):  # also where a bound is no number
        raise CqlFault("filter_geometry", value=wkt[:60])
    if not found.is_valid:
        raise CqlFault("filter_geometry", value=wkt[:60])
    return nodes.Shape(shapely.to_wkt(found, rounding_precision=-1))


def box_of(bounds: list[float]) -> nodes.Shape:
    """Return a box of west, south, east, north (heights are dropped); across the date line it has two parts. Raises CqlFault."""
    if len(bounds) == 6:
        bounds = [*bounds[:2], *bounds[3:5]]
    if len(bounds) != 4 or not bounds[1] <= bounds[3]:
        raise CqlFault("filter_box")
    west, south, east, north = bounds
    if not (-180 <= west <= 180 and -180 <= east <= 180 and south >= -90 and north <= 90):
        raise CqlFault("filter_box")
    if west <= east:
        return nodes.Shape(_rectangle(west, south, east, north).wkt)
    parts = shapely.GeometryCollection([_rectangle(west, south, 180, north), _rectangle(-180, south, east, north)])
    return nodes.Shape(parts.wkt)


def _rectangle(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    if west == east and south == north:
        return shapely.Point(west, south)
    if west == east or south == north:
        return shapely.LineString([(west, south), (east, north)])
    return shapely.box(west, south, east, north)


@v_args(inline=True)
class _Builder(Transformer[Token, Any]):
    """Makes nodes of the parse tree, from the leaves up."""

    def any_of(self, *parts: Any) -> Node:
        kept = tuple(part for part in parts if not isinstance(part, Token))
        return kept[0] if len(kept) == 1 else nodes.Or(_few(kept))

    def all_of(self, *parts: Any) -> Node:
        kept = tuple(part for part in parts if not isinstance(part, Token))
        return kept[0] if len(kept) == 1 else nodes.And(_few(kept))

    def negation(self, _: Token, part: Node) -> Node:
        return nodes.Not(part)

    def truth(self, token: Token) -> Node:
        return nodes.Truth(token.lower() == "true")

    def comparison(self, left: Any, op: Token, right: Any) -> Node:
        return nodes.Comparison(str(op), left, right)

    def like(self, operand: Any, _: Token, pattern: Any) -> Node:
        return nodes.Like(operand, pattern)

    def not_like(self, operand: Any, *rest: Any) -> Node:
        return nodes.Not(nodes.Like(operand, rest[-1]))

    def between(self, operand: Any, _between: Token, low: Any, _and: Token, high: Any) -> Node:
        return nodes.Between(operand, low, high)

    def not_between(self, operand: Any, _not: Token, *rest: Any) -> Node:
        return nodes.Not(self.between(operand, *rest))

    def among(self, operand: Any, *rest: Any) -> Node:
        values = tuple(one for one in rest if not isinstance(one, Token))
        return nodes.In(operand, _few(values))

    def not_among(self, operand: Any, *rest: Any) -> Node:
        return nodes.Not(self.among(operand, *rest))

    def is_null(self, operand: Any, *_: Token) -> Node:
        if not isinstance(operand, nodes.Property):
            raise CqlFault("filter_operand", what="IS NULL")
        return nodes.IsNull(operand)

    def is_not_null(self, operand: Any, *_: Token) -> Node:
        return nodes.Not(self.is_null(operand))

    def spatial(self, op: Token, left: Any, right: Any) -> Node:
        return nodes.Spatial(op.lower(), left, right)

    def temporal(self, op: Token, left: Any, right: Any) -> Node:
        return nodes.Temporal(op.lower(), left, right)

    def property(self, token: Token) -> nodes.Property:
        return nodes.Property(token[1:-1].replace('""', '"') if token.type == "QUOTED" else str(token))

    def text(self, token: Token) -> nodes.Literal:
        return nodes.Literal(_text(token))

    def number(self, token: Token) -> nodes.Literal:
        plain = token.lstrip("+-").isdigit() and len(token) <= 19
        return nodes.Literal(int(token) if plain else _finite(token))

    def boolean(self, token: Token) -> nodes.Literal:
        return nodes.Literal(token.lower() == "true")

    def day(self, _: Token, token: Token) -> nodes.Literal:
        return nodes.Literal(day_of(_text(token)))

    def instant(self, _: Token, token: Token) -> nodes.Literal:
        return nodes.Literal(instant_of(_text(token)))

    def bound(self, token: Token) -> nodes.Literal | None:
        text = _text(token)
        return None if text == ".." else nodes.Literal(moment_of(text))

    def interval(self, _: Token, start: Any, end: Any) -> nodes.Interval:
        return nodes.Interval(start, end)

    def folded(self, _: Token, operand: Any) -> nodes.CaseFolded:
        return operand if isinstance(operand, nodes.CaseFolded) else nodes.CaseFolded(operand)

    def box(self, _: Token, *numbers: Token) -> nodes.Shape:
        return box_of([_finite(one) for one in numbers])

    def shape(self, kind: Token, coordinates: str) -> nodes.Shape:
        return shape_of(f"{' '.join(kind.upper().split())} {coordinates}")

    def collection(self, _: Token, *shapes: nodes.Shape) -> nodes.Shape:
        return shape_of(f"GEOMETRYCOLLECTION ({', '.join(one.wkt for one in shapes)})")

    def coordinates(self, *items: str) -> str:
        return f"({', '.join(items)})"

    def position(self, *numbers: Token) -> str:
        if not 2 <= len(numbers) <= 3:
            raise CqlFault("filter_geometry", value=" ".join(numbers)[:60])
        return " ".join(numbers)


def _few(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(parts) > MOST_PARTS:
        raise CqlFault("filter_parts", most=MOST_PARTS)
    return parts


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise CqlFault("filter_number", value=text[:30])
    return number
