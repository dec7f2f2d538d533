"""Pages by which staff take care of the site: each system registers its own, with the rule that its door asks too."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from madang.city.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Standing:
    """How a page's matter stands, in the reader's words; ``needs_care`` where somebody should look."""

    words: Any
    needs_care: bool = False


@dataclass(frozen=True, slots=True)
class StaffPage:
    """A page of the overview: its place there, what it is called and for, the name of its URL.

    why_not   refuses a viewer, or returns None; the page's own door asks the same function
    standing  says how things stand, cheaply; asked only for those who may come in
    """

    place: int
    label: Any
    text: Any
    url_name: str
    why_not: Callable[[Any], Refusal | None]
    standing: Callable[[], Standing]

    @property
    def url(self) -> str:
        """Return the page's address."""
        return reverse(self.url_name)


_pages: dict[str, StaffPage] = {}


def register(page: StaffPage) -> None:
    """Add a page; the last one of a URL name stands."""
    _pages[page.url_name] = page


def pages() -> tuple[StaffPage, ...]:
    """Return every registered page, in order."""
    return tuple(sorted(_pages.values(), key=lambda one: one.place))


def pages_for(viewer: Any) -> tuple[StaffPage, ...]:
    """Return the pages that a viewer may open, in order."""
    return tuple(one for one in pages() if one.why_not(viewer) is None)
