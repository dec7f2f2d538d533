"""The forms of those who write, translate and report comments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.proposals.forms.writing import LANGUAGES
from madang.city.proposals.rules.comments import LONGEST, Side
from madang.city.proposals.rules.moderation import LONGEST_NOTE, LONGEST_REASONS, Reason
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.services.moderation.sentences import REASONS

OF_SEVERAL = [
    (Side.FOR.value, _("Something that speaks for an option")),
    (Side.AGAINST.value, _("Something that speaks against an option")),
    (Side.QUESTION.value, _("I have a question")),
]


def _words(label: Any, hint: Any, most: int = LONGEST) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write something")},
    )


class EditForm(forms.Form):
    """The words of a comment, and their language."""

    text = _words(
        _("Your words"),
        _("Everybody reads this. Leave out names, addresses and telephone numbers of others. **bold** and - lists work."),
    )
    language = forms.ChoiceField(label=_("Which language is it written in?"), choices=LANGUAGES)


class ReplyForm(EditForm):
    """A reply, and what others see of its author's name."""

    shown = forms.ChoiceField(
        label=_("What may others see of your name?"),
        choices=[
            (Shown.INITIALS.value, _("Initials")),
            (Shown.NAME.value, _("My name")),
            (Shown.NOTHING.value, _("No name")),
        ],
    )


class BeginForm(ReplyForm):
    """A comment that begins a thread."""

    side = forms.ChoiceField(
        label=_("What do you want to say?"),
        choices=[
            (Side.FOR.value, _("I am for it")),
            (Side.AGAINST.value, _("I am against it")),
            (Side.QUESTION.value, _("I have a question")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you are for it, against it, or ask something")},
    )
    field_order: tuple[str, ...] = ("side", "text", "language", "shown")

    def __init__(self, *args: Any, is_yes_no: bool = True, **options: Any) -> None:
        """Ask what one says of a thing, or of one of several options: nobody is asked how they vote."""
        super().__init__(*args, **options)
        if not is_yes_no:
            self.fields["side"].choices = OF_SEVERAL  # type: ignore[attr-defined]
            self.fields["side"].error_messages["required"] = _("Choose what you want to say")


class TranslateForm(forms.Form):
    """What a comment says in another language."""

    into = forms.ChoiceField(label=_("Into which language?"))
    text = _words(_("The translation"), _("Readers are told that a person has translated it."))

    def __init__(self, *args: Any, written_in: str, **options: Any) -> None:
        """Offer every language but the comment's own."""
        super().__init__(*args, **options)
        self.fields["into"].choices = [one for one in LANGUAGES if one[0] != written_in]  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """Why a text should not stand."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=[(one.value, REASONS[one]) for one in Reason],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with it")},
    )
    note = forms.CharField(
        label=_("Anything a moderator should know?"),
        help_text=_("Only moderators read it. They do not see who reports."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ObjectionForm(forms.Form):
    """Why a text should be shown again."""

    text = _words(_("Why should it be shown?"), _("Another moderator reads it, not the one who decided."), LONGEST_REASONS)
