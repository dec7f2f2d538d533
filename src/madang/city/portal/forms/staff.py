"""What staff write and choose when they work on a case."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.portal.forms.cases import words_field
from madang.city.portal.rules.cases import Outcome

OUTCOMES = (
    (Outcome.GRANTED.value, _("Grant")),
    (Outcome.PARTLY_GRANTED.value, _("Grant in part")),
    (Outcome.REFUSED.value, _("Refuse")),
)


class AskForm(forms.Form):
    """Papers and words that the applicant is asked for."""

    evidence = forms.MultipleChoiceField(label=_("Which papers?"), required=False, widget=forms.CheckboxSelectMultiple)
    body = words_field(
        _("In your words"),
        rows=3,
        required=False,
        help_text=_("The applicant reads this in the letter. Say what a good answer looks like."),
    )

    def __init__(self, *args: Any, papers: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if papers:
            self.fields["evidence"].choices = papers  # type: ignore[attr-defined]
        else:
            del self.fields["evidence"]


class WaitForm(forms.Form):
    """Whom the case waits for."""

    whom = forms.CharField(
        label=_("Whom do we wait for?"), max_length=200, help_text=_("The applicant reads this, for example “Fire service”.")
    )


class DecideForm(forms.Form):
    """A decision with its reasons."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=OUTCOMES, widget=forms.RadioSelect)
    reasons = words_field(
        _("Reasons"),
        rows=5,
        required=False,
        help_text=_("They stand in the letter. Give the rule, what was found, and what can be done."),
    )


class WordsForm(forms.Form):
    """A note, a message, a word with a proposal sent back."""

    words = words_field(_("Words"), rows=3)

    def __init__(self, *args: Any, label: Any = None, required: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["words"]
        field.label, field.required = label or field.label, required


class StatusForm(forms.Form):
    """The sentence under the state."""

    words = forms.CharField(
        label=_("A sentence for the applicant"), max_length=200, required=False, help_text=_("It goes when the state changes.")
    )


class AssignForm(forms.Form):
    """A colleague."""

    to_staff = forms.TypedChoiceField(label=_("Colleague"), coerce=int, empty_value=None)

    def __init__(self, *args: Any, colleagues: Sequence[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to_staff"].choices = [("", _("Choose")), *colleagues]  # type: ignore[attr-defined]


class FilterForm(forms.Form):
    """What the inbox shows."""

    q = forms.CharField(required=False, max_length=200)
    queue = forms.CharField(required=False, max_length=20)
    service = forms.CharField(required=False, max_length=120)
    state = forms.CharField(required=False, max_length=24)
    after = forms.CharField(required=False, max_length=200)


class BulkForm(forms.Form):
    """Cases chosen in the inbox, and what to do with them."""

    ACTIONS = ("take", "start", "assign", "ask")
    action = forms.ChoiceField(choices=[(one, one) for one in ACTIONS])
    case = forms.MultipleChoiceField(choices=())

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["case"].choices = [(one, one) for one in data.getlist("case")]  # type: ignore[attr-defined]
