"""What residents say about something: the system that keeps their words says where, and the page of the thing prints it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Beginning:
    """The beginning of what somebody says: the part they take in words and the kind of its tag; whose words, in what language."""

    part: Any
    part_kind: str
    text: str
    language: str
    byline: str
    url: str


@dataclass(frozen=True, slots=True)
class Discussion:
    """How many comments stand at an address, and the beginnings of those that help most."""

    url: str
    comments: int
    first: tuple[Beginning, ...]


Finder = Callable[[str], Discussion]
_finders: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """Add a finder for a kind such as "vote", which takes a reference; the last one of a kind stands."""
    _finders[kind] = finder


def discussion_of(kind: str, reference: str) -> Discussion | None:
    """Return what is said about a thing; None where nobody keeps discussions of its kind."""
    finder = _finders.get(kind)
    return finder(reference) if finder else None
