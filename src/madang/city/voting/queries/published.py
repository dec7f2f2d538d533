"""Tables for the open data: votes, their results, and turnout by group. Nothing here leads to a person."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from madang.city.kernel.text import localised
from madang.city.voting.models import Option, Result, Vote
from madang.city.voting.queries.areas import tree
from madang.city.voting.rules.groups import Dimension
from madang.city.voting.rules.votes import State

Row = tuple[Any, ...]


def votes() -> Iterator[Row]:
    """Yield every vote that was announced: what it asks, when, of whom how many may and did vote, and who must answer."""
    rows = Vote.objects.exclude(state=State.DRAFT).select_related("department", "result").order_by("id")
    for row in rows.iterator(chunk_size=2_000):
        figures = row.result.figures if hasattr(row, "result") else {}
        yield (
            row.reference,
            row.mode,
            row.state,
            *(row.question.get(lang) for lang in ("en", "ko", "zh")),
            row.kind,
            row.rule,
            row.opens_at.date(),
            row.closes_at.date(),
            row.entitled,
            figures.get("ballots"),
            row.department.code if row.department else None,
            row.answer_due_on,
            row.answered_at.date() if row.answered_at else None,
        )


def results() -> Iterator[Row]:
    """Yield every option of every counted vote, with its votes or points in the first round and whether it won."""
    for result in _counted():
        rounds = result.figures["outcome"]["rounds"]
        tally = rounds[0]["tally"] if rounds else {}
        won = set(result.figures["winners"])
        for option in Option.objects.filter(vote_id=result.vote_id).order_by("number"):
            amount = tally.get(str(option.number))
            shown = None if amount is None else float(Fraction(amount))
            yield (result.vote.reference, option.number, localised(option.text, "en"), shown, option.number in won)


def turnout() -> Iterator[Row]:
    """Yield who took part in each counted vote, by area, age and gender; cells of few are empty, as on the vote's page."""
    known = tree()
    for result in _counted():
        for dimension in Dimension:
            for row in result.figures["tables"].get(dimension.value, {}).get("rows", []):
                group = row["group"]
                if dimension is Dimension.AREA and group:
                    group = localised(known.names.get(int(group), {}), "en")
                yield (result.vote.reference, dimension.value, group or None, row["people"])


def _counted() -> QuerySet[Result]:
    return Result.objects.select_related("vote").order_by("vote_id")
