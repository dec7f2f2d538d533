"""Making a token."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.people.forms.choices import fill_choices
from madang.city.people.rules import DAYS_OFFERED

SCOPE_WORDS = {
    "catalogue:read": _("Read services and search"),
    "profile:read": _("Read my profile"),
    "cases:read": _("Read my cases"),
    "cases:write": _("Apply and write in my cases"),
    "staff:cases": _("Work on the cases of my department"),
    "staff:catalogue": _("Change services"),
    "opendata:write": _("Publish data sets"),
    "all": _("Everything that I may do"),
}
DAY_WORDS = {30: _("30 days"), 90: _("90 days"), 366: _("One year")}


class TokenForm(forms.Form):
    """What a program may do in somebody's name, and for how long."""

    name = forms.CharField(
        label=_("What is the token for?"),
        help_text=_("For example: my calendar"),
        max_length=80,
        error_messages={"required": _("Enter what the token is for, for example my calendar")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that the token may do.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long may it do that?"),
        coerce=int,
        choices=[(days, DAY_WORDS[days]) for days in DAYS_OFFERED],
        initial=DAYS_OFFERED[1],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, allowed: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "scopes", [(scope, SCOPE_WORDS[scope]) for scope in allowed])

    def expires_at(self, now: datetime) -> datetime:
        """Return when the token dies."""
        return now + timedelta(days=self.cleaned_data["days"])
