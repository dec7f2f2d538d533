"""Turn the syntax tree of a condition into Python closures over true, false and unknown (Kleene's strong logic)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping

from . import values
from .functions import FUNCTIONS
from .syntax import Call, Choice, Has, Index, ListOf, Literal, Logic, Macro, MapOf, Name, Node, Select
from .values import CelError, Unknown, Value

# A compiled part takes the facts (flat: "resident.age") and the variables of the macros around it.
Facts = Mapping[str, Value]
Run = Callable[[Mapping[str, Value], Mapping[str, Value]], Value]

# Names of these begin a fact of two parts.
NAMESPACES = frozenset({"resident", "household", "answers", "item"})


def compiled(node: Node, variables: frozenset[str] = frozenset()) -> Run:  # noqa: PLR0911 - one for each kind of part
    """Return the closure of a syntax tree. Raises CelError for a function that does not exist."""
    match node:
        case Literal(value=value):
            return lambda _facts, _local: value
        case Name(name=name):
            return _variable(name) if name in variables else _fact(name)
        case Select(of=Name(name=root), field=field) if root in NAMESPACES and root not in variables:
            return _fact(f"{root}.{field}")
        case Select(of=of, field=field):
            return _strict(lambda value: values.field(value, field), (compiled(of, variables),))
        case Has():
            return _has(node, variables)
        case Logic(operator=sign, parts=parts):
            return _logic(tuple(compiled(part, variables) for part in parts), absorbing=sign == "||")
        case Choice():
            return _choice(*(compiled(part, variables) for part in (node.condition, node.then, node.otherwise)))
        case Macro():
            return _macro(node, variables)
        case Call(function=function, arguments=arguments):
            return _call(function, tuple(compiled(part, variables) for part in arguments))
        case _:
            return _container(node, variables)


def _container(node: Node, variables: frozenset[str]) -> Run:
    match node:
        case Index(of=of, key=key):
            return _strict(values.at, (compiled(of, variables), compiled(key, variables)))
        case ListOf(items=items):
            if all(isinstance(item, Literal) for item in items):
                constant = [item.value for item in items if isinstance(item, Literal)]
                return lambda _facts, _local: constant
            return _strict(lambda *parts: list(parts), tuple(compiled(item, variables) for item in items))
        case MapOf(items=pairs):
            flat = tuple(compiled(part, variables) for pair in pairs for part in pair)
            return _strict(lambda *parts: _map_of(parts[::2], parts[1::2]), flat)
    raise CelError(f"{type(node).__name__} is not supported")


def _map_of(keys: tuple[Value, ...], items: tuple[Value, ...]) -> Value:
    if any(type(key) in (list, dict, float) or key is None for key in keys):
        raise CelError("the key of a map must be a text, a whole number or a truth value")
    if len(set(keys)) < len(keys):
        raise CelError("a map has the same key twice")
    return dict(zip(keys, items, strict=True))


def _fact(name: str) -> Run:
    unknown = Unknown((name,))

    def run(facts: Facts, local: Facts) -> Value:
        value = facts.get(name)
        return unknown if value is None else value

    return run


def _variable(name: str) -> Run:
    return lambda _facts, local: local[name]


def _has(node: Has, variables: frozenset[str]) -> Run:
    if isinstance(node.of, Name) and node.of.name in NAMESPACES and node.of.name not in variables:
        name = f"{node.of.name}.{node.field}"
        unknown = Unknown((name,))
        return lambda facts, _local: facts[name] is not None if name in facts else unknown
    field = node.field

    def has(value: Value) -> bool:
        if type(value) is not dict:
            raise values.no_overload("has", value)
        return field in value

    return _strict(has, (compiled(node.of, variables),))


def _strict(function: Callable[..., Value], arguments: tuple[Run, ...]) -> Run:
    """Call a function once all its arguments are known; the result is unknown as long as one is."""
    if len(arguments) == 1:
        return _strict_one(function, arguments[0])
    if len(arguments) == 2:
        return _strict_two(function, *arguments)

    def run(facts: Facts, local: Facts) -> Value:
        known = [argument(facts, local) for argument in arguments]
        return merged if (merged := values.merged(known)) else function(*known)

    return run


def _strict_one(function: Callable[[Value], Value], argument: Run) -> Run:
    def run(facts: Facts, local: Facts) -> Value:
        value = argument(facts, local)
        return value if type(value) is Unknown else function(value)

    return run


def _strict_two(function: Callable[[Value, Value], Value], one: Run, two: Run) -> Run:
    def run(facts: Facts, local: Facts) -> Value:
        a, b = one(facts, local), two(facts, local)
        if type(a) is Unknown or type(b) is Unknown:
            return values.merged((a, b))
        return function(a, b)

    return run


def _fast(function: Callable[[Value, Value], Value], native: Callable[[Value, Value], Value]) -> Callable[[Run, Run], Run]:
    """Compare two whole numbers or two texts without a detour: nearly every condition of a city does just that."""

    def build(one: Run, two: Run) -> Run:
        def run(facts: Facts, local: Facts) -> Value:
            a, b = one(facts, local), two(facts, local)
            kind = type(a)
            if kind is type(b) and (kind is int or kind is str):
                return native(a, b)
            if kind is Unknown or type(b) is Unknown:
                return values.merged((a, b))
            return function(a, b)

        return run

    return build


_COMPARE: dict[str, Callable[[Run, Run], Run]] = {
    "==": _fast(values.equal, operator.eq),
    "!=": _fast(lambda a, b: not values.equal(a, b), operator.ne),
    "<": _fast(values.order("<", operator.lt), operator.lt),
    "<=": _fast(values.order("<=", operator.le), operator.le),
    ">": _fast(values.order(">", operator.gt), operator.gt),
    ">=": _fast(values.order(">=", operator.ge), operator.ge),
}
_ARITHMETIC: dict[str, Callable[..., Value]] = {
    "+": values.add, "-": values.subtract, "*": values.multiply, "/": values.divide, "%": values.remainder,
    "neg": values.negate, "in": values.contained,
}  # fmt: skip


def _not(value: Value) -> bool:
    if type(value) is bool:
        return not value
    raise values.no_overload("!", value)


def _call(function: str, arguments: tuple[Run, ...]) -> Run:
    if build := _COMPARE.get(function):
        return build(*arguments)
    if function == "!":
        return _strict_one(_not, arguments[0])
    if plain := _ARITHMETIC.get(function):
        return _strict(plain, arguments)
    known = FUNCTIONS.get(function)
    if known is None:
        raise CelError(f"there is no function {function.lstrip('.')}()")
    if not len(known.takes) - known.optional <= len(arguments) <= len(known.takes):
        raise CelError(f"{function.lstrip('.')}() takes another number of values")
    return _strict(known.run, arguments)


def _logic(parts: tuple[Run, ...], *, absorbing: bool) -> Run:
    """Join parts with && (absorbing False) or || (absorbing True): one absorbing part decides, whatever the others are.

    Otherwise an unknown part makes the whole unknown, even beside an error, since that part may yet decide.
    """

    def run(facts: Facts, local: Facts) -> Value:
        open_parts: list[Value] | None = None
        for part in parts:
            try:
                value = part(facts, local)
            except CelError as error:
                value = error
            if value is absorbing:
                return absorbing
            if type(value) is not bool:
                open_parts = [value] if open_parts is None else [*open_parts, value]
        return not absorbing if open_parts is None else _unsettled(open_parts)

    return run


def _unsettled(parts: list[Value]) -> Unknown:
    if unknown := values.merged(parts):
        return unknown
    for part in parts:
        raise part if isinstance(part, CelError) else values.no_overload("&& or ||", part)
    raise AssertionError("nothing is open")


def _choice(condition: Run, then: Run, otherwise: Run) -> Run:
    """Choose by a condition; while that is unknown, so is the choice, since the condition may yet turn out an error."""

    def run(facts: Facts, local: Facts) -> Value:
        decided = condition(facts, local)
        if decided is True:
            return then(facts, local)
        if decided is False:
            return otherwise(facts, local)
        if type(decided) is Unknown:
            return decided
        raise values.no_overload("? :", decided)

    return run


def _macro(node: Macro, variables: frozenset[str]) -> Run:
    inner = variables | {node.variable}
    over, body = compiled(node.over, variables), compiled(node.body, inner)
    keep = compiled(node.keep, inner) if node.keep else None
    each = _each(node.variable, body)
    if node.macro in ("all", "exists"):
        return _quantifier(over, each, absorbing=node.macro == "exists")
    collect = {"exists_one": _exists_one, "filter": _filter, "map": _map}[node.macro]
    kept = _each(node.variable, keep) if keep else None
    return collect(over, each, kept)


Each = Callable[[Value, Facts, Facts], Value]


def _each(variable: str, body: Run) -> Each:
    return lambda item, facts, local: body(facts, {**local, variable: item})


def _items(container: Value) -> list[Value]:
    if type(container) is list or type(container) is dict:
        return list(container)
    raise values.no_overload("all, exists, filter and map", container)


def _quantifier(over: Run, each: Each, *, absorbing: bool) -> Run:
    def run(facts: Facts, local: Facts) -> Value:
        container = over(facts, local)
        if type(container) is Unknown:
            return container
        parts = tuple((lambda f, v, item=item: each(item, f, v)) for item in _items(container))
        return _logic(parts, absorbing=absorbing)(facts, local)

    return run


def _exists_one(over: Run, each: Each, keep: Each | None) -> Run:
    def run(facts: Facts, local: Facts) -> Value:
        container = over(facts, local)
        if type(container) is Unknown:
            return container
        found = [each(item, facts, local) for item in _items(container)]
        return values.merged(found) or sum(_true(value) for value in found) == 1

    return run


def _true(value: Value) -> bool:
    if type(value) is bool:
        return value
    raise values.no_overload("a condition", value)


def _filter(over: Run, each: Each, keep: Each | None) -> Run:
    def run(facts: Facts, local: Facts) -> Value:
        container = over(facts, local)
        if type(container) is Unknown:
            return container
        items = _items(container)
        found = [each(item, facts, local) for item in items]
        return values.merged(found) or [item for item, value in zip(items, found, strict=True) if _true(value)]

    return run


def _map(over: Run, each: Each, keep: Each | None) -> Run:
    chosen = _filter(over, keep, None) if keep else over

    def run(facts: Facts, local: Facts) -> Value:
        container = chosen(facts, local)
        if type(container) is Unknown:
            return container
        found = [each(item, facts, local) for item in _items(container)]
        return values.merged(found) or found

    return run
