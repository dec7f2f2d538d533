"""Small cells: hidden, and hidden well. The attacker of these tests is written on its own, cell by cell."""

import itertools

import highspy
import numpy as np
import pyarrow as pa
import pytest

from madang.city.opendata.rules.disclosure import Certainty, Field, Release, Shape, attack, build, shape_of, suppress, told_again
from madang.city.opendata.rules.disclosure.cells.coding import code_rows
from madang.city.opendata.rules.disclosure.cells.equations import column_sums

K = 10
SHAPE = Shape(("district", "month"), ("cases",))


def crossed(inner: np.ndarray, total: str = "total") -> pa.Table:
    """Return a table of districts by months with its totals."""
    full = np.vstack([inner, inner.sum(axis=0)])
    full = np.hstack([full, full.sum(axis=1, keepdims=True)])
    rows = [f"d{n}" for n in range(inner.shape[0])] + [total]
    columns = [f"m{n}" for n in range(inner.shape[1])] + [total]
    pairs = list(itertools.product(rows, columns))
    return pa.table({"district": [r for r, _c in pairs], "month": [c for _r, c in pairs], "cases": full.reshape(-1)})


def random_inner(seed: int, shape: tuple[int, int] = (5, 4), mean: float = 14) -> np.ndarray:
    dice = np.random.default_rng(seed)
    return dice.poisson(dice.gamma(0.8, mean / 0.8, size=shape))


def cells(table: pa.Table) -> dict[tuple[str, str], int | None]:
    return {(r["district"], r["month"]): r["cases"] for r in table.to_pylist()}


def bounds(published: list[dict], cell: tuple[str, str], same: set[tuple[str, str]]) -> tuple[float, float]:
    """Bound a hidden cell of the newest version by all sums of all versions; ``same`` cells did not change between them."""
    names: dict[object, int] = {}
    solver = highspy.Highs()
    solver.silent()
    variables: list = []

    def variable(version: int, where: tuple[str, str], value: int | None) -> object:
        key = where if where in same else (version, where)
        if key not in names:
            names[key] = len(variables)
            variables.append(solver.addVariable(lb=1))
        if value is not None:
            solver.changeColBounds(names[key], value, value)
        return variables[names[key]]

    for version, table in enumerate(published):
        seen = {where: variable(version, where, value) for where, value in table.items()}
        for axis in (0, 1):
            for line in {where[axis] for where in table}:
                parts = [seen[where] for where in table if where[axis] == line and where[1 - axis] != "total"]
                whole = next(seen[where] for where in table if where[axis] == line and where[1 - axis] == "total")
                solver.addConstr(sum(parts[1:], parts[0]) == whole)
    wanted = variables[names[cell if cell in same else (len(published) - 1, cell)]]
    ends = []
    for turn in (solver.minimize, solver.maximize):
        turn(wanted)
        unlimited = solver.getModelStatus() in (
            highspy.HighsModelStatus.kUnbounded,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        )
        ends.append(float("inf") if unlimited else solver.val(wanted))
    return ends[0], ends[1]


def recovered(true: list[dict], published: list[dict]) -> list[tuple[str, str]]:
    """Return the hidden small cells of the newest version that are bound too closely."""
    same = {cell for cell in true[-1] if all(table.get(cell) == true[-1][cell] for table in true)}
    small = [cell for cell, value in true[-1].items() if 0 < value < K and published[-1][cell] is None]
    told = []
    for cell in small:
        least, most = bounds(published, cell, same)
        if most < K - 1e-6 or most - least < K - 1 - 1e-6:
            told.append(cell)
    return told


@pytest.mark.parametrize("seed", range(8))
def test_no_small_cell_can_be_worked_out_from_the_totals(seed):
    table = crossed(random_inner(seed))
    done = suppress(table, SHAPE, K)
    true, shown = cells(table), cells(done.table)
    assert (done.recovered, done.exposed) == (0, 0)
    assert all(shown[cell] is None for cell, value in true.items() if 0 < value < K)
    assert all(shown[cell] == value for cell, value in true.items() if value == 0)
    assert recovered([true], [shown]) == []


def test_hiding_the_small_ones_alone_is_not_enough():
    inner = np.array([[3, 40, 50], [30, 20, 60], [25, 35, 45]])
    table = crossed(inner)
    alone = {cell: None if value == 3 else value for cell, value in cells(table).items()}
    assert recovered([cells(table)], [alone]) == [("d0", "m0")]
    done = suppress(table, SHAPE, K)
    assert (done.primary, done.complementary) == (1, 3)  # a rectangle is the least there is


def test_our_own_attack_agrees_with_the_other_one():
    table = crossed(np.array([[3, 40, 50], [30, 20, 60], [25, 35, 45]]))
    system = build([Release(table, SHAPE)], K)
    small = system.values == 3
    found = attack(system, small, K, exact=True)
    assert found.recovered.tolist() == [True]
    assert (found.least[0], found.most[0]) == (3, 3)
    shown = cells(suppress(table, SHAPE, K).table)
    hidden = np.isin(np.arange(len(system.values)), system.cell_of[[value is None for value in shown.values()], 0])
    ours = attack(system, hidden, K, exact=True)
    theirs = bounds([shown], ("d0", "m0"), set())
    assert (ours.least[0], ours.most[0]) == pytest.approx(theirs)


@pytest.mark.parametrize("seed", range(6))
def test_two_versions_together_tell_no_more_than_one(seed):
    first = random_inner(seed, mean=18)
    second = first.copy()
    dice = np.random.default_rng(seed + 100)
    for _change in range(3):
        second[dice.integers(0, 5), dice.integers(0, 4)] += dice.integers(1, 40)
    old, new = crossed(first), crossed(second)
    before = suppress(old, SHAPE, K)
    after = suppress(new, SHAPE, K, [Release(old, SHAPE, dict(before.hidden))])
    assert after.recovered == 0
    assert recovered([cells(old), cells(new)], [cells(before.table), cells(after.table)]) == []


def test_differencing_two_versions_that_do_not_know_of_each_other_does_recover_cells():
    """The attack can succeed: where each version is protected by itself, the second tells what the first hid."""
    first = np.array([[3, 40, 50], [30, 20, 60], [25, 35, 45]])
    old = crossed(first)
    hidden_once = {("d0", "m0"), ("d0", "m1"), ("d1", "m0"), ("d1", "m1")}
    hidden_twice = {("d0", "m0"), ("d0", "m2"), ("d2", "m0"), ("d2", "m2")}
    true = cells(old)
    shown = [{cell: None if cell in gone else value for cell, value in true.items()} for gone in (hidden_once, hidden_twice)]
    assert recovered([true], [shown[0]]) == []
    assert recovered([true, true], shown) == [("d0", "m0")]


def test_a_coarser_version_counts_as_totals_of_the_finer_one():
    inner = np.array([[3, 40, 50], [30, 20, 60], [25, 35, 45]])
    fine = pa.table(
        {
            "district": np.repeat(["d0", "d1", "d2"], 3).tolist(),
            "month": ["m0", "m1", "m2"] * 3,
            "cases": inner.reshape(-1),
        }
    )
    alone = suppress(fine, SHAPE, K)
    assert (alone.primary, alone.complementary) == (1, 0)  # no totals, so nothing gives it away
    coarse = pa.table({"district": ["d0", "d1", "d2"], "cases": inner.sum(axis=1)})
    done = suppress(fine, SHAPE, K, [Release(coarse, Shape(("district",), ("cases",)), {})])
    assert done.recovered == 0
    assert done.complementary == 1  # another of the same district, whose total is known


def test_what_an_earlier_version_told_cannot_be_hidden_any_more_and_is_said():
    table = crossed(np.array([[3, 40, 50], [30, 20, 60], [25, 35, 45]]))
    done = suppress(table, SHAPE, K, [Release(table, SHAPE, {})])
    assert done.told == 1
    assert cells(done.table)["d0", "m0"] is None


def test_a_cell_that_was_hidden_stays_so_unless_it_is_safely_different():
    old = crossed(np.array([[3, 40, 50], [30, 20, 60], [25, 35, 45]]))
    before = suppress(old, SHAPE, K)
    release = Release(old, SHAPE, dict(before.hidden))
    near = crossed(np.array([[11, 40, 50], [30, 20, 60], [25, 35, 45]]))
    assert told_again([release, Release(near, SHAPE)], K) == 4
    assert cells(suppress(near, SHAPE, K, [release]).table)["d0", "m0"] is None
    far = crossed(np.array([[60, 95, 50], [80, 70, 60], [25, 35, 45]]))
    assert told_again([release, Release(far, SHAPE)], K) == 0
    assert suppress(far, SHAPE, K, [release]).table.column("cases").null_count == 0


def test_a_cell_that_grew_stays_hidden_while_its_neighbours_would_tell_what_it_was():
    old = crossed(np.array([[3, 40, 50], [30, 20, 60], [25, 35, 45]]))
    before = suppress(old, SHAPE, K)
    new = crossed(np.array([[60, 40, 50], [30, 20, 60], [25, 35, 45]]))
    after = suppress(new, SHAPE, K, [Release(old, SHAPE, dict(before.hidden))])
    assert cells(after.table)["d0", "m0"] is None  # 60 and the sums would tell the 40 beside it, and that the 3 of before


def test_hierarchies_are_kept_together():
    rows = [
        ("A", "a1", 4), ("A", "a2", 40), ("A", "소계", 44), ("B", "b1", 31), ("B", "b2", 25), ("B", "소계", 56), ("합계", "합계", 100),
    ]  # fmt: skip
    table = pa.table({"gu": [r[0] for r in rows], "dong": [r[1] for r in rows], "인원": [r[2] for r in rows]})
    done = suppress(table, Shape(("gu", "dong"), ("인원",)), K)
    shown = done.table.column("인원").to_pylist()
    assert shown[0] is None
    assert done.recovered == 0
    assert shown[1] is None or shown[2] is None  # its neighbour, or its subtotal with the other one's
    if shown[2] is None:
        assert shown[5] is None or shown[6] is None


def test_columns_that_add_up_are_kept_together():
    table = pa.table({"동": ["가", "나", "다", "라"], "계": [44, 50, 60, 70], "남": [40, 20, 31, 35], "여": [4, 30, 29, 35]})
    assert column_sums(np.column_stack([table.column(name).to_numpy().astype(float) for name in ("계", "남", "여")])) == [
        (0, (1, 2))
    ]
    done = suppress(table, Shape(("동",), ("계", "남", "여")), K)
    first = done.table.slice(0, 1).to_pylist()[0]
    assert first["여"] is None
    assert first["남"] is None or first["계"] is None


def test_an_unnamed_total_and_an_empty_one_are_seen():
    inner = np.array([[3, 40], [30, 20], [25, 35]])
    for name in ("Haneul", ""):
        table = crossed(inner, total=name)
        done = suppress(table, SHAPE, K)
        assert done.complementary >= 3, name


def test_codes_that_hold_each_other_are_sums():
    table = pa.table({"code": ["11", "1101", "1102", "1103", "26", "2601", "2602"], "인구": [103, 3, 40, 60, 90, 40, 50]})
    done = suppress(table, Shape(("code",), ("인구",)), K)
    assert done.table.column("인구").to_pylist()[1] is None
    assert done.complementary >= 1


def test_numbers_of_months_hold_nothing():
    coded = code_rows([pa.table({"month": [str(n) for n in range(1, 13)]})], [Shape(("month",), ())])
    assert (coded.parents[0] == -1).all()


def test_shares_that_add_up_to_one_go_wholly_and_quotients_row_by_row():
    table = pa.table(
        {
            "district": ["a", "b", "c"],
            "cases": [3, 40, 57],
            "share": [3.0, 40.0, 57.0],
            "population": [100, 200, 300],
            "case_rate": [3.0, 20.0, 19.0],
        }
    )
    done = suppress(table, Shape(("district",), ("cases",), ("share", "case_rate"), ("population",)), K)
    assert done.columns == ("share",)
    assert done.table.column("share").null_count == 3
    assert done.table.column("case_rate").to_pylist() == [None, 20.0, 19.0]


@pytest.mark.parametrize(
    ("fields", "counts", "sure"),
    [
        ([Field("구", "구"), Field("환자수", "환자수", "integer")], ("환자수",), Certainty.LIKELY),
        ([Field("district"), Field("cases", "cases", "integer")], ("cases",), Certainty.LIKELY),
        ([Field("区县"), Field("人数", "人数", "integer")], ("人数",), Certainty.LIKELY),
        ([Field("month"), Field("n", "n", "integer")], ("n",), Certainty.POSSIBLE),
        ([Field("구분"), Field("대여소명"), Field("거치대수", "거치대수", "integer")], None, None),
        ([Field("자치구"), Field("위도", "위도", "decimal", "latitude"), Field("화재수/소방시설수", "", "decimal")], None, None),
        ([Field("cases", "cases", "integer")], None, None),
    ],
)
def test_tables_of_counts_are_known_by_their_columns(fields, counts, sure):
    known = shape_of(fields)
    assert (known[0].counts, known[1]) == (counts, sure) if known else counts is None


def test_when_time_is_up_more_is_hidden_but_nothing_is_told():
    table = crossed(random_inner(1, (8, 6)))
    hasty, sparing = suppress(table, SHAPE, K, go_on=lambda: False), suppress(table, SHAPE, K)
    assert hasty.recovered == 0
    assert hasty.complementary > sparing.complementary
