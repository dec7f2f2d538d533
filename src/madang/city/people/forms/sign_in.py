"""allauth's forms in the city's words. Settings name them by allauth's own names for each."""

import struct
from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as outside
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.validators import EmailValidator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

EMAIL = (_("E-mail address"), "")
NEW_PASSWORD = (
    _("New password"),
    _("10 characters or more. Three words that have nothing to do with each other are good and easy to keep in mind."),
)
CODE = (_("Code"), _("Eight figures, with or without the dash"))
MISSING = {
    "email": _("Enter your e-mail address, for example name@example.com"),
    "login": _("Enter your e-mail address, for example name@example.com"),
    "password": _("Enter your password"),
    "oldpassword": _("Enter your present password"),
    "password1": _("Enter a password of 10 characters or more"),
    "code": _("Enter the code"),
    "name": _("Enter a name, for example my phone"),
}


class Worded(forms.Form):
    """Puts the city's labels, hints and missing-messages on the fields; drops placeholders and the second password box."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in MISSING:
                field.error_messages["required"] = MISSING[name]
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _("Enter an e-mail address like name@example.com")
                for validator in field.validators:
                    if isinstance(validator, EmailValidator):
                        validator.message = field.error_messages["invalid"]
            if name in self.words:
                field.label, field.help_text = self.words[name]
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "autocapitalize": "off"}


class FromDevice(forms.Form):
    """Refuses with words what no passkey could have answered; fido2 raises whatever it meets while it reads."""

    unreadable = (ValueError, TypeError, KeyError, IndexError, AttributeError, struct.error)

    def clean(self) -> dict[str, Any]:
        """Check a new passkey."""
        try:
            return super().clean() or {}
        except self.unreadable as problem:
            raise get_adapter().validation_error("incorrect_passkey") from problem

    def clean_credential(self) -> Any:
        """Check a passkey that signs in."""
        inner = getattr(super(), "clean_credential", lambda: self.cleaned_data["credential"])
        try:
            return inner()
        except self.unreadable as problem:
            raise get_adapter().validation_error("incorrect_passkey") from problem


class Login(Worded, account.LoginForm):
    """Sign in with a password."""

    words = {"login": EMAIL, "password": (_("Password"), "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class Signup(Worded, account.SignupForm):
    """Open an account."""

    words = {
        "email": (EMAIL[0], _("We send a code there to see that it is yours.")),
        "password1": (_("Password"), NEW_PASSWORD[1]),
    }

    def try_save(self, request: HttpRequest) -> tuple[Any, HttpResponse | None]:
        """Open the account. A taken address takes as long as a free one, so that nobody can tell them apart by the clock."""
        if self.account_already_exists and "password1" in self.cleaned_data:
            make_password(self.cleaned_data["password1"])
        saved: tuple[Any, HttpResponse | None] = super().try_save(request)
        return saved


class AddEmail(Worded, account.AddEmailForm):
    """Change the address."""

    words = {"email": (_("New e-mail address"), _("We send a code there. Until you enter it, the present address stays."))}


class ChangePassword(Worded, account.ChangePasswordForm):
    """Change the password."""

    words = {"oldpassword": (_("Present password"), ""), "password1": NEW_PASSWORD}


class SetPassword(Worded, account.SetPasswordForm):
    """Set a first password."""

    words = {"password1": NEW_PASSWORD}


class ResetPassword(Worded, account.ResetPasswordForm):
    """Ask for a code to set a new password."""

    words = {"email": EMAIL}


class ResetPasswordFromKey(Worded, account.ResetPasswordKeyForm):
    """Set the new password."""

    words = {"password1": NEW_PASSWORD}


class RequestLoginCode(Worded, account.RequestLoginCodeForm):
    """Ask for a code to sign in."""

    words = {"email": EMAIL}


class ConfirmLoginCode(Worded, account.ConfirmLoginCodeForm):
    """Enter the code to sign in."""

    words = {"code": CODE}


class ConfirmEmailVerificationCode(Worded, account.ConfirmEmailVerificationCodeForm):
    """Enter the code that proves the address."""

    words = {"code": CODE}


class ConfirmPasswordResetCode(Worded, account.ConfirmPasswordResetCodeForm):
    """Enter the code to set a new password."""

    words = {"code": CODE}


class Reauthenticate(Worded, account.ReauthenticateForm):
    """Enter the password once more."""

    words = {"password": (_("Password"), "")}


class SecondStep(Worded, second.AuthenticateForm):
    """Enter a code of the authenticator app, or a spare code."""

    words = {"code": (_("Code"), _("The code that your authenticator app shows now, or one of your spare codes"))}


class SecondStepAgain(Worded, second.ReauthenticateForm):
    """Enter such a code once more."""

    words = SecondStep.words


class ActivateApp(Worded, totp.ActivateTOTPForm):
    """Set up an authenticator app."""

    words = {"code": (_("Code of the app"), _("Six figures"))}


class AddPasskey(Worded, FromDevice, webauthn.AddWebAuthnForm):
    """Add a passkey; unless its owner says otherwise it signs in alone, without the password."""

    words = {
        "name": (_("Name of the passkey"), _("For you alone, to tell your passkeys apart")),
        "passwordless": (
            _("Sign in with this passkey alone"),
            _("It then asks for your finger, your face or a PIN. Without this it is a second step after the password."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class FirstPasskey(Worded, FromDevice, webauthn.SignupWebAuthnForm):
    """Make the passkey that a new account is opened with."""

    words = {"name": AddPasskey.words["name"]}


class PasskeySignIn(FromDevice, webauthn.LoginWebAuthnForm):
    """Sign in with a passkey alone."""


class SecondPasskey(FromDevice, webauthn.AuthenticateWebAuthnForm):
    """Show a passkey after the password."""


class PasskeyAgain(FromDevice, webauthn.ReauthenticateWebAuthnForm):
    """Show the passkey once more."""


class NamePasskey(Worded, webauthn.EditWebAuthnForm):
    """Name a passkey anew."""

    words = {"name": AddPasskey.words["name"]}


class OutsideSignup(Worded, outside.SignupForm):
    """Give the address that an outside identity did not bring."""

    words = {"email": Signup.words["email"]}
