"""Read YAML into a tree in which every node knows its line and column; what cannot be read is a finding, never a crash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from .findings import Finding, Level

MAX_BYTES = 256 * 1024
MAX_DEPTH = 30

_TAGS = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}


class _Loader(yaml.CSafeLoader):
    """libyaml's composer without YAML 1.1's guesses at types: `shape.scalar` reads plain words by the rules of YAML 1.2."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        """Give every node the plain tag of its kind; another one is a tag that somebody wrote."""
        return _TAGS[kind]

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """Do nothing: there are no types by path."""

    def ascend_resolver(self) -> None:
        """Do nothing."""


PLAIN_TAGS = frozenset(_TAGS.values())


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be read: its name, its text and the root of its tree."""

    name: str
    text: str
    root: yaml.MappingNode

    def error(self, node: yaml.Node, message: str, remedy: str, level: Level = Level.ERROR) -> Finding:
        """Return a finding at a node."""
        mark = node.start_mark
        return Finding(self.name, mark.line + 1, mark.column + 1, level, message, remedy)


def read(name: str, raw: bytes) -> Document | list[Finding]:
    """Return the tree of a file, or what keeps it from being read.

    raw  the bytes of the file; the first MAX_BYTES + 1 are enough
    """
    if len(raw) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1024} KB"
        return [
            Finding(name, 1, 1, Level.ERROR, message, "a service needs a few KB: look for a text or a file pasted in by mistake")
        ]
    text = _decoded(name, raw)
    if isinstance(text, Finding):
        return [text]
    try:
        if _may_be_deep(text):
            _refuse_depth(text)
        root: Any = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        return [_from_yaml(name, text, error)]
    except yaml.reader.ReaderError as error:
        return [_at(name, text, error.position, "a control character stands in the text", "delete the invisible character")]
    if not isinstance(root, yaml.MappingNode):
        return [
            Finding(name, 1, 1, Level.ERROR, "the file holds no keys", "begin with 'id: ' and see docs/reference/service-file.md")
        ]
    return Document(name, text, root)


def _decoded(name: str, raw: bytes) -> str | Finding:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        other = _likely_encoding(raw)
        message = f"the file is not UTF-8{f'; it looks like {other}' if other else ''}"
        return Finding(name, line, column, Level.ERROR, message, "save it again with the encoding UTF-8")


def _likely_encoding(raw: bytes) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    for encoding, script in (("cp949", r"[가-힣]{2}"), ("gb18030", r"[\u4e00-\u9fff]{2}")):
        try:
            if re.search(script, raw.decode(encoding)):
                return {"cp949": "the Korean CP949", "gb18030": "the Chinese GB18030"}[encoding]
        except UnicodeDecodeError:
            continue
    return ""


def _may_be_deep(text: str) -> bool:
    return text.count("[") + text.count("{") > 500 or re.search(r"^\s*([-?:][ \t]+){10}", text, re.M) is not None


def _refuse_depth(text: str) -> None:
    """Walk the events, which takes no stack, so that the composer never meets a bottomless file."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem="too deep", problem_mark=event.start_mark)  # type: ignore[arg-type]


def _at(name: str, text: str, position: int, message: str, remedy: str) -> Finding:
    before = text[: max(position, 0)]
    return Finding(name, before.count("\n") + 1, len(before) - before.rfind("\n"), Level.ERROR, message, remedy)


# What libyaml says, what it means, and what helps.
_EXPLANATIONS = (
    ("too deep", "brackets or lists are nested too deeply", "close the brackets"),
    ("mapping values are not allowed", "a second ': ' stands on this line", "put the text in quotes, or begin a new line"),
    ("found character '%'", "a text begins with %", "put the text in quotes"),
    ("found character that cannot start any token", "a text begins with a sign of YAML's own", "put it in quotes"),
    ("did not find expected ',' or", "a bracket is open or a comma missing", "close it; put a text with , [ ] { } in quotes"),
    ("did not find expected key", "the indentation is uneven, or a text goes on after its quotes", "line up the keys"),
    ("did not find expected '-' indicator", "the list is indented unevenly", "line up the - signs"),
    ("could not find expected ':'", "a key without ':'", "write 'key: value'"),
    ("found unexpected end of stream", "a text in quotes is not closed", "close the quotes"),
    ("found undefined alias", "an alias (*) is used", "put the text in quotes, or write it out"),
    ("found unknown escape character", "an unknown \\ escape in double quotes", "use single quotes"),
    ("found duplicate anchor", "an anchor (&) is used", "write the text out"),
    ("expected a single document", "a second document (---) begins", "keep one service in a file"),
    ("did not find expected <document start>", "text stands outside all keys", "indent it, or put it in quotes"),
    ("found undefined tag handle", "a tag (!) is used", "put the text in quotes"),
    ("block sequence entries are not allowed", "a list begins where none can", "begin the list on a new line"),
    ("found incompatible YAML document", "another version of YAML is asked for", "delete the line that begins with %YAML"),
)  # fmt: skip


def _from_yaml(name: str, text: str, error: yaml.MarkedYAMLError) -> Finding:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    problem = error.problem or error.context or "the file cannot be read as YAML"
    if problem.startswith(("found unexpected end of stream", "did not find expected ',' or")) and error.context_mark:
        line, column = error.context_mark.line, error.context_mark.column
    lines = text.split("\n")
    shown = lines[line] if line < len(lines) else ""
    if "\t" in shown[: column + 1] and ("cannot start any token" in problem or "tab" in problem or not shown[:column].strip()):
        return Finding(
            name, line + 1, shown.index("\t") + 1, Level.ERROR, "a tab stands in the indentation", "indent with spaces"
        )
    for said, message, remedy in _EXPLANATIONS:
        if said in problem or said in (error.context or ""):
            return Finding(name, line + 1, column + 1, Level.ERROR, message, remedy)
    return Finding(name, line + 1, column + 1, Level.ERROR, problem, "correct the YAML here, or on the line before")
