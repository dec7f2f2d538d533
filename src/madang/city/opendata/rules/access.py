"""Who may prepare and publish data, decide at the gate, and propose corrections."""

from collections.abc import Collection

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules import SYSTEM, Actor, Role, Viewer, why_not_staff

_PUBLISH = (Role.CASEWORKER, Role.HEAD, Role.ADMINISTRATOR)
_DECIDE = (Role.HEAD, Role.ADMINISTRATOR)


def why_not_publish(viewer: Viewer, department_codes: Collection[str]) -> Refusal | None:
    """Refuse whoever may not prepare, publish or withdraw a publisher's data.

    department_codes  the publisher's own department and every one above it (queries.access.responsible_for); empty where the
                      publisher is no department of the city: only administrators may then

    Caseworkers and heads may within their departments and those below, administrators everywhere. Auditors only read.
    """
    return _why_not(viewer, department_codes, _PUBLISH)


def why_not_decide(viewer: Viewer, department_codes: Collection[str]) -> Refusal | None:
    """Refuse whoever may not decide at the gate: that is for heads, within their departments, and administrators."""
    return _why_not(viewer, department_codes, _DECIDE)


def _why_not(viewer: Viewer, department_codes: Collection[str], roles: tuple[Role, ...]) -> Refusal | None:
    if refusal := why_not_staff(viewer, *roles):
        return refusal
    staff = viewer.staff
    if staff is None or (staff.role is not Role.ADMINISTRATOR and staff.department_code not in department_codes):
        return Refusal("opendata.other_department", status=403)
    return None


def why_not_propose(viewer: Viewer) -> Refusal | None:
    """Refuse corrections by whoever is no resident with an account."""
    if viewer.resident_id is None:
        return Refusal("opendata.residents_correct", status=403)
    return None


def why_not_answer_own(proposer_id: int | None, viewer: Viewer) -> Refusal | None:
    """Refuse a member of staff the answer to a correction that they proposed themselves as a resident."""
    if proposer_id is not None and proposer_id == viewer.resident_id:
        return Refusal("opendata.own_correction", status=403)
    return None


def why_not_see_harvests(viewer: Viewer) -> Refusal | None:
    """Refuse whoever neither keeps the site running nor audits it."""
    return why_not_staff(viewer, Role.ADMINISTRATOR, Role.AUDITOR)


def is_system(actor: Actor) -> bool:
    """Tell whether the platform itself acts: its jobs, its command line, its demo."""
    return actor == SYSTEM
