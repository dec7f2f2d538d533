"""What a resident says of a cell: what should stand there, and how one can tell."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.opendata.rules.corrections import LONGEST_VALUE, LONGEST_WHY

HINTS = {
    "integer": _("A whole number, for example 1204"),
    "decimal": _("A number with a point, for example 12.5"),
    "boolean": _("yes or no"),
    "date": _("A day, for example 2026-11-27"),
    "time": _("A time, for example 08:30"),
    "datetime": _("A day and a time, for example 2026-11-27 08:30"),
}


class CorrectionForm(forms.Form):
    """A correction of one cell."""

    wanted = forms.CharField(label=_("What should stand there?"), max_length=LONGEST_VALUE, required=False)
    why = forms.CharField(
        label=_("How do you know?"),
        help_text=_("What you saw, where and when, or where it is written. Everybody can read this, so leave out names."),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say how you know, so that the department can check it")},
    )

    def __init__(self, *args: Any, kind: str = "text", **more: Any) -> None:
        super().__init__(*args, **more)
        hint = HINTS.get(kind)
        empty = _("Leave it empty if nothing should stand there.")
        self.fields["wanted"].help_text = f"{hint}. {empty}" if hint else empty
