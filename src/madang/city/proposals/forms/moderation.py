"""The forms of moderators."""

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.proposals.forms.writing import LANGUAGES
from madang.city.proposals.rules.moderation import LONGEST_REASONS, Reason, Verdict
from madang.city.proposals.services.moderation.sentences import REASONS


class DecideForm(forms.Form):
    """Keep a text or hide it."""

    verdict = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[(Verdict.KEEP.value, _("Keep it: it is shown")), (Verdict.HIDE.value, _("Hide it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is kept or hidden")},
    )
    reason = forms.ChoiceField(
        label=_("The reason, where you hide it"),
        choices=[("", _("No reason needed")), *((one.value, REASONS[one]) for one in Reason)],
        required=False,
    )
    text = forms.CharField(
        label=_("Words for its author, where you hide it"),
        help_text=_("Say which words you mean, so that the author understands. Of an idea everybody reads them."),
        max_length=LONGEST_REASONS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Which language is it written in?"), choices=LANGUAGES)


class JudgeForm(forms.Form):
    """Whether the text stays hidden after an objection."""

    verdict = forms.ChoiceField(
        label=_("What do you judge?"),
        choices=[("upheld", _("It stays hidden")), ("overturned", _("It is shown again"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it stays hidden")},
    )
    text = forms.CharField(
        label=_("Your reasons, for its author"),
        max_length=LONGEST_REASONS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your reasons")},
    )
    language = forms.ChoiceField(label=_("Which language is it written in?"), choices=LANGUAGES)
