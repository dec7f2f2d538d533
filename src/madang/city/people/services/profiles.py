"""Saving what residents tell about themselves."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people import rules
from madang.city.people.models import Resident
from madang.city.people.rules import Actor


@dataclass(frozen=True, slots=True)
class Details:
    """What somebody tells; only the name is asked for, the rest may stay empty."""

    name: str
    birth_date: date | None = None
    gender: str = ""
    home_address: str = ""
    home_area_id: int | None = None
    languages: tuple[str, ...] = ()
    phone: str = ""


@transaction.atomic
def save_profile(*, resident_id: int, details: Details, by: Actor, now: datetime) -> None:
    """Save a resident's profile. The journal learns which fields changed, not what they hold.

    Raises Refused for what cannot be.
    """
    if reason := _reason(resident_id, details, by, clock.today(now)):
        raise Refused(reason)
    row = Resident.objects.select_for_update().get(pk=resident_id)
    wanted = {
        "name": rules.tidy_name(details.name),
        "birth_date": details.birth_date,
        "gender": details.gender,
        "home_address": details.home_address.strip(),
        "home_area_id": details.home_area_id,
        "languages": list(details.languages),
        "phone": details.phone.strip(),
    }
    changed = sorted(field for field, value in wanted.items() if getattr(row, field) != value)
    if not changed:
        return
    for field in changed:
        setattr(row, field, wanted[field])
    row.changed_at = now
    row.save(update_fields=[*changed, "changed_at"])
    journal.note(verb="changed", about=f"resident:{resident_id}", actor=str(by), at=now, details={"fields": changed})


def _reason(resident_id: int, details: Details, by: Actor, today: date) -> Refusal | None:
    born = details.birth_date
    return (
        rules.why_not_read(by, resident_id)
        or rules.why_not_name(details.name)
        or (rules.why_not_birth_date(born, today=today) if born else None)
        or rules.why_not_languages(details.languages)
    )
