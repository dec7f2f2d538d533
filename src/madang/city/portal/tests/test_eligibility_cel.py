"""Our conditions give what cel-python gives on known facts, and keep Kleene's laws on unknown ones."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

import celpy
import pytest
from celpy.adapter import json_to_cel
from celpy.celtypes import DoubleType, MapType, StringType, TimestampType
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from madang.city.portal.definitions.cel import CelError, CelSyntaxError, Unknown, compile_expression, facts_of
from madang.city.portal.definitions.cel.functions import whole_months, whole_years

TODAY = date(2026, 3, 1)
KNOWN: dict[str, Any] = {
    "resident": {
        "age": 41,
        "lives_in_city": True,
        "work": "employed",
        "languages": ["ko", "en"],
        "name": "김 하늘",
        "drives": False,
    },
    "household": {"adults": 2, "children": 3, "child_ages": [4, 9, 16], "income_monthly_minor": 3_100_000, "none": []},
    "answers": {"weight": 12.5, "kind": "dog", "start": datetime(2026, 2, 28, tzinfo=UTC)},
    "today": TODAY,
}
# No shrinking: cel-python takes too long for it.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
ENVIRONMENT = celpy.Environment()
CONTEXT = {
    "resident": json_to_cel(KNOWN["resident"]),
    "household": json_to_cel(KNOWN["household"]),
    "answers": MapType(
        {
            StringType("weight"): DoubleType(12.5),
            StringType("kind"): StringType("dog"),
            StringType("start"): TimestampType(KNOWN["answers"]["start"]),
        }
    ),
    "today": TimestampType(datetime(2026, 3, 1, tzinfo=UTC)),
}


def ours(source: str, facts: dict[str, Any] | None = None) -> Any:
    """Return our value, or the word "error"."""
    try:
        return compile_expression(source).value(facts_of(KNOWN) if facts is None else facts)
    except CelError:
        return "error"


def theirs(source: str) -> Any:
    """Return cel-python's value, or the word "error": it stumbles over some of its own error messages, which are errors all the same."""
    try:
        return ENVIRONMENT.program(ENVIRONMENT.compile(source)).evaluate(CONTEXT)
    except Exception:  # noqa: BLE001
        return "error"


@pytest.mark.parametrize(
    "source",
    [
        "resident.age >= 41 && resident.lives_in_city", "resident.age + 1 == 42", "resident.age - 1 < 41", "-resident.age == -41",
        "7 / 2 == 3", "-7 / 2 == -3", "-7 % 2 == -1", "7 % -2 == 1", "2.5 * 2.0 == 5.0", "1.0 / 0.0 > 1000.0", "3u + 4u == 7u",
        "'a' + 'b' == 'ab'", "[1, 2] + [3] == [1, 2, 3]", "2 in [1, 2]", "'ko' in resident.languages", "'b' in {'a': 1}",
        "resident.languages[1] == 'en'", "{'a': 1, 'b': 2}['b'] == 2", "{'a': 1}.a == 1", "has({'a': 1}.b)", "has({'a': 1}.a)",
        "size(resident.name) == 4", "resident.languages.size() == 2", "size({'a': 1}) == 1", "size(household.none) == 0",
        "resident.name.startsWith('김')", "resident.name.endsWith('늘')", "resident.name.contains(' ')",
        "resident.work.matches('^e.*d$')", "resident.work.matches('ploy')", "resident.work.matches('^ploy')",
        "household.child_ages.all(a, a < 18)", "household.child_ages.all(a, a < 10)", "household.child_ages.exists(a, a > 15)",
        "household.child_ages.exists(a, a > 20)", "household.child_ages.exists_one(a, a > 8)", "household.child_ages.exists_one(a, a > 15)",
        "household.child_ages.filter(a, a > 8) == [9, 16]", "household.child_ages.map(a, a * 2) == [8, 18, 32]",
        "household.none.all(a, a > 1)", "household.none.exists(a, a > 1)",
        "household.child_ages.exists(a, household.child_ages.exists(b, a == b + 5))",
        "resident.drives ? 1 == 2 : 2 == 2", "!resident.drives", "!!resident.drives", "true || 1 / 0 > 1", "1 / 0 > 1 || true",
        "false && 1 / 0 > 1", "1 / 0 > 1 && false", "1 / 0 > 1 || false", "1 / 0 > 1", "1 % 0 == 1", "resident.languages[5] == 'x'",
        "{'a': 1}['b'] == 1", "{'a': 1}.b == 1", "9223372036854775807 + 1 > 0", "-9223372036854775807 - 2 < 0",
        "9223372036854775807 * 2 > 0", "1u - 2u > 0u", "int('42') == 42", "int(3.9) == 3", "int(-3.9) == -3", "double(3) == 3.0",
        "double('1.5') == 1.5", "string(42) == '42'", "uint(3) == 3u", "int('x') == 1", "'a' < 'b'",
        "'하늘' > '바다'", "false < true", "1 < 2 == true", "answers.weight < 13.0", "answers.weight >= 12.5",
        "today > timestamp('2026-02-28T23:59:59Z')", "today - duration('24h') == answers.start", "answers.start + duration('86400s') == today",
        "today - answers.start == duration('24h')", "today.getFullYear() == 2026", "today.getMonth() == 2", "today.getDate() == 1",
        "today.getDayOfMonth() == 0", "today.getDayOfWeek() == 0", "today.getDayOfYear() == 59", "today.getHours('Asia/Seoul') == 9",
        "duration('90m') > duration('1h')", "duration('1h30m') == duration('5400s')", "'\\u00e9' == 'é'", r"'a\nb'.contains('\n')",
        r"r'a\nb'.size() == 4", "'it\\'s'.size() == 4", "\"it's\".size() == 4", "[1, 2, 3].filter(i, i > 1).map(i, i * i) == [4, 9]",
        "resident.age > 40 ? resident.work == 'employed' : false", "(1 + 2) * 3 == 9", "1 + 2 * 3 == 7", "10 - 3 - 2 == 5",
        "resident.age in [40, 41]", "!(resident.age in [1])", "null == null", "[] == []", "{} == {}", "{'a': [1]} == {'a': [1]}",
    ],
)  # fmt: skip
def test_known_facts_give_what_cel_python_gives(source: str) -> None:
    expected = theirs(source)
    assert ours(source) == expected
    assert isinstance(ours(source), bool) or expected == "error"


# Expressions over known names, built by type so that most of them have a value.
numbers = st.deferred(
    lambda: st.one_of(
        st.integers(-50, 50).map(str),
        st.sampled_from(
            ["resident.age", "household.adults", "household.children", "size(household.child_ages)", "household.child_ages[0]"]
        ),
        st.tuples(numbers, st.sampled_from(["+", "-", "*", "/", "%"]), numbers).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(truths, numbers, numbers).map(lambda p: f"({p[0]} ? {p[1]} : {p[2]})"),
    )
)
texts = st.one_of(
    st.sampled_from(["resident.work", "answers.kind", "resident.languages[0]", "'employed'", "'dog'", "'하늘'", "''"]),
    st.sampled_from(["a", "dog", "x'y", "é", "\\", "\n"]).map(lambda t: repr(t).replace("\\n", "\\n")),
)
lists = st.one_of(
    st.just("household.child_ages"),
    st.just("household.none"),
    st.lists(numbers, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
)
truths = st.deferred(
    lambda: st.one_of(
        st.sampled_from(["true", "false", "resident.lives_in_city", "resident.drives"]),
        st.tuples(numbers, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), numbers).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(texts, st.sampled_from(["==", "!=", "<", ">="]), texts).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(truths, st.sampled_from(["&&", "||"]), truths).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        truths.map(lambda p: f"!{p}"),
        st.tuples(truths, truths, truths).map(lambda p: f"({p[0]} ? {p[1]} : {p[2]})"),
        st.tuples(lists, st.sampled_from(["all", "exists", "exists_one"]), numbers).map(
            lambda p: f"{p[0]}.{p[1]}(v, v > {p[2]})"
        ),
        st.tuples(numbers, lists).map(lambda p: f"({p[0]} in {p[1]})"),
        st.tuples(texts, st.sampled_from(["startsWith", "endsWith", "contains"]), texts).map(lambda p: f"{p[0]}.{p[1]}({p[2]})"),
        st.tuples(lists, numbers).map(lambda p: f"(size({p[0]}.filter(v, v < {p[1]}).map(v, v + 1)) > 1)"),
    )
)


@settings(max_examples=300, phases=QUICK)
@given(truths)
def test_any_expression_gives_what_cel_python_gives(source: str) -> None:
    assert ours(source) == theirs(source)


# Kleene's tables, written out (Introduction to Metamathematics, 1952, section 64).
T, F, U = True, False, None
AND = {(T, T): T, (T, F): F, (T, U): U, (F, T): F, (F, F): F, (F, U): F, (U, T): U, (U, F): F, (U, U): U}
OR = {(T, T): T, (T, F): T, (T, U): T, (F, T): T, (F, F): F, (F, U): U, (U, T): T, (U, F): U, (U, U): U}


def three(source: str, **facts: bool | None) -> bool | None:
    """Return the value over facts x and y, None for unknown."""
    value = compile_expression(source).value({name: value for name, value in facts.items() if value is not None})
    return None if isinstance(value, Unknown) else value


@pytest.mark.parametrize(("x", "y"), list(itertools.product((T, F, U), repeat=2)))
def test_and_or_and_not_follow_kleenes_tables(x: bool | None, y: bool | None) -> None:
    assert three("x && y", x=x, y=y) is AND[x, y]
    assert three("x || y", x=x, y=y) is OR[x, y]
    assert three("!x", x=x) is (None if x is None else not x)


@pytest.mark.parametrize(("x", "y", "z"), list(itertools.product((T, F, U), repeat=3)))
def test_de_morgan_and_distribution_hold_with_unknowns(x: bool | None, y: bool | None, z: bool | None) -> None:
    facts = {"x": x, "y": y, "z": z}
    assert three("!(x && y)", **facts) is three("!x || !y", **facts)
    assert three("x && (y || z)", **facts) is three("x && y || x && z", **facts)
    assert three("x || (y && z)", **facts) is three("(x || y) && (x || z)", **facts)
    assert three("x ? y : y", **facts) in (three("y", **facts), None)
    assert three("[x, y].exists(v, v)", **facts) in (three("x || y", **facts), None)


facts_that_vary = {
    "resident.age": [5, 41, 70],
    "resident.lives_in_city": [True, False],
    "resident.drives": [True, False],
    "household.adults": [0, 1, 2],
    "household.children": [0, 3],
    "household.child_ages": [[], [4, 9, 16]],
}


@settings(max_examples=300, phases=QUICK)
@given(truths, st.sets(st.sampled_from(sorted(facts_that_vary))), st.data())
def test_what_is_decided_with_unknowns_stays_so_whatever_they_turn_out_to_be(
    source: str, missing: set[str], data: st.DataObject
) -> None:
    partial = {name: value for name, value in facts_of(KNOWN).items() if name not in missing}
    before = ours(source, partial)
    filled = partial | {name: data.draw(st.sampled_from(facts_that_vary[name])) for name in sorted(missing)}
    after = ours(source, filled)
    assert not isinstance(after, Unknown)
    if isinstance(before, Unknown):
        assert set(before.names) <= missing
        assert before.names
    else:
        assert before == after


def test_an_unknown_names_what_would_settle_it_once_and_in_order() -> None:
    value = compile_expression("resident.age > 3 && household.adults > resident.age || household.cars > 1").value({})
    assert value.names == ("resident.age", "household.adults", "household.cars")


def test_what_is_settled_already_asks_nothing() -> None:
    assert compile_expression("resident.age > 3 && household.adults > 1").value({"resident.age": 2}) is False


def test_an_unknown_beside_an_error_stays_unknown_since_it_may_yet_decide() -> None:
    assert isinstance(compile_expression("x || 1 / 0 > 1").value({}), Unknown)
    assert compile_expression("x || 1 / 0 > 1").value({"x": True}) is True
    with pytest.raises(CelError, match="division by zero"):
        compile_expression("x || 1 / 0 > 1").value({"x": False})


def test_a_choice_waits_for_its_condition() -> None:
    assert compile_expression("x ? y : z").value({}).names == ("x",)


def test_a_question_left_empty_is_unknown_and_has_says_so() -> None:
    facts = facts_of({"answers": {"guardian": None, "name": "Kim"}})
    assert isinstance(compile_expression("answers.guardian == 'x'").value(facts), Unknown)
    assert compile_expression("has(answers.guardian)").value(facts) is False
    assert compile_expression("has(answers.name)").value(facts) is True
    assert isinstance(compile_expression("has(answers.other)").value(facts), Unknown)


@pytest.mark.parametrize(
    ("start", "end", "years", "months"),
    [
        ("2008-02-29", "2026-02-28", 17, 215),
        ("2008-02-29", "2026-03-01", 18, 216),
        ("2026-01-31", "2026-02-28", 0, 0),
        ("2026-01-31", "2026-03-01", 0, 1),
        ("2026-03-01", "2025-03-01", -1, -12),
        ("2026-03-01", "2026-03-01", 0, 0),
    ],
)
def test_whole_years_and_months_are_counted_as_people_count_ages(start: str, end: str, years: int, months: int) -> None:
    one, two = date.fromisoformat(start), date.fromisoformat(end)
    assert (whole_years(one, two), whole_months(one, two)) == (years, months)
    assert ours(f"years(date('{start}'), date('{end}')) == {years} && months(date('{start}'), date('{end}')) == {months}") is True


def test_a_truth_value_as_text_is_lower_case_as_the_language_defines_it() -> None:
    """cel-python writes True here; the language definition says true."""
    assert ours("string(true) == 'true' && string(false) == 'false'") is True


def test_days_between_dates() -> None:
    assert ours("days(date('2026-02-27'), today) == 2") is True


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(.*a){20}$"])
def test_a_cruel_pattern_takes_no_time(pattern: str) -> None:
    """RE2 is linear: Python's own re would not come back from these."""
    assert ours(f"answers.text.matches('{pattern}')", {"answers.text": "a" * 5_000 + "!"}) is False


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a = 1", "one = is no comparison"),
        ("a & b", "one & is no operator"),
        ("not a", "cannot be read|no operator"),
        ("a &&", "ends too early"),
        ("b'x' == b'x'", "bytes are not supported"),
        ("99999999999999999999 > 1", "too large"),
        ("[1].all(1, true)", "needs the name of a variable"),
        ("has(a)", "needs a name with a dot"),
        ("'\\q' == 'q'", "is no escape"),
        ("(" * 60 + "1" + ")" * 60 + " > 1", "|nested"),
        ("!" * 300 + "true", "nested too deeply"),
        ("[" * 300 + "]" * 300 + " == []", "nested too deeply"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(source: str, message: str) -> None:
    if message.startswith("|"):  # brackets alone cost nothing
        assert compile_expression(source).value({}) is False
        return
    with pytest.raises(CelSyntaxError, match=message):
        compile_expression(source)
