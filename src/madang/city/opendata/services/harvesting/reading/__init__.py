"""Read the catalogue of a source, portion by portion, from where a run stopped."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from madang.city.opendata.services.harvesting.fetching import Fetcher
from madang.city.opendata.services.harvesting.reading.portions import Place, Portion, Unreadable

Reader = Callable[[Fetcher, str, Path, Place], Iterator[Portion]]
_ROOMS = {"ckan": "ckan", "dcat": "dcat", "data-json": "document"}

__all__ = ["Place", "Portion", "Unreadable", "reader"]


def reader(kind: str) -> Reader:
    """Return what reads catalogues of a kind; loaded only now, for what RDF needs is large."""
    found: Reader = import_module(f"{__name__}.{_ROOMS[kind]}").read
    return found
