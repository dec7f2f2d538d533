"""The code of a letter or of a list."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """A code that opens a vote without an account."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=64,
        help_text=_("It stands in the letter. Blanks, dashes and small letters do not matter."),
        error_messages={"required": _("Enter the code of your letter, for example K7QM-3FXD.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
