"""The main navigation: at most five entries, registered by the systems that own the pages."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: place in the row, label, icon, the name of its URL and the paths under which it is the present one.

    for_staff  shown only to people who work for the city
    """

    place: int
    label: Any
    icon: str
    url_name: str
    below: tuple[str, ...] = field(default=())
    for_staff: bool = False

    @property
    def url(self) -> str:
        """Return the entry's address."""
        return reverse(self.url_name)


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Add an entry; the last one of a URL name stands."""
    _entries[entry.url_name] = entry


def entries(path: str, *, is_staff: bool = False) -> list[dict[str, Any]]:
    """Return the entries in order, the one that ``path`` lies under marked as current."""
    found = []
    for entry in sorted(_entries.values(), key=lambda one: one.place):
        if entry.for_staff and not is_staff:
            continue
        current = path == entry.url or any(path.startswith(prefix) for prefix in entry.below)
        found.append({"label": entry.label, "icon": entry.icon, "url": entry.url, "current": current})
    return found
