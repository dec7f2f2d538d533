"""The parts of a proposal's page: what happened, what was answered, done, shown and checked.

Most take rows as ``gathering.hanging`` returns them.
"""

from collections.abc import Iterable
from typing import Any

from madang.city.kernel.money import Money
from madang.city.proposals.models import Picture
from madang.city.proposals.queries.links import LinkLine
from madang.city.proposals.queries.values import AnswerLine, EventLine, MilestoneLine, PictureLine, Said
from madang.city.proposals.rules import text
from madang.city.proposals.rules.life import Decision, Move, Part, State


def events_of(rows: Iterable[Any]) -> tuple[EventLine, ...]:
    """Return what happened, in the order of the rows."""
    return tuple(
        EventLine(
            at=row.at,
            move=Move(row.move),
            from_state=State(row.from_state),
            to_state=State(row.to_state),
            part=Part(row.part),
            department=row.department_name or {},
            staff_name=row.staff_name or "",
            reason=row.reason,
            html=text.as_html(row.text) if row.text else "",
            language=row.language,
            due_on=row.due_on,
            details=row.details,
        )
        for row in rows
    )


def answers_of(rows: Iterable[Any]) -> tuple[AnswerLine, ...]:
    """Return the city's answers, the one that holds last."""
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
            department=row.department_name or {},
            staff_name=row.staff_name or "",
        )
        for row in rows
    )


def milestones_of(rows: Iterable[Any], pictures: Iterable[Any]) -> tuple[MilestoneLine, ...]:
    """Return what was done, in the order of its days, each with its pictures."""
    shown: dict[int, list[PictureLine]] = {}
    for picture in pictures:
        if picture.milestone_id is not None:
            shown.setdefault(picture.milestone_id, []).append(picture_of(picture))
    return tuple(
        MilestoneLine(
            id=row.id,
            on_date=row.on_date,
            title=row.title,
            html=text.as_html(row.text) if row.text else "",
            language=row.language,
            spent=_money(row),
            pictures=tuple(shown.get(row.id, ())),
        )
        for row in rows
    )


def pictures_of(proposal_id: int) -> tuple[PictureLine, ...]:
    """Return the pictures that the authors added, in their order."""
    return tuple(picture_of(row) for row in Picture.objects.filter(proposal=proposal_id, milestone=None).order_by("pk"))


def links_of(rows: Iterable[Any]) -> tuple[LinkLine, ...]:
    """Return what a proposal led to, oldest first."""
    return tuple(LinkLine(row.kind, row.reference, row.title, row.url, row.at) for row in rows)


def checks_of(rows: Iterable[Any]) -> Said:
    """Return what residents said on whether it is done when they were asked last."""
    told = list(rows)
    said = [row.is_done for row in told]
    return Said(len(told), said.count(True), said.count(False), tuple(row.text for row in told if row.text))


def picture_of(row: Any) -> PictureLine:
    """Return a picture's row as a value."""
    return PictureLine(row.public_id, row.digest, row.width, row.height, row.alternative)


def sums(milestones: Iterable[MilestoneLine]) -> tuple[Money, ...]:
    """Return what was spent, summed for each currency."""
    found: dict[str, Money] = {}
    for one in milestones:
        if one.spent is not None:
            before = found.get(one.spent.currency)
            found[one.spent.currency] = before + one.spent if before else one.spent
    return tuple(found[currency] for currency in sorted(found))


def _money(row: Any) -> Money | None:
    return Money(row.amount_minor, row.currency) if row.amount_minor is not None else None
