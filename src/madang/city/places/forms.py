"""What somebody may ask about places."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FindForm(forms.Form):
    """One box for an address, the name of an area, or a point."""

    q = forms.CharField(
        label=_("Your address, or a point on the map"),
        help_text=_("For example 12 Maru Street, or 37.5001, 127.0102"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
