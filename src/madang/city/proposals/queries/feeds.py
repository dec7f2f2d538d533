"""What feed readers and the weekly digest get."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from madang.city.kernel import clock
from madang.city.proposals.models import Proposal, ProposalEvent
from madang.city.proposals.models.proposals import LISTED
from madang.city.proposals.queries.areas import areas_now
from madang.city.proposals.queries.lines import ProposalLine, lines
from madang.city.proposals.queries.listing import Order, Wanted, find
from madang.city.proposals.rules import text
from madang.city.proposals.rules.life import UNLISTED, Move, State
from madang.city.proposals.rules.links import page_of

FEED_SIZE = 50
DIGEST_SIZE = 10
WEEK = timedelta(days=7)
_TOLD = (
    Move.OPEN, Move.REACH, Move.LIFT, Move.ROUTE, Move.ASK, Move.REPLY, Move.EXTEND, Move.DECIDE, Move.DECIDE_ANEW, Move.PLAN,
    Move.START, Move.MILESTONE, Move.FINISH, Move.CHECK, Move.SEND_BACK,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """A move of a proposal for a feed; ``id`` names it for ever."""

    id: int
    reference: str
    url: str
    title: str
    language: str
    move: Move
    state: State
    at: datetime
    words: str
    department: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Digest:
    """What happened in seven days."""

    new: tuple[ProposalLine, ...]
    new_total: int
    expiring: tuple[ProposalLine, ...]
    answered: tuple[ProposalLine, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to say."""
        return not (self.new or self.expiring or self.answered)


def feed(*, area_id: int | None = None, topic: str = "", reference: str = "", size: int = FEED_SIZE) -> tuple[FeedEntry, ...]:
    """Return the newest moves, of an area with all below it, of a topic, or of one proposal; newest first."""
    wanted = ~Q(proposal__state__in=sorted(state.value for state in UNLISTED))
    wanted &= Q(proposal__area__in=areas_now().below(area_id)) if area_id is not None else Q()
    wanted &= Q(proposal__topic=topic) if topic else Q()
    wanted &= Q(proposal__reference=reference) if reference else Q()
    rows = ProposalEvent.objects.filter(wanted, move__in=[move.value for move in _TOLD]).select_related("proposal", "department")
    return tuple(_entry(row) for row in rows.order_by("-at", "-id")[:size])


def digest(*, area_id: int | None = None, topic: str = "", now: datetime) -> Digest:
    """Return what was new, runs out and was answered around ``now``, of an area with all below it and a topic."""
    today, since = clock.today(now), now - WEEK
    new = find(Wanted(area_id=area_id, topic=topic, since=since, order=Order.SUPPORTED), today=today, size=DIGEST_SIZE)
    expiring = _expiring(area_id, topic, today)
    answered = find(Wanted(area_id=area_id, topic=topic, order=Order.ANSWERED), today=today, size=DIGEST_SIZE, with_count=False)
    recent = tuple(one for one in answered.page.rows if one.answered_at is not None and one.answered_at >= since)
    return Digest(new.page.rows, new.total or 0, expiring, recent)


def _expiring(area_id: int | None, topic: str, today: date) -> tuple[ProposalLine, ...]:
    wanted = LISTED & Q(state=State.COLLECTING.value, collects_until__lte=today + WEEK)
    wanted &= Q(area__in=areas_now().below(area_id)) if area_id is not None else Q()
    wanted &= Q(topic=topic) if topic else Q()
    return lines(list(Proposal.objects.filter(wanted).order_by("-supports", "pk")[:DIGEST_SIZE]), today)


def _entry(row: ProposalEvent) -> FeedEntry:
    return FeedEntry(
        id=row.pk,
        reference=row.proposal.reference,
        url=page_of(row.proposal.reference),
        title=row.proposal.title,
        language=row.proposal.language,
        move=Move(row.move),
        state=State(row.to_state),
        at=row.at,
        words=text.excerpt(row.text, 400) if row.text else "",
        department=row.department.name if row.department else {},
    )
