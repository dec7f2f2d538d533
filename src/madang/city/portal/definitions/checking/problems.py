"""Where the checks put what they find: by path in the file, turned into line and column at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from madang.city.portal.definitions.cel import problems_of
from madang.city.portal.definitions.findings import Finding, Level
from madang.city.portal.definitions.layers import Path
from madang.city.portal.definitions.reading import Document
from madang.city.portal.definitions.scope import Names


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: where in the file of which language, and how bad."""

    path: Path
    message: str
    remedy: str
    level: Level
    language: str
    offset: tuple[int, int] | None


@dataclass
class Problems:
    """Problems of one service, by path and language ("en" is the main file)."""

    found: list[Problem] = field(default_factory=list)

    def error(
        self, path: Path, message: str, remedy: str, *, language: str = "en", offset: tuple[int, int] | None = None
    ) -> None:
        """Note what keeps the file from being published; `offset` is (line, column) from 1 inside the text at the path."""
        self.found.append(Problem(path, message, remedy, Level.ERROR, language, offset))

    def warn(self, path: Path, message: str, remedy: str, *, language: str = "en") -> None:
        """Note what is worth a thought."""
        self.found.append(Problem(path, message, remedy, Level.WARNING, language, None))

    def condition(self, path: Path, source: str | None, names: Names) -> None:
        """Check a condition over these names."""
        for one in problems_of(source, names) if source is not None else ():
            self.error(path, one.message, one.remedy, offset=(one.line, one.column))

    def findings(self, documents: dict[str, Document]) -> Iterator[Finding]:
        """Yield the problems as findings in their files."""
        for problem in self.found:
            document = documents.get(problem.language) or documents["en"]
            node = node_at(document.root, problem.path)
            line, column = node.start_mark.line + 1, node.start_mark.column + 1
            if problem.offset and isinstance(node, yaml.ScalarNode):
                line, column = _inside(document, node, *problem.offset)
            yield Finding(document.name, line, column, problem.level, problem.message, problem.remedy)


def place(text: str, at: int) -> tuple[int, int]:
    """Return line and column, from 1, of an offset in a text."""
    before = text[:at]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def node_at(root: yaml.Node, path: Path) -> yaml.Node:
    """Return the node at a path, or the nearest above that exists."""
    node: yaml.Node = root
    for part in path:
        if not isinstance(node, yaml.MappingNode):
            break
        below = next((value for key, value in node.value if isinstance(key, yaml.ScalarNode) and key.value == part), None)
        if below is None:
            break
        node = below
    return node


def _inside(document: Document, node: yaml.ScalarNode, line: int, column: int) -> tuple[int, int]:
    """Return line and column in the file of a place in a text; lines that YAML joins with a space are taken apart again."""
    mark, lines = node.start_mark, document.text.split("\n")
    if node.style == "|":
        at = min(mark.line + line, len(lines) - 1)
        return at + 1, _indentation(lines[at]) + column
    at, begins = mark.line, mark.column + (1 if node.style else 0)
    if node.style == ">":
        at, begins = at + 1, _indentation(lines[at + 1])
    while column > len(lines[at].rstrip()) - begins + 1 and at < min(node.end_mark.line, len(lines) - 1):
        column -= len(lines[at].rstrip()) - begins + 1
        at += 1
        begins = _indentation(lines[at])
    return at + 1, begins + column


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
