"""The forms of those who set the numbers of ideas, and of those who wish for the digest."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.proposals.rules.settings import LIMITS, MOST_DAYS, MOST_SUPPORTS, Duty, Threshold

NUMBERS: Mapping[str, Any] = {
    "a_day": _("Ideas that one person may publish in a day"),
    "an_hour": _("Ideas that one person may support in an hour"),
    "least_age": _("Years that a supporter must have; 0 asks nobody"),
    "least_assured": _("How sure the city must be of a supporter: 0 says so, 1 e-mail, 2 identity proved"),
    "route_days": _("Working days until an officer is named"),
    "review_days": _("Working days of a review"),
    "extended_days": _("Working days of a review that takes longer"),
    "ask_days": _("Days that an author has to reply"),
    "check_days": _("Days that a resident has to say whether it is done"),
    "check_asked": _("Residents who are asked whether it is done"),
    "check_yes": _("So many of them must say yes"),
}
DUTIES: Mapping[Duty, Any] = {
    Duty.CLERK: _("Names who answers"),
    Duty.PANEL: _("May lift ideas over the threshold"),
    Duty.MODERATOR: _("Moderates"),
}


class NumbersForm(forms.Form):
    """Every number with its limits."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Make a field of each number."""
        super().__init__(*args, **options)
        for name, label in NUMBERS.items():
            least, most = LIMITS[name]
            self.fields[name] = forms.IntegerField(label=label, min_value=least, max_value=most)


class ThresholdForm(forms.Form):
    """How many supporters in how many days, in an area or the whole city."""

    area = forms.TypedChoiceField(label=_("Where?"), required=False, coerce=int, empty_value=None)
    supports = forms.IntegerField(label=_("So many supporters"), min_value=1, max_value=MOST_SUPPORTS)
    days = forms.IntegerField(label=_("In so many days"), min_value=1, max_value=MOST_DAYS)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **options: Any) -> None:
        """Offer the whole city and its areas."""
        super().__init__(*args, **options)
        self.fields["area"].choices = [("", _("The whole city")), *areas]  # type: ignore[attr-defined]

    def threshold(self) -> Threshold:
        """Return what was typed."""
        return Threshold(days=self.cleaned_data["days"], supports=self.cleaned_data["supports"])


class DutyForm(forms.Form):
    """Whom the city trusts with a duty."""

    email = forms.EmailField(
        label=_("With which e-mail address do they sign in?"),
        help_text=_("Who names officers works for the city. The panel and moderators need not."),
    )
    duty = forms.ChoiceField(
        label=_("Which duty?"),
        choices=[(one.value, label) for one, label in DUTIES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the duty")},
    )


class DigestForm(forms.Form):
    """Of which area and topic the weekly digest shall be."""

    area = forms.TypedChoiceField(label=_("Of which area?"), required=False, coerce=int, empty_value=None)
    topic = forms.ChoiceField(label=_("About what?"), required=False)

    def __init__(self, *args: Any, topics: list[tuple[str, str]], areas: list[tuple[str, str]], **options: Any) -> None:
        """Offer all, each area, each topic."""
        super().__init__(*args, **options)
        self.fields["topic"].choices = [("", _("All topics")), *topics]  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", _("The whole city")), *areas]  # type: ignore[attr-defined]
