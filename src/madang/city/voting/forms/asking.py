"""What residents fill in to start a straw vote, one subject a form."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.city.kernel import clock
from madang.city.look.fields import DateField
from madang.city.voting.forms.bounds import between
from madang.city.voting.forms.where import WhereForm
from madang.city.voting.rules.asking import (
    LONGEST_DESCRIPTION,
    LONGEST_OPTION,
    LONGEST_QUESTION,
    MOST_OPTIONS,
    MOST_POINTS,
    Asked,
)
from madang.city.voting.rules.electorate import LEAST_AGE, MOST_AGE
from madang.city.voting.rules.votes import RULES_OF, Kind, Mode, Rule, Shown
from madang.city.voting.services.asking import LONGEST_PICTURE_TEXT, yes_or_no

HOURS = [(f"{hour:02d}:00", f"{hour:02d}:00") for hour in range(24)]
POINTS = 10


def discussed_field() -> forms.BooleanField:
    """Return the choice of whether residents discuss a vote."""
    return forms.BooleanField(
        label=_("Residents may discuss it until it closes"),
        required=False,
        help_text=_("For and against, and questions, on a page that everybody reads. Moderators look at what is reported."),
    )


class QuestionForm(forms.Form):
    """The question and what may be answered."""

    question = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST_QUESTION,
        help_text=_("For example: What shall stand on the square?"),
        error_messages={"required": _("Write the question that people answer.")},
    )
    description = forms.CharField(
        label=_("What people should know before they answer"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind = forms.ChoiceField(
        label=_("How do people answer?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how people answer.")},
        choices=[
            (Kind.YES_NO.value, _("Yes or no")),
            (Kind.SINGLE.value, _("They choose one option")),
            (Kind.APPROVAL.value, _("They choose several options")),
            (Kind.RANKING.value, _("They put options in order")),
            (Kind.SCORE.value, _("They give each option points")),
            (Kind.POINTS.value, _("They share out points among the options")),
        ],
    )
    options = forms.CharField(
        label=_("The options, one on each line"),
        required=False,
        max_length=MOST_OPTIONS * (LONGEST_OPTION + 2),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Leave this empty for yes or no."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for options where the answer is not yes or no."""
        told = self.cleaned_data
        if told.get("kind") and told["kind"] != Kind.YES_NO and "options" in told and len(self.lines) < 2:
            self.add_error("options", _("Write two options or more, each on a line of its own."))
        return told

    @property
    def lines(self) -> Sequence[str]:
        """Return the options as they were typed."""
        return [line.strip() for line in self.cleaned_data.get("options", "").splitlines() if line.strip()]

    def applied(self, asked: Asked) -> Asked:
        """Return the question with what was typed; how it is counted starts from what fits the kind."""
        told, language = self.cleaned_data, asked.language
        kind = Kind(told["kind"])
        options = yes_or_no() if kind is Kind.YES_NO else tuple({language: line} for line in self.lines)
        description = {language: told["description"]} if told["description"] else {}
        whole = replace(asked, question={language: told["question"]}, description=description, options=options)
        if kind is asked.kind and len(options) == len(asked.options):
            return whole
        many = 1 if kind in (Kind.YES_NO, Kind.SINGLE) else len(options)
        points = POINTS if kind in (Kind.SCORE, Kind.POINTS) else 0
        return replace(
            whole, kind=kind, rule=RULES_OF[kind][0], seats=1, minimum=1, maximum=many, most_points=points, shuffled=many > 1
        )


class CountingForm(forms.Form):
    """Limits of a ballot, and the rule."""

    minimum = forms.IntegerField(label=_("At least so many options"), min_value=1, max_value=MOST_OPTIONS)
    maximum = forms.IntegerField(label=_("At most so many options"), min_value=1, max_value=MOST_OPTIONS)
    most_points = forms.IntegerField(label=pgettext_lazy("to give", "Points"), min_value=1, max_value=MOST_POINTS)
    rule = forms.ChoiceField(
        label=_("How is it counted?"),
        widget=forms.RadioSelect,
        choices=[
            (Rule.IRV.value, _("Instant run-off: round by round the last option leaves")),
            (Rule.BORDA.value, _("Borda: each place gives points")),
            (Rule.SCHULZE.value, _("Schulze: options are compared in pairs")),
        ],
    )
    shuffled = forms.BooleanField(label=_("Shuffle the options for each person, so that none is always first"), required=False)

    def __init__(self, *args: Any, kind: Kind, **options: Any) -> None:
        super().__init__(*args, **options)
        unused = {
            Kind.YES_NO: ("minimum", "maximum", "most_points", "rule", "shuffled"),
            Kind.SINGLE: ("minimum", "maximum", "most_points", "rule"),
            Kind.APPROVAL: ("most_points", "rule"),
            Kind.RANKING: ("most_points",),
        }
        for name in unused.get(kind, ("rule",)):
            del self.fields[name]

    def applied(self, asked: Asked) -> Asked:
        """Return the question with these limits."""
        told = self.cleaned_data
        rule = Rule(told["rule"]) if "rule" in told else asked.rule
        return replace(asked, **{name: value for name, value in told.items() if name != "rule"}, rule=rule)


class WhoForm(WhereForm):
    """Who may vote: ages, areas, a place that they live near; how many must."""

    age_from = forms.IntegerField(label=_("From which age?"), min_value=LEAST_AGE, max_value=MOST_AGE)
    age_until = forms.IntegerField(label=_("Until which age?"), min_value=LEAST_AGE, max_value=MOST_AGE, required=False)
    quorum_people = forms.IntegerField(
        label=_("How many people must take part, so that the result says something?"),
        min_value=1,
        required=False,
        help_text=_("Leave this empty if every result counts."),
    )
    quorum_percent = forms.IntegerField(
        label=_("Or how many percent of those who may vote?"),
        required=False,
        **between(1, 100),
        help_text=_("They are counted when the vote opens."),
    )
    field_order = ("age_from", "age_until", "areas", "place", "spot", "metres", "quorum_people", "quorum_percent")

    def applied(self, asked: Asked) -> Asked:
        """Return the question with this electorate."""
        told = self.cleaned_data
        who = replace(self.limited(asked.electorate), age_from=told["age_from"], age_until=told["age_until"])
        return replace(asked, electorate=who, quorum_people=told["quorum_people"], quorum_percent=told["quorum_percent"])


class WhenForm(forms.Form):
    """The period, when results show, and whether residents discuss it meanwhile."""

    opens_on = DateField(label=_("On which day does it open?"))
    opens_hour = forms.ChoiceField(label=_("At which hour does it open?"), choices=HOURS)
    closes_on = DateField(label=_("On which day does it close?"))
    closes_hour = forms.ChoiceField(label=_("At which hour does it close?"), choices=HOURS)
    shown = forms.ChoiceField(
        label=_("When do results show?"),
        widget=forms.RadioSelect,
        choices=[
            (Shown.AFTER_CLOSING.value, _("After closing")),
            (Shown.AFTER_VOTING.value, _("To those who have voted, and to all after closing")),
            (Shown.ALWAYS.value, _("To everybody, at any time")),
        ],
    )
    discussed = discussed_field()

    def applied(self, asked: Asked) -> Asked:
        """Return the question with this period."""
        told = self.cleaned_data
        opens_at, closes_at = (at_hour(told[f"{name}_on"], told[f"{name}_hour"]) for name in ("opens", "closes"))
        shown, discussed = Shown(told["shown"]), told["discussed"]
        return replace(asked, opens_at=opens_at, closes_at=closes_at, shown=shown, discussed=discussed)


class PictureForm(forms.Form):
    """A picture for an option, and words for those who do not see it."""

    picture = forms.FileField(label=_("Picture (JPEG, PNG or WebP)"), required=False)
    words = forms.CharField(
        label=_("What the picture shows"),
        required=False,
        max_length=LONGEST_PICTURE_TEXT,
        help_text=_("For those who do not see it."),
    )


class WhyForm(forms.Form):
    """Why a vote ends without a result."""

    why = forms.CharField(
        label=_("Why do you cancel it?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads this."),
        error_messages={"required": _("Say why. People who voted want to know.")},
    )


def blank(language: str, now: datetime) -> Asked:
    """Return what a new straw vote starts from: everybody, for a week, from the next full hour on."""
    opens_at = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return Asked(
        mode=Mode.STRAW, language=language, question={}, options=(), opens_at=opens_at, closes_at=opens_at + timedelta(days=7)
    )


def at_hour(day: Any, hour: str) -> datetime:
    """Return an hour of a day in the city's time."""
    return datetime.combine(day, time.fromisoformat(hour), tzinfo=clock.city_zone())
