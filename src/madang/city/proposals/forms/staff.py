"""The forms of those who work on ideas for the city."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.money import MINOR_DIGITS, Money
from madang.city.look.fields import DateField
from madang.city.proposals.forms.writing import LANGUAGES, PictureForm
from madang.city.proposals.rules.answers import LONGEST, LONGEST_BODY, LONGEST_LAW
from madang.city.proposals.rules.life import Decision
from madang.city.proposals.rules.pictures import LONGEST_ALTERNATIVE

LONGEST_TITLE = 200


def _words(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=_("Everybody reads this."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write the words that everybody reads")},
    )


def _money(label: Any) -> forms.DecimalField:
    digits = MINOR_DIGITS.get(settings.CITY_CURRENCY, 2)
    return forms.DecimalField(
        label=label, help_text=settings.CITY_CURRENCY, required=False, min_value=0, max_digits=15, decimal_places=digits
    )  # fmt: skip


def money(amount: Any) -> Money | None:
    """Return an amount of the city's currency as it was typed; None where nothing was."""
    if amount is None:
        return None
    return Money(int(amount * 10 ** MINOR_DIGITS.get(settings.CITY_CURRENCY, 2)), settings.CITY_CURRENCY)


class _Said(forms.Form):
    """Words with the language that they are written in."""

    language = forms.ChoiceField(label=_("Which language is it written in?"), choices=LANGUAGES)


class SayForm(_Said):
    """Words for everybody."""

    text = _words(_("Your words"))
    field_order: tuple[str, ...] = ("text", "language")


class RouteForm(forms.Form):
    """Who answers, by name."""

    officer = forms.TypedChoiceField(
        label=_("Who answers?"), coerce=int, error_messages={"required": _("Choose who answers, by name")}
    )  # fmt: skip

    def __init__(self, *args: Any, officers: list[tuple[str, str]], **options: Any) -> None:
        """Offer the officers with their departments."""
        super().__init__(*args, **options)
        self.fields["officer"].choices = [("", _("Choose an officer")), *officers]  # type: ignore[attr-defined]


class ReassignForm(RouteForm, SayForm):
    """Who answers from now on, and why."""

    field_order: tuple[str, ...] = ("officer", "text", "language")


class AnswerForm(SayForm):
    """The city's answer."""

    decision = forms.ChoiceField(
        label=_("What does the city decide?"), widget=forms.RadioSelect, error_messages={"required": _("Choose the decision")}
    )  # fmt: skip
    reason = forms.ChoiceField(label=_("The reason, where the answer is no"), required=False)
    next_on = DateField(label=_("The day of the next step, where the answer is yes"), required=False)
    cost = _money(_("What it costs"))
    law = forms.CharField(label=_("The law that counts"), max_length=LONGEST_LAW, required=False)
    forwarded_to = forms.CharField(
        label=_("The body that decides, where it is forwarded"), max_length=LONGEST_BODY, required=False
    )
    field_order: tuple[str, ...] = ("decision", "text", "language", "reason", "next_on", "cost", "law", "forwarded_to")

    def __init__(
        self, *args: Any, decisions: list[tuple[str, Any]], reasons: list[tuple[str, Any]], **options: Any
    ) -> None:  # fmt: skip
        """Offer decisions and reasons in words."""
        super().__init__(*args, **options)
        self.fields["decision"].choices = decisions  # type: ignore[attr-defined]
        self.fields["reason"].choices = [("", _("No reason needed")), *reasons]  # type: ignore[attr-defined]

    def clean_decision(self) -> Decision:
        """Return the decision."""
        return Decision(self.cleaned_data["decision"])


class PlanForm(SayForm):
    """By when it begins, with how much money."""

    start_on = DateField(label=_("By when does it begin?"))
    cost = _money(_("With how much money?"))
    field_order: tuple[str, ...] = ("text", "language", "start_on", "cost")


class StartForm(SayForm):
    """By when it is done."""

    finish_on = DateField(label=_("By when is it done?"))
    field_order: tuple[str, ...] = ("text", "language", "finish_on")


class MilestoneForm(_Said):
    """A step that is done."""

    title = forms.CharField(
        label=_("What was reached?"), max_length=LONGEST_TITLE, error_messages={"required": _("Say what was reached")}
    )  # fmt: skip
    text = forms.CharField(label=_("More about it"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    on_date = DateField(label=_("On which day?"))
    spent = _money(_("What did it cost?"))
    finish_on = DateField(label=_("By when is all done, if that has changed?"), required=False)
    picture = forms.FileField(
        label=_("A picture of it"),
        help_text=_("JPEG, PNG or WebP, 15 MB at most. Where it was taken is removed. You can add more afterwards."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alternative = forms.CharField(
        label=_("What does the picture show?"),
        help_text=_("For those who do not see it"),
        max_length=LONGEST_ALTERNATIVE,
        required=False,
    )
    field_order: tuple[str, ...] = (
        "title", "text", "language", "on_date", "spent", "finish_on", "picture", "alternative",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for words where there is a picture."""
        told = super().clean() or {}
        if told.get("picture") and not told.get("alternative"):
            self.add_error("alternative", _("Say what the picture shows"))
        return told


class StepPictureForm(PictureForm):
    """One more picture of a step that was told of."""

    milestone = forms.TypedChoiceField(
        label=_("Of which step?"), coerce=int, error_messages={"required": _("Choose the step that it shows")}
    )  # fmt: skip
    field_order: tuple[str, ...] = ("milestone", "picture", "alternative")

    def __init__(self, *args: Any, milestones: list[tuple[str, str]], **options: Any) -> None:
        """Offer the steps, the last one first."""
        super().__init__(*args, **options)
        self.fields["milestone"].choices = milestones  # type: ignore[attr-defined]


class VoteForm(forms.Form):
    """The question of an official vote, and when it runs."""

    question = forms.CharField(
        label=_("What shall people vote on?"),
        help_text=_("A question that yes or no answers. Everything else is set on the vote's own pages, before it is announced."),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Write the question")},
    )
    language = forms.ChoiceField(label=_("Which language is it written in?"), choices=LANGUAGES)
    opens_on = DateField(label=_("From which day on?"))
    closes_on = DateField(label=_("Until which day?"))


class ServiceForm(forms.Form):
    """A service of the city to which an idea led."""

    service = forms.ChoiceField(
        label=_("Which service?"), error_messages={"required": _("Choose the service")}
    )  # fmt: skip

    def __init__(self, *args: Any, services: list[tuple[str, str]], **options: Any) -> None:
        """Offer the city's own services."""
        super().__init__(*args, **options)
        self.fields["service"].choices = [("", _("Choose a service")), *services]  # type: ignore[attr-defined]


class CaseForm(forms.Form):
    """A case in which an idea is carried on."""

    case = forms.CharField(
        label=_("The number of the case"),
        help_text=_("A case that you may see, for example MD-7K3F-2QX. Everybody reads which service it is of, nobody whose."),
        max_length=20,
        error_messages={"required": _("Write the number of the case")},
    )
