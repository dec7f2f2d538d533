"""Signing in with an identity from outside, such as a national one, and what that proves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from madang.city.kernel import clock
from madang.city.kernel.refusals import Refused
from madang.city.people import queries, rules, services
from madang.city.people.models import Account
from madang.city.people.rules import SYSTEM, Actor, Assurance


class OutsideAdapter(DefaultSocialAccountAdapter):
    """Raises the assurance from what the provider's signed token claims."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": _("Sign in with this e-mail address first, then connect %s in your account."),
        "invalid_token": _("The answer of the identity service could not be checked. Try again."),
        "no_password": _("Set a password first, so that you can still sign in."),
        "no_verified_email": _("Confirm your e-mail address first, so that you can still sign in."),
        "disconnect_last": _("This is your only way to sign in. Set a password first."),
        "connected_other": _("This identity belongs to another account of the city already."),
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Take what the provider proves about somebody whom the city knows already."""
        if sociallogin.is_existing and sociallogin.user is not None:
            take_claims(sociallogin.user.pk, sociallogin.account)

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Account:
        """Open the account of somebody new, with what the provider proves about them."""
        account: Account = super().save_user(request, sociallogin, form)
        services.become_resident(account_id=account.pk, now=clock.now())
        take_claims(account.pk, sociallogin.account)
        return account


def connected(request: HttpRequest, sociallogin: SocialLogin, **_rest: Any) -> None:
    """Take what the provider proves when somebody connects it to their account (allauth's signal)."""
    take_claims(request.user.pk, sociallogin.account)


def take_claims(account_id: int | None, outside: SocialAccount) -> None:
    """Raise an account's assurance by the claims of an outside identity, and fill an empty profile from them."""
    if account_id is None:
        return
    told = outside.extra_data or {}
    claims = {**(told.get("userinfo") or {}), **(told.get("id_token") or {})}
    settings = outside.get_provider().app.settings
    reached = rules.assurance_of_claims(claims, settings.get("proving") or ())
    services.raise_assurance(account_id=account_id, reached=reached, how=outside.provider, now=clock.now())
    if reached is Assurance.IDENTITY_PROVED:
        _fill_profile(account_id, claims)


def _fill_profile(account_id: int, claims: Mapping[str, Any]) -> None:
    resident_id = services.resident_unless_staff(account_id=account_id, now=clock.now())
    if resident_id is None:
        return
    known = queries.profile(resident_id, viewer=SYSTEM, purpose="identity")
    name = str(claims.get("name") or "")
    if known.name or not name:
        return
    details = services.Details(name=name, birth_date=_day(claims.get("birthdate")), languages=known.languages)
    try:
        services.save_profile(resident_id=resident_id, details=details, by=Actor("system"), now=clock.now())
    except Refused:
        return


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
