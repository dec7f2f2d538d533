"""What a record of another catalogue becomes, and what may be wrong with it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from madang.city.opendata.rules.facts import DatasetFacts

LONGEST_IDENTIFIER = 500
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a record, or a part of it, could not be taken over.

    key    which kind: it has a sentence with its remedy
    field  where in the record, such as ``distribution[3].downloadURL``
    value  what stands there, cut
    """

    key: str
    field: str = ""
    value: str = ""

    def to_json(self) -> dict[str, str]:
        """Return it as it is stored."""
        return {"key": self.key, "field": self.field, "value": self.value[:LONGEST_VALUE]}


@dataclass(frozen=True, slots=True)
class PublisherTold:
    """Who answers for the data, as the record says; the name may be empty."""

    name: str = ""
    home_url: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A record that can be taken over; ``notes`` are parts of it that could not. The facts' publisher is not yet chosen."""

    facts: DatasetFacts
    publisher: PublisherTold
    notes: tuple[Problem, ...] = ()


Raw = Mapping[str, Any]
