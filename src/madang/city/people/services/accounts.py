"""Opening accounts, becoming a resident, being surer who somebody is, leaving."""

import uuid
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Token as CityToken
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.registries import personal_data
from madang.city.people import rules, signals
from madang.city.people.models import Account, ApiToken, Resident, StaffMember
from madang.city.people.rules import SYSTEM, Actor, Assurance, Viewer
from madang.city.people.services.sessions import end_sessions

NO_MAIL = "no-mail.invalid"


@transaction.atomic
def open_account(
    *,
    email: str,
    now: datetime,
    password: str | None = None,
    verified: bool = False,
    language: str = "",
    is_resident: bool = True,
) -> int:
    """Open an account and return its id. For the demo, imports, the counter and new staff.

    verified     the city knows already that the address is theirs
    is_resident  whether its owner uses the city as a resident; staff may decide that later
    Raises Refused if the address has an account.
    """
    address = email.strip().lower()
    if Account.objects.filter(email=address).exists():
        raise Refused(Refusal("people.email_taken"))
    account = Account.objects.create_user(address, password, language=language, date_joined=now)
    EmailAddress.objects.create(user=account, email=address, verified=verified, primary=True)
    if verified:
        raise_assurance(account_id=account.pk, reached=Assurance.EMAIL, how="verified", now=now)
    if is_resident:
        become_resident(account_id=account.pk, now=now)
    return account.pk


@transaction.atomic
def become_resident(*, account_id: int, now: datetime) -> int:
    """Give an account its resident, unless it has one, and return the resident's id."""
    resident, is_new = Resident.objects.get_or_create(account_id=account_id)
    if is_new:
        journal.note(verb="joined", about=f"resident:{resident.pk}", actor=f"account:{account_id}", at=now)
        signals.resident_joined.send(Resident, resident_id=resident.pk, now=now)
    return resident.pk


def resident_unless_staff(*, account_id: int, now: datetime) -> int | None:
    """Give an account its resident and return the resident's id; None for staff, who say themselves whether they want one."""
    if StaffMember.objects.filter(account_id=account_id, left_at=None, account__resident=None).exists():
        return None
    return become_resident(account_id=account_id, now=now)


@transaction.atomic
def register_resident(*, name: str, by: Viewer, now: datetime, key: uuid.UUID, email: str = "") -> int:
    """Open an account at the counter for somebody who stands there, with or without e-mail; return the resident's id.

    Without an address nobody can sign in with it until the counter adds one.
    key   the form's own: sent a second time it registers nobody anew
    Raises Refused for anybody but staff, for no name, or an address that has an account.
    """
    if reason := rules.why_not_staff(by) or rules.why_not_name(name):
        raise Refused(reason)
    address = email or f"counter-{key.hex}@{NO_MAIL}"
    if not email and (known := Resident.objects.filter(account__email=address).first()):
        return known.pk
    resident = Resident.objects.get(account_id=open_account(email=address, now=now))
    resident.name = rules.tidy_name(name)
    resident.changed_at = now
    resident.save(update_fields=["name", "changed_at"])
    journal.note(verb="registered", about=f"resident:{resident.pk}", actor=str(by.actor), at=now)
    return resident.pk


@transaction.atomic
def raise_assurance(*, account_id: int, reached: Assurance, how: str, now: datetime) -> Assurance:
    """Note how sure the city now is who owns an account, with how and when; it never falls. Returns the level that stands."""
    account = Account.objects.select_for_update().get(pk=account_id)
    present = Assurance(account.assurance)
    stands = rules.raised(present, reached)
    if stands is present:
        return present
    account.assurance, account.assurance_how, account.assured_at = stands.value, how[:120], now
    account.save(update_fields=["assurance", "assurance_how", "assured_at"])
    journal.note(verb="assured", about=f"account:{account_id}", actor=str(SYSTEM), at=now, details={"level": stands.value})
    return stands


@transaction.atomic
def drop_unproved_password(*, account_id: int, now: datetime) -> bool:
    """Take away a password that was set before anybody showed that the address is theirs; tell whether there was one.

    Whoever opens an account with the address of another knows its password; who proves the address later must not share it.
    """
    account = Account.objects.select_for_update().get(pk=account_id)
    if not account.has_usable_password() or EmailAddress.objects.filter(user=account, verified=True).exists():
        return False
    account.set_unusable_password()
    account.save(update_fields=["password"])
    journal.note(verb="dropped-password", about=f"account:{account_id}", actor=str(SYSTEM), at=now)
    return True


def remember_language(*, account_id: int, language: str) -> None:
    """Keep the language that the city writes to somebody in."""
    Account.objects.filter(pk=account_id).exclude(language=language).update(language=language)


@transaction.atomic
def erase(*, resident_id: int, by: Actor, now: datetime) -> None:
    """Forget a resident: every system removes what the law does not keep, the account is emptied and shut.

    Raises Refused while a system objects, such as for an open case, and for staff, who leave the service first.
    """
    resident = Resident.objects.select_for_update().select_related("account").get(pk=resident_id)
    if StaffMember.objects.filter(account=resident.account, left_at=None).exists():
        raise Refused(Refusal("people.still_staff"))
    for holder in personal_data.holders():
        if reason := holder.objection(resident_id):
            raise Refused(reason)
    for holder in personal_data.holders():
        holder.forget(resident_id, now)
    _empty_resident(resident, now)
    _shut_account(resident.account, now)
    journal.erase(subject=f"resident:{resident_id}", actor=str(SYSTEM), now=now)
    journal.erase(subject=f"account:{resident.account_id}", actor=str(SYSTEM), now=now)
    journal.note(verb="erased", about="residents", actor=by.kind, at=now)
    signals.resident_erased.send(Resident, resident_id=resident_id, now=now)


def _empty_resident(resident: Resident, now: datetime) -> None:
    resident.name = resident.gender = resident.home_address = resident.phone = ""
    resident.birth_date = resident.home_area = None
    resident.languages = []
    resident.changed_at = resident.erased_at = now
    resident.save()


def _shut_account(account: Account, now: datetime) -> None:
    for kind in (EmailAddress, Authenticator, SocialAccount, CityToken):
        kind.objects.filter(user=account).delete()
    ApiToken.objects.filter(account=account).delete()
    end_sessions(account_id=account.pk)
    account.public_id = uuid.uuid4()
    account.email = f"erased-{account.public_id.hex}@{NO_MAIL}"
    account.language = account.assurance_how = ""
    account.assurance, account.assured_at = Assurance.SELF_DECLARED.value, None
    account.is_active, account.erased_at = False, now
    account.set_unusable_password()
    account.save()
