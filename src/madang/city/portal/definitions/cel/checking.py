"""Check a condition against the names and types it may use, before anybody relies on it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .compiling import NAMESPACES
from .functions import FUNCTIONS, pattern
from .syntax import Call, Choice, Has, Index, ListOf, Literal, Logic, Macro, MapOf, Name, Node, Select
from .values import CelError, kind


@dataclass(frozen=True, slots=True)
class Type:
    """A static type: kind as in CEL, the options of a choice, the element of a list, the parts of an object."""

    kind: str
    options: frozenset[str] = frozenset()
    element: Type | None = None
    parts: Mapping[str, Type] | None = None


DYN, BOOL, INT, DOUBLE, STRING, DATE = (Type(name) for name in ("dyn", "bool", "int", "double", "string", "timestamp"))
NUMBERS = ("int", "uint", "double")


def list_of(element: Type) -> Type:
    """Return the type of a list."""
    return Type("list", element=element)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a condition, where (from 1), and what to do about it."""

    message: str
    remedy: str
    line: int
    column: int


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return "did you mean X?" for the closest known name, or an empty text."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else ""


def check(node: Node, names: Mapping[str, Type], expected: str = "bool") -> list[Problem]:
    """Return what is wrong with a condition over these names, e.g. {"resident.age": INT}; it must give `expected`."""
    checker = _Checker(names)
    found = checker.type_of(node, {})
    if not checker.problems and found.kind not in (expected, "dyn"):
        checker.complain(node, f"the condition gives {_words(found)}, not true or false", "compare it with something, e.g. > 0")
    return checker.problems


_WORDS = {
    "bool": "true or false", "int": "a whole number", "uint": "an unsigned number", "double": "a fraction", "string": "a text",
    "timestamp": "a date", "duration": "a duration", "list": "a list", "map": "a map", "null": "null",
}  # fmt: skip


def _words(found: Type) -> str:
    return _WORDS.get(found.kind, "any value")


@dataclass
class _Checker:
    names: Mapping[str, Type]
    problems: list[Problem] = field(default_factory=list)

    def complain(self, node: Node, message: str, remedy: str) -> Type:
        self.problems.append(Problem(message, remedy, node.line, node.column))
        return DYN

    def type_of(self, node: Node, local: Mapping[str, Type]) -> Type:  # noqa: PLR0911 - one for each kind of part
        match node:
            case Literal(value=value):
                return Type(kind(value))
            case Name(name=name):
                return local[name] if name in local else self._name(node, name)
            case Select(of=Name(name=root), field=part) if root in NAMESPACES and root not in local:
                return self._name(node, f"{root}.{part}")
            case Select() | Has():
                return self._select(node, local)
            case Logic(parts=parts):
                return self._all_bool(parts, local)
            case Choice():
                return self._choice(node, local)
            case Macro():
                return self._macro(node, local)
            case Call():
                return self._call(node, [self.type_of(part, local) for part in node.arguments])
            case _:
                return self._container(node, local)

    def _name(self, node: Node, name: str) -> Type:
        if name in self.names:
            return self.names[name]
        if name in NAMESPACES:
            return self.complain(node, f"'{name}' alone is no value", f"write {name}. and one of its names")
        hint = did_you_mean(name, self.names if "." in name else [*NAMESPACES, *(one for one in self.names if "." not in one)])
        root = name.partition(".")[0]
        near = [known for known in self.names if known.partition(".")[0] == root]
        known = f"known are: {', '.join(sorted(near or self.names)[:12])}"
        return self.complain(node, f"the name '{name}' is not known", hint or known)

    def _select(self, node: Select | Has, local: Mapping[str, Type]) -> Type:
        found: Type
        if isinstance(node, Has) and isinstance(node.of, Name) and node.of.name in NAMESPACES and node.of.name not in local:
            self._name(node, f"{node.of.name}.{node.field}")
            return BOOL
        of = self.type_of(node.of, local)
        if of.parts is not None:
            if node.field not in of.parts:
                remedy = did_you_mean(node.field, of.parts) or f"known are: {', '.join(of.parts)}"
                return self.complain(node, f"there is no part '{node.field}'", remedy)
            found = of.parts[node.field]
        elif of.kind not in ("dyn", "map"):
            return self.complain(node, f"{_words(of)} has no parts", f"leave out .{node.field}")
        else:
            found = of.element or DYN
        return BOOL if isinstance(node, Has) else found

    def _all_bool(self, parts: Iterable[Node], local: Mapping[str, Type]) -> Type:
        for part in parts:
            self._must_be_bool(part, local)
        return BOOL

    def _must_be_bool(self, node: Node, local: Mapping[str, Type]) -> None:
        found = self.type_of(node, local)
        if found.kind not in ("bool", "dyn"):
            self.complain(node, f"{_words(found)} stands where true or false is needed", "compare it with something, e.g. > 0")

    def _choice(self, node: Choice, local: Mapping[str, Type]) -> Type:
        self._must_be_bool(node.condition, local)
        then, otherwise = self.type_of(node.then, local), self.type_of(node.otherwise, local)
        return then if then.kind == otherwise.kind else DYN

    def _macro(self, node: Macro, local: Mapping[str, Type]) -> Type:
        over = self.type_of(node.over, local)
        if over.kind not in ("list", "map", "dyn"):
            return self.complain(node, f"{node.macro} needs a list, not {_words(over)}", "use a name that is a list")
        inner = {**local, node.variable: (over.element if over.kind == "list" else None) or DYN}
        if node.keep:
            self._must_be_bool(node.keep, inner)
        if node.macro == "map":
            return list_of(self.type_of(node.body, inner))
        self._must_be_bool(node.body, inner)
        return over if node.macro == "filter" else BOOL

    def _container(self, node: Node, local: Mapping[str, Type]) -> Type:
        match node:
            case Index(of=of, key=key):
                found = self.type_of(of, local)
                self.type_of(key, local)
                if found.kind not in ("list", "map", "dyn"):
                    return self.complain(node, f"{_words(found)} has no elements", "use a name that is a list")
                return found.element or DYN
            case ListOf(items=items):
                found_types = [self.type_of(item, local) for item in items]
                same = {found.kind for found in found_types}
                return list_of(found_types[0] if len(same) == 1 else DYN)
            case MapOf(items=pairs):
                for pair in pairs:
                    for part in pair:
                        self.type_of(part, local)
                return Type("map")
        return DYN

    def _call(self, node: Call, types: list[Type]) -> Type:
        if node.function in ("==", "!="):
            return self._equality(node, types)
        if node.function in ("<", "<=", ">", ">="):
            return self._order(node, types)
        if node.function == "in":
            return self._in(node, types)
        if node.function == "!":
            self._argument(node, node.arguments[0], types[0], ("bool",))
            return BOOL
        if node.function in ("+", "-", "*", "/", "%", "neg"):
            return self._arithmetic(node, types)
        return self._function(node, types)

    def _comparable(self, one: Type, two: Type) -> bool:
        return "dyn" in (one.kind, two.kind) or one.kind == two.kind or (one.kind in NUMBERS and two.kind in NUMBERS)

    def _equality(self, node: Call, types: list[Type]) -> Type:
        one, two = types
        if "null" in (one.kind, two.kind):
            return self.complain(node, "nothing is ever null here", "use has(answers.name) to ask whether something was answered")
        if not self._comparable(one, two):
            self.complain(node, f"{_words(one)} is compared with {_words(two)}", "compare values of one type")
        self._known_option(one, node.arguments[1])
        self._known_option(two, node.arguments[0])
        return BOOL

    def _known_option(self, choice: Type, value: Node) -> None:
        if choice.options and isinstance(value, Literal) and isinstance(value.value, str) and value.value not in choice.options:
            remedy = did_you_mean(value.value, choice.options) or f"options are: {', '.join(sorted(choice.options))}"
            self.complain(value, f"'{value.value}' is no option of this choice", remedy)

    def _order(self, node: Call, types: list[Type]) -> Type:
        one, two = types
        sizes = (*NUMBERS, "string", "timestamp", "duration", "bool", "dyn")
        if one.kind not in sizes or two.kind not in sizes or not self._comparable(one, two):
            self.complain(node, f"{_words(one)} {node.function} {_words(two)} cannot be compared", "compare values of one type")
        return BOOL

    def _in(self, node: Call, types: list[Type]) -> Type:
        one, two = types
        if two.kind not in ("list", "map", "dyn"):
            return self.complain(node, f"'in' needs a list on its right, not {_words(two)}", "write the list in [ ]")
        if two.kind == "list" and two.element and not self._comparable(one, two.element):
            self.complain(node, f"{_words(one)} is looked for in a list of another type", "compare values of one type")
        options = node.arguments[1]
        for item in options.items if isinstance(options, ListOf) else ():
            self._known_option(one, item)
        if two.element:
            self._known_option(two.element, node.arguments[0])
        return BOOL

    def _arithmetic(self, node: Call, types: list[Type]) -> Type:
        kinds = tuple(found.kind for found in types)
        if "dyn" in kinds:
            return DYN
        gives = _ARITHMETIC.get((node.function, *kinds))
        if gives is None:
            sign = "-" if node.function == "neg" else node.function
            words = " and ".join(_words(found) for found in types)
            mixed = set(kinds) <= set(NUMBERS)
            remedy = "turn one into the other's type with double(...) or int(...)" if mixed else "use values that fit"
            return self.complain(node, f"{sign} cannot be used with {words}", remedy)
        return types[0] if gives == "list" else Type(gives)

    def _argument(self, node: Call, argument: Node, found: Type, allowed: tuple[str, ...]) -> None:
        if allowed and found.kind not in (*allowed, "dyn"):
            name = node.function.lstrip(".")
            takes = " or ".join(_WORDS[one] for one in allowed)
            self.complain(argument, f"{name} cannot be used with {_words(found)}", f"it takes {takes}")

    def _function(self, node: Call, types: list[Type]) -> Type:
        name, known = node.function.lstrip("."), FUNCTIONS.get(node.function)
        if known is None:
            remedy = did_you_mean(name, {other.lstrip(".") for other in FUNCTIONS}) or "see docs/reference/service-file.md"
            return self.complain(node, f"there is no function {name}()", remedy)
        if not len(known.takes) - known.optional <= len(types) <= len(known.takes):
            expected = len(known.takes) - node.function.startswith(".")
            return self.complain(node, f"{name}() takes {expected} value(s) in its brackets", "look at the number of commas")
        for argument, found, allowed in zip(node.arguments, types, known.takes, strict=False):
            self._argument(node, argument, found, allowed)
        self._constant(node, name)
        return Type(known.gives)

    def _constant(self, node: Call, name: str) -> None:
        """Read patterns, dates and durations that are written out, so that a wrong one is found now."""
        last = node.arguments[-1] if node.arguments else None
        if not isinstance(last, Literal) or not isinstance(last.value, str):
            return
        try:
            if name == "matches":
                pattern(last.value)
            elif name in ("date", "timestamp", "duration"):
                FUNCTIONS[name].run(last.value)
        except CelError as error:
            self.complain(last, str(error), "correct the text in quotes")


_ARITHMETIC: dict[tuple[str, ...], str] = {
    **{(sign, one, one): one for sign in "+-*/" for one in NUMBERS},
    **{("%", one, one): one for one in ("int", "uint")},
    **{("+", one, one): one for one in ("string", "list", "duration")},
    ("+", "timestamp", "duration"): "timestamp", ("+", "duration", "timestamp"): "timestamp",
    ("-", "timestamp", "duration"): "timestamp", ("-", "timestamp", "timestamp"): "duration",
    ("-", "duration", "duration"): "duration", ("neg", "int"): "int", ("neg", "double"): "double",
}  # fmt: skip
