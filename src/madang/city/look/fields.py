"""Form fields that the city needs beside Django's own: a date in three boxes, a one-time code, a place."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.refusals import Refused, sentence

PARTS = ("day", "month", "year")
MISSING = {
    "day": _("Enter the day too, for example 14"),
    "month": _("Enter the month too, for example 3"),
    "year": _("Enter the year too, for example 2024"),
}


class DatePartsInput(forms.Widget):
    """Three boxes named NAME_day, NAME_month and NAME_year, in the order of the reader's language."""

    template_name = "look/components/fields/date.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return the boxes with what was typed."""
        context = super().get_context(name, value, attrs)
        typed = self._typed(value)
        order = PARTS if (get_language() or "en").startswith("en") else tuple(reversed(PARTS))
        context["widget"]["parts"] = [{"part": part, "name": f"{name}_{part}", "value": typed[part]} for part in order]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str] | None:
        """Return the three texts, or None if all are empty."""
        typed = {part: str(data.get(f"{name}_{part}", "")).strip() for part in PARTS}
        return typed if any(typed.values()) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether none of the boxes was sent."""
        return not any(f"{name}_{part}" in data for part in PARTS)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the id of the first box."""
        return f"{id_}_day" if id_ else id_

    @staticmethod
    def _typed(value: Any) -> dict[str, str]:
        if isinstance(value, str):
            value = date.fromisoformat(value) if value else None
        if isinstance(value, date):
            return {part: str(getattr(value, part)) for part in PARTS}
        return dict.fromkeys(PARTS, "") | (value or {})


class DateField(forms.Field):
    """A date typed into three boxes. Gives a ``datetime.date``; its errors say which box is wrong (params ``parts``)."""

    widget = DatePartsInput
    default_error_messages = {
        "required": _("Enter a date, for example 14 3 2024"),
        "digits": _("Write the date in numbers, for example 14 3 2024"),
        "unreal": _("%(typed)s is not a day of the calendar"),
        "early": _("Enter a date of %(least)s or later"),
        "late": _("Enter a date of %(most)s or earlier"),
    }

    def __init__(self, *, least: date | None = None, most: date | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as dates."""
        return DatePartsInput._typed(initial) != DatePartsInput._typed(data)

    def to_python(self, value: Any) -> date | None:
        """Return the date. Raises ValidationError that names the box."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        for part in PARTS:
            if not value[part]:
                raise ValidationError(MISSING[part], code="incomplete", params={"parts": [part]})
        wrong = [part for part in PARTS if not (value[part].isascii() and value[part].isdigit())]
        if wrong:
            raise ValidationError(self.error_messages["digits"], code="digits", params={"parts": wrong})
        try:
            return date(int(value["year"]), int(value["month"]), int(value["day"]))
        except (ValueError, OverflowError):
            typed = " ".join(value[part] for part in PARTS)
            raise ValidationError(self.error_messages["unreal"], code="unreal", params={"typed": typed, "parts": PARTS}) from None

    def validate(self, value: date | None) -> None:
        """Refuse a day out of bounds."""
        super().validate(value)
        if value and self.least and value < self.least:
            raise ValidationError(self.error_messages["early"], code="early", params={"least": self.least.isoformat()})
        if value and self.most and value > self.most:
            raise ValidationError(self.error_messages["late"], code="late", params={"most": self.most.isoformat()})


class OneTimeCodeField(forms.CharField):
    """A code from an e-mail or an authenticator: digits, no autocorrection, filled in by the phone."""

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**options)
        self.is_code = True

    def clean(self, value: Any) -> str:
        """Return the code without the gaps that people type."""
        return str(super().clean("".join(str(value or "").split()).replace("-", "")))


class SpotField(forms.CharField):
    """A place, typed as an address or as the point of a map. Gives what ``find`` returns of it, None where nothing was typed.

    find  returns the longitude and latitude of what was typed, or raises Refused
    """

    def __init__(self, *, find: Callable[[str], tuple[float, float]], **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off"}), **options)
        self._find = find

    def clean(self, value: Any) -> tuple[float, float] | None:
        """Return the point. Raises ValidationError with what is refused."""
        typed = super().clean(value).strip()
        try:
            return self._find(typed) if typed else None
        except Refused as problem:
            raise ValidationError(sentence(problem.refusal), code=problem.refusal.key) from None
