"""The ONE place through which a person's data is read: who looks and why is always asked, and noted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from madang.city.journal import services as journal
from madang.city.kernel import clock
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people import rules
from madang.city.people.models import Account, Resident
from madang.city.people.rules import Actor, Assurance

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Profile:
    """What a resident told the city about themselves."""

    resident_id: int
    account_id: int
    name: str
    birth_date: date | None
    gender: str
    home_address: str
    home_area_id: int | None
    languages: tuple[str, ...]
    phone: str
    email: str
    language: str
    assurance: Assurance
    assurance_how: str
    assured_at: datetime | None

    @property
    def is_filled(self) -> bool:
        """Tell whether forms can be filled in from it."""
        return bool(self.name and self.birth_date)


@dataclass(frozen=True, slots=True)
class Contact:
    """Where an account can be reached, and in which language (a Django code, or empty)."""

    account_id: int
    email: str
    language: str


def profile(resident_id: int, *, viewer: Actor, purpose: str) -> Profile:
    """Return a resident's data.

    viewer   who looks; a reading by anybody but the resident and the city's software goes into the journal
    purpose  a short code such as ``case:MD-7K3F-92``, which the resident sees beside the reading

    Raises Refused for another resident, an unknown resident or a purpose that is no code.
    """
    _ask(viewer, [resident_id], purpose)
    row = Resident.objects.select_related("account").filter(pk=resident_id).first()
    if row is None:
        raise Refused(Refusal("people.not_yours", status=404))
    if rules.is_noted(viewer, resident_id):
        _note(f"resident:{resident_id}", viewer, {"purpose": purpose})
    return _profile(row)


def names_of(resident_ids: Collection[int], *, viewer: Actor, purpose: str) -> dict[int, str]:
    """Return names by resident for a list on a page: one query, and one note for all of them, which each of them finds."""
    wanted = sorted(set(resident_ids))
    _ask(viewer, wanted, purpose)
    if not wanted:
        return {}
    if noted := [one for one in wanted if rules.is_noted(viewer, one)]:
        _note("residents", viewer, {"purpose": purpose}, subjects=[f"resident:{one}" for one in noted])
    return dict(Resident.objects.filter(pk__in=wanted).values_list("pk", "name"))


def contact(account_id: int, *, viewer: Actor, purpose: str) -> Contact | None:
    """Return where an account can be reached; None if it is gone. A reading by staff is noted."""
    row = Account.objects.filter(pk=account_id).values("email", "language", "erased_at", "resident__id").first()
    if row is None or row["erased_at"]:
        return None
    resident_id = row["resident__id"] or 0
    if viewer != Actor("account", account_id):
        _ask(viewer, [resident_id], purpose)
        if resident_id and rules.is_noted(viewer, resident_id):
            _note(f"resident:{resident_id}", viewer, {"purpose": purpose, "what": "contact"})
    return Contact(account_id, row["email"], row["language"])


def find_residents(words: str, *, viewer: Actor, purpose: str) -> list[Profile]:
    """Return residents for the counter: by the whole e-mail address, or by the whole name and, behind it, the birth date.

    Half a name finds nobody: the counter serves the person who stands there, it does not browse. Each one found
    finds that in the journal, for which one note is enough.
    """
    _ask(viewer, [0], purpose)
    name, born = _name_and_date(words)
    rows = Resident.objects.select_related("account").filter(erased_at=None)
    if "@" in words:
        rows = rows.filter(account__email=words.strip().lower())
    else:
        rows = rows.filter(name__iexact=name) if name else rows.none()
        rows = rows.filter(birth_date=born) if born else rows
    found = [_profile(row) for row in rows.order_by("pk")[:MOST_FOUND]]
    noted = [f"resident:{one.resident_id}" for one in found if rules.is_noted(viewer, one.resident_id)]
    if len(noted) == 1:
        _note(noted[0], viewer, {"purpose": purpose, "what": "search"})
    elif noted:
        _note("residents", viewer, {"purpose": purpose, "what": "search"}, subjects=noted)
    return found


def _name_and_date(words: str) -> tuple[str, date | None]:
    parts = words.split()
    try:
        return " ".join(parts[:-1]), date.fromisoformat(parts[-1])
    except (ValueError, IndexError):
        return " ".join(parts), None


def _ask(viewer: Actor, resident_ids: Collection[int], purpose: str) -> None:
    if reason := rules.why_not_purpose(purpose):
        raise Refused(reason)
    for resident_id in resident_ids:
        if reason := rules.why_not_read(viewer, resident_id):
            raise Refused(reason)


def _note(about: str, viewer: Actor, details: Mapping[str, object], subjects: Sequence[str] = ()) -> None:
    journal.note(verb="read", about=about, actor=str(viewer), at=clock.now(), details=details, subjects=subjects)


def _profile(row: Resident) -> Profile:
    account = row.account
    return Profile(
        resident_id=row.pk,
        account_id=account.pk,
        name=row.name,
        birth_date=row.birth_date,
        gender=row.gender,
        home_address=row.home_address,
        home_area_id=row.home_area_id,
        languages=tuple(row.languages),
        phone=row.phone,
        email=account.email,
        language=account.language,
        assurance=Assurance(account.assurance),
        assurance_how=account.assurance_how,
        assured_at=account.assured_at,
    )
