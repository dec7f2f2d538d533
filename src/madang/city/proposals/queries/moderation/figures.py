"""How moderation did: what was reported, kept and hidden, how long it took, what became of objections."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.conf import settings

from madang.city.proposals.models import ModerationCase, ProposalEvent, Report
from madang.city.proposals.rules.figures import Parts, told_parts
from madang.city.proposals.rules.life import Move
from madang.city.proposals.rules.moderation import Kind, Reason, Verdict

MOST_LATEST = 20_000
A_DAY = 24  # hours
KEPT, QUICK, SLOW, UPHELD, OVERTURNED = "kept", "quick", "slow", "upheld", "overturned"


@dataclass(frozen=True, slots=True)
class Figures:
    """How moderation did in a time.

    hidden        texts hidden, by reason
    within_a_day  texts decided on in 24 hours
    median_hours  from the opening of a case to its first or latest decision; None where nothing was decided
    overturned    objections after which the text is shown again, of ``judged``
    """

    opened: int
    decided: int
    kept: int
    hidden: Mapping[Reason, int]
    reports: Mapping[Reason, int]
    median_hours: float | None
    within_a_day: int
    appeals: int
    judged: int
    overturned: int


@dataclass(frozen=True, slots=True)
class ToldFigures:
    """How moderation did, as everybody may read it.

    reports       by reason
    decisions     KEPT, and texts hidden by reason
    speed         QUICK within a day, SLOW
    median_hours  None where fewer were decided than may be told
    appeals       objections made, None where they are too few
    judged        UPHELD: the text stays hidden; OVERTURNED: it is shown again
    """

    reports: Parts
    decisions: Parts
    speed: Parts
    median_hours: float | None
    appeals: int | None
    judged: Parts


def told_figures(*, since: datetime, until: datetime) -> ToldFigures:
    """Return how moderation did between two instants without counts that are small (``settings.OPENDATA_K``)."""
    found, least = figures(since=since, until=until), settings.OPENDATA_K
    decisions = told_parts({KEPT: found.kept} | {one.value: count for one, count in found.hidden.items()}, least)
    return ToldFigures(
        reports=told_parts({one.value: count for one, count in found.reports.items()}, least),
        decisions=decisions,
        speed=told_parts({QUICK: found.within_a_day, SLOW: found.decided - found.within_a_day}, least),
        median_hours=found.median_hours if decisions.total is not None else None,
        appeals=found.appeals if found.appeals == 0 or found.appeals >= least else None,
        judged=told_parts({UPHELD: found.judged - found.overturned, OVERTURNED: found.overturned}, least),
    )


def figures(*, since: datetime, until: datetime) -> Figures:
    """Return how moderation did between two instants, for moderators; they name nobody, but small counts stand among them."""
    decided = list(
        ModerationCase.objects.filter(decided_at__gte=since, decided_at__lt=until)
        .order_by("-pk")
        .values_list("verdict", "reason", "opened_at", "decided_at")[:MOST_LATEST]
    )
    hidden = Counter(Reason(reason) for verdict, reason, *_ in decided if verdict == Verdict.HIDE)
    hours = [(done - opened) / timedelta(hours=1) for *_, opened, done in decided if done is not None]
    reports = Report.objects.filter(at__gte=since, at__lt=until).values_list("reason", flat=True)
    appeals, judged, overturned = _objected(since, until)
    return Figures(
        opened=ModerationCase.objects.filter(opened_at__gte=since, opened_at__lt=until).count(),
        decided=len(decided),
        kept=len(decided) - hidden.total(),
        hidden={reason: hidden[reason] for reason in Reason},
        reports=dict.fromkeys(Reason, 0) | Counter(Reason(one) for one in reports),
        median_hours=round(median(hours), 1) if hours else None,
        within_a_day=sum(one <= A_DAY for one in hours),
        appeals=appeals,
        judged=judged,
        overturned=overturned,
    )


def _objected(since: datetime, until: datetime) -> tuple[int, int, int]:
    """Return how many objections were made, judged, and led to the text being shown again."""
    others = ModerationCase.objects.exclude(about__startswith=f"{Kind.PROPOSAL.value}:")
    judged = list(others.filter(judged_at__gte=since, judged_at__lt=until).values_list("was_right", flat=True))
    moves = (Move.HIDE.value, Move.APPEAL.value, Move.UPHOLD.value, Move.RESTORE.value)
    events = ProposalEvent.objects.filter(move__in=moves, at__lt=until).order_by("proposal", "pk")
    appeals, upheld, restored = others.filter(appealed_at__gte=since, appealed_at__lt=until).count(), 0, 0
    before: tuple[int, str] | None = None
    for proposal, move, at in events.values_list("proposal", "move", "at"):
        if at >= since:
            appeals += move == Move.APPEAL
            upheld += move == Move.UPHOLD
            restored += move == Move.RESTORE and before == (proposal, Move.APPEAL.value)
        before = (proposal, move)
    return appeals, len(judged) + upheld + restored, judged.count(False) + restored
