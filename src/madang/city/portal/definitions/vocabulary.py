"""The names that conditions may use about residents and households, read once from vocabulary.yaml."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import yaml

from .cel.checking import BOOL, DATE, DYN, INT, STRING, Type, list_of

LANGUAGES = ("en", "ko", "zh")
ADDRESS = Type("map", parts={"line": STRING, "detail": STRING, "postcode": STRING})


@dataclass(frozen=True, slots=True)
class Fact:
    """A name of the vocabulary: its type, the question that settles it in each language, options of a choice."""

    name: str
    kind: str
    asked: bool
    question: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]
    max: int | None

    @property
    def type(self) -> Type:
        """Return the type that conditions see."""
        if self.kind == "choice":
            return Type("string", options=frozenset(self.options))
        return _TYPES[self.kind]


_TYPES = {
    "bool": BOOL, "int": INT, "money": INT, "date": DATE, "string": STRING, "name": STRING, "email": STRING, "phone": STRING,
    "area": STRING, "address": ADDRESS, "ints": list_of(INT), "strings": list_of(STRING), "any": DYN,
}  # fmt: skip


@functools.cache
def vocabulary() -> Mapping[str, Fact]:
    """Return all names with their facts, in the order of the file."""
    text = (Path(__file__).parent / "vocabulary.yaml").read_text(encoding="utf-8")
    entries = yaml.load(text, Loader=yaml.CSafeLoader)
    return MappingProxyType({name: _fact(name, entry) for name, entry in entries.items()})


def _fact(name: str, entry: dict[str, object]) -> Fact:
    options = entry.get("options", {})
    limit = entry.get("max")
    return Fact(
        name=name,
        kind=str(entry["type"]),
        asked=entry.get("ask", True) is True,
        question={language: str(entry[language]) for language in LANGUAGES if language in entry},
        options=options if isinstance(options, dict) else {},
        max=limit if isinstance(limit, int) else None,
    )


@functools.cache
def vocabulary_types() -> Mapping[str, Type]:
    """Return the type of each name."""
    return MappingProxyType({name: fact.type for name, fact in vocabulary().items()})
