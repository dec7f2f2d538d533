"""A straw ballot as a form without script: marks, places or points, in the order in which the options stand on the page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from madang.city.kernel.refusals import Refusal, sentence
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.rules.choices import why_not_choice
from madang.city.voting.rules.ranking import moved
from madang.city.voting.rules.votes import Kind, Terms

ONE = (Kind.YES_NO, Kind.SINGLE)
BY_POINTS = (Kind.SCORE, Kind.POINTS)
LONGEST_NUMBER = 5


class BallotForm(forms.Form):
    """What somebody marks. ``choice`` is what ``services.casting`` takes; nothing marked is a blank ballot.

    vote    whose ballot it is
    labels  the options' words by number, in the order in which they stand on the page
    """

    def __init__(self, *args: Any, vote: VoteView, labels: Mapping[int, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.vote, self.labels = vote, labels
        self.choice: Any = None
        self.pressed = 0
        make = {Kind.RANKING: self._places, Kind.SCORE: self._points, Kind.POINTS: self._points}
        self.fields.update(make.get(vote.kind, self._marks)())

    @classmethod
    def moved(cls, told: Mapping[str, str], *, vote: VoteView, labels: Mapping[int, Any]) -> "BallotForm":
        """Return the form of a ranking after an arrow was pressed, without accusing anybody of what is not done yet."""
        way, _, number = told.get("move", "").partition("-")
        places = {one: told.get(f"place_{one}", "") for one in labels}
        ranked = sorted((one for one in labels if _is_place(places[one])), key=lambda one: int(places[one]))
        option = int(number) if _is_place(number) else 0
        order = moved(ranked, option, up=way == "up", most=vote.maximum) if option in labels else ranked
        form = cls({f"place_{one}": str(place) for place, one in enumerate(order, 1)}, vote=vote, labels=labels)
        form.pressed = option
        return form

    @property
    def order(self) -> Sequence[int]:
        """Return the options as a ranking shows them: those with a place first, in order."""
        if self.vote.kind is not Kind.RANKING:
            return list(self.labels)
        places = {one: str(self[f"place_{one}"].value() or "") for one in self.labels}
        return sorted(self.labels, key=lambda one: int(places[one]) if _is_place(places[one]) else len(self.labels) + 1)

    @property
    def sent(self) -> Sequence[tuple[str, str]]:
        """Return names and values that make the same ballot once more."""
        if "choice" in self.cleaned_data:
            marked = self.cleaned_data["choice"]
            return [("choice", value) for value in ([marked] if isinstance(marked, str) else marked) if value]
        return [(name, str(value)) for name, value in self.cleaned_data.items() if value]

    @property
    def choice_errors(self) -> Sequence[str]:
        """Return what is wrong with marks, which share one field."""
        return [str(one) for one in self.errors.get("choice", ())]

    def clean(self) -> dict[str, Any]:
        """Make the choice, and set an error beside what cannot be counted so."""
        if not self.errors:
            self.choice = self._choice()
            one = self.vote
            terms = Terms(one.kind, one.rule, len(one.options), one.seats, one.minimum, one.maximum, one.most_points)
            if reason := why_not_choice(self.choice, terms):
                self.add_error(self._place_of(reason), sentence(reason))
        return self.cleaned_data

    def _marks(self) -> dict[str, forms.Field]:
        choices = [(str(number), label) for number, label in self.labels.items()]
        stray = {"invalid_choice": _("Choose one of the options of this vote.")}
        if self.vote.kind in ONE:
            return {"choice": forms.ChoiceField(choices=choices, widget=forms.RadioSelect, required=False, error_messages=stray)}
        several = forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, required=False, error_messages=stray
        )
        return {"choice": several}

    def _places(self) -> dict[str, forms.Field]:
        places = [("", _("No place")), *((str(place), str(place)) for place in range(1, self.vote.maximum + 1))]
        stray = {"invalid_choice": _("Choose a place from 1 to %(most)s.") % {"most": self.vote.maximum}}
        return {
            f"place_{number}": forms.TypedChoiceField(
                choices=places,
                coerce=int,
                empty_value=None,
                required=False,
                label=label,
                error_messages=stray,
                widget=forms.Select(attrs={"class": "govuk-select"}),
            )
            for number, label in self.labels.items()
        }

    def _points(self) -> dict[str, forms.Field]:
        most = self.vote.most_points
        bounds = _("Enter a whole number from 0 to %(most)s.") % {"most": most}
        errors = {"invalid": bounds, "min_value": bounds, "max_value": bounds}
        return {
            f"points_{number}": forms.IntegerField(
                min_value=0,
                max_value=most,
                required=False,
                label=label,
                error_messages=errors,
                widget=forms.NumberInput(attrs={"class": "govuk-input", "inputmode": "numeric", "autocomplete": "off"}),
            )
            for number, label in self.labels.items()
        }

    def _choice(self) -> Any:
        told = self.cleaned_data
        if self.vote.kind in ONE:
            return [int(told["choice"])] if told["choice"] else []
        if self.vote.kind is Kind.APPROVAL:
            return [int(one) for one in told["choice"]]
        if self.vote.kind in BY_POINTS:
            return {str(number): told[f"points_{number}"] for number in self.labels if told[f"points_{number}"]}
        ranks = defaultdict(list)
        for number in self.labels:
            if told[f"place_{number}"]:
                ranks[told[f"place_{number}"]].append(number)
        return [ranks[place] for place in sorted(ranks)]

    def _place_of(self, reason: Refusal) -> str:
        """Return the field beside which an error stands."""
        if "choice" in self.fields:
            return "choice"
        if reason.key == "voting.choice_same_rank":
            shared = self.choice[reason.params["rank"] - 1]
            return next(f"place_{number}" for number in reversed(self.labels) if number in shared)
        return next(iter(self.fields))


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER
