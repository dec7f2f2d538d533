"""Tablets to vote at: how long one serves, and how long the code lives by which one person takes it over."""

from datetime import datetime, timedelta

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules import Role, Viewer, why_not_staff

MOST_HOURS = 14
CODE_MINUTES = 3
TURN_MINUTES = 10


def why_not_open_kiosk(viewer: Viewer, *, now: datetime, ends_at: datetime, closes_at: datetime) -> Refusal | None:
    """Refuse a kiosk of anybody but staff who serve, one that ends before it begins, and one for more than a working day."""
    if reason := why_not_staff(viewer, Role.CASEWORKER, Role.HEAD, Role.ADMINISTRATOR):
        return reason
    if now >= closes_at:
        return Refusal("voting.closed")
    if not now < ends_at <= now + timedelta(hours=MOST_HOURS):
        return Refusal("voting.kiosk_hours", {"hours": MOST_HOURS}, status=422)
    return None


def is_serving(*, opened_at: datetime, ends_at: datetime, closed_at: datetime | None, now: datetime) -> bool:
    """Tell whether people may vote at a kiosk now."""
    return opened_at <= now < ends_at and closed_at is None
