"""What an auditor may look for."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.journal.queries import Wanted
from madang.city.kernel.clock import city_zone
from madang.city.kernel.registries.journal_verbs import verb_words
from madang.city.kernel.text import sort_key, text_key


def _box(example: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "govuk-input", "placeholder": example, "autocomplete": "off", "spellcheck": "false"})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"class": "govuk-input", "type": "date"})


class LookForm(forms.Form):
    """The filter of the journal's page."""

    about = forms.CharField(label=_("About"), required=False, max_length=120, widget=_box("case:17"))
    actor = forms.CharField(label=_("Done by"), required=False, max_length=120, widget=_box("staff:4"))
    verb = forms.ChoiceField(label=_("What was done"), required=False, widget=forms.Select(attrs={"class": "govuk-select"}))
    since = forms.DateField(label=_("From"), required=False, widget=_day())
    until = forms.DateField(label=_("Until"), required=False, widget=_day())

    def __init__(self, *args: Any, verbs: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(((verb, verb_words(verb)) for verb in verbs), key=lambda pair: sort_key(pair[1], text_key()))
        self.fields["verb"].choices = [("", _("Anything")), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("Choose a day that is not before the first one."))
        return given

    def wanted(self) -> Wanted:
        """Return what to look for, days as the city counts them."""
        given = self.cleaned_data
        zone = city_zone()
        since = datetime.combine(given["since"], time.min, zone) if given["since"] else None
        before = datetime.combine(given["until"] + timedelta(days=1), time.min, zone) if given["until"] else None
        return Wanted(about=given["about"].strip(), actor=given["actor"].strip(), verb=given["verb"], since=since, before=before)
