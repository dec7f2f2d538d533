"""People for tests: each builder makes something that works, and takes what the test is about."""

import itertools
from datetime import UTC, date, datetime

from django.contrib.auth import get_user_model
from django.test import Client

from madang.city.people import queries, services
from madang.city.people.rules import CITY, SYSTEM, Assurance, Role, StaffView, Viewer

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PASSWORD = "three plain words"
_numbers = itertools.count(1)


def account(email: str = "", *, password: str | None = PASSWORD, verified: bool = True, language: str = "en", **how: bool) -> int:
    """Open an account, its owner a resident with an empty profile unless ``is_resident=False``; return the account's id."""
    email = email or f"person{next(_numbers)}@haneul.example"
    return services.open_account(email=email, now=NOW, password=password, verified=verified, language=language, **how)


def resident(
    name: str = "Kim Haru",
    *,
    email: str = "",
    birth_date: date | None = date(1984, 3, 14),
    proved: bool = False,
    **details: object,
) -> int:
    """Return the id of a resident with a profile; ``details`` are those of services.Details."""
    account_id = account(email)
    resident_id = queries.resident_of(account_id)
    told = services.Details(name=name, birth_date=birth_date, **details)
    services.save_profile(resident_id=resident_id, details=told, by=SYSTEM, now=NOW)
    if proved:
        services.raise_assurance(account_id=account_id, reached=Assurance.IDENTITY_PROVED, how="test", now=NOW)
    return resident_id


def department(code: str = "families", *, parent: str | None = None, name: str = "") -> str:
    """Make a department unless it is there; return its code."""
    if queries.department(code) is None:
        texts = {"en": name or code.replace("-", " ").capitalize(), "ko": f"{code}과", "zh": f"{code}处"}
        services.set_department(code=code, name=texts, parent=parent, by=CITY, now=NOW)
    return code


def staff(
    role: Role = Role.CASEWORKER,
    *,
    department_code: str = "families",
    name: str = "Lee Sora",
    email: str = "",
    also_resident: bool = False,
) -> StaffView:
    """Return a member of staff; their department is made if it is missing. Staff are residents only if the test is about that."""
    department(department_code)
    email = email or f"staff{next(_numbers)}@haneul.example"
    account(email, is_resident=also_resident)
    staff_id = services.add_staff(email=email, name=name, department=department_code, role=role, by=CITY, now=NOW)
    return queries.staff_member(staff_id).as_view()


def viewer_for(person: StaffView | int) -> Viewer:
    """Return the viewer for a member of staff, or for a resident's id."""
    return queries.viewer_of(account_of(person))


def account_of(person: StaffView | int) -> int:
    """Return the account of a member of staff, or of a resident's id."""
    return queries.staff_member(person.id).account_id if isinstance(person, StaffView) else queries.account_of(person)


def signed_in(person: StaffView | int, client: Client | None = None) -> Client:
    """Return a browser in which a member of staff, or the resident with an id, is signed in."""
    client = client or Client()
    client.force_login(get_user_model().objects.get(pk=account_of(person)))
    return client
