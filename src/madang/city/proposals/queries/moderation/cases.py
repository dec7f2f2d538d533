"""What moderators have before them: texts that wait, objections, one case whole."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from madang.city.kernel.paging import Page, keyset
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import ModerationCase, Proposal, Report
from madang.city.proposals.models.moderation import APPEALED, FIRST, WAITS
from madang.city.proposals.queries.loading import duties_of
from madang.city.proposals.queries.moderation.texts import ModeratedText, moderated_text, moderated_texts
from madang.city.proposals.rules import moderation as rules
from madang.city.proposals.rules.life import State
from madang.city.proposals.rules.moderation import Facts, Kind, Reason, Verdict, Why
from madang.city.proposals.rules.settings import Duty
from madang.city.proposals.rules.spam import Finding, Sign

QUEUE = 30
MOST_OBJECTIONS = 200


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
    was_right    after an objection: whether the first decision stood
    may_decide   whether this moderator may; ``may_judge`` the objection
    refusal      why they may do neither, where something is to be done
    """

    id: UUID
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
    is_appealed: bool
    is_judged: bool
    was_right: bool | None
    judged_text: str
    may_decide: bool
    may_judge: bool
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much lies before moderators; ``first`` are statements that they read before others do."""

    waiting: int
    first: int
    objections: int


def queue(viewer: Viewer, *, cursor: str | None = None) -> Page[CaseView]:
    """Return a page of the texts that wait, most reported first, then those with most points of spam.

    Raises Refused for all but moderators, BadCursor for a cursor of another list.
    """
    _ask(viewer)
    order = ("-reports", "-points", "id")
    rows = ModerationCase.objects.filter(WAITS & ~FIRST)
    found = keyset(rows, order=order, cursor=cursor, size=QUEUE, make=lambda row: row)
    return Page(tuple(_views(found.rows, viewer)), found.next_cursor)


def first_read(viewer: Viewer, *, cursor: str | None = None) -> Page[CaseView]:
    """Return a page of the statements that moderators read before others do, the oldest first. Raises as ``queue`` does."""
    _ask(viewer)
    found = keyset(ModerationCase.objects.filter(WAITS & FIRST), order=("id",), cursor=cursor, size=QUEUE, make=lambda row: row)
    return Page(tuple(_views(found.rows, viewer)), found.next_cursor)


def objections(viewer: Viewer) -> list[CaseView]:
    """Return the cases with an objection that waits, the oldest first. Raises Refused for all but moderators."""
    _ask(viewer)
    rows = ModerationCase.objects.filter(APPEALED | Q(about__in=_proposals_appealed(), verdict=Verdict.HIDE.value))
    found = _views(list(rows.order_by("decided_at", "pk")[:MOST_OBJECTIONS]), viewer)
    return [one for one in found if one.is_appealed and not one.is_judged]


def counts(viewer: Viewer) -> Counts:
    """Return how much lies before moderators. Raises Refused for all others."""
    _ask(viewer)
    appealed = APPEALED | Q(about__in=_proposals_appealed(), verdict=Verdict.HIDE.value, judged_at__isnull=True)
    counted = {"waiting": WAITS & ~FIRST, "first": WAITS & FIRST, "objections": appealed}
    return Counts(**ModerationCase.objects.aggregate(**{name: Count("pk", filter=which) for name, which in counted.items()}))


def case(public_id: UUID, viewer: Viewer) -> CaseView:
    """Return one case. Raises Refused for all but moderators, and where there is none."""
    _ask(viewer)
    row = ModerationCase.objects.filter(public_id=public_id).first()
    if row is None:
        raise Refused(rules.UNKNOWN)
    return _views([row], viewer)[0]


def own_hidden(about: str, viewer: Viewer) -> CaseView | None:
    """Return the case for which a text of the viewer's is hidden, so that they may object; None if it is not theirs."""
    rows = ModerationCase.objects.filter(about=about[:80], verdict=Verdict.HIDE.value, author=viewer.account_id)
    row = rows.order_by("-pk").first() if viewer.account_id is not None else None
    return None if row is None else replace(_views([row], viewer)[0], reports=(), findings=())


def own_waiting(about: str, viewer: Viewer) -> CaseView | None:
    """Return the case for which a text of the viewer's waits, with the signs that were found; None if it is not theirs."""
    rows = ModerationCase.objects.filter(WAITS, about=about[:80], author=viewer.account_id)
    row = rows.first() if viewer.account_id is not None else None
    return None if row is None else replace(_views([row], viewer)[0], reports=())


def facts_of(row: ModerationCase) -> Facts:
    """Return a case as the rules see it; of a proposal its own moves tell what became of an objection."""
    ref = rules.text_ref(row.about)
    return _facts(row, row.reported.values_list("account_id", flat=True), moderated_text(ref) if ref else None)


def _facts(row: ModerationCase, reporters: Iterable[int | None], text: ModeratedText | None) -> Facts:
    facts = Facts(
        author=row.author_id,
        reporters=frozenset(one for one in reporters if one is not None),
        verdict=Verdict(row.verdict) if row.verdict else None,
        decided_by=row.decided_by_id,
        decided_at=row.decided_at,
        is_appealed=row.appealed_at is not None,
        is_judged=row.judged_at is not None,
    )
    if not row.about.startswith(f"{Kind.PROPOSAL.value}:") or facts.verdict is not Verdict.HIDE:
        return facts
    if text is None or text.objection is None:
        return replace(facts, is_judged=facts.is_appealed)
    return replace(facts, is_appealed=text.objection.is_made, is_judged=facts.is_judged or text.objection.is_judged)


def _proposals_appealed() -> list[str]:
    hidden = Proposal.objects.filter(state=State.HIDDEN.value, appealed_at__isnull=False, upheld_at=None)
    return [f"{Kind.PROPOSAL.value}:{reference}" for reference in hidden.values_list("reference", flat=True)]


def _ask(viewer: Viewer) -> None:
    if reason := rules.why_not_look(duties_of(viewer)):
        raise Refused(reason)


def _views(rows: Sequence[ModerationCase], viewer: Viewer) -> list[CaseView]:
    duties = duties_of(viewer)
    reports: dict[int, list[Report]] = {}
    for one in Report.objects.filter(case__in=[row.pk for row in rows]).order_by("at", "pk"):
        reports.setdefault(one.case_id, []).append(one)
    texts = moderated_texts([ref for row in rows if (ref := rules.text_ref(row.about))])
    by_name = {str(ref): text for ref, text in texts.items()}
    return [_view(row, viewer, duties, reports.get(row.pk, []), by_name.get(row.about)) for row in rows]


def _view(
    row: ModerationCase, viewer: Viewer, duties: Collection[Duty], reports: Sequence[Report], text: ModeratedText | None
) -> CaseView:
    facts = _facts(row, [one.account_id for one in reports], text)
    why_not = rules.why_not_judge if facts.is_appealed else rules.why_not_decide
    return CaseView(
        id=row.public_id,
        about=row.about,
        text=text,
        why=Why(row.why),
        points=row.points,
        findings=tuple(Finding(Sign(one["sign"]), one["points"], one["params"]) for one in row.findings),
        reports=tuple(Reported(Reason(one.reason), one.note, one.at) for one in reports),
        opened_at=row.opened_at,
        verdict=facts.verdict,
        reason=row.reason,
        decision_text=row.text,
        decided_at=row.decided_at,
        appeal=row.appeal,
        appealed_at=row.appealed_at,
        is_appealed=facts.is_appealed,
        is_judged=facts.is_judged,
        was_right=row.was_right,
        judged_text=row.judged_text,
        may_decide=rules.why_not_decide(duties, viewer.account_id, facts) is None,
        may_judge=rules.why_not_judge(duties, viewer.account_id, facts) is None,
        refusal=why_not(duties, viewer.account_id, facts),
    )
