"""The Common Expression Language over three values: true, false and not known yet.

cel-python parses; `compile_expression` turns its tree once into Python closures, kept by source text.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .checking import Problem, Type, check
from .compiling import NAMESPACES, Run, compiled
from .syntax import CelSyntaxError, Node, parse
from .values import CelError, Unknown, Value, as_value

__all__ = [
    "CelError", "CelSyntaxError", "Expression", "Problem", "Type", "Unknown", "compile_expression", "facts_of", "problems_of",
]  # fmt: skip

_NOTHING: dict[str, Value] = {}


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition ready to run."""

    source: str
    tree: Node
    run: Run

    def value(self, facts: Mapping[str, Value]) -> Value:
        """Return the value for these facts (as from `facts_of`), or Unknown. Raises CelError if there can be none."""
        return self.run(facts, _NOTHING)


@functools.lru_cache(maxsize=32_768)
def compile_expression(source: str) -> Expression:
    """Return the compiled condition. Raises CelSyntaxError if it cannot be read, CelError for an unknown function."""
    tree = parse(source)
    return Expression(source, tree, compiled(tree))


def problems_of(source: str, names: Mapping[str, Type]) -> list[Problem]:
    """Return all that is wrong with a condition over these names, an empty list if nothing is."""
    try:
        tree = parse_once(source)
    except CelSyntaxError as error:
        return [Problem(error.message, error.remedy, error.line, error.column)]
    return check(tree, names)


def parse_once(source: str) -> Node:
    """Return the syntax tree, taken from the compiled condition where there is one. Raises CelSyntaxError."""
    try:
        return compile_expression(source).tree
    except CelError:
        return parse(source)


def facts_of(known: Mapping[str, Any]) -> dict[str, Value]:
    """Return facts as conditions read them: {"resident": {"age": 70}, "today": date} becomes {"resident.age": 70, ...}.

    What is missing is unknown. None is unknown too, but has() is false for it: a question that was left empty.
    """
    facts: dict[str, Value] = {}
    for name, value in known.items():
        if name in NAMESPACES and isinstance(value, Mapping):
            facts.update((f"{name}.{part}", as_value(item)) for part, item in value.items())
        else:
            facts[name] = as_value(value)
    return facts
