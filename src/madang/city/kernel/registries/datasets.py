"""Data sets that the city's systems publish by themselves; the Open Data Plaza puts them through the gate of all others."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, type (text, integer, number, date, boolean) and what it means by language."""

    name: str
    type: str
    meaning: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On which terms a data set is published.

    text                  what it is, by language
    themes                codes of the EU's data-theme list
    department            the code of who answers for it; "" is the city itself
    update_promise        a code of the EU's frequency list
    k                     counts below it are hidden, with as many others as it takes
    keys                  columns that its rows are found by
    is_about_people       False where no number counts people or their cases: then small ones stay
    """

    text: Mapping[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    themes: tuple[str, ...] = ("GOVE",)
    department: str = ""
    update_promise: str = "DAILY"
    licence: str = "cc-by-4.0"
    k: int = 10
    keys: tuple[str, ...] = ()
    is_about_people: bool = True


class DatasetSource(Protocol):
    """A table that a system offers to the public; rows hold no personal data. It may have ``terms`` as well."""

    @property
    def slug(self) -> str:
        """Return what names it in addresses."""
        ...

    @property
    def title(self) -> Mapping[str, str]:
        """Return its title by language."""
        ...

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return its columns, in order."""
        ...

    def rows(self) -> Iterable[tuple[Any, ...]]:
        """Yield the rows, values in the order of ``columns``."""
        ...


@dataclass(frozen=True, slots=True)
class TableSource:
    """A data set made by a function; most need no class of their own."""

    slug: str
    title: Mapping[str, str]
    columns: tuple[Column, ...]
    make: Callable[[], Iterable[tuple[Any, ...]]]
    terms: Terms = field(default_factory=Terms)

    def rows(self) -> Iterable[tuple[Any, ...]]:
        """Yield the rows, values in the order of ``columns``."""
        return self.make()


_datasets: dict[str, DatasetSource] = {}


def register(source: DatasetSource) -> None:
    """Add a data set; the last one of a slug stands."""
    _datasets[source.slug] = source


def datasets() -> Mapping[str, DatasetSource]:
    """Return every registered data set by its slug."""
    return dict(_datasets)


def terms_of(source: DatasetSource) -> Terms:
    """Return on which terms a data set is published; careful ones where it says nothing."""
    terms = getattr(source, "terms", None)
    return terms if isinstance(terms, Terms) else Terms()
