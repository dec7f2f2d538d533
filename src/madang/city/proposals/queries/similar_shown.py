"""What the page of similar proposals shows: the twins that residents have named, and what the index finds near."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from madang.city.kernel import clock
from madang.city.people.rules import Viewer
from madang.city.proposals.models import CoAuthor, Proposal, SameWish, Version
from madang.city.proposals.models.proposals import LISTED
from madang.city.proposals.queries.loading import actor_for, visible
from madang.city.proposals.queries.similar import SHOWN, SimilarProposal, similar_to
from madang.city.proposals.rules import similar as rules
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.links import page_of
from madang.city.proposals.rules.similar import Sameness


@dataclass(frozen=True, slots=True)
class SaidSame:
    """Another proposal of which somebody says that it wishes the same, and whether the viewer may say whether that is so."""

    reference: str
    title: str
    language: str
    state: State
    supports: int
    sameness: Sameness
    url: str
    may_decide: bool = False


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A proposal and those that may wish the same.

    twins    confirmed ones first, then suggested ones
    nearest  what the index finds, without the twins, most similar first
    """

    reference: str
    title: str
    language: str
    twins: tuple[SaidSame, ...]
    nearest: tuple[SimilarProposal, ...]
    may_say: bool


def neighbours(reference: str, viewer: Viewer, *, now: datetime) -> Neighbours:
    """Return the proposals that may wish the same as one. Raises Refused for one that the viewer may not see.

    Of a hidden proposal nothing is compared, for its text is not to be read.
    """
    row = visible(reference, viewer)
    twins = _twins(row)
    nearest = _nearest(row, {twin.reference for twin in twins}) if row.state != State.HIDDEN.value else ()
    may_say = viewer.resident_id is not None and row.state != State.HIDDEN.value
    return Neighbours(row.reference, row.title, row.language, _decidable(row, twins, viewer, now), nearest, may_say)


def _twins(row: Proposal) -> tuple[SaidSame, ...]:
    """Return the listed proposals of which somebody says that they wish the same; declined ones are left out."""
    pairs = SameWish.objects.exclude(state=Sameness.DECLINED.value).filter(Q(first=row) | Q(second=row))
    others = {
        second if first == row.pk else first: Sameness(state)
        for first, second, state in pairs.values_list("first", "second", "state")
    }
    found = Proposal.objects.filter(LISTED, pk__in=others).order_by("-supports", "pk") if others else []
    twins = [
        SaidSame(one.reference, one.title, one.language, State(one.state), one.supports, others[one.pk], page_of(one.reference))
        for one in found
    ]
    return tuple(sorted(twins, key=lambda one: one.sameness is not Sameness.CONFIRMED))


def _nearest(row: Proposal, without: set[str]) -> tuple[SimilarProposal, ...]:
    version = Version.objects.get(proposal=row, number=row.version)
    found = similar_to(version.title, version.text, version.language, size=SHOWN + len(without), without=row.reference)
    near = [one for one in found if one.reference not in without and one.score >= rules.LEAST_BESIDE]
    return tuple(near[:SHOWN])


def _decidable(row: Proposal, twins: Sequence[SaidSame], viewer: Viewer, now: datetime) -> tuple[SaidSame, ...]:
    """Return twins with whether the viewer may confirm or decline them."""
    if not twins or viewer.account_id is None:
        return tuple(twins)
    if rules.may_decide_same(actor_for(viewer, row, clock.today(now)).parts):
        return tuple(replace(one, may_decide=True) for one in twins)
    own = _signed_by(viewer, [one.reference for one in twins])
    return tuple(replace(one, may_decide=one.reference in own) for one in twins)


def _signed_by(viewer: Viewer, references: Sequence[str]) -> set[str]:
    if viewer.resident_id is None:
        return set()
    signed = CoAuthor.objects.filter(resident=viewer.resident_id, agreed_at__isnull=False).values("proposal")
    rows = Proposal.objects.filter(Q(author=viewer.resident_id) | Q(pk__in=signed), reference__in=references)
    return set(rows.values_list("reference", flat=True))
