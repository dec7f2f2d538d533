"""The editor for SQL."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_CHARACTERS = 4_000  # an address that others may follow must carry it


class SqlForm(forms.Form):
    """One SELECT."""

    sql = forms.CharField(
        label=_("Your question in SQL"),
        help_text=_("One SELECT in DuckDB's SQL. Tables are data sets: the last part of their address, in double quotes."),
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}),
    )
