"""Collect the files of a record; what has no address that a page may link to is noted. Pure."""

from dataclasses import replace
from typing import Any

from madang.city.opendata.rules.facts import MOST_LINKS, LinkFacts
from madang.city.opendata.rules.harvesting.reading import web_address, words
from madang.city.opendata.rules.harvesting.values import Problem


class Links:
    """The files of one record, in their order."""

    def __init__(self) -> None:
        self._found: list[LinkFacts] = []
        self.notes: list[Problem] = []

    def add(self, at: str, url: Any, said: LinkFacts) -> None:
        """Add what is said of a file; ``at`` is its place in the record, ``url`` its address as it stands there."""
        address = web_address(url)
        if not address:
            told = words(url)
            self.notes.append(Problem("address_unusable" if told else "address_missing", at, told))
        elif len(self._found) < MOST_LINKS:
            self._found.append(replace(said, url=address))
        elif self.notes[-1:] != [Problem("many_files", "", str(MOST_LINKS))]:
            self.notes.append(Problem("many_files", "", str(MOST_LINKS)))

    def found(self) -> tuple[LinkFacts, ...]:
        """Return the links."""
        return tuple(self._found)
