"""The main navigation and that of staff: at most five entries each on a phone, registered by the systems that own the pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from madang.city.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: place in the row, label, icon, the name of its URL and the paths under which it is the present one.

    for_staff  shown only to people who work for the city
    on_desks   shown only where the row has room; on a phone the page is linked at the foot of every page
    why_not    refuses a viewer the page, or returns None: nobody is led to a door that is shut to them
    """

    place: int
    label: Any
    icon: str
    url_name: str
    below: tuple[str, ...] = field(default=())
    for_staff: bool = False
    on_desks: bool = False
    why_not: Callable[[Any], Refusal | None] | None = None

    @property
    def url(self) -> str:
        """Return the entry's address."""
        return reverse(self.url_name)


_entries: dict[str, Entry] = {}
_staff_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Add an entry; the last one of a URL name stands."""
    _entries[entry.url_name] = entry


def register_for_staff(entry: Entry) -> None:
    """Add an entry to the navigation of staff's own pages; the last one of a URL name stands."""
    _staff_entries[entry.url_name] = entry


def entries(path: str, *, is_staff: bool = False) -> list[dict[str, Any]]:
    """Return the entries in order, the one that ``path`` lies under marked as current."""
    return _shown((one for one in _entries.values() if is_staff or not one.for_staff), path)


def staff_entries(path: str, viewer: Any) -> list[dict[str, Any]]:
    """Return the entries of staff's own pages that a viewer may open, in order."""
    return _shown((one for one in _staff_entries.values() if one.why_not is None or one.why_not(viewer) is None), path)


def _shown(chosen: Iterable[Entry], path: str) -> list[dict[str, Any]]:
    found = []
    for entry in sorted(chosen, key=lambda one: one.place):
        current = path == entry.url or any(path.startswith(prefix) for prefix in entry.below)
        shown = {"label": entry.label, "icon": entry.icon, "url": entry.url, "current": current, "on_desks": entry.on_desks}
        found.append(shown)
    return found
