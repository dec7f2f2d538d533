"""Proposals as lines of a list."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from madang.city.proposals.models import Picture, Proposal, Version
from madang.city.proposals.queries.areas import Areas, areas_now
from madang.city.proposals.queries.loading import facts_of
from madang.city.proposals.rules.life import Decision, State, is_overdue


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """A proposal in a list."""

    reference: str
    title: str
    excerpt: str
    language: str
    byline: str
    topic: str
    area: Mapping[str, str]
    state: State
    decision: Decision | None
    supports: int
    needed: int
    published_at: datetime | None
    collects_until: date | None
    answered_at: datetime | None
    due_on: date | None
    is_overdue: bool
    picture: UUID | None


def lines(rows: Sequence[Proposal], today: date, *, areas: Areas | None = None) -> tuple[ProposalLine, ...]:
    """Return rows as lines, with the beginning of their text and their first picture: two queries, however many rows.

    areas  the areas as they stand, where they are at hand already
    """
    if not rows:
        return ()
    names = (areas or areas_now()).named({row.area_id for row in rows if row.area_id is not None})
    begins = _begins([row.pk for row in rows])
    return tuple(_line(row, names.get(row.area_id or 0, {}), begins[row.pk], today) for row in rows)


def _begins(proposal_ids: Collection[int]) -> dict[int, tuple[str, UUID | None]]:
    """Return how the present texts of proposals begin, and their first pictures."""
    first = Picture.objects.filter(proposal=OuterRef("proposal"), milestone=None).order_by("pk").values("public_id")[:1]
    rows = Version.objects.filter(proposal__in=proposal_ids, number=F("proposal__version")).annotate(picture=Subquery(first))
    return {pk: (excerpt, picture) for pk, excerpt, picture in rows.values_list("proposal_id", "excerpt", "picture")}


def _line(row: Proposal, area: Mapping[str, str], begins: tuple[str, UUID | None], today: date) -> ProposalLine:
    facts, (excerpt, picture) = facts_of(row), begins
    return ProposalLine(
        reference=row.reference,
        title=row.title,
        excerpt=excerpt,
        language=row.language,
        byline=row.byline,
        topic=row.topic,
        area=area,
        state=facts.state,
        decision=facts.decision,
        supports=row.supports,
        needed=row.needed,
        published_at=row.published_at,
        collects_until=row.collects_until,
        answered_at=row.answered_at,
        due_on=row.due_on,
        is_overdue=is_overdue(facts, today),
        picture=picture,
    )
