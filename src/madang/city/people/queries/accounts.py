"""Which account is whose: ids and levels, nothing personal."""

from collections.abc import Collection

from madang.city.people.models import Account, Resident
from madang.city.people.rules import Assurance


def resident_of(account_id: int) -> int | None:
    """Return the resident who owns an account; None if it is staff only."""
    return Resident.objects.filter(account_id=account_id).values_list("pk", flat=True).first()


def account_of(resident_id: int) -> int | None:
    """Return the account of a resident."""
    return Resident.objects.filter(pk=resident_id).values_list("account_id", flat=True).first()


def accounts_of(resident_ids: Collection[int]) -> dict[int, int]:
    """Return the account by resident."""
    return dict(Resident.objects.filter(pk__in=resident_ids).values_list("pk", "account_id"))


def account_by_email(email: str) -> int | None:
    """Return the account that signs in with an address, whatever its case; for operators, not for pages."""
    return Account.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()


def assurance_of(resident_id: int) -> Assurance:
    """Return how sure the city is who a resident is."""
    level = Resident.objects.filter(pk=resident_id).values_list("account__assurance", flat=True).first()
    return Assurance(level) if level else Assurance.SELF_DECLARED


def residents_in_area(area_ids: Collection[int]) -> list[int]:
    """Return the residents who live in one of the areas, for notices to a neighbourhood."""
    return list(Resident.objects.filter(home_area_id__in=area_ids, erased_at=None).order_by("pk").values_list("pk", flat=True))
