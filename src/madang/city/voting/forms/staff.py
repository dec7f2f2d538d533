"""What staff fill in to ask for the city, one subject a form; each form returns the question with what was typed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from madang.city.kernel import clock
from madang.city.kernel.text import language_key
from madang.city.look.fields import DateField
from madang.city.people.rules import Assurance, Gender
from madang.city.voting.forms import asking as residents
from madang.city.voting.forms import where
from madang.city.voting.forms.asking import HOURS, at_hour
from madang.city.voting.forms.bounds import between
from madang.city.voting.queries.wording import languages_named
from madang.city.voting.rules.asking import (
    LONGEST_DESCRIPTION,
    LONGEST_OPTION,
    LONGEST_QUESTION,
    MOST_ANSWER_DAYS,
    MOST_OPTIONS,
    Asked,
)
from madang.city.voting.rules.electorate import (
    LEAST_AGE,
    MOST_AGE,
    Electorate,
    Roll,
)
from madang.city.voting.rules.votes import RULES_OF, SEVERAL_SEATS, Kind, Rule

WRITTEN = [(language_key(code), name) for code, name in settings.LANGUAGES]
SPOKEN = ("ko", "en", "zh-Hans", "zh-Hant", "vi", "th", "ja", "ru", "uz", "mn", "ne", "id", "km")
RULES = [
    (Rule.IRV.value, _("Instant run-off: round by round the last option leaves")),
    (Rule.BORDA.value, _("Borda: each place gives points")),
    (Rule.SCHULZE.value, _("Schulze: options are compared in pairs, the strongest chains decide")),
    (Rule.COPELAND.value, _("Copeland: whoever wins most pairs wins")),
    (Rule.CONDORCET.value, _("Condorcet: whoever beats each other option in pairs wins; it may be that none does")),
]
_AREA = forms.Textarea(attrs={"rows": 4})


class QuestionForm(residents.QuestionForm):
    """The question and what may be answered, in the language that it is asked in."""

    language = forms.ChoiceField(label=_("Which language is it written in?"), choices=WRITTEN)
    field_order: tuple[str, ...] = ("question", "language", "description", "kind", "options")

    @staticmethod
    def start(asked: Asked) -> dict[str, Any]:
        """Return what the form shows of a draft."""
        language = asked.language
        return {
            "question": asked.question[language],
            "language": language,
            "description": asked.description.get(language, ""),
            "kind": asked.kind.value,
            "options": "" if asked.kind is Kind.YES_NO else "\n".join(one[language] for one in asked.options),
        }

    def applied(self, asked: Asked) -> Asked:
        """Return the question with what was typed; translations stay as long as they fit."""
        language = self.cleaned_data["language"]
        whole = super().applied(replace(asked, language=language))
        fits = whole.kind is not Kind.YES_NO and len(whole.options) == len(asked.options)
        if fits:
            whole = replace(whole, options=tuple({**old, **new} for old, new in zip(asked.options, whole.options, strict=True)))
        return replace(
            whole,
            question={**asked.question, **whole.question},
            description={lang: text for lang, text in asked.description.items() if lang != language} | dict(whole.description),
        )


class TranslationsForm(forms.Form):
    """The same question in the other languages of the site; what is left empty shows in the language that it is asked in."""

    def __init__(self, *args: Any, asked: Asked, **options: Any) -> None:
        super().__init__(*args, **options)
        self.others = [(lang, name) for lang, name in WRITTEN if lang != asked.language]
        self.count = 0 if asked.kind is Kind.YES_NO else len(asked.options)
        for lang, name in self.others:
            told = {"name": name}
            self.fields[f"question_{lang}"] = forms.CharField(
                label=_("The question: %(name)s") % told,
                required=False,
                max_length=LONGEST_QUESTION,
                initial=asked.question.get(lang, ""),
            )
            self.fields[f"description_{lang}"] = forms.CharField(
                label=_("What people should know: %(name)s") % told,
                required=False,
                max_length=LONGEST_DESCRIPTION,
                widget=_AREA,
                initial=asked.description.get(lang, ""),
            )
            if self.count:
                self.fields[f"options_{lang}"] = forms.CharField(
                    label=_("The options, one on each line, in the same order: %(name)s") % told,
                    required=False,
                    max_length=MOST_OPTIONS * (LONGEST_OPTION + 2),
                    widget=_AREA,
                    initial="\n".join(one.get(lang, "") for one in asked.options).strip("\n"),
                )

    def clean(self) -> dict[str, Any]:
        """Ask for as many lines as there are options, or none."""
        for lang, _name in self.others:
            lines = self._lines(lang)
            if lines and len(lines) != self.count:
                told = {"there": self.count, "here": len(lines)}
                self.add_error(f"options_{lang}", _("There are %(there)s options, and %(here)s lines here.") % told)
        return self.cleaned_data

    def applied(self, asked: Asked) -> Asked:
        """Return the question with these translations."""
        question, description = dict(asked.question), dict(asked.description)
        options = [dict(one) for one in asked.options]
        for lang, _name in self.others:
            question[lang], description[lang] = (self.cleaned_data[f"{name}_{lang}"] for name in ("question", "description"))
            for option, line in zip(options, self._lines(lang), strict=False):
                option[lang] = line
        return replace(asked, question=_written(question), description=_written(description), options=tuple(options))

    def _lines(self, lang: str) -> list[str]:
        return [line.strip() for line in self.cleaned_data.get(f"options_{lang}", "").splitlines() if line.strip()]


class CountingForm(residents.CountingForm):
    """Limits of a ballot, the rule, the seats, and how many must take part."""

    rule = forms.ChoiceField(label=_("How is it counted?"), widget=forms.RadioSelect, choices=RULES)
    seats = forms.IntegerField(label=_("How many options win?"), **between(1, MOST_OPTIONS))
    quorum_people = forms.IntegerField(label=_("So many people must take part"), min_value=1, required=False)
    quorum_percent = forms.IntegerField(label=_("Or so many percent of those who may vote"), required=False, **between(1, 100))

    def __init__(self, *args: Any, kind: Kind, **options: Any) -> None:
        super().__init__(*args, kind=kind, **options)
        if kind is Kind.YES_NO or not SEVERAL_SEATS & set(RULES_OF[kind]):
            del self.fields["seats"]

    @staticmethod
    def start(asked: Asked) -> dict[str, Any]:
        """Return what the form shows of a draft."""
        names = ("minimum", "maximum", "most_points", "shuffled", "seats", "quorum_people", "quorum_percent")
        return {name: getattr(asked, name) for name in names} | {"rule": asked.rule.value}


class ListForm(forms.Form):
    """By what people show that they may vote."""

    roll = forms.ChoiceField(
        label=_("How do people show that they may vote?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", _("With their account: everybody who meets the conditions")),
            (Roll.PHONES.value, _("With their account, if their telephone number is on a list that you upload")),
            (Roll.MAILS.value, _("With their account, if their e-mail address is on a list of invitations that you upload")),
            (Roll.NUMBERS.value, _("By a text message to a telephone number on a list that you upload; no account is needed")),
            (Roll.CODES.value, _("With a code from a list that you upload; no account is needed")),
            (Roll.LETTERS.value, _("With a code from a letter that the city prints; no account is needed")),
        ],
    )

    @staticmethod
    def start(asked: Asked) -> dict[str, Any]:
        """Return what the form shows of a draft."""
        return {"roll": asked.electorate.roll.value if asked.electorate.roll else ""}

    def applied(self, asked: Asked) -> Asked:
        """Return the question with this list; of who votes with a code nothing else is asked."""
        roll = Roll(self.cleaned_data["roll"]) if self.cleaned_data["roll"] else None
        if roll is not None and roll.is_bearer:
            return replace(asked, electorate=Electorate(roll=roll))
        before = asked.electorate
        least = Assurance.IDENTITY_PROVED if roll is Roll.PHONES else before.least
        least = Assurance.EMAIL if least is Assurance.SELF_DECLARED else least
        return replace(asked, electorate=replace(before, roll=roll, least=least))


class PeopleForm(forms.Form):
    """Ages, genders, languages, and how sure the city must be of who votes."""

    age_from = forms.IntegerField(
        label=_("From which age?"),
        **between(LEAST_AGE, MOST_AGE),
        help_text=_("On the day of opening."),
    )
    age_until = forms.IntegerField(label=_("Until which age?"), required=False, **between(LEAST_AGE, MOST_AGE))
    genders = forms.MultipleChoiceField(
        label=_("Only people whose profile says"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(Gender.FEMALE.value, _("Woman")), (Gender.MALE.value, _("Man")), (Gender.OTHER.value, _("Another gender"))],
        help_text=_("Choose none to ask everybody."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Only people who speak at least one of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(code, languages_named([code])) for code in SPOKEN],
        help_text=_("Choose none to ask everybody."),
    )
    least = forms.ChoiceField(
        label=_("How sure must the city be of who votes?"),
        widget=forms.RadioSelect,
        choices=[
            (Assurance.EMAIL.value, _("They have confirmed an e-mail address")),
            (Assurance.IDENTITY_PROVED.value, _("They have proved who they are")),
        ],
    )

    @staticmethod
    def start(asked: Asked) -> dict[str, Any]:
        """Return what the form shows of a draft."""
        names = ("age_from", "age_until", "genders", "languages", "least")
        return {name: getattr(asked.electorate, name) for name in names}

    def applied(self, asked: Asked) -> Asked:
        """Return the question for these people."""
        told = self.cleaned_data
        who = replace(
            asked.electorate,
            age_from=told["age_from"],
            age_until=told["age_until"],
            genders=frozenset(told["genders"]),
            languages=frozenset(told["languages"]),
            least=Assurance(told["least"]),
        )
        return replace(asked, electorate=who)


class WhereForm(where.WhereForm):
    """Where people must live, as a step of its own."""

    @staticmethod
    def start(asked: Asked) -> dict[str, Any]:
        """Return what the form shows of a draft."""
        return where.shown_where(asked.electorate)

    def applied(self, asked: Asked) -> Asked:
        """Return the question for those who live there."""
        return replace(asked, electorate=self.limited(asked.electorate))


class WhenForm(forms.Form):
    """The period, whether residents discuss it meanwhile, which department answers, and within how many days."""

    opens_on = DateField(label=_("On which day does it open?"))
    opens_hour = forms.ChoiceField(label=_("At which hour does it open?"), choices=HOURS)
    closes_on = DateField(label=_("On which day does it close?"))
    closes_hour = forms.ChoiceField(label=_("At which hour does it close?"), choices=HOURS)
    department = forms.ChoiceField(
        label=_("Which department answers the result?"), error_messages={"required": _("Choose the department that answers")}
    )
    answer_days = forms.IntegerField(
        label=_("Within how many days of closing does it answer?"),
        **between(1, MOST_ANSWER_DAYS),
        help_text=_("The day is published with the result. Everybody sees if the answer is late."),
    )
    discussed = residents.discussed_field()

    def __init__(self, *args: Any, departments: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].choices = [("", _("Choose a department")), *departments]  # type: ignore[attr-defined]

    @staticmethod
    def start(asked: Asked) -> dict[str, Any]:
        """Return what the form shows of a draft."""
        zone = clock.city_zone()
        opens_at, closes_at = asked.opens_at.astimezone(zone), asked.closes_at.astimezone(zone)
        hours = {"opens_hour": f"{opens_at:%H}:00", "closes_hour": f"{closes_at:%H}:00"}
        days = {"opens_on": opens_at.date(), "closes_on": closes_at.date()}
        return {**days, **hours, **{name: getattr(asked, name) for name in ("department", "answer_days", "discussed")}}

    def applied(self, asked: Asked) -> Asked:
        """Return the question with this period and this answer."""
        told = self.cleaned_data
        opens_at, closes_at = (at_hour(told[f"{name}_on"], told[f"{name}_hour"]) for name in ("opens", "closes"))
        named = {name: told[name] for name in ("department", "answer_days", "discussed")}
        return replace(asked, opens_at=opens_at, closes_at=closes_at, **named)


def _written(texts: dict[str, str]) -> dict[str, str]:
    return {lang: text for lang, text in texts.items() if text.strip()}
