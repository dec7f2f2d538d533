"""Which questions can be put, and what is to mend in the others."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from madang.city.people.rules import Assurance
from madang.city.voting.rules.asking import Asked, why_not_asked
from madang.city.voting.rules.electorate import Electorate
from madang.city.voting.rules.votes import Kind, Mode, Rule, Shown

OPENS = datetime(2026, 12, 1, tzinfo=UTC)
STRAW = Asked(
    mode=Mode.STRAW,
    language="en",
    question={"en": "What shall stand on the square?"},
    options=({"en": "A fountain"}, {"en": "Trees"}, {"en": "Benches"}),
    opens_at=OPENS,
    closes_at=OPENS + timedelta(days=7),
)
OFFICIAL = replace(
    STRAW,
    mode=Mode.OFFICIAL,
    department="parks",
    answer_days=30,
    electorate=Electorate(least=Assurance.IDENTITY_PROVED),
)


def ranked(**more):
    return replace(STRAW, kind=Kind.RANKING, **({"rule": Rule.SCHULZE, "maximum": 3} | more))


def pointed(**more):
    return replace(STRAW, kind=Kind.POINTS, **({"rule": Rule.POINTS, "maximum": 3, "most_points": 10} | more))


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        (STRAW, None),
        (OFFICIAL, None),
        (replace(STRAW, language="fr"), "language"),
        (replace(STRAW, question={"ko": "?"}), "text_missing"),
        (replace(STRAW, question={"en": " "}), "text_missing"),
        (replace(STRAW, question={"en": "?" * 301}), "text_long"),
        (replace(STRAW, description={"en": "x" * 10_001}), "text_long"),
        (replace(STRAW, options=STRAW.options[:1]), "options_count"),
        (replace(STRAW, options=({"en": "Trees"}, {"en": " trees "})), "option_twice"),
        (replace(STRAW, options=({"en": "Trees"}, {"ko": "x"})), "text_missing"),
        (replace(STRAW, rule=Rule.BORDA), "rule_of_kind"),
        (replace(STRAW, maximum=2), "limits"),
        (replace(STRAW, kind=Kind.YES_NO), "yes_no_options"),
        (replace(STRAW, kind=Kind.YES_NO, options=({"en": "Yes", "ko": "예"}, {"en": "No", "ko": "아니요"})), None),
        (replace(STRAW, seats=2), None),
        (replace(STRAW, seats=3), "seats"),
        (ranked(), None),
        (ranked(seats=2), "seats"),
        (ranked(rule=Rule.STV, seats=2), None),
        (ranked(maximum=4), "limits"),
        (ranked(minimum=3, maximum=2), "limits"),
        (ranked(most_points=3), "points"),
        (pointed(), None),
        (pointed(most_points=0), "points"),
        (pointed(most_points=1_001), "points"),
        (replace(STRAW, closes_at=OPENS), "period_short"),
        (replace(STRAW, quorum_people=5, quorum_percent=5), "one_quorum"),
        (replace(STRAW, quorum_people=0), "quorum"),
        (replace(STRAW, quorum_percent=101), "quorum"),
        (replace(STRAW, department="parks"), "straw_has_no_answer"),
        (replace(OFFICIAL, department=""), "department_missing"),
        (replace(OFFICIAL, answer_days=None), "answer_days"),
        (replace(OFFICIAL, answer_days=91), "answer_days"),
        (replace(OFFICIAL, shown=Shown.ALWAYS), "official_hidden"),
        (replace(OFFICIAL, without_script=True), "official_script"),
        (replace(OFFICIAL, kind=Kind.RANKING, rule=Rule.STV, maximum=3, seats=2), "official_stv"),
        (replace(OFFICIAL, kind=Kind.RANKING, rule=Rule.IRV, maximum=3), None),
        (replace(OFFICIAL, electorate=Electorate()), "official_assurance"),
    ],
)
def test_a_question_is_put_or_its_first_fault_is_told(asked, refused):
    refusal = why_not_asked(asked, by_staff=True)
    assert (refusal.key.removeprefix("voting.") if refusal else None) == refused


def test_residents_write_in_one_language():
    both = replace(STRAW, question={"en": "What?", "ko": "무엇?"})
    assert why_not_asked(both, by_staff=False).key == "voting.one_language"
    assert why_not_asked(replace(STRAW, description={"ko": "x"}), by_staff=False).key == "voting.one_language"
    assert why_not_asked(both, by_staff=True) is None


def test_whoever_asks_yes_or_no_gets_the_words_in_every_language():
    words = ({"en": "Yes", "ko": "예", "zh": "是"}, {"en": "No", "ko": "아니요", "zh": "否"})
    assert why_not_asked(replace(STRAW, kind=Kind.YES_NO, options=words), by_staff=False) is None
