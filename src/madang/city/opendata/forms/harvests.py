"""What administrators say of a catalogue that is to be harvested."""

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.opendata.models.harvest import KINDS
from madang.city.opendata.services.harvesting.sources import MOST_HOURS

KIND_WORDS = {
    "ckan": _("CKAN (its action API)"),
    "dcat": _("DCAT (Turtle, RDF/XML or JSON-LD)"),
    "data-json": _("DCAT-US (data.json)"),
}
EVERY = (
    (None, _("Only when asked")),
    (1, _("Every hour")),
    (24, _("Every day")),
    (168, _("Every week")),
    (720, _("Every 30 days")),
)


class SourceForm(forms.Form):
    """A catalogue elsewhere."""

    slug = forms.RegexField(
        r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$",
        label=_("Short name"),
        max_length=60,
        help_text=_("Lower-case letters, digits and dashes. It stays when the catalogue moves."),
        error_messages={"invalid": _("Use lower-case letters, digits and dashes"), "required": _("Enter a short name")},
    )
    title = forms.CharField(label=_("What it is called"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("How it speaks"), choices=[(kind, KIND_WORDS[kind]) for kind in KINDS])
    url = forms.CharField(
        label=_("Its address"),
        max_length=1_000,
        help_text=_("For CKAN its home page, for the others the document or its first page."),
        error_messages={"required": _("Enter the address of the catalogue")},
    )
    every_hours = forms.TypedChoiceField(label=_("How often to read it"), required=False, empty_value=None)
    is_on = forms.BooleanField(label=_("Read it"), required=False, initial=True)

    def __init__(self, *args: object, is_new: bool = True, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        hours = self.fields["every_hours"]
        present = self.initial.get("every_hours")
        known = [one for one, _words in EVERY]
        others = [(present, _("Every %(n)s hours") % {"n": present})] if present and present not in known else []
        hours.choices = [("" if one is None else str(one), words) for one, words in (*EVERY, *others)]  # type: ignore[attr-defined]
        hours.coerce = lambda told: min(int(told), MOST_HOURS)  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["slug"]
