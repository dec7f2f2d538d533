"""Signing up, signing in, and the mails about it."""

import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.city.kernel import clock
from madang.city.kernel.jobs import enqueue
from madang.city.kernel.text.languages import text_key
from madang.city.people import services
from madang.city.people.models import Account
from madang.city.people.rules import Assurance

ALREADY_HERE = "account/email/account_already_exists"


class AccountAdapter(DefaultAccountAdapter):
    """Signs up, signs in and writes the mails, in the reader's language and in the city's words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Call the city if you think that is wrong."),
        "duplicate_email": _("This is your e-mail address already."),
        "email_password_mismatch": _("The e-mail address or the password is not right. Check both, or ask for a code by e-mail."),
        "email_taken": _("This e-mail address cannot be used. Enter another one."),
        "enter_current_password": _("Enter your present password."),
        "incorrect_code": _("This code is not right. Check the newest e-mail, or ask for a new code."),
        "incorrect_password": _("This password is not right. Try again, or set a new one."),
        "invalid_or_expired_key": _("This link has been used or is too old. Ask for a new one."),
        "invalid_login": _("That did not sign you in. Try again."),
        "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
        "same_as_current": _("Enter something other than what you have now."),
        "too_many_login_attempts": _("There were too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("There were too many attempts. Wait five minutes, then try again."),
        "unknown_email": _("Enter the e-mail address of your account."),
        "unverified_primary_email": _("Confirm your e-mail address first."),
    }

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in; whoever is no staff is a resident from then on, and as sure as a confirmed address makes them."""
        now = clock.now()
        services.resident_unless_staff(account_id=user.pk, now=now)
        if EmailAddress.objects.filter(user_id=user.pk, verified=True).exists():
            services.raise_assurance(account_id=user.pk, reached=Assurance.EMAIL, how="code", now=now)
        if not user.language:  # type: ignore[attr-defined]
            services.remember_language(account_id=user.pk, language=get_language() or settings.LANGUAGE_CODE)
        super().login(request, user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead whoever was going nowhere in particular to their own page."""
        return reverse("people:account")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Lead a new resident to the profile, which forms fill themselves in from."""
        return reverse("people:profile")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the account."""
        return reverse("people:account")

    def format_email_subject(self, subject: str) -> str:
        """Put the city's name before the subject."""
        return f"{settings.CITY_NAME[text_key()]}: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail at once; if the mail server refuses, a job tries again within the minutes that codes live."""
        words = {
            "city_office": settings.CITY_OFFICE[text_key()],
            "city_phone": settings.CITY_PHONE,
            "site_url": settings.SITE_URL,
        }
        message = self.render_mail(template_prefix, email, {**context, **words, "email": email, "request": self.request})
        try:
            message.send()
        except (OSError, smtplib.SMTPException):
            enqueue("people.send_mail", **plain(message))


def proved_by_code(request: HttpRequest, user: Account, method: str, **_rest: Any) -> None:
    """Take away the password of whoever opened the account without having its address (allauth's signal, before it confirms)."""
    if method == "code" and services.drop_unproved_password(account_id=user.pk, now=clock.now()):
        user.refresh_from_db(fields=["password"])
        messages.info(
            request, _("The password set before this address was confirmed does not work any more. Set a new one if you like.")
        )


def plain(message: EmailMessage) -> dict[str, Any]:
    """Return a mail as what a job can hold."""
    return {"subject": message.subject, "body": message.body, "sender": message.from_email, "to": message.to}
