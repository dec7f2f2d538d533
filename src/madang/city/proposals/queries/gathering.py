"""A proposal with all that hangs on it, in one statement: what belongs to it comes along as lists of JSON."""

from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, Exists, F, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from madang.city.people.rules import Viewer
from madang.city.proposals.models import (
    Answer,
    Check,
    CoAuthor,
    Duty,
    Follower,
    Link,
    Milestone,
    Picture,
    Proposal,
    ProposalEvent,
    Support,
    Version,
)

_HERE = OuterRef("pk")
_WHO = {"department_name": "department__name", "staff_name": "staff__name"}
_MONEY = ("amount_minor", "currency")
_KINDS: dict[str, type[Model]] = {
    "its_versions": Version, "its_co_authors": CoAuthor, "its_events": ProposalEvent, "its_answers": Answer,
    "its_milestones": Milestone, "its_pictures": Picture, "its_links": Link, "its_checks": Check, "my_checks": Check,
}  # fmt: skip


def gathered(reference: str, viewer: Viewer) -> Proposal | None:
    """Return the row of a proposal with all that its page prints of it, and of the viewer's part in it; None where there is none.

    What hangs on it is read with ``hanging``.
    """
    rows = Proposal.objects.select_related("department", "officer", "in_favour_of").filter(reference=reference)
    rows = rows.annotate(
        its_text=Subquery(Version.objects.filter(proposal=_HERE, number=OuterRef("version")).values("text")[:1]),
        its_versions=_listed(Version.objects.order_by("number"), "number", "title", "at", "language"),
        its_co_authors=_listed(CoAuthor.objects.filter(agreed_at__isnull=False).order_by("pk"), "byline"),
        its_events=_listed(
            ProposalEvent.objects.order_by("pk"), "at", "move", "from_state", "to_state", "part", "reason", "text", "language",
            "due_on", "details", **_WHO,
        ),
        its_answers=_listed(
            Answer.objects.order_by("pk"), "at", "decision", "reason", "text", "language", "law", *_MONEY, "next_on",
            "forwarded_to", **_WHO,
        ),
        its_milestones=_listed(
            Milestone.objects.order_by("on_date", "pk"), "id", "on_date", "title", "text", "language", *_MONEY
        ),
        its_pictures=_listed(
            Picture.objects.order_by("pk"), "public_id", "digest", "width", "height", "alternative", milestone_id="milestone"
        ),
        its_links=_listed(Link.objects.order_by("at", "pk"), "kind", "reference", "title", "url", "at"),
        its_checks=_listed(_asked().order_by("answered_at", "pk"), "is_done", "text"),
        its_followers=Coalesce(Subquery(_count(Follower.objects.all())), 0),
    )  # fmt: skip
    return _with_mine(rows, viewer).first()


def hanging(row: Proposal, name: str) -> list[Any]:
    """Return a list that came along with a proposal, its columns of the types that their fields have."""
    kind, packed = _KINDS[name], getattr(row, name, ())
    return [SimpleNamespace(**{column: _typed(kind, column, value) for column, value in one.items()}) for one in packed]


def _typed(kind: type[Model], column: str, value: Any) -> Any:
    try:
        field = kind._meta.get_field(column)
    except FieldDoesNotExist:
        return value
    return value if value is None else field.to_python(value)  # type: ignore[union-attr]


def _with_mine(rows: QuerySet[Proposal], viewer: Viewer) -> QuerySet[Proposal]:
    """Add what the viewer's account and person have to do with a proposal."""
    if viewer.account_id is None:
        return rows
    rows = rows.annotate(
        my_duties=ArraySubquery(Duty.objects.filter(account=viewer.account_id).values("kind")),
        i_follow=Exists(Follower.objects.filter(proposal=_HERE, account=viewer.account_id)),
    )
    if viewer.resident_id is None:
        return rows
    mine = {"proposal": _HERE, "resident": viewer.resident_id}
    return rows.annotate(
        i_support=Exists(Support.objects.filter(**mine)),
        i_signed=Exists(CoAuthor.objects.filter(**mine, agreed_at__isnull=False)),
        my_checks=_listed(_asked().filter(resident=viewer.resident_id), "is_done"),
    )


def _asked() -> QuerySet[Check]:
    return Check.objects.filter(round=OuterRef("asks_check"), is_lapsed=False)


def _listed(rows: QuerySet[Any], *columns: str, **named: str) -> ArraySubquery:
    told = {name: F(path) for name, path in {**{column: column for column in columns}, **named}.items()}
    return ArraySubquery(rows.filter(proposal=_HERE).values(packed=JSONObject(**told)))


def _count(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(proposal=_HERE).order_by().values("proposal").annotate(n=Count("pk")).values("n")
