"""Codes: of a letter or of a list, and the one by which somebody takes a tablet over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.look.fields import OneTimeCodeField


class CodeForm(forms.Form):
    """A code that opens a vote without an account."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=64,
        help_text=_("It stands in the letter. Blanks, dashes and small letters do not matter."),
        error_messages={"required": _("Enter the code of your letter, for example K7QM-3FXD.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-code-from-address": True,
            }
        ),
    )


class TurnForm(forms.Form):
    """The code by which somebody takes the tablet over."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=20,
        help_text=_("Eight letters and figures, from your phone or from the desk."),
        error_messages={"required": _("Enter the code that your phone or the desk shows")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class NumberForm(forms.Form):
    """The telephone number that somebody proves."""

    number = forms.CharField(
        label=_("Your telephone number"),
        max_length=40,
        error_messages={"required": _("Enter your telephone number, for example 010-1234-5678")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class NumberCodeForm(forms.Form):
    """The code that was sent to a number."""

    number = forms.CharField(max_length=40, widget=forms.HiddenInput)
    code = OneTimeCodeField(label=_("The code"), max_length=20, error_messages={"required": _("Enter the code of the message")})
