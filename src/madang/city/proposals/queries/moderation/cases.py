"""What moderators have before them: texts that wait, objections, one case whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from madang.city.kernel.paging import Page, keyset
from madang.city.kernel.refusals import Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import ModerationCase, Proposal, Report
from madang.city.proposals.models.moderation import APPEALED, WAITS
from madang.city.proposals.queries.loading import duties_of
from madang.city.proposals.queries.moderation.texts import ModeratedText, moderated_text
from madang.city.proposals.rules import moderation as rules
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.moderation import Facts, Kind, Reason, Verdict, Why
from madang.city.proposals.rules.spam import Finding, Sign

QUEUE = 30


@dataclass(frozen=True, slots=True)
class Reported:
    """One report; who made it is not told, for moderators judge the text."""

    reason: Reason
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as a moderator reads it.

    text         None where its author has deleted it meanwhile
    findings     the signs of spam with their points, most first
    may_decide   whether this moderator may; ``may_judge`` the objection
    """

    id: int
    about: str
    text: ModeratedText | None
    why: Why
    points: int
    findings: tuple[Finding, ...]
    reports: tuple[Reported, ...]
    opened_at: datetime
    verdict: Verdict | None
    reason: str
    decision_text: str
    decided_at: datetime | None
    appeal: str
    appealed_at: datetime | None
    may_decide: bool
    may_judge: bool


def queue(viewer: Viewer, *, cursor: str | None = None) -> Page[CaseView]:
    """Return a page of the texts that wait, most reported first, then those with most points of spam.

    Raises Refused for all but moderators, BadCursor for a cursor of another list.
    """
    _ask(viewer)
    order = ("-reports", "-points", "id")
    found = keyset(ModerationCase.objects.filter(WAITS), order=order, cursor=cursor, size=QUEUE, make=lambda row: row)
    return Page(tuple(_views(found.rows, viewer)), found.next_cursor)


def objections(viewer: Viewer) -> list[CaseView]:
    """Return the cases with an objection that waits, the oldest first. Raises Refused for all but moderators."""
    _ask(viewer)
    by_case = set(ModerationCase.objects.filter(APPEALED).values_list("pk", flat=True))
    hidden = Proposal.objects.filter(state=State.HIDDEN.value, appealed_at__isnull=False, upheld_at=None)
    about = [f"{Kind.PROPOSAL.value}:{reference}" for reference in hidden.values_list("reference", flat=True)]
    by_case |= set(ModerationCase.objects.filter(about__in=about, verdict=Verdict.HIDE.value).values_list("pk", flat=True))
    rows = ModerationCase.objects.filter(pk__in=by_case).order_by("decided_at", "pk")
    waiting = [row for row in rows if (facts := facts_of(row)).is_appealed and not facts.is_judged]
    return _views(waiting, viewer)


def case(case_id: int, viewer: Viewer) -> CaseView:
    """Return one case. Raises Refused for all but moderators, and where there is none."""
    _ask(viewer)
    row = ModerationCase.objects.filter(pk=case_id).first()
    if row is None:
        raise Refused(rules.UNKNOWN)
    return _views([row], viewer)[0]


def own_hidden(about: str, viewer: Viewer) -> CaseView | None:
    """Return the case for which a text of the viewer's is hidden, so that they may object; None if it is not theirs."""
    rows = ModerationCase.objects.filter(about=about[:80], verdict=Verdict.HIDE.value, author=viewer.account_id)
    row = rows.order_by("-pk").first() if viewer.account_id is not None else None
    return None if row is None else replace(_views([row], viewer)[0], reports=(), findings=())


def facts_of(row: ModerationCase) -> Facts:
    """Return a case as the rules see it; of a proposal its own moves tell what became of an objection."""
    facts = Facts(
        author=row.author_id,
        reporters=frozenset(one for one in row.reported.values_list("account_id", flat=True) if one is not None),
        verdict=Verdict(row.verdict) if row.verdict else None,
        decided_by=row.decided_by_id,
        decided_at=row.decided_at,
        is_appealed=row.appealed_at is not None,
        is_judged=row.judged_at is not None,
    )
    ref = rules.text_ref(row.about)
    if ref is None or ref.kind is not Kind.PROPOSAL or facts.verdict is not Verdict.HIDE:
        return facts
    proposal = Proposal.objects.filter(reference=ref.id).first()
    if proposal is None or proposal.state != State.HIDDEN:
        return replace(facts, is_judged=facts.is_appealed)
    return replace(facts, is_appealed=proposal.appealed_at is not None, is_judged=proposal.upheld_at is not None)


def _ask(viewer: Viewer) -> None:
    if reason := rules.why_not_look(duties_of(viewer)):
        raise Refused(reason)


def _views(rows: Sequence[ModerationCase], viewer: Viewer) -> list[CaseView]:
    duties = duties_of(viewer)
    reports: dict[int, list[Reported]] = {}
    for one in Report.objects.filter(case__in=[row.pk for row in rows]).order_by("at", "pk"):
        reports.setdefault(one.case_id, []).append(Reported(Reason(one.reason), one.note, one.at))
    return [_view(row, viewer, duties, reports.get(row.pk, [])) for row in rows]


def _view(row: ModerationCase, viewer: Viewer, duties: Any, reports: Sequence[Reported]) -> CaseView:
    facts, ref = facts_of(row), rules.text_ref(row.about)
    return CaseView(
        id=row.pk,
        about=row.about,
        text=moderated_text(ref) if ref else None,
        why=Why(row.why),
        points=row.points,
        findings=tuple(Finding(Sign(one["sign"]), one["points"], one["params"]) for one in row.findings),
        reports=tuple(reports),
        opened_at=row.opened_at,
        verdict=facts.verdict,
        reason=row.reason,
        decision_text=row.text,
        decided_at=row.decided_at,
        appeal=row.appeal,
        appealed_at=row.appealed_at,
        may_decide=rules.why_not_decide(duties, viewer.account_id, facts) is None,
        may_judge=rules.why_not_judge(duties, viewer.account_id, facts) is None,
    )
