"""Kinds of notice that systems send; people choose channels per kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind such as ``case.moved``, its label for people and the channels it goes to unless they say otherwise."""

    name: str
    label: Any
    default_channels: tuple[str, ...] = ("inbox", "email")


_kinds: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> None:
    """Add a kind; the last one of a name stands."""
    _kinds[kind.name] = kind


def kinds() -> Mapping[str, NoticeKind]:
    """Return every registered kind by name."""
    return dict(_kinds)
