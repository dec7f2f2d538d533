"""What publishers say of a data set, the files they hand in, and what they decide of its columns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.text import localised, text_key
from madang.city.look.fields import DateField
from madang.city.opendata.rules.facts import LONGEST_TEXT, LONGEST_TITLE
from madang.city.opendata.rules.frequencies import FREQUENCIES, OFFERED
from madang.city.opendata.rules.licences import DEFAULT, LICENCES
from madang.city.opendata.rules.themes import THEMES

LANGUAGES = ("en", "ko", "zh")


def _named(values: Iterable[tuple[str, Mapping[str, str]]]) -> list[tuple[str, str]]:
    return [(key, localised(titles, text_key())) for key, titles in values]


class DescribeForm(forms.Form):
    """What the catalogue says of a data set."""

    title_en = forms.CharField(label=_("Title in English"), max_length=LONGEST_TITLE, required=False)
    title_ko = forms.CharField(label=_("Title in Korean"), max_length=LONGEST_TITLE, required=False)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=LONGEST_TITLE, required=False)
    text_en = forms.CharField(
        label=_("What it is, in English"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What one row is, where the figures come from, what they do not say. Plain words."),
    )
    text_ko = forms.CharField(
        label=_("What it is, in Korean"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    text_zh = forms.CharField(
        label=_("What it is, in Chinese"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    publisher = forms.ChoiceField(label=_("Who answers for it?"), error_messages={"required": _("Choose a department")})
    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    keywords = forms.CharField(
        label=_("Words people look for"), max_length=2_000, required=False, help_text=_("In any language, parted by commas.")
    )
    licence = forms.ChoiceField(label=_("Licence"), initial=DEFAULT)
    update_promise = forms.ChoiceField(
        label=_("How often will there be new rows?"),
        required=False,
        help_text=_("Everybody sees whether the promise is kept."),
    )
    contact_email = forms.EmailField(label=_("E-mail for questions"), required=False)
    place = forms.CharField(label=_("Where the data are about"), max_length=300, required=False)
    embargo = DateField(label=_("Not before"), required=False, help_text=_("Nothing of it is public before this day begins."))

    def __init__(self, *args: Any, departments: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offered: Mapping[str, list[tuple[str, str]]] = {
            "publisher": [("", str(_("Choose a department"))), *departments],
            "themes": _named((code, theme.titles) for code, theme in THEMES.items()),
            "licence": _named((key, licence.titles) for key, licence in LICENCES.items()),
            "update_promise": [("", str(_("No promise"))), *_named((code, FREQUENCIES[code].titles) for code in OFFERED)],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if len(departments) == 1:
            self.fields["publisher"].initial = departments[0][0]

    def clean(self) -> dict[str, Any]:
        """Ask for a title in one language at least."""
        told = super().clean() or {}
        if not any(told.get(f"title_{lang}") for lang in LANGUAGES):
            self.add_error("title_en", _("Give the data set a title, in one language at least"))
        return told

    def texts(self, kind: str) -> dict[str, str]:
        """Return the titles or the texts by language."""
        return {lang: self.cleaned_data[f"{kind}_{lang}"] for lang in LANGUAGES if self.cleaned_data.get(f"{kind}_{lang}")}

    def keyword_list(self) -> tuple[str, ...]:
        """Return the words that were typed, parted by commas of any script or by lines."""
        typed = self.cleaned_data.get("keywords", "")
        for mark in ("，", "、", ";", "\n"):
            typed = typed.replace(mark, ",")
        return tuple(word.strip() for word in typed.split(",") if word.strip())


class FileForm(forms.Form):
    """A file, or where it lies."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV, Excel, JSON, GeoJSON or Parquet, zipped or not, in any encoding. It is kept as it is."),
    )
    url = forms.URLField(
        label=_("Or its address"), required=False, max_length=2_000, assume_scheme="https",
        help_text=_("We fetch it now, for example https://example.org/trees.csv"),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What is new in it?"), max_length=500, required=False, help_text=_("People who follow the data read this.")
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        told = super().clean() or {}
        if not self.errors and bool(told.get("file")) == bool(told.get("url")):
            self.add_error("file", _("Choose a file, or give its address"))
        return told


class ColumnsForm(forms.Form):
    """A type for each column, and the columns that tell rows apart."""

    def __init__(
        self, *args: Any, columns: Sequence[Any], types: Mapping[str, Any], keys: Sequence[str] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.columns = tuple(columns)
        choices = list(types.items())
        for number, column in enumerate(self.columns):
            self.fields[f"type-{number}"] = forms.ChoiceField(label=column.name, choices=choices, initial=column.type)
            self.fields[f"key-{number}"] = forms.BooleanField(required=False, initial=column.name in keys)

    def types(self) -> dict[str, str]:
        """Return the types that are other than those found, by column."""
        chosen = ((column, self.cleaned_data[f"type-{number}"]) for number, column in enumerate(self.columns))
        return {column.name: kind for column, kind in chosen if kind != column.type or column.evidence.why_key == "publisher"}

    def keys(self) -> tuple[str, ...]:
        """Return the columns that tell rows apart."""
        return tuple(column.name for number, column in enumerate(self.columns) if self.cleaned_data.get(f"key-{number}"))


class NoteForm(forms.Form):
    """Words that go with a publication."""

    note = forms.CharField(
        label=_("What is new in it?"), max_length=500, required=False, help_text=_("People who follow the data read this.")
    )


class ReasonForm(forms.Form):
    """Why data are taken back."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The page stays and says so."),
        error_messages={"required": _("Say why: people build on these data")},
    )


class AnswerForm(forms.Form):
    """What the publisher says to a correction."""

    answer = forms.CharField(
        label=_("Answer"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Whoever proposed it reads this. If you decline, say why."),
    )
