"""From a plain Django form field to what the field templates print: one value, decided here, printed there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.forms.widgets import Input
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from madang.city.look.fields import DatePartsInput

GROUPS = ("radios", "checkboxes", "date")
CLASSES = {
    "input": "govuk-input",
    "password": "govuk-input govuk-password-input__input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of radios, checkboxes or a select."""

    id: str
    value: Any
    label: Any
    chosen: bool
    hint: Any
    group: Any


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field as its template needs it."""

    kind: str
    id: str
    target: str
    name: str
    label: Any
    hint: Any
    errors: Sequence[str]
    optional: bool
    described_by: str
    attrs: SafeString
    value: Any
    choices: Sequence[Choice]
    parts: Sequence[dict[str, Any]]
    most: int | None
    template: str

    @property
    def is_group(self) -> bool:
        """Tell whether the field is a fieldset with a legend."""
        return self.kind in GROUPS


def kind_of(widget: forms.Widget) -> str:
    """Return which template prints a widget."""
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (DatePartsInput, "date"),
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.Select, "select"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Textarea, "textarea"),
        (forms.PasswordInput, "password"),
        (forms.FileInput, "file"),
        (Input, "input"),
    )
    return next((kind for cls, kind in kinds if isinstance(widget, cls)), "other")


def field_view(bound: BoundField, *, hint: Any = None, width: str = "") -> FieldView:
    """Return what the template of ``bound`` prints."""
    widget, field = bound.field.widget, bound.field
    kind = kind_of(widget)
    errors = _errors(bound, kind)
    hint = bound.help_text if hint is None else hint
    identity = bound.id_for_label if kind == "other" else bound.auto_id
    described = " ".join(filter(None, [f"{identity}-hint" if hint else "", f"{identity}-error" if errors else ""]))
    context = widget.get_context(bound.html_name, bound.value(), {"id": identity} | _said(described, errors, kind))["widget"]
    choices = _choices(context, field, identity)
    parts = _parts(bound, context, identity, described)
    return FieldView(
        kind=kind,
        id=identity,
        target=_target(kind, identity, choices, parts),
        name=bound.html_name,
        label=bound.label,
        hint=hint,
        errors=errors,
        optional=not field.required and kind != "checkbox",
        described_by=described,
        attrs=_attrs(context, kind, errors, width, is_code=getattr(field, "is_code", False)),
        value=context.get("value"),
        choices=choices,
        parts=parts,
        most=getattr(field, "max_length", None) if kind == "textarea" else None,
        template=f"look/components/fields/{kind}.html",
    )


MISSING = {
    "input": _("Fill in “%(label)s”"),
    "radios": _("Choose an answer to “%(label)s”"),
    "checkboxes": _("Choose at least one answer to “%(label)s”"),
    "select": _("Choose one of the list for “%(label)s”"),
    "checkbox": _("Tick “%(label)s” to go on"),
    "file": _("Choose a file for “%(label)s”"),
}


def _errors(bound: BoundField, kind: str) -> list[str]:
    """Return what is wrong; Django's bare "This field is required" becomes a sentence that names the field."""
    bare = str(forms.Field.default_error_messages["required"])
    named = str(MISSING.get(kind, MISSING["input"])) % {"label": bound.label}
    return [named if str(message) == bare else str(message) for message in bound.errors]


def _said(described: str, errors: list[str], kind: str) -> dict[str, str]:
    said = {}
    if described and kind not in GROUPS:
        said["aria-describedby"] = described
    if errors and kind not in GROUPS:
        said["aria-invalid"] = "true"
    return said


def _attrs(context: dict[str, Any], kind: str, errors: list[str], width: str, *, is_code: bool) -> SafeString:
    """Return the attributes of the control itself. ``required`` is left to the server, which says what is missing."""
    attrs = {name: value for name, value in context["attrs"].items() if name not in ("required", "cols")}
    classes = [CLASSES.get(kind, ""), attrs.pop("class", "")]
    if width:
        classes.append(f"govuk-input--width-{width}")
    if is_code:
        classes.append("md-code-input")
    if errors and kind in CLASSES:
        classes.append(f"govuk-{'input' if kind == 'password' else kind}--error")
    if context.get("type") and kind in ("input", "password"):
        attrs = {"type": "text" if context["type"] == "number" else context["type"]} | attrs
    if context.get("type") == "number":
        attrs = {"inputmode": "decimal"} | {key: value for key, value in attrs.items() if key not in ("step", "min", "max")}
    return flatatt({"class": " ".join(filter(None, classes))} | attrs if any(classes) else attrs)


def _choices(context: dict[str, Any], field: forms.Field, identity: str) -> list[Choice]:
    hints = getattr(field, "option_hints", {})
    found = []
    for group, options, _index in context.get("optgroups", ()):
        for option in options:
            place = option.get("attrs", {}).get("id") or f"{identity}_{option['index']}"
            value = option["value"]
            plain = str(value)
            hint = hints.get(plain, hints.get(value, ""))
            found.append(Choice(place, plain, option["label"], bool(option["selected"]), hint, group))
    return found


def _parts(bound: BoundField, context: dict[str, Any], identity: str, described: str) -> list[dict[str, Any]]:
    """Return the boxes of a date, the wrong ones marked."""
    if "parts" not in context:
        return []
    wrong: set[str] = set()
    if bound.errors:
        for problem in bound.form.errors.as_data().get(bound.name, []):
            wrong |= set((problem.params or {}).get("parts", ("day", "month", "year")))
    return [part | {"id": f"{identity}_{part['part']}", "wrong": part["part"] in wrong} for part in context["parts"]]


def _target(kind: str, identity: str, choices: Sequence[Choice], parts: Sequence[dict[str, Any]]) -> str:
    """Return the id that the error summary leads to."""
    if kind in ("radios", "checkboxes") and choices:
        return choices[0].id
    if parts:
        return str(next((part["id"] for part in parts if part["wrong"]), parts[0]["id"]))
    return identity
