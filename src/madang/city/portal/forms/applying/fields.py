"""Django's fields for the fields of a definition. They are never cleaned: the definition's own checks do that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.text import localised, text_key
from madang.city.look.fields import DatePartsInput
from madang.city.portal.definitions.model import Field, FieldType, Texts

Say = Callable[[Texts | None], str]
MOST_RADIOS = 12
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
_AUTOCOMPLETE = {
    "resident.name": "name", "resident.email": "email", "resident.phone": "tel", "resident.birth_date": "bday",
    "resident.address": "address-line1",
}  # fmt: skip
_ACCEPT = {"jpg": ".jpg,.jpeg", "heic": ".heic,.heif"}


def plain(texts: Texts | None) -> str:
    """Return a text for a place that takes no marks, such as a sentence or a page's title."""
    return localised(texts or {}, text_key())


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file that was put in, as the form lists it. ``scan``: waiting, clean, infected, unscanned."""

    id: UUID
    name: str
    size_bytes: int
    scan: str


class DashedDateInput(DatePartsInput):
    """The three boxes of a date under the names that definitions read: NAME-day, NAME-month, NAME-year."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return the boxes with what was typed."""
        context = super().get_context(name, value, attrs)
        for part in context["widget"]["parts"]:
            part["name"] = f"{name}-{part['part']}"
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str] | None:
        """Return the three texts, or None if all are empty."""
        typed = {part: str(data.get(f"{name}-{part}", "")) for part in ("day", "month", "year")}
        return typed if any(typed.values()) else None


class ManyFilesInput(forms.FileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True


def django_field(field: Field, say: Say, areas: Sequence[tuple[str, list[tuple[str, str]]]] = ()) -> forms.Field:
    """Return what shows a field of a definition.

    areas  groups of (code, name) for a field that asks for a neighbourhood
    """
    common: dict[str, Any] = {"label": say(field.label), "help_text": say(field.hint), "required": field.required}
    if field.type is FieldType.AREA:
        return forms.ChoiceField(choices=[("", _("Choose a neighbourhood")), *areas], **common)
    make = _MAKERS.get(field.type, _text)
    made = make(field, say, common)
    hints = {option.id: say(option.hint) for option in field.options if option.hint}
    if hints:
        made.option_hints = hints  # type: ignore[attr-defined]
    return made


def address_fields(field: Field, say: Say) -> dict[str, forms.Field]:
    """Return the three boxes of an address by the ends of their names."""
    known = field.fact == "resident.address"

    def box(label: Any, hint: Any, *, required: bool, complete: str) -> forms.Field:
        attrs = {"autocomplete": complete if known else "off"}
        return forms.CharField(label=label, help_text=hint, required=required, widget=forms.TextInput(attrs=attrs))

    return {
        "line": box(_("Street and number"), "", required=field.required, complete="address-line1"),
        "detail": box(_("Building, flat or floor"), "", required=False, complete="address-line2"),
        "postcode": box(_("Postcode"), "", required=False, complete="postal-code"),
    }


def _text(field: Field, say: Say, common: dict[str, Any]) -> forms.Field:
    kinds = {FieldType.EMAIL: forms.EmailInput, FieldType.PHONE: _PhoneInput}
    attrs = {"autocomplete": _AUTOCOMPLETE.get(field.fact or "", "off")}
    if field.type in (FieldType.NUMBER, FieldType.MONEY):
        attrs["inputmode"] = "decimal" if field.decimals else "numeric"
    if field.type in (FieldType.EMAIL, FieldType.PHONE):
        attrs |= {"spellcheck": "false"}
    return forms.CharField(widget=kinds.get(field.type, forms.TextInput)(attrs=attrs), **common)


class _PhoneInput(forms.TextInput):
    input_type = "tel"


def _long_text(field: Field, say: Say, common: dict[str, Any]) -> forms.Field:
    most = int(float(field.max)) if field.max else 4_000
    made = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), **common)
    # The counter under the box reads this; the browser's own limit would cut pasted text without a word.
    made.max_length = most
    return made


def _date(field: Field, say: Say, common: dict[str, Any]) -> forms.Field:
    common["help_text"] = common["help_text"] or _("For example, 14 3 2024")
    return forms.Field(widget=DashedDateInput, **common)


def _yes_no(field: Field, say: Say, common: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **common)


def _choice(field: Field, say: Say, common: dict[str, Any]) -> forms.Field:
    choices = [(option.id, say(option.label)) for option in field.options]
    if len(choices) > MOST_RADIOS:
        return forms.ChoiceField(choices=[("", _("Choose")), *choices], **common)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)


def _choices(field: Field, say: Say, common: dict[str, Any]) -> forms.Field:
    choices = [(option.id, say(option.label)) for option in field.options]
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)


def _declaration(field: Field, say: Say, common: dict[str, Any]) -> forms.Field:
    return forms.BooleanField(**common)


def _file(field: Field, say: Say, common: dict[str, Any]) -> forms.Field:
    limits = field.files
    types = limits.types if limits else ()
    many = limits is not None and limits.count > 1
    attrs = {"accept": ",".join(_ACCEPT.get(one, f".{one}") for one in types)}
    widget = ManyFilesInput(attrs=attrs | {"multiple": True}) if many else forms.FileInput(attrs=attrs)
    common |= {"label": _("Add a file"), "help_text": ""}
    return forms.FileField(widget=widget, **common)


_MAKERS: dict[FieldType, Callable[[Field, Say, dict[str, Any]], forms.Field]] = {
    FieldType.LONG_TEXT: _long_text, FieldType.DATE: _date, FieldType.YES_NO: _yes_no, FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices, FieldType.DECLARATION: _declaration, FieldType.FILE: _file,
}  # fmt: skip
