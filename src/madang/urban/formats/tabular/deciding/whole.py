"""Decides the types of a table's columns: the first rows propose, every row of the file confirms or refutes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa

from madang.urban.formats.tabular.deciding.candidates import TEXT, Candidate, is_null_word, unread
from madang.urban.formats.tabular.deciding.choice import Choice, Place
from madang.urban.formats.tabular.deciding.hints import tells
from madang.urban.formats.tabular.engine import Engine

SAMPLE_ROWS, SAMPLE_CELLS, FEWEST_ROWS = 400, 40_000, 50
COUNTER_EXAMPLES, MOST_ROUNDS = 200, 12
Watch = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of the file, and how many of them hold nothing."""

    rows: int
    blank: int


def decide(engine: Engine, relation: str, choices: Sequence[Choice], columns: int, watch: Watch) -> Counted:
    """Settle each choice on all rows of a relation, whose columns are called c0, c1, ...; return how many rows there are.

    columns  of the relation, those that are typed already among them
    """
    _sample(engine, relation, choices)
    counted: Counted | None = None
    asked = list(choices)
    for turn in range(MOST_ROUNDS):
        heard = partial(_tell, watch, turn)
        found = _scan(engine, relation, asked, columns if counted is None else 0, heard)
        counted = counted or Counted(int(found[0]), int(found[1]))
        asked = _judge(engine, relation, asked, found[2:])
        if not asked:
            return counted
    for choice in asked:
        choice.chosen, choice.rivals, choice.settled = TEXT, [], True
    return counted or Counted(0, 0)


def _tell(watch: Watch, turn: int, share: float) -> None:
    """Tell the share of the whole, of which the first reading is two thirds."""
    watch((turn + share) / (turn + 1.5))


def _sample(engine: Engine, relation: str, choices: Sequence[Choice]) -> None:
    if not choices:
        return
    rows = max(min(SAMPLE_ROWS, SAMPLE_CELLS // len(choices)), FEWEST_ROWS)
    cells = ", ".join(choice.cell for choice in choices)
    found = engine.ask(f"SELECT {cells} FROM {relation} LIMIT {rows}")
    for place, choice in enumerate(choices):
        choice.learn([(number, row[place]) for number, row in enumerate(found, 1) if row[place] is not None])
    _propose(engine, choices)


def _propose(engine: Engine, choices: Sequence[Choice]) -> None:
    """Hold every way to read a column against the values that are known, and take the first that reads them all."""
    offered: dict[Candidate, list[int]] = {}
    for place, choice in enumerate(choices):
        for one in choice.offer():
            offered.setdefault(one, []).append(place)
    together: dict[tuple[int, ...], list[Candidate]] = {}
    for one, places in offered.items():
        together.setdefault(tuple(places), []).append(one)
    for same, ways in together.items():
        _test(engine, [choices[place] for place in same], ways)
    for choice in choices:
        choice.take()


def _test(engine: Engine, choices: Sequence[Choice], ways: Sequence[Candidate]) -> None:
    known = [(choice, row, value) for choice in choices for value, row in choice.known.items()]
    if not known:
        return
    engine.connection.register("known", pa.table({"v": pa.array([value for _, _, value in known], pa.string())}))
    flags = ", ".join(f"({one.of('v')}) IS NOT NULL" for one in ways)
    found = engine.connection.execute(f"SELECT {is_null_word('v')}, {flags} FROM known").fetchall()
    engine.connection.unregister("known")
    by_column: dict[int, list[tuple[int, str, tuple[Any, ...]]]] = {choice.index: [] for choice in choices}
    for (choice, row, value), flag in zip(known, found, strict=True):
        by_column[choice.index].append((row, value, flag))
    for choice in choices:
        for place, one in enumerate(ways, 1):
            _hold(choice, one, by_column[choice.index], place)


def _hold(choice: Choice, one: Candidate, known: Sequence[tuple[int, str, tuple[Any, ...]]], place: int) -> None:
    choice.accepted[one.key] = sum(bool(flags[place]) for _, _, flags in known)
    refuting = [(row, value) for row, value, flags in known if not flags[place] and not flags[0]]
    if refuting:
        choice.drop(one, Place(*min(refuting)))


def _scan(engine: Engine, relation: str, asked: Sequence[Choice], columns: int, watch: Watch) -> Sequence[int]:
    """Return rows, blank rows, and for each choice: filled, read, distinct, yes, refuting; each rival: refuting, differing."""
    cells = ", ".join(f"c{place}::VARCHAR" for place in range(columns))
    parts = ["count(*)", f"count(*) FILTER (WHERE coalesce({cells}) IS NULL)" if columns else "0"]
    values = []
    for choice in asked:
        cell, value = choice.cell, f"v{choice.index}"
        if choice.settled:
            parts += [f"count({cell})", f"count({cell})", f"approx_count_distinct({cell})", "0", "0"]
            continue
        values.append(f"{choice.chosen.of(cell)} AS {value}")
        yes = f"count(*) FILTER (WHERE {value})" if choice.chosen.both else "0"
        failing = f"count(*) FILTER (WHERE {unread(cell, value)})"
        parts += [f"count({cell})", f"count({value})", f"approx_count_distinct({cell})", yes, failing]
        for number, rival in enumerate(choice.rivals):
            other = f"{value}_{number}"
            values.append(f"{rival.of(cell)} AS {other}")
            parts += [
                f"count(*) FILTER (WHERE {unread(cell, other)})",
                f"count(*) FILTER (WHERE {value} IS DISTINCT FROM {other})",
            ]
    made = f"(SELECT *, {', '.join(values)} FROM {relation})" if values else relation
    return engine.ask(f"SELECT {', '.join(parts)} FROM {made}", watch)[0]


def _judge(engine: Engine, relation: str, asked: Sequence[Choice], found: Sequence[int]) -> list[Choice]:
    """Settle the choices that the scan confirms; return the others, each with another way to read it."""
    again, at = [], 0
    for choice in asked:
        filled, read, distinct, yes, failing = found[at : at + 5]
        rivals = [(rival, found[at + 5 + 2 * place], found[at + 6 + 2 * place]) for place, rival in enumerate(choice.rivals)]
        at += 5 + 2 * len(rivals)
        choice.filled, choice.read, choice.distinct = int(filled), int(read), int(distinct)
        if choice.settled:
            continue
        if _refuted(engine, relation, choice, int(failing), int(yes)):
            again.append(choice)
        else:
            _settle(engine, relation, choice, rivals)
    if again:
        _propose(engine, again)
    return [choice for choice in again if not choice.settled]


def _refuted(engine: Engine, relation: str, choice: Choice, failing: int, yes: int) -> bool:
    chosen = choice.chosen
    if choice.accepted.get(chosen.key):
        choice.nearest = chosen
    if failing:
        _look(engine, relation, choice, chosen)
        return True
    hint = "month" if chosen.kind == "year-month" else "day"
    unproven = choice.read > 0 and choice.distinct < chosen.distinct and not tells(choice.name, hint) and not choice.wanted
    one_sided = chosen.both and choice.read > 0 and yes in (0, choice.read) and not choice.wanted
    if unproven or one_sided:
        choice.drop(chosen)
        return True
    return False


def _look(engine: Engine, relation: str, choice: Choice, way: Candidate) -> None:
    """Learn the first rows that a way cannot read."""
    cell = choice.cell
    rows = f"SELECT row_number() OVER () AS row, {cell} FROM {relation}"
    found = engine.ask(f"SELECT row, {cell} FROM ({rows}) WHERE {way.fails(cell)} ORDER BY row LIMIT {COUNTER_EXAMPLES}")
    choice.learn([(int(row), value) for row, value in found])
    choice.drop(way, Place(int(found[0][0]), found[0][1]))


def _settle(engine: Engine, relation: str, choice: Choice, rivals: Sequence[tuple[Candidate, int, int]]) -> None:
    choice.settled = True
    for rival, failing, differing in rivals:
        if failing:
            _look(engine, relation, choice, rival)
        elif differing:
            key = "ambiguous-number" if rival.family == "marks" else "ambiguous-date"
            choice.decide(key, choice.first())
            return
    if choice.wanted:
        return
    if not choice.read:
        choice.decide("only-null-words" if choice.known else "empty", choice.first())
    elif choice.chosen.type in ("integer", "decimal") and not choice.chosen.unit and _is_code(choice.name):
        choice.decide("code-name", choice.first())


def _is_code(name: str) -> bool:
    return tells(name, "code") or tells(name, "area-code")
