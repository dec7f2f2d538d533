"""Kinds of notice that systems send; people choose channels per kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Audience(StrEnum):
    """Whom a kind of notice is for: people choose among the kinds that can reach them."""

    RESIDENTS = "residents"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind such as ``case.moved``, its label for people, the channels it goes to unless they say otherwise, whom it is for."""

    name: str
    label: Any
    default_channels: tuple[str, ...] = ("inbox", "email")
    audience: Audience = Audience.RESIDENTS


_kinds: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> None:
    """Add a kind; the last one of a name stands."""
    _kinds[kind.name] = kind


def kinds() -> Mapping[str, NoticeKind]:
    """Return every registered kind by name."""
    return dict(_kinds)
