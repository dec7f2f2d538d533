"""The forms of those who write an idea."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.look.fields import SpotField
from madang.city.places import queries as places
from madang.city.proposals.rules.names import Shown
from madang.city.proposals.rules.pictures import LONGEST_ALTERNATIVE
from madang.city.proposals.rules.writing import LONGEST_TEXT, LONGEST_TITLE, Point, Writing

LANGUAGES = (("en", "English"), ("ko", "한국어"), ("zh", "中文"))


class IdeaForm(forms.Form):
    """What an idea says, about what and where."""

    title = forms.CharField(
        label=_("What should the city do?"),
        help_text=_("In one sentence, for example: A crossing that gives older people enough time"),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Say in one sentence what the city should do")},
    )
    text = forms.CharField(
        label=_("Why, and how?"),
        help_text=_(
            "Everybody reads this. Leave out names, addresses and telephone numbers of others."
            " **bold**, - lists and [links](address) work."
        ),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Say why, and how it could be done")},
    )
    topic = forms.ChoiceField(label=_("What is it about?"), error_messages={"required": _("Choose what it is about")})
    area = forms.ChoiceField(label=_("Where?"), required=False)
    spot = SpotField(
        find=places.spot,
        label=_("The place itself, if it has one"),
        help_text=_("An address, for example 12 Maru Street, or a point such as 37.5001, 127.0102. Its area is found by itself."),
        required=False,
        max_length=200,
    )
    language = forms.ChoiceField(label=_("Which language is it written in?"), choices=LANGUAGES)

    def __init__(
        self, *args: Any, topics: list[tuple[str, str]], areas: list[tuple[str, str]], is_whole: bool = True, **options: Any
    ) -> None:
        """Offer topics and areas; a draft may lack anything (``is_whole`` false)."""
        super().__init__(*args, **options)
        self.fields["topic"].choices = [("", _("Choose a topic")), *topics]  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", _("The whole city")), *areas]  # type: ignore[attr-defined]
        if self.is_bound and not is_whole:
            for field in self.fields.values():
                field.required = False

    def writing(self) -> Writing:
        """Return what was typed."""
        told = self.cleaned_data
        point = Point(*told["spot"]) if told["spot"] else None
        return Writing(
            title=told["title"],
            text=told["text"],
            topic=told["topic"],
            language=told["language"] or "en",
            area_id=int(told["area"]) if told["area"] and point is None else None,
            point=point,
        )


class PictureForm(forms.Form):
    """A picture and what it shows."""

    picture = forms.FileField(
        label=_("Add a picture"),
        help_text=_("JPEG, PNG or WebP, 15 MB at most. Where it was taken is removed."),
        error_messages={"required": _("Choose a picture")},
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alternative = forms.CharField(
        label=_("What does it show?"),
        help_text=_("For those who do not see it, for example: The bus stop on Eunha Street, without shade"),
        max_length=LONGEST_ALTERNATIVE,
        error_messages={"required": _("Say what the picture shows")},
    )


class InviteForm(forms.Form):
    """Somebody who is asked to sign too."""

    called = forms.CharField(
        label=_("Whom do you invite to sign?"),
        help_text=_("A name for yourself, to tell the links apart. Nobody else sees it."),
        max_length=60,
        error_messages={"required": _("Write a name, to tell the links apart")},
    )


class NameForm(forms.Form):
    """What others see of a name."""

    shown = forms.ChoiceField(
        label=_("What may others see of your name?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what others may see of your name")},
    )

    def __init__(self, *args: Any, names: dict[Shown, str], **options: Any) -> None:
        """Show each choice as others would read it."""
        super().__init__(*args, **options)
        labels = {Shown.NAME: _("My name"), Shown.INITIALS: _("Initials"), Shown.NOTHING: _("No name")}
        field = self.fields["shown"]
        field.choices = [(one.value, labels[one]) for one in Shown]  # type: ignore[attr-defined]
        field.option_hints = {one.value: names[one] or _("a resident") for one in Shown}  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """Words for everybody: a reply, an objection, a reason."""

    text = forms.CharField(
        label=_("Your words"),
        help_text=_("Everybody reads this."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write something")},
    )


class OtherForm(forms.Form):
    """The idea that stands for this one."""

    other = forms.CharField(
        label=_("The number of the other idea"),
        help_text=_("The last part of its address, for example MD-7K3F-2QX"),
        max_length=20,
        error_messages={"required": _("Write the number of the other idea")},
    )


class CheckForm(forms.Form):
    """Whether it is done as promised."""

    is_done = forms.ChoiceField(
        label=_("Is it done as the city promised?"),
        choices=(("yes", _("Yes")), ("no", _("No, not yet"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no")},
    )
    text = forms.CharField(
        label=_("What did you see?"),
        help_text=_("Everybody reads this, without your name."),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
