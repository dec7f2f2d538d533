"""Parameters of an address and the questions that they are."""

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.city.kernel.refusals import Refusal
from madang.city.opendata.rules.tabular import (
    MEANINGS,
    Condition,
    Either,
    Field,
    Measure,
    Operator,
    Order,
    Query,
    read,
    spell,
    without_values,
)
from madang.city.opendata.rules.tabular.literals import joined, listed

FIELDS = (
    Field("구", "text"), Field("n", "integer"), Field("v", "decimal"), Field("d", "date"), Field("t", "datetime"),
    Field("b", "boolean"), Field("a__b", "text"), Field("shape", "geometry"), Field("sort", "text"),
)  # fmt: skip


def asked(text: str) -> Query | Refusal:
    return read(parse_qsl(text, keep_blank_values=True), FIELDS)


def test_columns_order_groups_and_measures_are_read() -> None:
    assert asked("columns=n,구&sort=-v,n&limit=7&offset=3") == Query(
        columns=("n", "구"), order=(Order("v", True), Order("n")), limit=7, offset=3
    )
    assert asked("구__groupby&count&v__quantile=0.1,0.9&n__sum=true&sort=-count") == Query(
        groups=("구",), measures=(Measure("count"), Measure("quantile", "v", 0.1), Measure("quantile", "v", 0.9), Measure("sum", "n")),
        order=(Order("count", True),),
    )  # fmt: skip


def test_groups_without_a_measure_are_counted() -> None:
    assert asked("groupby=구") == Query(groups=("구",), measures=(Measure("count"),))


def test_a_column_may_be_called_like_a_parameter_and_may_hold_underscores() -> None:
    assert asked("sort__exact=x&a__b__exact=y") == Query(
        where=Either((Condition("sort", Operator.EXACT, ("x",)), Condition("a__b", Operator.EXACT, ("y",))))
    )


def test_groups_of_conditions_nest() -> None:
    found = asked('or=(n__less=3,and(구__in="a,""b,c""",d__null),구__exact="x)y")')
    assert isinstance(found, Query)
    assert found.where.parts == (
        Either(
            (
                Condition("n", Operator.LESS, (3,)),
                Either((Condition("구", Operator.IN, ("a", "b,c")), Condition("d", Operator.NULL))),
                Condition("구", Operator.EXACT, ("x)y",)),
            ),
            is_any=True,
        ),
    )


@pytest.mark.parametrize(
    ("text", "key", "told"),
    [
        ("nothing=1", "unknown_parameter", "nothing"),
        ("구=강남", "unknown_parameter", "구"),
        ("x__exact=1", "unknown_column", "x"),
        ("columns=n,x", "unknown_column", "x"),
        ("sort=x", "unknown_column", "x"),
        ("groupby=구&sort=n", "unknown_column", "n"),
        ("n__like=1", "unknown_operator", "n__like"),
        ("n__contains=1", "operator_on_type", "n__contains"),
        ("shape__exact=1", "operator_on_type", "shape__exact"),
        ("shape__groupby", "operator_on_type", "shape__groupby"),
        ("구__sum", "operator_on_type", "구__sum"),
        ("b__less=true", "operator_on_type", "b__less"),
        ("n__exact=1.5", "bad_value", "1.5"),
        ("n__exact=９", "bad_value", "９"),
        ("n__exact=99999999999999999999", "bad_value", "99999999999999999999"),
        ("v__exact=inf", "bad_value", "inf"),
        ("v__exact=1_0", "bad_value", "1_0"),
        ("d__exact=30.4.2025", "bad_value", "30.4.2025"),
        ("b__exact=maybe", "bad_value", "maybe"),
        ("구__exact=a%00b", "bad_value", "구__exact"),
        ("v__quantile=1.5", "bad_value", "v__quantile"),
        ("v__quantile", "bad_value", "v__quantile"),
        ("n__range=1", "bad_list", "n__range"),
        ('구__in="a', "bad_list", "구__in"),
        ("n__null=no", "bad_parameter", "n__null"),
        ("limit=0", "bad_parameter", "0"),
        ("limit=10001", "bad_parameter", "10001"),
        ("limit=-1", "bad_parameter", "-1"),
        ("offset=x", "bad_parameter", "x"),
        ("n__sort=up", "bad_parameter", "up"),
        ("or=n__exact=1", "bad_group", "n__exact=1"),
        ("or=(n__exact=1", "bad_group", "(n__exact=1"),
        ("or=(n__exact=1))", "bad_group", "(n__exact=1))"),
        ("or=()", "bad_group", "()"),
        ("or=(or(or(or(or(or(n__exact=1))))))", "bad_group", "or"),
        ("or=(x__exact=1)", "unknown_column", "x"),
        ("groupby=구&columns=n", "columns_of_groups", "columns"),
        ("sort=n,-n", "too_much_of", "sort"),
        ("&".join(["n__exact=1"] * 101), "too_many_parameters", "100"),
        ("or=(" + ",".join(["n__exact=1"] * 205) + ")", "bad_group", "or"),
    ],
)
def test_what_makes_no_sense_is_named(text: str, key: str, told: str) -> None:
    found = asked(text)
    assert isinstance(found, Refusal)
    assert (found.key, found.status) == (f"opendata.{key}", 422)
    assert told in " ".join(str(value) for value in found.params.values())


def test_a_shape_holds_no_values_and_gives_them_back_apart() -> None:
    found = asked("구__exact=강남&n__range=1,5&v__greater=2.5")
    assert isinstance(found, Query)
    shape, values = without_values(found, {one.name: one.type for one in FIELDS})
    assert values == {"asked_0": "강남", "asked_1": 1, "asked_2": 5, "asked_3": 2.5}
    assert "강남" not in repr(shape)


WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_lists_come_back_as_they_were(words: list[str]) -> None:
    assert listed(joined(words)) == words


VALUES = {
    "구": WORDS, "n": st.integers(-(1 << 63), (1 << 63) - 1), "v": st.floats(allow_nan=False, allow_infinity=False),
    "d": st.dates(), "b": st.booleans(), "t": st.datetimes().map(lambda one: one.replace(fold=0)),
}  # fmt: skip
TYPES = {one.name: one.type for one in FIELDS}


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    column = draw(st.sampled_from(sorted(VALUES)))
    operator = draw(st.sampled_from([one for one in Operator if TYPES[column] in MEANINGS[one].types]))
    least, most = MEANINGS[operator].least, min(MEANINGS[operator].most, 4)
    return Condition(column, operator, tuple(draw(st.lists(VALUES[column], min_size=least, max_size=most))))


PARTS = st.recursive(
    conditions(), lambda inner: st.builds(Either, st.lists(inner, min_size=1, max_size=3).map(tuple), st.booleans()), max_leaves=6
)


@settings(max_examples=60)
@given(st.lists(PARTS, max_size=3))
def test_a_question_is_read_back_from_its_one_spelling(parts: list[Condition | Either]) -> None:
    query = Query(where=Either(tuple(parts)))
    spelled = spell(query)
    found = read(spelled, FIELDS)
    if _depth(query.where) > 5:
        assert isinstance(found, Refusal)
        return
    assert isinstance(found, Query), found
    assert spell(found) == spelled
    assert sorted(map(repr, found.where.parts)) == sorted(map(repr, query.where.parts))


def _depth(part: Condition | Either) -> int:
    return 0 if isinstance(part, Condition) else max((_depth(one) + 1 for one in part.parts), default=0)


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_parameter_breaks_the_reader(name: str, value: str) -> None:
    found = read([(name, value), ("or", value)], FIELDS)
    assert isinstance(found, Query | Refusal)


def test_one_day_is_one_value_however_it_is_typed() -> None:
    found = asked("d__in=2025-04-30, 2025-05-01")
    assert isinstance(found, Query)
    assert found.where.parts == (Condition("d", Operator.IN, (date(2025, 4, 30), date(2025, 5, 1))),)
