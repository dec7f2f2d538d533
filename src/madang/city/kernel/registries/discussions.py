"""What residents say about something: the system that keeps their words says where, and the page of the thing prints it."""

from dataclasses import dataclass
from typing import Any, Protocol


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


class Finder(Protocol):
    """Finds what is said about things of one kind."""

    def __call__(self, reference: str, *, is_yes_no: bool) -> Discussion:
        """Return it; where ``is_yes_no``, one is for the thing or against it, else for or against one of several options."""


_finders: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """Add a finder for a kind such as "vote"; the last one of a kind stands."""
    _finders[kind] = finder


def discussion_of(kind: str, reference: str, *, is_yes_no: bool = True) -> Discussion | None:
    """Return what is said about a thing; None where nobody keeps discussions of its kind."""
    finder = _finders.get(kind)
    return finder(reference, is_yes_no=is_yes_no) if finder else None
