"""What readers hand over, whatever they read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

SIZE = 1_000
Place = Mapping[str, Any]
"""Where a run stands, as JSON: ``read`` counts the records that were handed over; the rest is the reader's own."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Some records in the order of the source.

    records   each as the source wrote it: an object, or whatever stands in its place
    first     the number of the first of them, from 1
    place     where to go on behind them
    promised  how many records the source says it has, None where it does not say
    """

    records: tuple[Any, ...]
    first: int
    place: Place
    promised: int | None = None


class Unreadable(Exception):
    """Raised for a document that is broken: ``key`` names how, ``params`` fill its sentence. Going on there makes no sense."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(f"{key} {params}")
        self.key, self.params = key, params


def portioned(records: Iterable[Any], done: int) -> Iterator[Portion]:
    """Yield records in portions, those that were handed over before left out."""
    rest = iter(records)
    for _ in islice(rest, done):
        pass
    while found := tuple(islice(rest, SIZE)):
        yield Portion(found, done + 1, {"read": done + len(found)})
        done += len(found)
