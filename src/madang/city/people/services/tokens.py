"""Keys for programs."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people import rules
from madang.city.people.models import Account, ApiToken, StaffMember
from madang.city.people.queries.viewers import secret_hash
from madang.city.people.rules import SYSTEM, TOKEN_PREFIX, Actor, Role

SECRET_BYTES = 32


@transaction.atomic
def create_token(
    *, email: str, scopes: Sequence[str], name: str, now: datetime, expires_at: datetime | None = None, by: Actor = SYSTEM
) -> str:
    """Make a token for the owner of an address and return its secret, which is shown this once and kept nowhere.

    Raises Refused for an unknown address, and for scopes that are unknown or above the owner's reach.
    """
    account = Account.objects.filter(email=email.strip().lower(), is_active=True).first()
    if account is None:
        raise Refused(Refusal("people.unknown_account", {"email": email}, status=404))
    allowed = allowed_scopes(account_id=account.pk)
    wanted = tuple(dict.fromkeys(scopes))
    if reason := rules.why_not_token(wanted, allowed=allowed, now=now, expires_at=expires_at):
        raise Refused(reason)
    secret = TOKEN_PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    kept = {"name": name[:80], "secret_hash": secret_hash(secret), "scopes": list(wanted)}
    row = ApiToken.objects.create(account=account, created_at=now, expires_at=expires_at, **kept)
    journal.note(
        verb="created", about=f"token:{row.pk}", actor=str(by), at=now, details={"account": account.pk, "scopes": list(wanted)}
    )
    return secret


def allowed_scopes(*, account_id: int) -> tuple[str, ...]:
    """Return the scopes that the owner of an account may give to a token."""
    role = StaffMember.objects.filter(account_id=account_id, left_at=None).values_list("role", flat=True).first()
    return rules.scopes_for(is_staff=role is not None, is_administrator=role == Role.ADMINISTRATOR.value)


@transaction.atomic
def revoke_token(*, account_id: int, reference: UUID, by: Actor, now: datetime) -> None:
    """Make a token open nothing any more. Raises Refused if the account has no such living token."""
    row = ApiToken.objects.select_for_update().filter(account_id=account_id, public_id=reference, revoked_at=None).first()
    if row is None:
        raise Refused(Refusal("people.no_token", status=404))
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    journal.note(verb="revoked", about=f"token:{row.pk}", actor=str(by), at=now)
