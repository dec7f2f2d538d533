"""Results, to whom they show already; what is published of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from madang.city.kernel.refusals import Refused
from madang.city.voting.models import Result, Vote
from madang.city.voting.queries import keys
from madang.city.voting.queries.areas import tree
from madang.city.voting.queries.ballots import has_voted, interim
from madang.city.voting.queries.loading import row_of, standing_of
from madang.city.voting.rules.counting import plain_table
from madang.city.voting.rules.groups import Dimension, counted, from_rows
from madang.city.voting.rules.life import why_not_see_result
from madang.city.voting.rules.tables import people_table
from madang.city.voting.rules.votes import Shown, State


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result.

    figures      as ``rules.counting.result`` writes them; once counted with ``tables`` by group (areas by name) and ``weighted``
    certificate  the text that is signed; "" while the vote is open
    signature    Ed25519, base64, by ``key``
    """

    figures: Mapping[str, Any]
    certificate: str
    signature: str
    key: str

    @property
    def is_final(self) -> bool:
        """Tell whether the vote is counted."""
        return bool(self.certificate)


def result(reference: str, *, person: str = "") -> ResultView:
    """Return a vote's result, or how an open straw vote stands.

    person  who asks, as ``entitlement.voter`` takes it: some results show to those who have voted

    Raises Refused while it is hidden. Who asks is nothing but a voter here: nobody sees more for working for the city.
    """
    return result_of(row_of(reference), person=person)


def result_of(row: Vote, *, person: str = "") -> ResultView:
    """Return the result of a vote whose row is at hand, as ``result`` does."""
    standing, shown = standing_of(row), Shown(row.shown)
    asks = shown is Shown.AFTER_VOTING and standing.state is State.OPEN and bool(person)
    if reason := why_not_see_result(standing, shown, has_voted=asks and has_voted(row, person)):
        raise Refused(reason)
    if standing.state is State.OPEN:
        return ResultView(interim(row), "", "", "")
    kept = Result.objects.get(vote=row)
    tables = {name: named(table) if name == Dimension.AREA else table for name, table in kept.figures["tables"].items()}
    return ResultView(kept.figures | {"tables": tables}, kept.certificate, kept.signature, keys.public_result_key())


def final_figures(reference: str) -> Mapping[str, Any]:
    """Return the figures of a vote that is counted, which everybody may see. One query; nothing before it is counted."""
    return Result.objects.filter(vote__reference=reference).values_list("figures", flat=True).first() or {}


def entitled_tables(reference: str) -> dict[str, Any]:
    """Return how many people may vote by area, age and gender, as counted at opening, without what would tell of few."""
    row = row_of(reference)
    return {one.value: table for one in Dimension if (table := entitled_by(row, one)) is not None}


def named(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table by area with the areas' names in the reader's language; their ids stay as ``area``."""
    rows = [row | {"area": row["group"], "group": _name(row["group"])} for row in table["rows"]]
    return {**table, "rows": rows}


def entitled_by(row: Vote, dimension: Dimension) -> dict[str, Any] | None:
    """Return how many people may vote by groups of one dimension; None where that cannot be told."""
    made = people_table(counted(from_rows(row.groups), dimension), settings.OPENDATA_K)
    if made is None:
        return None
    return named(plain_table(made)) if dimension is Dimension.AREA else plain_table(made)


def _name(area: str) -> str:
    return tree().name(int(area)) if area else ""
