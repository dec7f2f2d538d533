"""Load how many people live in each area, by age and gender: what results are weighed to."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Gender, Role, Viewer, why_not_staff
from madang.city.places import queries as places
from madang.city.voting.models import CensusCount
from madang.city.voting.rules.electorate import MOST_AGE
from madang.urban.formats.faults import FileFault
from madang.urban.formats.tables import Row, read_table

COLUMNS = ("area", "age", "gender", "people")
MOST_DIGITS = 9
BATCH = 5_000
Key = tuple[int, int, str]


@transaction.atomic
def load_census(*, path: Path, by: Viewer, now: datetime) -> int:
    """Put a file's counts in place of those before, all or none; return how many rows it has.

    path  comma-separated values with the columns area (its code), age (in years), gender (female, male, other), people

    Raises Refused for anybody but administrators, and for the first line that cannot be read.
    """
    if reason := why_not_staff(by, Role.ADMINISTRATOR):
        raise Refused(reason)
    areas = {one.code: one.id for one in places.areas(settings.AREA_SCHEME)}
    found: dict[Key, int] = {}
    try:
        for row in read_table(path, required=COLUMNS):
            key, people = _read(row, areas)
            if key in found:
                raise _fault(row, "this area, age and gender stand there twice.")
            found[key] = people
    except FileFault as problem:
        raise Refused(
            Refusal("voting.census_line", {"line": problem.line or 1, "fault": problem.message}, status=422)
        ) from problem
    CensusCount.objects.all().delete()
    counts = [CensusCount(area_id=area, age=age, gender=gender, people=people) for (area, age, gender), people in found.items()]
    CensusCount.objects.bulk_create(counts, batch_size=BATCH)
    journal.note(verb="loaded-census", about="census", actor=str(by.actor), at=now, details={"rows": len(found)})
    return len(found)


def _read(row: Row, areas: dict[str, int]) -> tuple[Key, int]:
    if row.fault:
        raise _fault(row, f"{row.fault}.")
    code, age, gender, people = (row.cells[name].strip() for name in COLUMNS)
    if code not in areas:
        raise _fault(row, f"there is no area {code!r}.")
    if not age.isdecimal() or int(age) > MOST_AGE:
        raise _fault(row, f"{age!r} is no age in years up to {MOST_AGE}.")
    if gender not in set(Gender):
        raise _fault(row, f"the gender {gender!r} is not female, male or other.")
    if not people.isdecimal() or len(people) > MOST_DIGITS:
        raise _fault(row, f"{people!r} is no number of people.")
    return (areas[code], int(age), gender), int(people)


def _fault(row: Row, fault: str) -> Refused:
    return Refused(Refusal("voting.census_line", {"line": row.line, "fault": fault}, status=422))
