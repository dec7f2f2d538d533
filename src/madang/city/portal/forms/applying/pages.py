"""One page of the form: its questions with what was typed, what is wrong, what is known, and what another device says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from madang.city.kernel.text.languages import text_key
from madang.city.look.words.numbers import SIGNS
from madang.city.portal.definitions.answers import FieldError, Walked, fields_now, validate
from madang.city.portal.definitions.model import Field, FieldType, Step
from madang.city.portal.forms.applying.fields import FileLine, Say, address_fields, django_field, plain
from madang.city.portal.forms.applying.sentences import sentence, step_sentence, wrong_parts
from madang.city.portal.forms.applying.showing import shown_when
from madang.city.portal.rules import typed as typing
from madang.city.portal.rules.typed import ADDRESS_PARTS, Inputs

AreaGroups = Sequence[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Item:
    """A question on the page: its field, or the three boxes of an address; what stands around it."""

    kind: str
    name: str
    label: str
    hint: str
    bound: BoundField
    parts: tuple[BoundField, ...] = ()
    prefix: str = ""
    suffix: str = ""
    width: str = ""
    is_inline: bool = False
    is_known: bool = False
    is_hidden: bool = False
    depends_on: str = ""
    depends_values: str = ""
    files: tuple[FileLine, ...] = ()
    is_full: bool = False
    limits: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """The questions of a step, or of one entry of a repeated step."""

    number: int
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows.

    walked   the step with the facts on entering it
    inputs   what was typed, by name of input
    blank    how many empty entries a repeated step offers besides
    known    inputs that the profile gives
    other    what another device saved meanwhile; None if nothing did
    files    the files of the draft by id
    """

    walked: Walked
    inputs: Inputs
    today: date
    errors: Sequence[FieldError] = ()
    file_errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    blank: int = 0
    known: Inputs = field(default_factory=dict)
    other: Inputs | None = None
    files: Mapping[str, FileLine] = field(default_factory=dict)
    areas: AreaGroups = ()
    minor_digits: int = 0


class StepForm(forms.Form):
    """The fields of one page, bound to what was typed. Nothing is cleaned here; the errors are those it was given."""

    def __init__(self, typed: MultiValueDict[str, Any], told: Mapping[str, list[ValidationError]]) -> None:
        super().__init__(data=typed, use_required_attribute=False)
        self.entries: tuple[Entry, ...] = ()
        self.shown: tuple[str, ...] = ()
        self._told = told

    def full_clean(self) -> None:
        """Take over the errors."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
        for name, errors in self._told.items():
            self._errors[name] = self.error_class(errors, renderer=self.renderer)


def step_form(shown: Shown, say: Say) -> StepForm:
    """Return the form of a page."""
    return _Builder(shown, say).form()


class _Builder:
    def __init__(self, shown: Shown, say: Say) -> None:
        self.shown, self.say, self.step = shown, say, shown.walked.step
        self.named = _named_fields(self.step, shown)
        self.made = StepForm(MultiValueDict(shown.inputs), self._errors())

    def form(self) -> StepForm:
        """Return the form with its entries."""
        if self.step.repeat is None:
            values = [self._values()]
            entries = [Entry(0, "", self._items("", values[0]))]
        else:
            values = self._values().get(self.step.id, [])
            count = len(values) + self.shown.blank
            item = plain(self.step.repeat.item)
            entries = [
                Entry(number, _("%(item)s %(number)s") % {"item": item, "number": number + 1}, self._items(
                    f"{self.step.id}-{number}-", values[number] if number < len(values) else {}
                ))
                for number in range(count)
            ]  # fmt: skip
        self.made.entries = tuple(entries)
        self.made.shown = tuple(item.name for entry in entries for item in entry.items if not item.is_hidden)
        return self.made

    def _values(self) -> dict[str, Any]:
        """Return what the typed texts mean as far as they mean anything: it decides which questions are asked."""
        shown = self.shown
        facts = shown.walked.facts
        return dict(validate(self.step, shown.inputs, facts=facts, today=shown.today, minor_digits=shown.minor_digits).values)

    def _items(self, prefix: str, values: Mapping[str, Any]) -> tuple[Item, ...]:
        asked = fields_now(self.step, values, self.shown.walked.facts, "item" if self.step.repeat else "answers")
        ids = {one.id for one in asked}
        found = []
        for one in self.step.fields:
            rule = shown_when(one, self.step)
            if one.id in ids or rule is not None:
                depends = (f"{prefix}{rule.field_id}", "|".join(rule.values)) if rule else ("", "")
                found.append(self._item(one, f"{prefix}{one.id}", depends, is_hidden=one.id not in ids))
        return tuple(found)

    def _item(self, one: Field, name: str, depends: tuple[str, str], *, is_hidden: bool) -> Item:
        if one.type is FieldType.ADDRESS:
            for part, made in address_fields(one, self.say).items():
                self.made.fields[f"{name}-{part}"] = made
            parts = tuple(self.made[f"{name}-{part}"] for part in ADDRESS_PARTS)
            bound = parts[0]
        else:
            self.made.fields[name] = django_field(one, self.say, self.shown.areas)
            parts, bound = (), self.made[name]
        files = self._files(name) if one.type is FieldType.FILE else ()
        known = {key: self.shown.known[key] for key in typing.names_of(one, name) if key in self.shown.known}
        return Item(
            kind=one.type.value, name=name, label=self.say(one.label), hint=self.say(one.hint), bound=bound, parts=parts,
            prefix=_sign_before(one), suffix=_sign_after(one), width=_width(one),
            is_inline=one.type is FieldType.YES_NO, is_hidden=is_hidden, depends_on=depends[0], depends_values=depends[1],
            is_known=bool(known) and all(self.shown.inputs.get(key) == texts for key, texts in known.items()),
            files=files, is_full=_is_full(one, files),
            limits=_limits(one), other=self._other(one, name),
        )  # fmt: skip

    def _files(self, name: str) -> tuple[FileLine, ...]:
        wanted = dict.fromkeys(self.shown.inputs.get(f"{name}-files", ()))
        return tuple(self.shown.files[one] for one in wanted if one in self.shown.files)

    def _other(self, one: Field, name: str) -> str:
        """Return the other device's answer in words, where it differs; a dash where it has none."""
        if self.shown.other is None:
            return ""
        names = list(typing.names_of(one, name))
        mine = [self.shown.inputs.get(key, []) for key in names]
        theirs = [self.shown.other.get(key, []) for key in names]
        if mine == theirs:
            return ""
        texts = [text for part in theirs for text in part]
        labels = {option.id: plain(option.label) for option in one.options} | {"yes": _("Yes"), "no": _("No"), "on": _("Yes")}
        if one.type is FieldType.FILE:
            texts = [self.shown.files[text].name for text in texts if text in self.shown.files]
        joint = "-" if one.type is FieldType.DATE else ", "
        return joint.join(labels.get(text, text) for text in texts) or "–"

    def _errors(self) -> dict[str, list[ValidationError]]:
        told: dict[str, list[ValidationError]] = {}
        for error in self.shown.errors:
            one = self.named.get(error.field)
            if one is None:
                told.setdefault("__all__", []).append(ValidationError(step_sentence(error, self.step)))
                continue
            target = f"{error.field}-line" if one.type is FieldType.ADDRESS else error.field
            words = sentence(error, one, self._typed(one, error.field))
            said = ValidationError(words)
            if one.type is FieldType.DATE:
                said = ValidationError(words.replace("%", "%%"), params={"parts": wrong_parts(error)})
            told.setdefault(target, []).append(said)
        for name, sentences in self.shown.file_errors.items():
            told.setdefault(name, []).extend(ValidationError(words) for words in sentences)
        return told

    def _typed(self, one: Field, name: str) -> str:
        inputs = self.shown.inputs
        if one.type is FieldType.DATE:
            return " ".join(text for part in ("day", "month", "year") for text in inputs.get(f"{name}-{part}", ()))
        return (inputs.get(name) or [""])[-1]


def _named_fields(step: Step, shown: Shown) -> dict[str, Field]:
    """Return the fields by the names of their inputs, for every entry that stands on the page."""
    if step.repeat is None:
        return {one.id: one for one in step.fields}
    count = len(typing.numbers(step, shown.inputs)) + shown.blank
    return {f"{step.id}-{number}-{one.id}": one for number in range(count) for one in step.fields}


def _sign_before(one: Field) -> str:
    return SIGNS.get(settings.CITY_CURRENCY, {}).get("en", "") if one.type is FieldType.MONEY and text_key() == "en" else ""


def _sign_after(one: Field) -> str:
    if one.type is FieldType.MONEY and text_key() != "en":
        return SIGNS.get(settings.CITY_CURRENCY, {}).get(text_key(), settings.CITY_CURRENCY)
    return plain(one.unit)


def _width(one: Field) -> str:
    return {FieldType.NUMBER: "10", FieldType.MONEY: "10", FieldType.PHONE: "20"}.get(one.type, "")


def _is_full(one: Field, files: Sequence[FileLine]) -> bool:
    return one.files is not None and sum(line.scan != "infected" for line in files) >= one.files.count


def _limits(one: Field) -> str:
    if one.files is None:
        return ""
    kinds = ", ".join(kind.upper() for kind in one.files.types)
    told = {"kinds": kinds, "megabytes": one.files.max_mb, "count": one.files.count}
    if one.files.count == 1:
        return _("%(kinds)s, at most %(megabytes)s MB") % told
    return _("%(kinds)s, at most %(megabytes)s MB each, up to %(count)s files") % told
