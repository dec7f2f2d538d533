"""Parse the Common Expression Language with cel-python and turn its tree into a small syntax tree of our own."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

import lark
from celpy.celparser import CELParseError, CELParser

MACROS = ("all", "exists", "exists_one", "filter", "map")
MAX_DEPTH = 40


class CelSyntaxError(Exception):
    """A condition that cannot be read: what is wrong, where (from 1), and what to do about it."""

    def __init__(self, message: str, remedy: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.remedy, self.line, self.column = message, remedy, line, column


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a condition and where it begins (line and column from 1)."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value written out."""

    value: Any


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable or the first part of a name with dots."""

    name: str


@dataclass(frozen=True, slots=True)
class Select(Node):
    """A part of a value: `of.field`."""

    of: Node
    field: str


@dataclass(frozen=True, slots=True)
class Has(Node):
    """The question whether a part is there: `has(of.field)`."""

    of: Node
    field: str


@dataclass(frozen=True, slots=True)
class Index(Node):
    """An element: `of[key]`."""

    of: Node
    key: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function or operator; a method has its receiver as the first argument and a dot before its name."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """`&&` or `||` over two or more parts."""

    operator: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """`condition ? then : otherwise`."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    """A list written out."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MapOf(Node):
    """A map written out, as pairs."""

    items: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True)
class Macro(Node):
    """`over.macro(variable, body)`; `keep` is the filter of a map with three arguments."""

    macro: str
    over: Node
    variable: str
    body: Node
    keep: Node | None = None


class UInt(int):
    """An unsigned number of CEL, written `3u`."""

    __slots__ = ()


@functools.cache
def _parser() -> CELParser:
    return CELParser()


def parse(source: str) -> Node:
    """Return the syntax tree of a condition. Raises CelSyntaxError with line and column."""
    try:
        return _node(_parser().parse(source), 0)
    except CELParseError as error:
        line, column = error.line or 1, error.column or 1
        raise CelSyntaxError(*_explain(source, line, column), line, column) from None
    except RecursionError:
        raise CelSyntaxError("the condition is nested too deeply", "split it into several conditions") from None


def _explain(source: str, line: int, column: int) -> tuple[str, str]:  # noqa: PLR0911 - one for each mistake
    lines = source.splitlines() or [""]
    rest = lines[line - 1][column - 1 :] if 0 < line <= len(lines) and column > 0 else ""
    if not rest or re.search(r"(&&|\|\||[-+*/%<>=!.,?:])\s*$", source):
        return "the condition ends too early", "complete it"
    if re.match(r"-\d", rest):
        return "a minus directly before a number is read as a negative number", "write a space after the minus: a - 1"
    if re.match(r"=[^=]|=$", rest):
        return "one = is no comparison", "write == to compare"
    if word := re.match(r"(and|or|not)\b", rest):
        return f"'{word[1]}' is no operator", "write && for and, || for or, ! for not"
    if rest[0] in "&|":
        return f"one {rest[0]} is no operator", f"write {rest[0] * 2}"
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", source)
    if any(bare.count(left) > bare.count(right) for left, right in ("()", "[]", "{}")):
        return "a bracket is not closed", "close it"
    if "'" in bare or '"' in bare:
        return "a text in quotes is not closed", "close the quotes"
    return f"the condition cannot be read from '{rest[:20]}' on", "look for a missing operator, bracket or quote just before it"


def _node(tree: Any, depth: int) -> Node:
    """Translate one node of cel-python's tree, walking down the chains that hold a single child."""
    while len(tree.children) == 1 and tree.data in _CHAINS:
        tree = tree.children[0]
    if depth > MAX_DEPTH:
        at = tree.meta
        raise CelSyntaxError("the condition is nested too deeply", "split it into several conditions", at.line, at.column)
    translate = _TRANSLATORS.get(tree.data)
    if translate is None:
        at = tree.meta
        raise CelSyntaxError(
            "this construct is not supported", "use comparisons, &&, ||, ! and the listed functions", at.line, at.column
        )
    found: Node = translate(tree, depth + 1)
    return found


_CHAINS = frozenset(
    {
        "expr",
        "conditionalor",
        "conditionaland",
        "relation",
        "addition",
        "multiplication",
        "unary",
        "member",
        "primary",
        "paren_expr",
    }
)


def _choice(tree: Any, depth: int) -> Node:
    condition, then, otherwise = tree.children
    return Choice(tree.meta.line, tree.meta.column, _node(condition, depth), _node(then, depth), _node(otherwise, depth))


def _logic(tree: Any, depth: int) -> Node:
    operator, parts, rule = ("||" if tree.data == "conditionalor" else "&&"), [], tree.data
    at = tree.meta
    while tree.data == rule and len(tree.children) == 2:
        tree, last = tree.children
        parts.append(_node(last, depth))
    parts.append(_node(tree, depth))
    return Logic(at.line, at.column, operator, tuple(reversed(parts)))


_OPERATORS = {
    "relation_lt": "<", "relation_le": "<=", "relation_gt": ">", "relation_ge": ">=", "relation_eq": "==",
    "relation_ne": "!=", "relation_in": "in", "addition_add": "+", "addition_sub": "-",
    "multiplication_mul": "*", "multiplication_div": "/", "multiplication_mod": "%",
}  # fmt: skip


def _binary(tree: Any, depth: int) -> Node:
    left, right = tree.children
    return Call(tree.meta.line, tree.meta.column, _OPERATORS[left.data], (_node(left.children[0], depth), _node(right, depth)))


def _unary(tree: Any, depth: int) -> Node:
    sign, operand = tree.children
    return Call(tree.meta.line, tree.meta.column, "!" if sign.data == "unary_not" else "neg", (_node(operand, depth),))


def _select(tree: Any, depth: int) -> Node:
    of, field = tree.children
    return Select(field.line, field.column, _node(of, depth), str(field))


def _method(tree: Any, depth: int) -> Node:
    of, name = tree.children[:2]
    arguments = tree.children[2].children if len(tree.children) > 2 else []
    if name in MACROS:
        return _macro(name, _node(of, depth), arguments, depth)
    return Call(name.line, name.column, f".{name}", (_node(of, depth), *(_node(part, depth) for part in arguments)))


def _macro(name: lark.Token, over: Node, arguments: list[Any], depth: int) -> Node:
    line, column = name.line or 1, name.column or 1
    allowed = (2, 3) if name == "map" else (2,)
    variable = _node(arguments[0], depth) if arguments else None
    if len(arguments) not in allowed or not isinstance(variable, Name):
        raise CelSyntaxError(f"{name} needs the name of a variable and a condition", f"write .{name}(x, x > 1)", line, column)
    rest = [_node(part, depth) for part in arguments[1:]]
    return Macro(line, column, str(name), over, variable.name, rest[-1], rest[0] if len(rest) == 2 else None)


def _call(tree: Any, depth: int) -> Node:
    name = tree.children[0]
    arguments = tuple(_node(part, depth) for part in (tree.children[1].children if len(tree.children) > 1 else []))
    if name != "has":
        return Call(name.line, name.column, str(name), arguments)
    if len(arguments) != 1 or not isinstance(arguments[0], Select):
        raise CelSyntaxError("has() needs a name with a dot", "write has(answers.guardian)", name.line, name.column)
    return Has(name.line, name.column, arguments[0].of, arguments[0].field)


def _name(tree: Any, depth: int) -> Node:
    token = tree.children[0]
    return Name(token.line, token.column, str(token))


def _index(tree: Any, depth: int) -> Node:
    of, key = tree.children
    return Index(tree.meta.line, tree.meta.column, _node(of, depth), _node(key, depth))


def _list(tree: Any, depth: int) -> Node:
    items = tree.children[0].children if tree.children else []
    return ListOf(tree.meta.line, tree.meta.column, tuple(_node(item, depth) for item in items))


def _map(tree: Any, depth: int) -> Node:
    parts = [_node(part, depth) for part in (tree.children[0].children if tree.children else [])]
    return MapOf(tree.meta.line, tree.meta.column, tuple(zip(parts[::2], parts[1::2], strict=True)))


def _literal(tree: Any, depth: int) -> Node:
    token = tree.children[0]
    return Literal(token.line, token.column, _literal_value(token))


def _literal_value(token: lark.Token) -> Any:
    text = str(token)
    match token.type:
        case "INT_LIT" | "UINT_LIT":
            return _number(token, text)
        case "FLOAT_LIT":
            return float(text)
        case "STRING_LIT" | "MLSTRING_LIT":
            return _string(token, text)
        case "BOOL_LIT":
            return text == "true"
        case "NULL_LIT":
            return None
    raise CelSyntaxError("bytes are not supported", "use a text", token.line or 1, token.column or 1)


def _number(token: lark.Token, text: str) -> int:
    unsigned = text[-1] in "uU"
    digits = text.rstrip("uU")
    value = int(digits, 16) if "x" in digits else int(digits)
    low, high = (0, 2**64 - 1) if unsigned else (-(2**63), 2**63 - 1)
    if not low <= value <= high:
        raise CelSyntaxError("the number is too large", "use a smaller number", token.line or 1, token.column or 1)
    return UInt(value) if unsigned else value


_ESCAPE = re.compile(
    r"\\(?:([abfnrtv\"'`?\\])|([0-3][0-7]{2})|[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.S
)
_PLAIN = dict(zip("abfnrtv", "\a\b\f\n\r\t\v", strict=True))


def _string(token: lark.Token, text: str) -> str:
    raw = text[0] in "rR"
    text = text[1:] if raw else text
    quotes = 3 if text[:3] in ('"""', "'''") and len(text) >= 6 else 1
    text = text[quotes:-quotes]
    if raw or "\\" not in text:
        return text

    def replace(match: re.Match[str]) -> str:
        plain, octal, *hexadecimal, unknown = match.groups()
        if plain:
            return _PLAIN.get(plain, plain)
        code = int(octal, 8) if octal else int(next((part for part in hexadecimal if part), "110000"), 16)
        if unknown or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            line, column = token.line or 1, token.column or 1
            raise CelSyntaxError(f"{match[0]} is no escape", "write \\\\ for a backslash", line, column)
        return chr(code)

    return _ESCAPE.sub(replace, text)


_TRANSLATORS: dict[str, Any] = {
    "expr": _choice, "conditionalor": _logic, "conditionaland": _logic, "relation": _binary, "addition": _binary,
    "multiplication": _binary, "unary": _unary, "member_dot": _select, "member_dot_arg": _method, "member_index": _index,
    "ident_arg": _call, "ident": _name, "list_lit": _list, "map_lit": _map, "literal": _literal,
}  # fmt: skip
