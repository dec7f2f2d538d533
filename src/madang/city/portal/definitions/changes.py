"""Say in words what changed between two versions of a service."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .model import ServiceDefinition
from .stored import to_json


class ChangeKind(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: where (`form.child.fields.birth_date.max`), what kind, and both values as text."""

    path: str
    kind: ChangeKind
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        match self.kind:
            case ChangeKind.ADDED:
                return f"{self.path}: added {self.after}"
            case ChangeKind.REMOVED:
                return f"{self.path}: removed {self.before}"
            case ChangeKind.MOVED:
                return f"{self.path}: moved, the order was {self.before} and is {self.after}"
        return f"{self.path}: {self.before} became {self.after}"


def diff(old: ServiceDefinition, new: ServiceDefinition) -> list[Change]:
    """Return what changed, in the order of the new definition; nothing if only the checksum differs."""
    before, after = ({key: part for key, part in to_json(one).items() if key != "checksum"} for one in (old, new))
    return list(_changes("", before, after))


def _changes(path: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, list) and isinstance(after, list) and _has_ids(before + after):
        yield from _list_changes(path, before, after)
    elif isinstance(before, dict) and isinstance(after, dict):
        yield from _dict_changes(path, before, after)
    else:
        yield Change(path, ChangeKind.CHANGED, _words(before), _words(after))


def _has_ids(items: list[Any]) -> bool:
    return all(isinstance(item, dict) and "id" in item for item in items)


def _list_changes(path: str, before: list[Any], after: list[Any]) -> Iterator[Change]:
    old, new = ({item["id"]: item for item in items} for items in (before, after))
    yield from _dict_changes(path, old, new)
    kept_before, kept_after = [key for key in old if key in new], [key for key in new if key in old]
    if kept_before != kept_after:
        yield Change(path, ChangeKind.MOVED, ", ".join(kept_before), ", ".join(kept_after))


def _dict_changes(path: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for key in [*after, *(key for key in before if key not in after)]:
        here = f"{path}.{key}" if path else key
        if key not in before:
            yield Change(here, ChangeKind.ADDED, after=_words(after[key]))
        elif key not in after:
            yield Change(here, ChangeKind.REMOVED, before=_words(before[key]))
        else:
            yield from _changes(here, before[key], after[key])


def _words(value: Any) -> str:
    """Return a value as a person reads it: the text itself, the label of a thing that has one, else its data."""
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, dict):
        for key in ("label", "title", "text", "subject"):
            if isinstance(value.get(key), dict) and "en" in value[key]:
                return f"“{value[key]['en']}”"
        if "en" in value and isinstance(value["en"], str):
            return f"“{value['en']}”"
    return json.dumps(value, ensure_ascii=False)
