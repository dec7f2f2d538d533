"""What the city has chosen: numbers, thresholds, and who holds which duty."""

from dataclasses import dataclass
from datetime import datetime

from madang.city.places import queries as places
from madang.city.proposals.models import Duty as DutyRow
from madang.city.proposals.models import Settings as SettingsRow
from madang.city.proposals.models import Threshold as ThresholdRow
from madang.city.proposals.rules import settings as rules
from madang.city.proposals.rules.settings import Duty, Settings, Threshold


@dataclass(frozen=True, slots=True)
class DutyHeld:
    """Whose duty it is since when."""

    account_id: int
    duty: Duty
    since: datetime


def settings() -> Settings:
    """Return the numbers as they stand."""
    changed = SettingsRow.objects.filter(pk=1).values_list("changed", flat=True).first()
    return rules.settings_of(changed or {})


def thresholds() -> dict[int | None, Threshold]:
    """Return every threshold by the id of its area; None is the whole city."""
    return {row.area_id: Threshold(row.days, row.supports) for row in ThresholdRow.objects.all()}


def threshold_for(area_id: int | None) -> Threshold:
    """Return the threshold that holds in an area: its own, that of an area above it, or the city's."""
    known = thresholds()
    here = places.area(area_id) if area_id is not None and len(known) > (None in known) else None
    chain = [one.id for one in (*places.parents(here), here)] if here else []
    return rules.threshold_for(chain, known)


def duties() -> list[DutyHeld]:
    """Return who holds which duty, by duty and since when."""
    rows = DutyRow.objects.order_by("kind", "since", "pk")
    return [DutyHeld(row.account_id, Duty(row.kind), row.since) for row in rows]


def accounts_with(duty: Duty) -> list[int]:
    """Return the accounts that hold a duty."""
    return list(DutyRow.objects.filter(kind=duty.value).order_by("account_id").values_list("account_id", flat=True))
