"""The guided check: what am I entitled to? Answers travel in the form; nothing is stored, nothing stands in an address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from madang.city.kernel import clock
from madang.city.kernel.money import Money
from madang.city.look.fields import DateField
from madang.city.look.templatetags.look import date_plain, money, number
from madang.city.portal.definitions.eligibility import Answer, Asked, Outcome
from madang.city.portal.queries.catalogue import ServiceLine
from madang.city.portal.queries.entitlement import Conditioned, conditioned
from madang.city.portal.queries.known_facts import known_facts
from madang.city.portal.rules.guided import question_of, stand
from madang.city.portal.views.texts import said

GIVEN, PASSED = "given:", "passed:"
MOST_ANSWERS = 60
PROFILE_FACTS = ("resident.age", "resident.lives_in_city")
LONGEST_ANSWER = 200


@dataclass
class Talk:
    """What was said so far: answers as typed, by name in the order given; and what was passed over."""

    typed: dict[str, str] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> "Talk":
        """Read the hidden fields of the form."""
        given = [(name.removeprefix(GIVEN), str(sent[name])) for name in sent if name.startswith(GIVEN)]
        passed = [name.removeprefix(PASSED) for name in sent if name.startswith(PASSED)]
        return cls({name: text[:LONGEST_ANSWER] for name, text in given[:MOST_ANSWERS]}, passed[:MOST_ANSWERS])

    def forget(self, name: str) -> None:
        """Take an answer back."""
        self.typed.pop(name, None)
        self.passed = [one for one in self.passed if one != name]

    def last(self) -> str | None:
        """Return the name answered last."""
        return next(reversed([*self.typed, *self.passed]), None)

    def hidden(self) -> list[tuple[str, str]]:
        """Return the hidden fields that carry the talk on."""
        return [(GIVEN + name, text) for name, text in self.typed.items()] + [(PASSED + name, "1") for name in self.passed]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask the question that helps most, and show for each service: yes, no, or cannot tell yet, and why."""
    sent = request.POST if request.method == "POST" else {}
    alone = str(sent.get("for") or request.GET.get("for", ""))[:120]
    services = conditioned()
    services = services.only(alone) if alone else services
    talk = Talk.of(sent)
    asked_again, problem = _hear(talk, sent, services)
    given = _from_profile(request, talk) | _read(talk, services)
    standing = stand(services.definitions, given, today=clock.today(clock.now()), passed_over=talk.passed)
    following = asked_again or standing.following
    context = {
        "form": QuestionForm(following, problem, str(sent.get("answer", ""))[:LONGEST_ANSWER]) if following else None,
        "asked": following.name if following else "",
        "hidden": talk.hidden(),
        "alone": alone if len(services.lines) == 1 else "",
        "told": [_told(services, talk, name) for name in [*talk.typed, *talk.passed]],
        "from_profile": [name for name in given if name not in talk.typed],
        "groups": _groups(services, standing.outcomes),
        "begun": bool(talk.typed or talk.passed),
        "count": len(services.lines),
    }
    return render(request, "portal/services/check.html", context)


def _hear(talk: Talk, sent: Mapping[str, str], services: Conditioned) -> tuple[Asked | None, str]:
    """Take in what was just pressed; return the question to ask again, if one must be, and what was wrong with the answer."""
    if "change" in sent:
        talk.forget(sent["change"])
        return question_of(services.definitions, sent["change"]), ""
    if "back" in sent and (last := talk.last()):
        talk.forget(last)
        return question_of(services.definitions, last), ""
    question = question_of(services.definitions, str(sent.get("asked", "")))
    if question is None:
        return None, ""
    if "pass" in sent:
        talk.passed.append(question.name)
        return None, ""
    text = _typed(question, sent)
    if question.read(text) is None or not text:
        return question, _remedy(question)
    talk.typed[question.name] = text
    return None, ""


def _typed(question: Asked, sent: Mapping[str, str]) -> str:
    if question.type == "date":
        parts = [sent.get(f"answer_{part}", "").strip() for part in ("year", "month", "day")]
        return f"{parts[0]}-{parts[1].zfill(2)}-{parts[2].zfill(2)}"
    return str(sent.get("answer", "")).strip()[:LONGEST_ANSWER]


def _remedy(question: Asked) -> str:
    remedies = {
        "int": _("Enter a whole number, for example 3"),
        "money": _("Enter an amount in whole numbers, for example 2500000"),
        "ints": _("Enter the ages with commas between them, for example 3, 7"),
        "date": _("Enter a date with day, month and year"),
    }
    return remedies.get(question.type, _("Choose one of the answers"))


def _read(talk: Talk, services: Conditioned) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name in list(talk.typed):
        question = question_of(services.definitions, name)
        value = question.read(talk.typed[name]) if question else None
        if value is None:
            talk.forget(name)
        else:
            given[name] = _minor(value) if question and question.type == "money" else value
    return given


def _from_profile(request: HttpRequest, talk: Talk) -> dict[str, Any]:
    """Return what a signed-in resident's profile answers, unless they would rather not tell."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.resident_id is None:
        return {}
    today = clock.today(clock.now())
    facts = known_facts(viewer.resident_id, today=today, viewer=viewer.as_resident, purpose="eligibility")
    return {name: value for name, value in facts.items() if name in PROFILE_FACTS and name not in talk.passed}


def _minor(amount: int) -> int:
    return int(amount * 10 ** Money(0, settings.CITY_CURRENCY).digits)


class QuestionForm(forms.Form):
    """The one question that is asked now."""

    def __init__(self, question: Asked, problem: str, typed: str) -> None:
        sent = {"answer": typed} if problem else None
        super().__init__(sent, auto_id="id_%s")
        self.fields["answer"] = _form_field(question)
        self.fields["answer"].error_messages["required"] = problem
        if problem:
            self.full_clean()
            self._errors = forms.utils.ErrorDict({"answer": self.error_class([problem])})


def _form_field(question: Asked) -> forms.Field:
    words: dict[str, Any] = {"label": said(question.label), "help_text": said(question.hint)}
    if question.type == "bool":
        return forms.ChoiceField(**words, widget=forms.RadioSelect, choices=[("yes", _("Yes")), ("no", _("No"))])
    if question.type == "choice":
        return forms.ChoiceField(
            **words, widget=forms.RadioSelect, choices=[(one.id, said(one.label)) for one in question.options]
        )
    if question.type == "date":
        return DateField(**words)
    widget = forms.TextInput(attrs={"inputmode": "numeric" if question.type != "ints" else "text", "autocomplete": "off"})
    hints = {"ints": _("With commas between them, for example 3, 7"), "money": _("In whole numbers")}
    return forms.CharField(**words | {"help_text": words["help_text"] or hints.get(question.type, "")}, widget=widget)


def _told(services: Conditioned, talk: Talk, name: str) -> dict[str, Any]:
    """Return an answer as the summary shows it."""
    question = question_of(services.definitions, name)
    typed = talk.typed.get(name)
    return {"name": name, "label": said(question.label) if question else name, "value": _answer_words(question, typed)}


def _answer_words(question: Asked | None, typed: str | None) -> Any:
    if question is None or typed is None:
        return _("Not told")
    if question.type == "bool":
        return _("Yes") if question.read(typed) else _("No")
    if question.type == "choice":
        return next((said(one.label) for one in question.options if one.id == typed), typed)
    value = question.read(typed)
    if question.type == "money":
        return money(Money(_minor(value), settings.CITY_CURRENCY))
    if question.type == "date":
        return date_plain(value)
    return typed if question.type == "ints" else number(value)


def _groups(services: Conditioned, outcomes: tuple[Outcome, ...]) -> list[dict[str, Any]]:
    titles = {
        Answer.YES: _("You can have these"),
        Answer.CANNOT_TELL: _("Cannot tell yet"),
        Answer.NO: _("Not for you now"),
    }
    found = []
    for answer, title in titles.items():
        entries = [_entry(services, place, outcome) for place, outcome in enumerate(outcomes) if outcome.answer is answer]
        found.append({"answer": str(answer), "title": title, "entries": entries})
    return found


def _entry(services: Conditioned, place: int, outcome: Outcome) -> dict[str, Any]:
    """Return a service with the conditions that decided, and the questions that would settle what is open."""
    line: ServiceLine = services.lines[place]
    definition = services.definitions[place]
    deciding = {one.id: said(one.text) for one in outcome.conditions if one.id in outcome.decided_by}
    questions = [question for name in outcome.next_questions if (question := question_of((definition,), name))]
    return {
        "slug": line.slug,
        "title": said(line.titles),
        "url": reverse("portal:service", args=[line.slug]),
        "deciding": list(deciding.values()),
        "settling": [said(question.label) for question in questions[:3]],
        "check_url": f"{reverse('portal:check')}?for={line.slug}",
    }
