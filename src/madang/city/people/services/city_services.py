"""The other services of the city that sign people in with the city's accounts: let in, given a new secret, shut out."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from allauth.idp.oidc.models import Client, Token
from django.contrib.auth.hashers import make_password
from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people import rules
from madang.city.people.queries.city_services import city_services
from madang.city.people.rules import Viewer

SECRET_BYTES = 32
KEPT_BY = "sha256_random"
CLIENT_SCOPES = ("openid", "profile", "email")


@transaction.atomic
def add_city_service(*, name: str, redirect_uris: Sequence[str], by: Viewer, now: datetime) -> tuple[str, str]:
    """Let another service of the city sign people in with their account; return its client id and, this once, its secret.

    redirect_uris  the pages to which the service takes people back, whole: https, or http on this machine

    Raises Refused for anybody but an administrator, a name that is missing or taken, and addresses that will not do.
    """
    tidy, ways_back = rules.tidy_name(name), list(dict.fromkeys(redirect_uris))
    taken = [one.name for one in city_services()]
    if reason := rules.why_not_manage_staff(by) or rules.why_not_city_service(tidy, ways_back, taken=taken):
        raise Refused(reason)
    client = Client(name=tidy, created_at=now)
    secret = _new_secret(client)
    client.set_redirect_uris(ways_back)
    client.set_scopes(list(CLIENT_SCOPES))
    client.save(force_insert=True)
    journal.note(verb="added", about=f"city-service:{client.pk}", actor=str(by.actor), at=now)
    return client.pk, secret


@transaction.atomic
def rotate_city_service(*, client_id: str, by: Viewer, now: datetime) -> str:
    """Give a service a new secret and return it, this once; the old one and every token got with it open nothing from now on.

    Raises Refused for anybody but an administrator, and for a service that is not there.
    """
    client = _service(client_id, by)
    secret = _new_secret(client)
    client.save(update_fields=["secret"])
    Token.objects.filter(client=client).delete()
    journal.note(verb="rotated", about=f"city-service:{client.pk}", actor=str(by.actor), at=now)
    return secret


@transaction.atomic
def remove_city_service(*, client_id: str, by: Viewer, now: datetime) -> None:
    """Shut a service out, with every token that it got. Raises Refused as ``rotate_city_service`` does."""
    client = _service(client_id, by)
    client.delete()
    journal.note(verb="shut-out", about=f"city-service:{client_id}", actor=str(by.actor), at=now)


def _new_secret(client: Client) -> str:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    client.secret = make_password(secret, hasher=KEPT_BY)
    return secret


def _service(client_id: str, by: Viewer) -> Client:
    if reason := rules.why_not_manage_staff(by):
        raise Refused(reason)
    client = Client.objects.select_for_update().filter(pk=client_id).first()
    if client is None:
        raise Refused(Refusal("people.no_city_service", {"service": client_id}, status=404))
    return client
