"""The forms of the counter: who stands there, and what they apply for."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

CHANNELS = [("counter", _("At the desk")), ("phone", _("On the telephone")), ("post", _("By post, on paper"))]
LANGUAGES = [("en", "English"), ("ko", "한국어"), ("zh", "简体中文")]


class FindForm(forms.Form):
    """Words that find one person: the whole e-mail address, or the whole name with the date of birth."""

    words = forms.CharField(
        label=_("Who is it for?"),
        help_text=_("The whole e-mail address, or the whole name and the date of birth: Kim Haru 1984-03-14"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter an e-mail address, or a name and a date of birth")},
    )


class RegisterForm(forms.Form):
    """Somebody who has no account yet; each form has a key of its own, by which a second press is known."""

    key = forms.UUIDField(initial=uuid.uuid4, required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Full name"),
        help_text=_("As on their papers, in any script"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the person's name")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Without one they get letters on paper, and can ask at any counter."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Write the e-mail address like name@example.org, or leave it empty")},
    )

    def clean_key(self) -> uuid.UUID:
        """Give a form that lost its key a new one."""
        return self.cleaned_data["key"] or uuid.uuid4()


class BeginForm(forms.Form):
    """What is applied for, on which way it came in, and in which language the city writes."""

    service = forms.ChoiceField(label=_("Which service?"), error_messages={"required": _("Choose a service")})
    channel = forms.ChoiceField(
        label=_("How does the application come in?"),
        choices=CHANNELS,
        widget=forms.RadioSelect,
        initial="counter",
        error_messages={"required": _("Choose how the application comes in")},
    )
    language = forms.ChoiceField(
        label=_("In which language shall we write to them?"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language")},
    )

    def __init__(self, *args: Any, services: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", _("Choose a service")), *services]  # type: ignore[attr-defined]
