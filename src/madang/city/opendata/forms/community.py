"""The forms of the community's pages: asking, answering, showing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.text import localised, text_key
from madang.city.opendata.rules.community import GROUNDS, LONGEST_TEXT, LONGEST_TITLE, SHORTEST_TEXT


class AskForm(forms.Form):
    """What data somebody would like to have."""

    title = forms.CharField(
        label=_("Which data would you like?"),
        help_text=_("In a few words, for example: Waiting times at the swimming pools"),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Say in a few words which data you would like")},
    )
    text = forms.CharField(
        label=_("What would you do with them?"),
        help_text=_("Everybody reads this. Leave out names, addresses and telephone numbers, your own too."),
        min_length=SHORTEST_TEXT,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what you would do with the data"), "min_length": _("Say a little more")},
    )
    publisher = forms.ChoiceField(label=_("Who has them, if you know?"), required=False)

    def __init__(self, *args: Any, publishers: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the publishers by name."""
        super().__init__(*args, **kwargs)
        self.fields["publisher"].choices = [("", _("I do not know")), *publishers]  # type: ignore[attr-defined]


class TakeUpForm(forms.Form):
    """The publisher that has the data."""

    publisher = forms.ChoiceField(label=_("Who has the data?"))

    def __init__(self, *args: Any, publishers: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the city's publishers by name."""
        super().__init__(*args, **kwargs)
        self.fields["publisher"].choices = publishers  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    """The data set that fulfils a wish."""

    dataset = forms.CharField(
        label=_("Which data set answers it?"),
        help_text=_("The last part of its address: for /data/street-trees write street-trees"),
        max_length=300,
        error_messages={"required": _("Name the data set")},
    )
    answer = forms.CharField(
        label=_("A word to those who asked"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_dataset(self) -> str:
        """Take a whole address as well."""
        return str(self.cleaned_data["dataset"]).strip().rstrip("/").rsplit("/", 1)[-1]


class DeclineForm(forms.Form):
    """A refusal: its legal ground and the reasons."""

    ground = forms.ChoiceField(label=_("On which legal ground?"), error_messages={"required": _("Choose the legal ground")})
    answer = forms.CharField(
        label=_("Reasons"),
        help_text=_("Who asked must be able to understand them, and to object."),
        min_length=SHORTEST_TEXT,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Give the reasons"), "min_length": _("Say a little more")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the grounds in the reader's language."""
        super().__init__(*args, **kwargs)
        offered = [(one.key, localised(one.titles, text_key())) for one in GROUNDS.values()]
        self.fields["ground"].choices = [("", _("Choose one")), *offered]  # type: ignore[attr-defined]


class ShowcaseForm(forms.Form):
    """Something that was made of the data."""

    title = forms.CharField(
        label=_("What is it called?"), max_length=LONGEST_TITLE, error_messages={"required": _("Say what it is called")}
    )
    text = forms.CharField(
        label=_("What does it do?"),
        min_length=SHORTEST_TEXT,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what it does"), "min_length": _("Say a little more")},
    )
    url = forms.URLField(
        label=_("Where is it?"),
        help_text=_("Its address, beginning with https://"),
        max_length=1_000,
        assume_scheme="https",
        error_messages={"required": _("Give its address"), "invalid": _("Write the address like https://example.org/app")},
    )
    maker = forms.CharField(
        label=_("Who made it?"),
        help_text=_("As it should stand on the page: a name, a group, a firm"),
        max_length=200,
        error_messages={"required": _("Say who made it")},
    )
    datasets = forms.CharField(
        label=_("Which data sets does it use?"),
        help_text=_("The last parts of their addresses, each on its own line"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        error_messages={"required": _("Name at least one data set")},
    )

    def clean_datasets(self) -> list[str]:
        """Take addresses or their last parts, in lines or parted by commas."""
        told = self.cleaned_data["datasets"].replace(",", "\n").split("\n")
        return [one.strip().rstrip("/").rsplit("/", 1)[-1] for one in told if one.strip()]
