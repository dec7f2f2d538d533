"""Where something came from: systems that lead to votes, cases or services say so, and the page of what came of it prints it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Origin:
    """What something came from: its kind in words, its title with the language of that, its address."""

    kind: Any
    title: str
    language: str
    url: str


Finder = Callable[[str, str], Sequence[Origin]]
_finders: dict[str, Finder] = {}


def register(name: str, finder: Finder) -> None:
    """Add a finder, which takes a kind such as "vote" and a reference; the last one of a name stands."""
    _finders[name] = finder


def origins_of(kind: str, reference: str) -> list[Origin]:
    """Return what a thing came from, by the order of the finders' names."""
    return [one for name in sorted(_finders) for one in _finders[name](kind, reference)]
