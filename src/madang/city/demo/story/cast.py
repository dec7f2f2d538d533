"""Who takes part in the life of Haneul."""

import random
from collections.abc import Sequence

from madang.city.people import queries as people
from madang.city.people.rules import Viewer


class Cast:
    """The neighbours, and those whom the story knows by name."""

    def __init__(self, neighbours: Sequence[Viewer]) -> None:
        self.neighbours = neighbours
        self._named: dict[str, Viewer] = {}

    def named(self, name: str) -> Viewer:
        """Return whoever has the address name@haneul.example. Raises LookupError for nobody."""
        if name not in self._named:
            account_id = people.account_by_email(f"{name}@haneul.example")
            if account_id is None:
                raise LookupError(f"nobody of the story has the address {name}@haneul.example")
            self._named[name] = people.viewer_of(account_id)
        return self._named[name]

    def drawn(self, count: int, lot: str, without: Sequence[Viewer] = ()) -> list[Viewer]:
        """Return so many neighbours, the same for the same lot."""
        left_out = {one.resident_id for one in without}
        candidates = [one for one in self.neighbours if one.resident_id not in left_out]
        return random.Random(lot).sample(candidates, min(count, len(candidates)))  # noqa: S311 - an invented city is drawn by lot
