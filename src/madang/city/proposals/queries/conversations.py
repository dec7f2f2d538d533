"""Conversations as lists: for everybody, for those who lead them, and as open data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.people.rules import Viewer, why_not_staff
from madang.city.proposals.models import Conversation, Statement
from madang.city.proposals.queries.loading import actor_for, facts_of, visible
from madang.city.proposals.queries.opinions import opinion_map
from madang.city.proposals.rules import opinions as rules
from madang.city.proposals.rules.life import UNLISTED
from madang.city.proposals.rules.opinions import Counts, Moderation

LONGEST_LIST = 100
EVERYBODY = "all"
GROUPS = "ABCDE"
_HIDDEN = [state.value for state in UNLISTED]


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkLine:
    """A conversation in a list.

    question    by language
    proposal    the reference of the proposal that it is about, "" where it is about a topic
    ended_on    the day that it ended on, None while it is open
    statements  how many are shown, ``waiting`` how many wait for a moderator
    people      how many have voted, as the present map has it; None before there is one
    """

    reference: str
    question: Mapping[str, str]
    topic: str
    proposal: str
    is_open: bool
    ends_on: date | None
    ended_on: date | None
    statements: int
    waiting: int
    people: int | None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A statement as those see it who lead a conversation; who said it is not told.

    is_city     the city put it in
    hidden_for  why it is hidden, "" if it is not
    """

    number: int
    text: str
    language: str
    state: Moderation
    hidden_for: str
    added_at: datetime
    is_city: bool


@dataclass(frozen=True, slots=True)
class IdeaWithout:
    """A proposal that has no conversation, and whether the viewer may open one."""

    reference: str
    title: str
    language: str
    may_open: bool


def idea_without(reference: str, *, viewer: Viewer, now: datetime) -> IdeaWithout:
    """Return a proposal that has no conversation. Raises Refused (404) for one that is hidden or unknown."""
    row = visible(reference, viewer)
    if facts_of(row).state in UNLISTED:
        raise Refused(rules.UNKNOWN)
    may_open = rules.why_not_lead(viewer, actor_for(viewer, row, clock.today(now))) is None
    return IdeaWithout(row.reference, row.title, row.language, may_open)


def conversations(*, is_open: bool, today: date, topic: str = "") -> tuple[TalkLine, ...]:
    """Return the conversations that are open, or over, about a topic or about any; the newest first, at most 100."""
    going = Q(closed_at=None) & (Q(ends_on=None) | Q(ends_on__gte=today))
    rows = _listed().filter(going if is_open else ~going)
    return _lines(rows.filter(topic=topic) if topic else rows, today)


def every_conversation(*, viewer: Viewer, today: date) -> tuple[TalkLine, ...]:
    """Return the newest 100 conversations for staff, those first in which statements wait. Raises Refused for all others."""
    if reason := why_not_staff(viewer):
        raise Refused(reason)
    return tuple(sorted(_lines(_listed(), today), key=lambda one: one.waiting == 0))


def statements(reference: str, *, viewer: Viewer) -> tuple[StatementLine, ...]:
    """Return every statement of a conversation for staff, those that wait first. Raises Refused for all others."""
    if reason := why_not_staff(viewer):
        raise Refused(reason)
    rows = Statement.objects.filter(conversation__reference=reference).order_by("number")
    found = (
        StatementLine(
            row.number, row.text, row.language, Moderation(row.state), row.hidden_for, row.added_at, row.author_id is None
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: one.state is not Moderation.WAITING))


def published() -> Iterator[tuple[Any, ...]]:
    """Yield each listed conversation: what it is about, its days, and what its present map counts."""
    today = clock.today(clock.now())
    rows = _listed().annotate(votes=F("map__figures__votes"), groups=F("map__figures__groups")).order_by("opened_at", "pk")
    for row in rows.iterator(chunk_size=500):
        one = _line(row, today)
        groups = None if row.groups is None else len(row.groups)
        named = (one.reference, row.question.get("en") or next(iter(row.question.values()), ""), one.topic or None)
        yield (
            *named,
            one.proposal or None,
            clock.today(row.opened_at),
            one.ended_on,
            one.statements,
            one.people,
            row.votes,
            groups,
        )


def published_statements() -> Iterator[tuple[Any, ...]]:
    """Yield how each statement is taken by everybody and by each group, as far as that may be told."""
    for reference in _listed().filter(map__isnull=False).order_by("opened_at", "pk").values_list("reference", flat=True):
        yield from statement_counts(reference)


def statement_counts(reference: str) -> Iterator[tuple[str, int, str, str, str, int, int, int]]:
    """Yield conversation, number, text, language, group ("all", "A" ...), agree, pass and disagree: all that may be told."""
    drawn = opinion_map(reference)
    for one in drawn.statements if drawn else ():
        for group, counts in [(EVERYBODY, one.told.everyone), *zip(GROUPS, one.told.groups, strict=False)]:
            if counts is not None:
                yield (reference, one.number, one.text, one.language, group, *_three(counts))


def _three(counts: Counts) -> tuple[int, int, int]:
    return counts.agree, counts.passes, counts.disagree


def _listed() -> QuerySet[Conversation, Any]:
    """Return every conversation but those about hidden proposals, with what their lines print."""
    shown, waits = Q(statements__state=Moderation.SHOWN.value), Q(statements__state=Moderation.WAITING.value)
    rows = Conversation.objects.exclude(proposal__state__in=_HIDDEN).select_related("proposal")
    return rows.annotate(shown=Count("statements", filter=shown), waiting=Count("statements", filter=waits)).annotate(
        people=F("map__figures__people")
    )  # fmt: skip


def _lines(rows: QuerySet[Conversation, Any], today: date) -> tuple[TalkLine, ...]:
    return tuple(_line(row, today) for row in rows.order_by("-opened_at", "-pk")[:LONGEST_LIST])


def _line(row: Any, today: date) -> TalkLine:
    is_open = rules.is_open(is_closed=row.closed_at is not None, ends_on=row.ends_on, today=today)
    closed_on = clock.today(row.closed_at) if row.closed_at else None
    ended_on = None if is_open else min(one for one in (closed_on, row.ends_on) if one is not None)
    return TalkLine(
        reference=row.reference,
        question=row.question,
        topic=row.topic,
        proposal=row.proposal.reference if row.proposal else "",
        is_open=is_open,
        ends_on=row.ends_on,
        ended_on=ended_on,
        statements=row.shown,
        waiting=row.waiting,
        people=row.people,
    )
