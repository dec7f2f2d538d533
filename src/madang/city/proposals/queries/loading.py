"""Turn rows into what the rules see: facts of a proposal, the parts that somebody plays for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from madang.city.kernel.refusals import Refused
from madang.city.people import queries as people
from madang.city.people.rules import Role, Viewer
from madang.city.proposals.models import CoAuthor, Duty, Proposal, Version
from madang.city.proposals.rules import life
from madang.city.proposals.rules.life import Actor, Decision, Facts, Part, State
from madang.city.proposals.rules.settings import Duty as DutyKind
from madang.city.proposals.rules.writing import Point, Writing

_PARTS = {DutyKind.CLERK: Part.CLERK, DutyKind.PANEL: Part.PANEL, DutyKind.MODERATOR: Part.MODERATOR}


def facts_of(row: Proposal) -> Facts:
    """Return a row as the rules see it."""
    return Facts(
        state=State(row.state),
        decision=Decision(row.decision) if row.decision else None,
        state_before=State(row.state_before) if row.state_before else None,
        supports=row.supports,
        needed=row.needed,
        collects_until=row.collects_until,
        due_on=row.due_on,
        ask_until=row.ask_until,
        escalated_for=row.escalated_for,
        revivals=row.revivals,
        is_held=bool(row.held_for),
        is_extended=row.is_extended,
        hidden_by=row.hidden_by_id,
        is_appealed=row.appealed_at is not None,
        is_upheld=row.upheld_at is not None,
    )


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties a viewer to a proposal, where it is known already: their duties, and whether they have signed it with others."""

    duties: frozenset[DutyKind]
    has_signed: bool


def actor_for(viewer: Viewer, row: Proposal, today: date, *, ties: Ties | None = None) -> Actor:
    """Return the parts that a viewer plays for a proposal on a day; the city's own software is the job."""
    if viewer.actor.kind == "system":
        return life.THE_JOB
    if viewer.account_id is None:
        return Actor()
    duties = ties.duties if ties else duties_of(viewer)
    signed = authorship(viewer.resident_id, row, has_signed=ties.has_signed if ties else None)
    parts = {_PARTS[kind] for kind in duties} | signed | _desk(viewer, row, today)
    return Actor(frozenset(parts), viewer.account_id)


def duties_of(viewer: Viewer) -> frozenset[DutyKind]:
    """Return what a viewer is trusted with beside their place in a department."""
    if viewer.account_id is None:
        return frozenset()
    return trusted(viewer, Duty.objects.filter(account=viewer.account_id).values_list("kind", flat=True))


def trusted(viewer: Viewer, kinds: Iterable[str]) -> frozenset[DutyKind]:
    """Return which of the duties written down for a viewer hold: nobody routes who is no staff any more."""
    found = frozenset(DutyKind(kind) for kind in kinds)
    return found if viewer.staff is not None else found - {DutyKind.CLERK}


def authorship(resident_id: int | None, row: Proposal, *, has_signed: bool | None = None) -> frozenset[Part]:
    """Return whether a resident is the author of a proposal, or has signed it; None looks that up."""
    if resident_id is None:
        return frozenset()
    if row.author_id == resident_id:
        return frozenset({Part.AUTHOR})
    if has_signed is None:
        has_signed = CoAuthor.objects.filter(proposal=row, resident=resident_id, agreed_at__isnull=False).exists()
    return frozenset({Part.CO_AUTHOR}) if has_signed else frozenset()


def author_ids(row: Proposal) -> frozenset[int]:
    """Return the residents who have signed a proposal and are still known."""
    others = CoAuthor.objects.filter(proposal=row, agreed_at__isnull=False, resident__isnull=False)
    signed = set(others.values_list("resident_id", flat=True)) | {row.author_id}
    return frozenset(one for one in signed if one is not None)


def visible(reference: str, viewer: Viewer) -> Proposal:
    """Return the row of a proposal that the viewer may see. Raises Refused (404) for all others."""
    return seen(Proposal.objects.select_related("department").filter(reference=reference).first(), viewer)


def seen(row: Proposal | None, viewer: Viewer) -> Proposal:
    """Return a row that was found, if the viewer may see it. Raises Refused (404) for all others."""
    if row is None:
        raise Refused(life.UNKNOWN)
    if row.state == State.DRAFT and viewer.actor.kind != "system" and viewer.resident_id not in author_ids(row):
        raise Refused(life.UNKNOWN)
    return row


def writing_of(row: Proposal, version: Version) -> Writing:
    """Return a proposal as its author wrote it; the area of a point was found, not written."""
    has_point = row.longitude is not None and row.latitude is not None
    return Writing(
        title=version.title,
        text=version.text,
        topic=row.topic,
        language=version.language,
        area_id=None if has_point else row.area_id,
        point=Point(row.longitude or 0.0, row.latitude or 0.0) if has_point else None,
    )


def _desk(viewer: Viewer, row: Proposal, today: date) -> set[Part]:
    staff, found = viewer.staff, set()
    if staff is None or row.department is None:
        return set()
    if row.officer_id is not None and (row.officer_id == staff.id or row.officer_id in people.stood_in_for(staff.id, today)):
        found.add(Part.OFFICER)
    if staff.role is Role.HEAD and _is_below(row.department.code, staff.department_code):
        found.add(Part.HEAD)
    return found


def _is_below(code: str, head_of: str) -> bool:
    return code == head_of or code in people.departments_below(head_of)
