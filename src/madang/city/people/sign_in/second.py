"""A second proof beside the password, and passkeys instead of it."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.text.languages import text_key


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps encrypted, and names things in the city's words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("Switch off the second step first, then change your e-mail address."),
        "cannot_delete_authenticator": _("This cannot be removed now."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first, then make spare codes."),
        "incorrect_code": _("This code is not right. Enter the one that your app shows now."),
        "incorrect_passkey": _("The passkey did not work. Try again, or choose another way."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        """Return ``text`` under the site's secret."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what ``encrypt`` was given. Keys retired to SECRET_KEY_FALLBACKS still open."""
        return _keys().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return settings.CITY_NAME[text_key()]

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 (allauth's name)
        """Return a name to begin with, which its owner may change."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"madang.people.second:" + str(secret).encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
