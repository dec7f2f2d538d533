"""Search sources: what the one search box of the city looks into."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of a search source, ready to print."""

    title: str
    summary: str
    url: str
    kind: str


class SearchSource(Protocol):
    """A system's part of the search: a name, a label for people and the search itself."""

    name: str
    label: Any

    def search(self, query: str, lang: str, limit: int) -> Sequence[Hit]:
        """Return the best hits for ``query`` in the language ``lang`` (en, ko, zh), best first."""
        ...


_sources: dict[str, SearchSource] = {}


def register(source: SearchSource) -> None:
    """Add a source; the last one of a name stands."""
    _sources[source.name] = source


def sources() -> tuple[SearchSource, ...]:
    """Return the sources in the order in which they were registered."""
    return tuple(_sources.values())
