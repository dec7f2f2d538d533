"""The administration of Haneul: departments, areas, staff."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from madang.city.kernel.refusals import Refused
from madang.city.people import queries as people
from madang.city.people import services as people_services
from madang.city.people.rules import CITY, Role
from madang.city.places import queries as places
from madang.city.places import services as places_services

HERE = Path(__file__).resolve().parents[1]
SCHEME = "haneul"
PASSWORD = "haneul-demo-2026"  # noqa: S105 - the demo's sign-in is printed at its start
LEVELS = ("city", "district", "neighbourhood")


@dataclass(frozen=True, slots=True)
class Official:
    """A member of staff of the story."""

    email: str
    who: str
    name: str
    department: str
    role: str


SHOWN = (
    Official("caseworker@haneul.example", "caseworker, Department of Families", "Lee Minseo", "families", "caseworker"),
    Official("head@haneul.example", "head of the Department of Families", "Kang Jiho", "families", "head"),
    Official("admin@haneul.example", "administrator", "Han Areum", "mayor", "administrator"),
)
OTHERS = (
    Official("auditor@haneul.example", "auditor", "Seo Yun", "mayor", "auditor"),
    Official("families2@haneul.example", "caseworker, Department of Families", "Oh Da-in", "families", "caseworker"),
    Official("roads@haneul.example", "caseworker, Roads and Lights", "Baek Hyun", "roads", "caseworker"),
    Official("registry@haneul.example", "caseworker, Civil Registry", "Nam Sora", "civil-registry", "caseworker"),
    Official("desk@haneul.example", "caseworker, Citizens' Desk", "Go Eunbi", "citizen-voice", "caseworker"),
    Official("environment@haneul.example", "caseworker, Environment Office", "Im Taeo", "environment", "caseworker"),
    Official("transport@haneul.example", "caseworker, Transport Office", "Jang Mira", "transport", "caseworker"),
)


def found_departments(now: datetime) -> None:
    """Found the departments, parents first."""
    for entry in yaml.safe_load((HERE / "departments.yaml").read_text(encoding="utf-8")):
        known = people.department(entry["code"])
        if known is None:
            people_services.set_department(
                code=entry["code"], name=entry["name"], parent=entry.get("parent"), phone=entry["phone"], by=CITY, now=now
            )


def draw_areas(now: datetime) -> None:
    """Import the invented areas, level by level, then the invented addresses."""
    for level in LEVELS:
        if not places.areas(SCHEME, level):
            places_services.import_areas(
                HERE / "areas.geojson",
                scheme=SCHEME,
                level=level,
                code_field="code",
                name_field="en:name_en,ko:name_ko,zh:name_zh",
                parent_field="parent",
                population_field="population",
                now=now,
            )
    if not places.addresses_like("Maru", limit=1):
        places_services.import_addresses(HERE / "addresses.geojson", register=SCHEME)


def appoint_staff(now: datetime) -> None:
    """Open the staff's accounts and appoint them."""
    for person in (*SHOWN, *OTHERS):
        try:
            people_services.open_account(
                email=person.email, now=now, password=PASSWORD, verified=True, language="en", is_resident=False
            )
        except Refused:
            continue
        people_services.add_staff(
            email=person.email, name=person.name, department=person.department, role=Role(person.role), by=CITY, now=now
        )
