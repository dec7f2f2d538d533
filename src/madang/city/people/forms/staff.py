"""Who works where."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.text import localised
from madang.city.kernel.text.languages import text_key
from madang.city.look.fields import DateField
from madang.city.people.forms.choices import fill_choices
from madang.city.people.queries import Department, StaffLine
from madang.city.people.rules import Role

ROLE_WORDS = {
    Role.CASEWORKER: _("Caseworker"),
    Role.HEAD: _("Department head"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AUDITOR: _("Auditor"),
}
ROLE_HINTS = {
    Role.CASEWORKER.value: _("Works on the cases of the department"),
    Role.HEAD.value: _("Also decides in the department and shares out the work"),
    Role.ADMINISTRATOR.value: _("Also says who works for the city, and where"),
    Role.AUDITOR.value: _("Reads everything, changes nothing"),
}


class PlaceForm(forms.Form):
    """A department and a role."""

    department = forms.ChoiceField(label=_("Department"), error_messages={"required": _("Choose a department")})
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, words) for role, words in ROLE_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role")},
    )

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted((localised(one.name, text_key()), one.code) for one in departments)
        fill_choices(self, "department", [("", _("Choose a department")), *((code, name) for name, code in named)])
        self.fields["role"].option_hints = ROLE_HINTS  # type: ignore[attr-defined]


class StaffForm(PlaceForm):
    """Somebody who begins to work for the city."""

    field_order = ["name", "email", "department", "role"]
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter the name")})
    email = forms.EmailField(
        label=_("E-mail address at work"),
        help_text=_("They sign in with it. If it has no account yet, one is opened and a code sent at the first sign-in."),
        max_length=254,
        error_messages={"required": _("Enter an e-mail address like name@example.com")},
    )


class DeputyForm(forms.Form):
    """Who stands in, and when."""

    deputy = forms.TypedChoiceField(label=_("Who stands in?"), coerce=int, error_messages={"required": _("Choose who stands in")})
    first = DateField(label=_("First day"))
    last = DateField(label=_("Last day"))

    def __init__(self, *args: Any, others: Sequence[StaffLine], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_choices(self, "deputy", [("", _("Choose who stands in")), *((one.id, one.name) for one in others)])
        self.fields["first"].initial = today
