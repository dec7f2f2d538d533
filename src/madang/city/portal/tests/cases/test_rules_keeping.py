from datetime import date

import pytest

from madang.city.portal.definitions.model import (
    Channels,
    Cost,
    Field,
    FieldType,
    Pii,
    Repeat,
    Retention,
    ServiceDefinition,
    Status,
    Step,
)  # fmt: skip
from madang.city.portal.rules.cases import archive_on, kept_answers, purge_on

CLOSED = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("retention", "expected"),
    [
        (Retention.BRIEF, date(2027, 11, 21)), (Retention.STANDARD, date(2031, 11, 21)),
        (Retention.EXTENDED, date(2036, 11, 21)), (Retention.PERMANENT, None),
    ],
)  # fmt: skip
def test_how_long_a_case_is_kept(retention, expected):
    assert purge_on(CLOSED, retention) == expected


def test_a_leap_day_has_a_successor():
    assert archive_on(date(2028, 2, 29)) == date(2029, 3, 1)


def field(name, pii, kind=FieldType.TEXT):
    return Field(id=name, type=kind, label={"en": name}, pii=pii)


DEFINITION = ServiceDefinition(
    id="s", version=1, status=Status.LIVE, title={}, summary={}, authority="families", topics=(), audience=(),
    channels=Channels(web=True), cost=Cost(), words={},
    form=(
        Step(id="you", title={}, fields=(field("name", Pii.PERSONAL), field("needs", Pii.SENSITIVE), field("kind", Pii.NONE))),
        Step(id="children", title={}, repeat=Repeat(min=0, max=3, item={}), fields=(field("child", Pii.PERSONAL), field("place", Pii.NONE))),
    ),
)  # fmt: skip
ANSWERS = {"name": "A", "needs": "B", "kind": "C", "unheard_of": "D", "children": [{"child": "E", "place": "F"}]}


def test_after_a_year_only_the_sensitive_answers_are_gone():
    kept = kept_answers(DEFINITION, ANSWERS, frozenset({Pii.SENSITIVE}))
    assert kept == {key: value for key, value in ANSWERS.items() if key != "needs"}


def test_at_last_only_figures_stay():
    kept = kept_answers(DEFINITION, ANSWERS, frozenset({Pii.SENSITIVE, Pii.PERSONAL}))
    assert kept == {"kind": "C", "children": [{"place": "F"}]}
