"""The forms of conversations: vote, say something, and lead one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.city.look.fields import DateField
from madang.city.proposals.forms.writing import LANGUAGES
from madang.city.proposals.rules.opinions import LONGEST, LONGEST_QUESTION, LONGEST_TEXT, Frame, Stance

BACK = "back"
STANCES = {"agree": Stance.AGREE, "pass": Stance.PASS, "disagree": Stance.DISAGREE}
LONGEST_REFERENCE = 20
LONGEST_SEEDS = 10_000


class VoteForm(forms.Form):
    """A tap on a statement; ``back`` takes the vote back."""

    number = forms.IntegerField(min_value=1, max_value=100_000)
    stance = forms.ChoiceField(choices=[(one, one) for one in (*STANCES, BACK)])


class SayForm(forms.Form):
    """A statement of one's own."""

    text = forms.CharField(
        label=_("Your statement"),
        help_text=_("One thought that people can agree or disagree with. Everybody reads it; your name is not shown."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you want to say")},
    )
    language = forms.ChoiceField(label=_("Which language is it written in?"), choices=LANGUAGES)


class SeedForm(forms.Form):
    """Statements of the city, one a line."""

    seeds = forms.CharField(
        label=_("Statements of the city"),
        help_text=_("One a line, each of 140 characters at most. Put both sides, so that nobody is led."),
        max_length=LONGEST_SEEDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write one statement a line")},
    )
    language = forms.ChoiceField(label=_("Which language are they written in?"), choices=LANGUAGES)

    def clean_seeds(self) -> tuple[str, ...]:
        """Return the lines that say something."""
        return tuple(line.strip() for line in self.cleaned_data["seeds"].splitlines() if line.strip())


class LinkForm(forms.Form):
    """What a conversation is about."""

    topic = forms.ChoiceField(label=_("Which topic is it about?"), required=False)
    idea = forms.CharField(
        label=_("Or which idea?"),
        help_text=_("The idea's number, for example MD-7K3F-92. Its topic is taken over."),
        max_length=LONGEST_REFERENCE,
        required=False,
    )

    def __init__(self, *args: Any, topics: list[tuple[str, str]], **options: Any) -> None:
        """Offer the topics."""
        super().__init__(*args, **options)
        self.fields["topic"].choices = [("", _("Choose a topic")), *topics]  # type: ignore[attr-defined]

    def clean_idea(self) -> str:
        """Return the number as ideas carry it."""
        return str(self.cleaned_data["idea"]).strip().upper()


class OpenForm(SeedForm, LinkForm):
    """A conversation: what is asked, about what, until when, and how it is moderated."""

    question_en = forms.CharField(label=_("The question, in English"), max_length=LONGEST_QUESTION, required=False)
    question_ko = forms.CharField(label=_("The question, in Korean"), max_length=LONGEST_QUESTION, required=False)
    question_zh = forms.CharField(label=_("The question, in Chinese"), max_length=LONGEST_QUESTION, required=False)
    text_en = forms.CharField(
        label=_("What there is to know, in English"), max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    text_ko = forms.CharField(
        label=_("What there is to know, in Korean"), max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    text_zh = forms.CharField(
        label=_("What there is to know, in Chinese"), max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    ends_on = DateField(label=_("Its last day"), required=False)
    checks_first = forms.TypedChoiceField(
        label=_("When does a moderator look at a statement?"),
        coerce=lambda value: value == "before",
        choices=[("after", _("After it is shown")), ("before", _("Before anybody else sees it"))],
        widget=forms.RadioSelect,
        initial="after",
        error_messages={"required": _("Choose when a moderator looks")},
    )
    field_order: tuple[str, ...] = (
        "question_en", "question_ko", "question_zh", "topic", "idea", "text_en", "text_ko", "text_zh", "ends_on",
        "checks_first", "seeds", "language",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        """Let it begin without statements too."""
        super().__init__(*args, **options)
        self.fields["seeds"].required = False

    def question(self) -> dict[str, str]:
        """Return what is asked, by language."""
        return self._by_language("question")

    def frame(self) -> Frame:
        """Return how it is led."""
        told = self.cleaned_data
        return Frame(self._by_language("text"), told["ends_on"], told["checks_first"], told["seeds"], told["language"])

    def _by_language(self, part: str) -> dict[str, str]:
        said = {lang: self.cleaned_data[f"{part}_{lang}"].strip() for lang, _label in LANGUAGES}
        return {lang: words for lang, words in said.items() if words}
