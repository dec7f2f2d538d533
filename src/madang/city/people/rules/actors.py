"""Who acts, who looks, and what they are trusted with."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from madang.city.kernel.refusals import Refusal
from madang.city.people.rules.tokens import opens

ActorKind = Literal["resident", "staff", "account", "system"]


class Role(StrEnum):
    """What a member of staff is trusted with."""

    CASEWORKER = "caseworker"
    HEAD = "head"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Assurance(StrEnum):
    """How sure the city is who stands behind an account, weakest first."""

    SELF_DECLARED = "self-declared"
    EMAIL = "e-mail"
    IDENTITY_PROVED = "identity-proved"

    @property
    def level(self) -> int:
        """Return 0, 1 or 2: higher is surer."""
        return tuple(Assurance).index(self)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts or looks: what is passed down to services and written in the journal as ``resident:17``."""

    kind: ActorKind
    id: int = 0

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else self.kind


SYSTEM = Actor("system")
STRANGER = Actor("account")


@dataclass(frozen=True, slots=True)
class StaffView:
    """What doors need to know about the member of staff before them."""

    id: int
    role: Role
    department_code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks for a page: nobody, a resident, a member of staff, or both in one person.

    scopes  None for somebody signed in with a browser (everything they may do), else what their token opens
    """

    account_id: int | None = None
    resident_id: int | None = None
    staff: StaffView | None = None
    assurance: Assurance = Assurance.SELF_DECLARED
    scopes: frozenset[str] | None = None

    @property
    def is_signed_in(self) -> bool:
        """Tell whether somebody is known at all."""
        return self.account_id is not None

    @property
    def actor(self) -> Actor:
        """Return the one who acts: staff first, then resident, then the bare account."""
        if self == CITY:
            return SYSTEM
        if self.staff is not None:
            return Actor("staff", self.staff.id)
        return self.as_resident

    @property
    def as_resident(self) -> Actor:
        """Return the one who acts in their own matters, also where they are staff too."""
        if self.resident_id is not None:
            return Actor("resident", self.resident_id)
        return Actor("account", self.account_id) if self.account_id else STRANGER

    def may(self, scope: str) -> bool:
        """Tell whether the way they came in (browser or token) opens ``scope``."""
        return self.scopes is None or opens(self.scopes, scope)


NOBODY = Viewer()
CITY = Viewer(staff=StaffView(0, Role.ADMINISTRATOR, "", "Madang"))


def why_not_signed_in(viewer: Viewer) -> Refusal | None:
    """Refuse strangers."""
    return None if viewer.is_signed_in else Refusal("people.sign_in_first", status=403)


def why_not_staff(viewer: Viewer, *roles: Role) -> Refusal | None:
    """Refuse whoever is no staff, or, where roles are given, has none of them."""
    if viewer.staff is None:
        return Refusal("people.staff_only", status=403)
    if roles and viewer.staff.role not in roles:
        return Refusal("people.other_role", status=403)
    return None


def why_not_keep_the_site(viewer: Viewer) -> Refusal | None:
    """Refuse what only those who keep the site running need, such as failed jobs and undelivered notices."""
    return why_not_staff(viewer, Role.ADMINISTRATOR)


def why_not_assured(viewer: Viewer, least: Assurance) -> Refusal | None:
    """Refuse an account about whose person the city is less sure than ``least``."""
    if viewer.assurance.level >= least.level:
        return None
    return Refusal("people.more_assurance", status=403)


def is_on(day: date, first: date, last: date) -> bool:
    """Tell whether ``day`` lies between ``first`` and ``last``, both included."""
    return first <= day <= last
