"""The parts of a proposal's page: what happened, what was answered, done, shown and checked."""

from collections.abc import Iterable

from madang.city.kernel.money import Money
from madang.city.proposals.models import Answer, Check, Milestone, Picture, ProposalEvent
from madang.city.proposals.queries.values import AnswerLine, EventLine, MilestoneLine, PictureLine, Said
from madang.city.proposals.rules import text
from madang.city.proposals.rules.life import Decision, Move, Part, State


def events_of(proposal_id: int) -> tuple[EventLine, ...]:
    """Return what happened, oldest first."""
    rows = ProposalEvent.objects.filter(proposal=proposal_id).select_related("department", "staff").order_by("id")
    return tuple(
        EventLine(
            at=row.at,
            move=Move(row.move),
            from_state=State(row.from_state),
            to_state=State(row.to_state),
            part=Part(row.part),
            department=row.department.name if row.department else {},
            staff_name=row.staff.name if row.staff else "",
            reason=row.reason,
            html=text.as_html(row.text) if row.text else "",
            language=row.language,
            due_on=row.due_on,
            details=row.details,
        )
        for row in rows
    )


def answers_of(proposal_id: int) -> tuple[AnswerLine, ...]:
    """Return the city's answers, the one that holds last."""
    rows = Answer.objects.filter(proposal=proposal_id).select_related("department", "staff").order_by("id")
    return tuple(
        AnswerLine(
            at=row.at,
            decision=Decision(row.decision),
            reason=row.reason,
            html=text.as_html(row.text),
            language=row.language,
            law=row.law,
            cost=_money(row),
            next_on=row.next_on,
            forwarded_to=row.forwarded_to,
            department=row.department.name,
            staff_name=row.staff.name if row.staff else "",
        )
        for row in rows
    )


def milestones_of(proposal_id: int) -> tuple[MilestoneLine, ...]:
    """Return what was done, in the order of its days."""
    shown: dict[int, list[PictureLine]] = {}
    for picture in Picture.objects.filter(proposal=proposal_id, milestone__isnull=False).order_by("pk"):
        shown.setdefault(picture.milestone_id or 0, []).append(_picture(picture))
    return tuple(
        MilestoneLine(
            id=row.pk,
            on_date=row.on_date,
            title=row.title,
            html=text.as_html(row.text) if row.text else "",
            language=row.language,
            spent=_money(row),
            pictures=tuple(shown.get(row.pk, ())),
        )
        for row in Milestone.objects.filter(proposal=proposal_id).order_by("on_date", "pk")
    )


def pictures_of(proposal_id: int) -> tuple[PictureLine, ...]:
    """Return the pictures that the authors added, in their order."""
    return tuple(_picture(row) for row in Picture.objects.filter(proposal=proposal_id, milestone=None).order_by("pk"))


def checks_of(proposal_id: int, round_: int) -> Said:
    """Return what residents said on whether it is done when they were asked last."""
    rows = list(Check.objects.filter(proposal=proposal_id, round=round_, is_lapsed=False).order_by("answered_at", "pk"))
    said = [row.is_done for row in rows]
    return Said(len(rows), said.count(True), said.count(False), tuple(row.text for row in rows if row.text))


def sums(milestones: Iterable[MilestoneLine]) -> tuple[Money, ...]:
    """Return what was spent, summed for each currency."""
    found: dict[str, Money] = {}
    for one in milestones:
        if one.spent is not None:
            before = found.get(one.spent.currency)
            found[one.spent.currency] = before + one.spent if before else one.spent
    return tuple(found[currency] for currency in sorted(found))


def _money(row: Answer | Milestone) -> Money | None:
    return Money(row.amount_minor, row.currency) if row.amount_minor is not None else None


def _picture(row: Picture) -> PictureLine:
    return PictureLine(row.public_id, row.digest, row.width, row.height, row.alternative)
