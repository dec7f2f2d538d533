"""Choose the numbers, the thresholds, and who holds which duty: an administrator does."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people import queries as people
from madang.city.people.rules import Viewer
from madang.city.places import queries as places
from madang.city.proposals.models import Duty as DutyRow
from madang.city.proposals.models import Settings as SettingsRow
from madang.city.proposals.models import Threshold as ThresholdRow
from madang.city.proposals.rules import settings as rules
from madang.city.proposals.rules.settings import Duty, Threshold


@transaction.atomic
def change_settings(*, changed: Mapping[str, int], by: Viewer, now: datetime) -> None:
    """Change numbers; those that are not named stay. What runs already keeps the days it was given. Raises Refused."""
    _administrator(by)
    row = SettingsRow.objects.select_for_update().filter(pk=1).first() or SettingsRow(pk=1, changed={})
    whole = row.changed | dict(changed)
    if reason := rules.why_not_settings(whole):
        raise Refused(reason)
    row.changed, row.changed_at = whole, now
    row.save()
    _note("proposal-settings.changed", by, now, dict(changed))


@transaction.atomic
def set_threshold(*, area_id: int | None, threshold: Threshold | None, by: Viewer, now: datetime) -> None:
    """Set how many supports in how many days an area needs, or leave that to the areas above; None is the whole city.

    Raises Refused. Proposals that collect support already keep what they were given.
    """
    _administrator(by)
    if area_id is not None and places.area(area_id) is None:
        raise Refused(Refusal("proposals.no_such_place", status=422))
    if threshold is not None and (reason := rules.why_not_threshold(threshold)):
        raise Refused(reason)
    ThresholdRow.objects.filter(area=area_id).delete()
    if threshold is not None:
        ThresholdRow.objects.create(area_id=area_id, days=threshold.days, supports=threshold.supports)
    days, supports = (threshold.days, threshold.supports) if threshold else (None, None)
    _note("proposal-settings.threshold", by, now, {"area": area_id, "days": days, "supports": supports})


@transaction.atomic
def give_duty(*, account_id: int, duty: Duty, by: Viewer, now: datetime) -> None:
    """Trust somebody with a duty; clerks are staff. Raises Refused."""
    _administrator(by)
    if duty is Duty.CLERK and people.staff_of(account_id) is None:
        raise Refused(Refusal("people.no_staff", status=422))
    DutyRow.objects.get_or_create(account_id=account_id, kind=duty.value, defaults={"since": now})
    _note("proposal-settings.gave-duty", by, now, {"duty": duty.value, "account": account_id})


@transaction.atomic
def take_duty(*, account_id: int, duty: Duty, by: Viewer, now: datetime) -> None:
    """Trust somebody with a duty no longer. Raises Refused."""
    _administrator(by)
    DutyRow.objects.filter(account_id=account_id, kind=duty.value).delete()
    _note("proposal-settings.took-duty", by, now, {"duty": duty.value, "account": account_id})


def _administrator(by: Viewer) -> None:
    if reason := rules.why_not_set(by):
        raise Refused(reason)


def _note(verb: str, by: Viewer, now: datetime, details: Mapping[str, Any]) -> None:
    journal.note(verb=verb, about="proposal-settings", actor=str(by.actor), at=now, details=details)
