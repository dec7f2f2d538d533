"""Pages that stand beside each other, such as ideas and votes: whoever stands above the others registers them all."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Beside:
    """A page of a group: its place in the row, what it is called, the name of its URL."""

    group: str
    place: int
    label: Any
    url_name: str


_pages: dict[tuple[str, str], Beside] = {}


def register(page: Beside) -> None:
    """Add a page; the last one of a group and a URL name stands."""
    _pages[page.group, page.url_name] = page


def pages(group: str) -> tuple[tuple[Any, str], ...]:
    """Return label and address of each page of a group, in order."""
    found = sorted((one for one in _pages.values() if one.group == group), key=lambda one: one.place)
    return tuple((one.label, reverse(one.url_name)) for one in found)
