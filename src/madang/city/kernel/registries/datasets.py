"""Data sets that the city's systems publish by themselves; the Open Data Plaza reads them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, type (text, integer, number, date, boolean) and what it means by language."""

    name: str
    type: str
    meaning: Mapping[str, str]


class DatasetSource(Protocol):
    """A table that a system offers to the public; rows hold no personal data."""

    slug: str
    title: Mapping[str, str]
    columns: tuple[Column, ...]

    def rows(self) -> Iterable[tuple[Any, ...]]:
        """Yield the rows, values in the order of ``columns``."""
        ...


_datasets: dict[str, DatasetSource] = {}


def register(source: DatasetSource) -> None:
    """Add a data set; the last one of a slug stands."""
    _datasets[source.slug] = source


def datasets() -> Mapping[str, DatasetSource]:
    """Return every registered data set by its slug."""
    return dict(_datasets)
