"""Read what comments stand under, and who is told of new threads about it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.people import queries as people
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Comment, Proposal
from madang.city.proposals.queries.loading import actor_for, author_ids, facts_of, visible
from madang.city.proposals.rules import life, subjects
from madang.city.proposals.rules.life import UNLISTED, State
from madang.city.proposals.rules.subjects import Subject, SubjectKind
from madang.city.voting.queries import discussed
from madang.city.voting.queries.discussed import DiscussedVote
from madang.city.voting.rules.votes import Kind as Ballot


def subject(kind: SubjectKind, reference: str, viewer: Viewer, *, now: datetime) -> Subject:
    """Return what a viewer may read the discussion of. Raises Refused (404) for all else.

    Of a proposal that is held back or hidden nobody else is shown the discussion; a draft has none, nor has a vote whose asker
    did not wish it.
    """
    return _READ[kind](reference, viewer, now)


def subject_of(row: Comment) -> Subject:
    """Return what a comment stands under."""
    return subjects_of([row])[row.pk]


def subjects_of(rows: Collection[Comment]) -> dict[int, Subject]:
    """Return what comments stand under, by their keys, at the same cost however many: a query for each kind there is."""
    found = {
        SubjectKind.PROPOSAL: _proposals({row.proposal_id for row in rows if row.proposal_id is not None}),
        SubjectKind.VOTE: _votes({row.vote_id for row in rows if row.vote_id is not None}),
    }
    return {row.pk: found[kind][key] for row in rows for kind, key in [_owner(row)]}


def accounts_told(about: Subject) -> frozenset[int]:
    """Return the accounts that hear of new threads: of a proposal's authors, of whoever asks a vote."""
    if about.kind is SubjectKind.VOTE:
        asks = discussed.account_that_asks(about.id)
        return frozenset() if asks is None else frozenset({asks})
    return frozenset(people.accounts_of(author_ids(Proposal.objects.get(pk=about.id))).values())


def columns(about: Subject) -> dict[str, int]:
    """Return by which column comments belong to it, with its value."""
    return {f"{about.kind.value}_id": about.id}


def _proposal_read(reference: str, viewer: Viewer, now: datetime) -> Subject:
    row = visible(reference, viewer)
    if row.state in UNLISTED and not life.may_read(facts_of(row), actor_for(viewer, row, clock.today(now))):
        raise Refused(life.UNKNOWN)
    return _proposal(row)


def _vote_read(reference: str, viewer: Viewer, now: datetime) -> Subject:
    return _vote(discussed.vote(reference))


_READ: Mapping[SubjectKind, Callable[[str, Viewer, datetime], Subject]] = {
    SubjectKind.PROPOSAL: _proposal_read, SubjectKind.VOTE: _vote_read,
}  # fmt: skip


def _owner(row: Comment) -> tuple[SubjectKind, int]:
    if row.vote_id is not None:
        return SubjectKind.VOTE, row.vote_id
    if row.proposal_id is None:
        raise TypeError("a comment stands under something")
    return SubjectKind.PROPOSAL, row.proposal_id


def _proposals(keys: Collection[int]) -> dict[int, Subject]:
    return _by_id(_proposal(row) for row in Proposal.objects.filter(pk__in=keys)) if keys else {}


def _votes(keys: Collection[int]) -> dict[int, Subject]:
    return _by_id(_vote(one) for one in discussed.votes(keys)) if keys else {}


def _by_id(found: Iterable[Subject]) -> dict[int, Subject]:
    return {one.id: one for one in found}


def _proposal(row: Proposal) -> Subject:
    refusal = subjects.why_not_proposal(State(row.state))
    return Subject(SubjectKind.PROPOSAL, row.pk, row.reference, {row.language: row.title}, refusal)


def _vote(one: DiscussedVote) -> Subject:
    return Subject(
        SubjectKind.VOTE,
        one.id,
        one.reference,
        one.question,
        subjects.why_not_vote(is_running=one.is_running),
        one.closes_at,
        is_yes_no=one.kind is Ballot.YES_NO,
    )
