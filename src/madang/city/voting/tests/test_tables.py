"""No cell of few people can be worked out: an attacker written on its own, with a linear program over all that is public."""

import numpy as np
import pytest
from scipy.optimize import linprog

from madang.city.voting.rules.tables import REST, marks_table, merged, partition_table, people_table

K = 10


class Reader:
    """Knows the published cells and sums; a hidden cell is at least 1 for them, since zeros are shown."""

    def __init__(self):
        self.names, self.bounds, self.rows, self.right = {}, [], [], []

    def cell(self, name, shown):
        self.names[name] = len(self.bounds)
        self.bounds.append((1, None) if shown is None else (shown, shown))

    def adds_up(self, parts, whole):
        row = dict.fromkeys(parts, 1)
        if isinstance(whole, tuple):
            row[whole] = -1
        self.rows.append(row)
        self.right.append(0 if isinstance(whole, tuple) else whole)

    def bound(self, name):
        matrix = np.zeros((len(self.rows), len(self.bounds)))
        for place, row in enumerate(self.rows):
            for one, sign in row.items():
                matrix[place, self.names[one]] = sign
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(self.bounds))
            cost[self.names[name]] = sign
            found = linprog(cost, A_eq=matrix, b_eq=self.right, bounds=self.bounds, method="highs")
            assert found.status in (0, 3)  # solved, or without bound
            ends.append(sign * found.fun if found.success else sign * -np.inf)
        return ends[0], ends[1]

    def tells(self, name):
        least, most = self.bound(name)
        return most < K - 1e-6 or most - least < K - 1 - 1e-6


def recovered(true, table):
    """Return the small cells of a table of choices that a reader can tell."""
    reader, small = Reader(), []
    for group, people, cells in zip(table.groups, table.people, table.cells, strict=True):
        reader.cell((group,), people)
        for column, cell in zip(table.columns, cells, strict=True):
            reader.cell((group, column), cell)
            if 0 < true[group][column] < K:
                assert cell is None
                small.append((group, column))
        reader.adds_up([(group, column) for column in table.columns], (group,))
        if 0 < sum(true[group].values()) < K:
            assert people is None
            small.append((group,))
    for column in table.columns:
        reader.adds_up([(group, column) for group in table.groups], sum(true[group][column] for group in table.groups))
    reader.adds_up([(group,) for group in table.groups], sum(sum(true[group].values()) for group in table.groups))
    return small, [name for name in small if reader.tells(name)]


def folded(chosen, columns):
    """Return the true cells by the table's columns: what has no column of its own is in the rest."""
    return {
        group: {
            column: cells.get(column, 0)
            if column != REST
            else sum(n for option, n in cells.items() if option == REST or option not in columns)
            for column in columns
        }
        for group, cells in chosen.items()
    }


@pytest.mark.parametrize("seed", range(12))
def test_no_small_cell_of_a_single_choice_can_be_worked_out(seed):
    dice = np.random.default_rng(seed)
    counts = dice.poisson(dice.gamma(0.7, 40, size=(6, 4)))
    chosen = {f"g{row}": {option: int(n) for option, n in enumerate(cells)} for row, cells in enumerate(counts)}
    table = partition_table(chosen, K)
    assert table is not None
    small, told = recovered(folded(chosen, table.columns), table)
    assert small
    assert told == []


def test_hiding_the_small_cell_alone_would_tell_it():
    chosen = {"a": {1: 3, 2: 40}, "b": {1: 30, 2: 20}, "c": {1: 25, 2: 35}}
    table = partition_table(chosen, K)
    naive = type(table)(table.groups, (43, 50, 60), (1, 2), ((None, 40), (30, 20), (25, 35)))
    assert recovered(chosen, naive)[1] == [("a", 1)]
    assert recovered(chosen, table)[1] == []


def test_zeros_and_what_is_large_are_shown():
    table = partition_table({"a": {1: 50, 2: 0}, "b": {1: 60, 2: 70}}, K)
    assert (table.groups, table.people) == (("a", "b"), (50, 130))
    assert (table.columns, table.cells) == ((1, 2), ((50, 0), (60, 70)))


def test_options_that_few_chose_stand_with_the_blank_ballots():
    chosen = {"a": {1: 50, 2: 40, 3: 4, 0: 6}, "b": {1: 60, 2: 45, 3: 2, 0: 8}}
    table = partition_table(chosen, K)
    assert table.columns == (1, 2, REST)  # option 3 has 6, joined with 14 blank ones: 20
    assert recovered(folded(chosen, table.columns), table)[1] == []


def test_a_rest_of_few_takes_the_least_popular_option_along():
    chosen = {"a": {1: 50, 2: 40, 3: 15, 4: 2}, "b": {1: 60, 2: 45, 3: 16, 4: 1}}
    table = partition_table(chosen, K)
    assert table.columns == (1, 2, REST)  # 3 votes for option 4 are too few, with the 31 of option 3 they are 34
    assert table.cells == ((50, 40, 17), (60, 45, 17))


@pytest.mark.parametrize("seed", range(6))
def test_those_who_did_not_mark_an_option_are_protected_like_those_who_did(seed):
    dice = np.random.default_rng(seed)
    people = {f"g{place}": int(n) for place, n in enumerate(dice.integers(4, 120, size=6))}
    marked = {
        group: {option: int(dice.binomial(n, p)) for option, p in ((1, 0.1), (2, 0.5), (3, 0.9))} for group, n in people.items()
    }
    table = marks_table(people, marked, K)
    assert table is not None
    reader, small = Reader(), []
    for group, shown in zip(table.groups, table.people, strict=True):
        reader.cell((group,), shown)
    reader.adds_up([(group,) for group in table.groups], sum(people.values()))
    for place, option in enumerate(table.columns):
        for group, shown, cells in zip(table.groups, table.people, table.cells, strict=True):
            yes = marked[group][option]
            hides = cells[place] is None
            other = None if hides or shown is None else shown - cells[place]
            reader.cell((group, option, True), cells[place])
            reader.cell((group, option, False), other if people[group] > yes else 0)
            reader.adds_up([(group, option, True), (group, option, False)], (group,))
            halves = ((True, yes), (False, people[group] - yes))
            small += [(group, option, half) for half, n in halves if 0 < n < K]
        for half in (True, False):
            total = sum(marked[group][option] for group in people)
            total = total if half else sum(people.values()) - total
            reader.adds_up([(group, option, half) for group in table.groups], total)
    assert small
    assert [name for name in small if reader.tells(name)] == []


def test_an_option_that_nearly_everybody_marked_is_left_out():
    people = {"a": 50, "b": 60}
    assert marks_table(people, {"a": {1: 48, 2: 25}, "b": {1: 57, 2: 30}}, K).columns == (2,)


def test_few_voters_in_all_have_no_table():
    assert partition_table({"a": {1: 4}, "b": {1: 5}}, K) is None
    assert people_table({"a": 4, "b": 5}, K) is None
    assert people_table({"a": 40, "b": 0}, K) is None  # one group is the whole


def test_a_small_group_takes_another_with_it():
    table = people_table({"a": 3, "b": 200, "c": 80}, K)
    assert table.people[0] is None
    assert sum(shown is None for shown in table.people) == 2


def test_two_groups_of_few_and_nobody_else_to_hide_them_have_no_table():
    assert people_table({"a": 3, "b": 8}, K) is None


def test_groups_with_few_voters_for_an_option_are_joined_for_weighing():
    chosen = {"a": {1: 50, 2: 40}, "b": {1: 3, 2: 20}, "c": {1: 12, 2: 15}, "d": {1: 90, 2: 80}}
    assert merged(chosen, K) == {"a": 1, "b": 0, "c": 0, "d": 2}  # 3 alone are too few, 3 and 12 are not


def test_where_no_option_has_few_voters_every_group_stands_by_itself():
    assert merged({"a": {1: 50, 2: 0}, "b": {1: 60, 2: 10}}, K) == {"a": 1, "b": 2}
