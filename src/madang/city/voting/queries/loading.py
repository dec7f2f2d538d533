"""A vote's row, and the values that rules ask for."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from madang.city.kernel.ids import tidy_reference
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.voting.models import BallotKeys, Option, Vote
from madang.city.voting.rules.certificates import SEEDED
from madang.city.voting.rules.counting import Quorum
from madang.city.voting.rules.electorate import Electorate, from_plain
from madang.city.voting.rules.life import Standing
from madang.city.voting.rules.votes import Mode, State, Terms, Ties

UNKNOWN = Refusal("voting.unknown", status=404)


def row_of(reference: str) -> Vote:
    """Return a vote, however its reference was typed. Raises Refused (404)."""
    row = Vote.objects.select_related("department", "asked_by__department").filter(reference=tidy_reference(reference)).first()
    if row is None:
        raise Refused(UNKNOWN)
    return row


def row_and_options(reference: str) -> tuple[Vote, tuple[Option, ...]]:
    """Return a vote and what it offers, in order. Raises Refused (404). One query.

    The row knows in ``of_people`` under which key people of an open straw vote are hashed, which tells whether one has voted.
    """
    offered = (
        Option.objects.filter(vote=OuterRef("pk")).order_by("number").values(told=JSONObject(**{one: one for one in _OPTION}))
    )
    of_people = Subquery(BallotKeys.objects.filter(vote=OuterRef("pk")).values("of_people"))
    rows = Vote.objects.select_related("department", "asked_by__department")
    rows = rows.annotate(offered=ArraySubquery(offered), of_people=of_people)
    row = rows.filter(reference=tidy_reference(reference)).first()
    if row is None:
        raise Refused(UNKNOWN)
    return row, tuple(Option(vote=row, **one) for one in row.offered)


_OPTION = ("number", "text", "picture", "picture_text", "width", "height")


def standing_of(row: Vote) -> Standing:
    """Return where a vote stands."""
    return Standing(Mode(row.mode), State(row.state), row.opens_at, row.closes_at)


def electorate_of(row: Vote) -> Electorate:
    """Return who may vote."""
    return from_plain(row.electorate)


def terms_of(row: Vote) -> Terms:
    """Return what may be marked and how it is counted."""
    return row.terms(Option.objects.filter(vote=row).count())


def ties_of(row: Vote) -> str:
    """Return what breaks ties: ``none``, or ``seed:`` and the seed."""
    return Ties.NONE.value if row.ties == Ties.NONE else f"{SEEDED}{row.tie_seed}"


def quorum_of(row: Vote) -> Quorum:
    """Return how many people must take part."""
    return Quorum(row.quorum_people, row.quorum_percent)


def asking_department(row: Vote) -> str:
    """Return the code of the department that asks; "" where a resident does."""
    return row.asked_by.department.code if row.asked_by else ""
