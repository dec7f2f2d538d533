"""What somebody types who wants to know whether a certificate is genuine."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.look.fields import DateField
from madang.city.portal.rules.certificates import tidy_code

TYPED = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}


class CheckForm(forms.Form):
    """The code, and one thing about the holder that stands on the certificate too."""

    code = forms.CharField(
        label=_("Check code"),
        help_text=_("Three groups of four letters and digits, at the foot of the certificate. For example 7K3F-92XA-BC4D"),
        max_length=40,
        widget=forms.TextInput(attrs=TYPED | {"class": "md-num"}),
        error_messages={"required": _("Enter the check code. It stands at the foot of the certificate.")},
    )
    name = forms.CharField(
        label=_("Family name of the holder"),
        help_text=_("As it stands on the certificate"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=TYPED),
    )
    born = DateField(label=_("Or the holder's birth date"), help_text=_("For example 14 3 1984"), required=False)

    def clean_code(self) -> str:
        """Return the code in the form in which it is printed."""
        code = tidy_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(
                _("This cannot be a code: a character is wrong or missing. Compare it with the certificate, letter by letter.")
            )
        return code

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        told = super().clean() or {}
        if not {"name", "born"} & self.errors.keys() and not told.get("name") and not told.get("born"):
            self.add_error("name", _("Enter the holder's family name, or the birth date below"))
        return told
