"""What staff fill in around a vote: its list, letters, answer, tablets and ballots on paper."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.look.fields import DateField
from madang.city.voting.forms.bounds import between
from madang.city.voting.forms.staff import WRITTEN
from madang.city.voting.rules.answers import LONGEST, Answer, Decision
from madang.city.voting.rules.electorate import Roll
from madang.city.voting.rules.kiosks import MOST_HOURS
from madang.city.voting.services.kiosks import LONGEST_PLACE
from madang.city.voting.services.letters import MOST_PRINTED


class RollForm(forms.Form):
    """A file with the list of those who may vote."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_("A CSV file or an Excel workbook. The first column counts; a first line that only names it is skipped."),
        error_messages={"required": _("Choose the file that holds the list")},
    )


class LettersForm(forms.Form):
    """How many letters."""

    count = forms.IntegerField(
        label=_("How many letters?"),
        **between(1, MOST_PRINTED),
        help_text=_("Each has its own code. Print some more than you need, for letters that come back."),
    )


class AnswerForm(forms.Form):
    """What the city does with a result."""

    decision = forms.ChoiceField(
        label=_("What does the city do?"),
        widget=forms.RadioSelect,
        choices=[
            (Decision.ADOPTED.value, _("It does what the result says")),
            (Decision.IN_PART.value, _("It does a part of it")),
            (Decision.NOT.value, _("It does not do it")),
        ],
        error_messages={"required": _("Choose what the city does")},
    )
    next_on = DateField(
        label=_("By which day does the next step come?"),
        required=False,
        help_text=_("Leave this empty only where nothing follows."),
    )

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        names = dict(WRITTEN)
        self.languages = [language, *(one for one in names if one != language)]
        for one in self.languages:
            self.fields[f"text_{one}"] = forms.CharField(
                label=_("The reasons: %(name)s") % {"name": names.get(one, one)},
                help_text=_("Everybody reads this.") if one == language else "",
                required=one == language,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 6}),
                error_messages={"required": _("Write the reasons that everybody reads")},
            )

    @property
    def answer(self) -> Answer:
        """Return the answer as it was typed."""
        told = self.cleaned_data
        texts: Mapping[str, str] = {one: told[f"text_{one}"] for one in self.languages if told[f"text_{one}"].strip()}
        return Answer(Decision(told["decision"]), texts, told["next_on"])


class KioskForm(forms.Form):
    """Where a tablet stands, and for how long."""

    place = forms.CharField(
        label=_("Where does it stand?"),
        max_length=LONGEST_PLACE,
        help_text=_("For example: Central library, ground floor"),
        error_messages={"required": _("Name the place")},
    )
    hours = forms.IntegerField(label=_("For how many hours from now?"), initial=8, **between(1, MOST_HOURS))

    @property
    def duration(self) -> timedelta:
        """Return how long it serves."""
        return timedelta(hours=self.cleaned_data["hours"])


class FindForm(forms.Form):
    """Who stands before the desk."""

    words = forms.CharField(
        label=_("Who has come?"),
        max_length=120,
        help_text=_("Name and birth date, for example Kim Haru 1984-03-14, an e-mail address, or the code of a letter."),
        error_messages={"required": _("Enter a name, an e-mail address or a code")},
    )


class FindNumberForm(forms.Form):
    """The number of who stands before the desk, where a list of numbers says who may vote."""

    words = forms.CharField(
        label=_("Which telephone number is theirs?"),
        max_length=40,
        help_text=_("For example 010-1234-5678. Let them show you that it is theirs. It is kept nowhere."),
        error_messages={"required": _("Enter the telephone number")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )


def find_form(roll: Roll | None, data: Any) -> FindForm | FindNumberForm:
    """Return the form by which a desk finds who may vote; ``data`` is what was sent of it, None where nothing was."""
    return FindNumberForm(data) if roll is Roll.NUMBERS else FindForm(data)


class BatchForm(forms.Form):
    """A batch of ballots on paper as one clerk reads them."""

    batch = forms.CharField(
        label=_("The batch"),
        max_length=20,
        help_text=_("As it stands on its envelope, for example LIB-01."),
        error_messages={"required": _("Enter what stands on the envelope")},
    )
    ballots = forms.CharField(
        label=_("The ballots, one on each line, in the order in which they lie"),
        widget=forms.Textarea(attrs={"rows": 14, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type the ballots, one on each line")},
    )
