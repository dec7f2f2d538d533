"""A form with every kind of field."""

from typing import Any

from django import forms

from madang.city.look.fields import DateField, OneTimeCodeField


class EveryField(forms.Form):
    """One of each."""

    name = forms.CharField(help_text="As on your card")
    born = DateField()
    hours = forms.ChoiceField(widget=forms.RadioSelect, choices=[("day", "Daytime"), ("long", "Long day")])
    needs = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, choices=[("food", "Food"), ("help", "Help")]
    )
    district = forms.ChoiceField(choices=[("", "Choose"), ("City", [("a", "Naru")])])
    story = forms.CharField(max_length=400, widget=forms.Textarea)
    secret = forms.CharField(widget=forms.PasswordInput)
    letter = forms.FileField(required=False)
    agree = forms.BooleanField()
    code = OneTimeCodeField()
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["hours"].option_hints = {"long": "7:30 to 19:30"}


FILLED = {
    "name": "Park Haru", "born_day": "14", "born_month": "3", "born_year": "2024", "hours": "long", "needs": ["food"],
    "district": "a", "story": "It is long.", "secret": "geheim", "agree": "on", "code": "12 34-56",
}  # fmt: skip
