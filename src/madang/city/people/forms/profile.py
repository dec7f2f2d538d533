"""What residents tell about themselves."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.refusals import sentence
from madang.city.look.fields import DateField
from madang.city.people import rules
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


class ProfileForm(forms.Form):
    """One name as its owner writes it; everything else may stay empty."""

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
    home_address = forms.CharField(
        label=_("Home address"),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    home_area = forms.TypedChoiceField(
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
    languages = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        help_text=_("So that the city can find somebody who speaks one of them."),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["home_area"].choices = [("", _("Not chosen")), *places.area_options(AREA_LEVEL)]

    def clean_name(self) -> str:
        """Return the tidied name."""
        name = rules.tidy_name(self.cleaned_data["name"])
        return self._checked(name, rules.why_not_name(name))

    def clean_birth_date(self) -> date | None:
        """Return the date."""
        born = self.cleaned_data["birth_date"]
        return self._checked(born, rules.why_not_birth_date(born, today=self.today) if born else None)

    def clean_languages(self) -> list[str]:
        """Return the languages."""
        spoken = self.cleaned_data["languages"]
        return self._checked(spoken, rules.why_not_languages(spoken))

    def details(self) -> Details:
        """Return what was told."""
        told = self.cleaned_data
        return Details(
            name=told["name"],
            birth_date=told["birth_date"],
            gender=told["gender"],
            home_address=told["home_address"],
            home_area_id=told["home_area"],
            languages=tuple(told["languages"]),
            phone=told["phone"],
        )

    @staticmethod
    def _checked(value: Any, reason: Any) -> Any:
        if reason:
            raise forms.ValidationError(sentence(reason))
        return value
