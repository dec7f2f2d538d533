"""What is said beside a field when its answer cannot be taken: the value, and the remedy."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from madang.city.kernel.text.languages import text_key
from madang.city.look.words import dates, numbers
from madang.city.portal.definitions.answers import FieldError
from madang.city.portal.definitions.model import Field, FieldType, Step
from madang.city.portal.forms.applying.fields import plain

_REQUIRED: Mapping[FieldType, Any] = {
    FieldType.DATE: _("Enter a date for “%(label)s”, for example 14 3 2024"),
    FieldType.YES_NO: _("Choose an answer to “%(label)s”"),
    FieldType.CHOICE: _("Choose an answer to “%(label)s”"),
    FieldType.CHOICES: _("Choose at least one answer to “%(label)s”"),
    FieldType.FILE: _("Add a file for “%(label)s”"),
    FieldType.ADDRESS: _("Enter street and number for “%(label)s”"),
    FieldType.AREA: _("Choose a neighbourhood for “%(label)s”"),
    FieldType.NUMBER: _("Enter a number for “%(label)s”"),
    FieldType.MONEY: _("Enter an amount for “%(label)s”"),
}
_FILL_IN = _("Fill in “%(label)s”")
_SENTENCES: Mapping[str, Any] = {
    "must_be_accepted": _("Tick “%(label)s” to go on"),
    "invalid_name": _("“%(value)s” has no letter in it. Write a name for “%(label)s”"),
    "invalid_email": _("“%(value)s” is not an e-mail address. Write it like name@example.org"),
    "invalid_phone": _("“%(value)s” is not a telephone number. Write it in digits, like 010-1234-5678"),
    "invalid_date": _("%(value)s is not a day of the calendar. Enter “%(label)s” in numbers, for example 14 3 2024"),
    "invalid_year": _("Enter the year for “%(label)s” in four digits, for example 2024"),
    "date_too_early": _("“%(label)s” must be %(min)s or later"),
    "date_too_late": _("“%(label)s” must be %(max)s or earlier"),
    "not_a_number": _("“%(value)s” is not a number. Enter “%(label)s” in digits, for example 12"),
    "too_many_decimals": _("“%(value)s” has too many digits behind the point. For “%(label)s” at most %(decimals)s are taken"),
    "too_small": _("“%(label)s” must be %(min)s or more; you wrote %(value)s"),
    "too_large": _("“%(label)s” must be %(max)s or less; you wrote %(value)s"),
    "too_short": _("“%(label)s” needs at least %(min)s characters; you wrote %(count)s"),
    "too_long": _("“%(label)s” takes at most %(max)s characters; you wrote %(count)s"),
    "not_an_option": _("Choose one of the answers given for “%(label)s”"),
    "too_few_choices": _("Choose at least %(min)s answers to “%(label)s”"),
    "too_many_choices": _("Choose at most %(max)s answers to “%(label)s”"),
    "file_type": _("“%(name)s” is not one of these: %(types)s. Save it as one of them, then add it again"),
    "file_too_large": _("“%(name)s” is larger than %(max_mb)s MB. Choose a smaller file"),
    "file_empty": _("“%(name)s” is empty. Choose the file again"),
    "too_many_files": _("At most %(max)s files are taken for “%(label)s”. Remove one"),
    "stale": _("Answer “%(label)s” again: the question has changed since"),
}
_MISSING_PART = {
    "day": _("Enter the day too for “%(label)s”, for example 14"),
    "month": _("Enter the month too for “%(label)s”, for example 3"),
    "year": _("Enter the year too for “%(label)s”, for example 2024"),
}
TOO_FEW_ENTRIES = _("At least %(min)s are needed here (%(item)s). Fill in one more")
TOO_MANY_ENTRIES = _("At most %(max)s can be given here (%(item)s). Remove one")
OUT_OF_PATTERN = _("“%(value)s” is not written as “%(label)s” must be. Compare it with your papers")


def sentence(error: FieldError, field: Field, typed: str) -> str:
    """Return the sentence for an error beside a field.

    typed  what the person wrote there
    """
    label = plain(field.label)
    params = {"label": label, "value": typed, "count": len(typed)} | _readable(error.params, field)
    if error.key in ("required", "address_line_required"):
        return str(_REQUIRED.get(field.type, _FILL_IN) % params)
    if error.key == "date_incomplete":
        missing = error.params["missing"]
        return str((_MISSING_PART[missing[0]] if len(missing) == 1 else _REQUIRED[FieldType.DATE]) % params)
    if error.key == "pattern":
        return plain(error.params["text"]) if error.params.get("text") else str(OUT_OF_PATTERN % params)
    return str(_SENTENCES[error.key] % params)


def step_sentence(error: FieldError, step: Step) -> str:
    """Return the sentence for an error of a whole step that is filled in several times."""
    item = plain(step.repeat.item) if step.repeat else ""
    sentence = TOO_FEW_ENTRIES if error.key == "too_few_entries" else TOO_MANY_ENTRIES
    return str(sentence % (dict(error.params) | {"item": item}))


def wrong_parts(error: FieldError) -> list[str]:
    """Return the boxes of a date that have to change."""
    if error.key == "date_incomplete":
        return list(error.params["missing"])
    return ["year"] if error.key == "invalid_year" else ["day", "month", "year"]


def _readable(params: Mapping[str, Any], field: Field) -> dict[str, Any]:
    found = dict(params)
    for name in ("min", "max"):
        bound = found.get(name)
        if bound is None:
            continue
        if field.type is FieldType.DATE:
            found[name] = dates.date_plain(bound, text_key())
        elif isinstance(bound, int | float):
            found[name] = numbers.number(bound)
    if "types" in found:
        found["types"] = ", ".join(one.upper() for one in found["types"])
    return found
