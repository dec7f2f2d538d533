"""Whether a question can be put to people as it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from madang.city.kernel.refusals import Refusal
from madang.city.voting.rules.electorate import Electorate, why_not_electorate
from madang.city.voting.rules.life import why_not_period
from madang.city.voting.rules.votes import RULES_OF, SEVERAL_SEATS, Kind, Mode, Rule, Shown, Terms, Ties

LANGUAGES = ("en", "ko", "zh")
LONGEST_QUESTION, LONGEST_OPTION, LONGEST_DESCRIPTION = 300, 200, 10_000
LEAST_OPTIONS, MOST_OPTIONS = 2, 200
MOST_POINTS = 1_000
MOST_ANSWER_DAYS = 90
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as its asker writes it. Texts are by language; residents write in one.

    options     what may be chosen, in order; of a yes/no vote the words for yes and no
    quorum      people who must take part, or percent of the entitled; at most one of the two
    department  the code of the one that must answer the result of an official vote, within ``answer_days``
    """

    mode: Mode
    language: str
    question: Texts
    options: tuple[Texts, ...]
    opens_at: datetime
    closes_at: datetime
    kind: Kind = Kind.SINGLE
    rule: Rule = Rule.PLURALITY
    description: Texts = field(default_factory=dict)
    seats: int = 1
    minimum: int = 1
    maximum: int = 1
    most_points: int = 0
    ties: Ties = Ties.SEED
    shown: Shown = Shown.AFTER_CLOSING
    shuffled: bool = False
    discussed: bool = False
    without_script: bool = False
    quorum_people: int | None = None
    quorum_percent: int | None = None
    electorate: Electorate = field(default_factory=Electorate)
    department: str = ""
    answer_days: int | None = None

    @property
    def terms(self) -> Terms:
        """Return what may be marked and how it is counted."""
        return Terms(self.kind, self.rule, len(self.options), self.seats, self.minimum, self.maximum, self.most_points)


def why_not_asked(asked: Asked, *, by_staff: bool) -> Refusal | None:
    """Refuse a question that cannot be put so, with the first thing to mend."""
    return (
        _why_not_texts(asked, by_staff=by_staff)
        or why_not_terms(asked.terms)
        or why_not_period(asked.mode, asked.opens_at, asked.closes_at)
        or _why_not_quorum(asked)
        or _why_not_official(asked)
        or why_not_electorate(asked.electorate, asked.mode, by_staff=by_staff)
    )


def _why_not_texts(asked: Asked, *, by_staff: bool) -> Refusal | None:
    if asked.language not in LANGUAGES:
        return Refusal("voting.language", {"language": asked.language}, status=422)
    allowed = set(LANGUAGES) if by_staff else {asked.language}
    for texts, most in ((asked.question, LONGEST_QUESTION), *((one, LONGEST_OPTION) for one in asked.options)):
        if not texts.get(asked.language, "").strip():
            return Refusal("voting.text_missing", status=422)
        if any(len(text) > most for text in texts.values()):
            return Refusal("voting.text_long", {"most": most}, status=422)
    if any(len(text) > LONGEST_DESCRIPTION for text in asked.description.values()):
        return Refusal("voting.text_long", {"most": LONGEST_DESCRIPTION}, status=422)
    written = (asked.question, asked.description, *(() if asked.kind is Kind.YES_NO else asked.options))
    if any(set(texts) - allowed for texts in written):
        return Refusal("voting.one_language", status=422)
    return _why_not_options(asked)


def _why_not_options(asked: Asked) -> Refusal | None:
    if not LEAST_OPTIONS <= len(asked.options) <= MOST_OPTIONS:
        return Refusal("voting.options_count", {"least": LEAST_OPTIONS, "most": MOST_OPTIONS}, status=422)
    words = [" ".join(one[asked.language].split()).casefold() for one in asked.options]
    twice = next((word for place, word in enumerate(words) if word in words[:place]), None)
    return None if twice is None else Refusal("voting.option_twice", {"option": twice}, status=422)


def why_not_terms(terms: Terms) -> Refusal | None:
    """Refuse a way of counting that does not fit what is marked, and limits that cannot be met."""
    if terms.rule not in RULES_OF[terms.kind]:
        return Refusal("voting.rule_of_kind", {"rule": terms.rule.value, "kind": terms.kind.value}, status=422)
    if terms.kind is Kind.YES_NO and terms.options != 2:
        return Refusal("voting.yes_no_options", status=422)
    if not 1 <= terms.seats < terms.options or (terms.seats > 1 and not _may_fill_seats(terms)):
        return Refusal("voting.seats", {"most": terms.options - 1}, status=422)
    return _why_not_limits(terms)


def _may_fill_seats(terms: Terms) -> bool:
    return terms.rule in SEVERAL_SEATS and terms.kind is not Kind.YES_NO


def _why_not_limits(terms: Terms) -> Refusal | None:
    options = 1 if terms.kind in (Kind.YES_NO, Kind.SINGLE) else terms.options
    if not 1 <= terms.minimum <= terms.maximum <= options:
        return Refusal("voting.limits", {"options": options}, status=422)
    needs_points = terms.kind in (Kind.SCORE, Kind.POINTS)
    if needs_points != bool(terms.most_points) or not 0 <= terms.most_points <= MOST_POINTS:
        return Refusal("voting.points", {"most": MOST_POINTS}, status=422)
    return None


def _why_not_quorum(asked: Asked) -> Refusal | None:
    people, percent = asked.quorum_people, asked.quorum_percent
    if people is not None and percent is not None:
        return Refusal("voting.one_quorum", status=422)
    if (people is not None and people < 1) or (percent is not None and not 1 <= percent <= 100):
        return Refusal("voting.quorum", status=422)
    return None


def _why_not_official(asked: Asked) -> Refusal | None:
    if asked.mode is Mode.STRAW:
        return Refusal("voting.straw_has_no_answer", status=422) if asked.department or asked.answer_days else None
    if not asked.department:
        return Refusal("voting.department_missing", status=422)
    if asked.answer_days is None or not 1 <= asked.answer_days <= MOST_ANSWER_DAYS:
        return Refusal("voting.answer_days", {"most": MOST_ANSWER_DAYS}, status=422)
    if asked.shown is not Shown.AFTER_CLOSING:
        return Refusal("voting.official_hidden", status=422)
    if asked.rule is Rule.STV:
        return Refusal("voting.official_stv", status=422)
    return Refusal("voting.official_script", status=422) if asked.without_script else None
