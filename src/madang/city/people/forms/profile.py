"""What residents tell about themselves."""

from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.refusals import Refusal, sentence
from madang.city.look.fields import DateField
from madang.city.people import rules
from madang.city.people.forms.choices import fill_choices
from madang.city.people.queries import Profile
from madang.city.people.rules import Gender
from madang.city.people.services import Details
from madang.city.places import queries as places

GENDERS = [
    ("", _("I do not want to say")),
    (Gender.FEMALE.value, _("Woman")),
    (Gender.MALE.value, _("Man")),
    (Gender.OTHER.value, _("In another way")),
]
LANGUAGES = [
    ("ko", "한국어"),
    ("en", "English"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
    ("vi", "Tiếng Việt"),
    ("th", "ภาษาไทย"),
    ("ja", "日本語"),
    ("ru", "Русский"),
    ("uz", "Oʻzbekcha"),
    ("mn", "Монгол"),
    ("ne", "नेपाली"),
    ("fil", "Filipino"),
    ("id", "Bahasa Indonesia"),
    ("km", "ភាសាខ្មែរ"),
    ("es", "Español"),
    ("fr", "Français"),
    ("ar", "العربية"),
    ("ksl", _("Korean sign language")),
]
AREA_LEVEL = "neighbourhood"
Value = TypeVar("Value")


class AboutForm(forms.Form):
    """Who somebody is. Only the name is asked for."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As you write it, in any script and any order. One letter is enough."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name as you write it. One letter is enough.")},
    )
    birth_date = DateField(
        label=_("Birth date"), help_text=_("Many services depend on age. For example 14 3 1984"), required=False
    )
    gender = forms.ChoiceField(label=_("Gender"), choices=GENDERS, required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, known: Profile, today: date, **kwargs: Any) -> None:
        start = {"name": known.name, "birth_date": known.birth_date, "gender": known.gender}
        super().__init__(*args, **{"initial": start, **kwargs})
        self.today = today

    def clean_name(self) -> str:
        """Return the tidied name."""
        name: str = rules.tidy_name(self.cleaned_data["name"])
        return _checked(name, rules.why_not_name(name))

    def clean_birth_date(self) -> date | None:
        """Return the date."""
        born: date | None = self.cleaned_data["birth_date"]
        return _checked(born, rules.why_not_birth_date(born, today=self.today) if born else None)


class HomeForm(forms.Form):
    """Where somebody lives and can be called."""

    home_address = forms.CharField(
        label=_("Home address"),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    home_area_id = forms.TypedChoiceField(
        label=_("Neighbourhood"),
        help_text=_("Decides which office looks after you and which local news you see."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, known: Profile, today: date, **kwargs: Any) -> None:
        start = {"home_address": known.home_address, "home_area_id": known.home_area_id, "phone": known.phone}
        super().__init__(*args, **{"initial": start, **kwargs})
        fill_choices(self, "home_area_id", [("", _("Not chosen")), *places.area_options(AREA_LEVEL)])


class LanguagesForm(forms.Form):
    """What somebody speaks."""

    languages = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        help_text=_("So that the city can find somebody who speaks one of them."),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, known: Profile, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"languages": list(known.languages)}, **kwargs})

    def clean_languages(self) -> tuple[str, ...]:
        """Return the languages."""
        spoken: tuple[str, ...] = tuple(self.cleaned_data["languages"])
        return _checked(spoken, rules.why_not_languages(spoken))


PARTS: dict[str, type[AboutForm] | type[HomeForm] | type[LanguagesForm]] = {
    "about": AboutForm,
    "home": HomeForm,
    "languages": LanguagesForm,
}


def details_with(known: Profile, told: dict[str, Any]) -> Details:
    """Return the profile with the fields that were told now."""
    return Details(**{field.name: told.get(field.name, getattr(known, field.name)) for field in fields(Details)})


def _checked(value: Value, reason: Refusal | None) -> Value:
    if reason:
        raise forms.ValidationError(sentence(reason))
    return value
