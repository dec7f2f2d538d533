"""What lies before a member of staff: the departments they look after and the desks they sit at today."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from madang.city.people.rules import Role, StaffView

_SEES_ALL = (Role.AUDITOR, Role.ADMINISTRATOR)
_DESK = """
WITH RECURSIVE reach AS (
    SELECT id FROM people_department WHERE code = %(code)s OR %(all)s
    UNION SELECT below.id FROM people_department AS below JOIN reach ON below.parent_id = reach.id
)
SELECT ARRAY(SELECT id FROM reach ORDER BY id),
       ARRAY(SELECT departments.code::text FROM reach JOIN people_department AS departments USING (id)),
       (SELECT name FROM people_department WHERE code = %(code)s)::text,
       ARRAY(SELECT DISTINCT deputies.absent_id FROM people_deputy AS deputies
             JOIN people_staffmember AS absent ON absent.id = deputies.absent_id AND absent.left_at IS NULL
             WHERE deputies.deputy_id = %(staff)s AND %(day)s BETWEEN deputies.from_date AND deputies.until_date)
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """Departments: the own one and all below it; all for auditors and administrators. Staff: oneself and who is stood in for."""

    department_ids: tuple[int, ...]
    department_codes: frozenset[str]
    department_name: dict[str, str]
    staff_ids: tuple[int, ...]


def desk_of(staff: StaffView, day: date) -> Desk:
    """Return the desk of a member of staff on a day, in one query."""
    asked: dict[str, Any] = {"code": staff.department_code, "all": staff.role in _SEES_ALL, "staff": staff.id, "day": day}
    with connection.cursor() as cursor:
        cursor.execute(_DESK, asked)
        departments, codes, name, absent = cursor.fetchone()
    return Desk(tuple(departments), frozenset(codes), json.loads(name) if name else {}, (staff.id, *absent))
