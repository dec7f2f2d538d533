"""Loads a table: every row read, every type decided on all of them, then written as Parquet and profiled."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from madang.urban.formats.tabular import profiling, sorting, writing
from madang.urban.formats.tabular.deciding import reasons, roles, whole
from madang.urban.formats.tabular.deciding.candidates import CELL, TEXT
from madang.urban.formats.tabular.deciding.choice import Choice
from madang.urban.formats.tabular.engine import Engine, Progress, engine, unheard
from madang.urban.formats.tabular.faults import TableFault
from madang.urban.formats.tabular.shapes import TYPES, Column, Evidence, Note, Reading, Table, Wanted
from madang.urban.formats.tabular.sniffing import encoding
from madang.urban.formats.tabular.sniffing.header import machine_names
from madang.urban.formats.tabular.sources import Source, parquet, records, sheet, text

MEMORY_MB, MOST_COLUMNS = 512, 2_000


def load(
    path: Path,
    reading: Reading,
    folder: Path,
    *,
    wanted: Wanted = Wanted(),  # noqa: B008 - frozen
    progress: Progress = unheard,
    memory_mb: int = MEMORY_MB,
) -> Table:
    """Read a whole file, decide the type of each column on all of its rows, and write ``folder``/rows.parquet.

    reading   from ``sniff``, or what the publisher made of it
    folder    exists; what is written there beside the result is removed again
    progress  hears (step, share from 0 to 1), steps "copying", "deciding", "writing", "profiling"; what it raises stops all

    Raises TableFault with row, column, value and remedy; ``folder`` then holds no rows.parquet.
    """
    target = folder / "rows.parquet"
    try:
        with engine(folder, memory_mb) as db:
            return _load(db, path, reading, folder, target, wanted, progress)
    except UnicodeDecodeError as problem:
        target.unlink(missing_ok=True)
        raise encoding.bad_byte(path, reading.member, reading.encoding) from problem
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    finally:
        for scrap in ("plain.csv", "raw.parquet", "member", "member.parquet"):
            (folder / scrap).unlink(missing_ok=True)


def _load(db: Engine, path: Path, reading: Reading, folder: Path, target: Path, wanted: Wanted, progress: Progress) -> Table:
    source = _source(db, path, reading, folder, lambda share: progress("copying", share))
    if len(source.names) > MOST_COLUMNS:
        raise TableFault(path, "too-many-columns", params={"most": MOST_COLUMNS})
    names = machine_names(source.names, wanted.names)
    source = _undeclared(source, _wanted_types(path, source, names, wanted))
    choices = _choices(path, source, names, reading, wanted)
    try:
        counted = whole.decide(db, source.relation, choices, len(names), lambda share: progress("deciding", share))
    except duckdb.Error as problem:
        raise text.fault(problem, source) from problem
    if counted.rows == counted.blank:
        raise TableFault(path, "no-rows")
    _check_wanted(db, source, choices)
    columns, values = _columns(source, names, choices, wanted)
    notes = _notes(counted.blank, len(names) - len(columns))
    rows = counted.rows - counted.blank
    relation = source.relation if not counted.blank else _without_blank(source)
    keys = _keys(columns, names, choices)
    sort = sorting.keys(keys, rows, _known(path, wanted.keys, columns))
    writing.write(db, relation, values, sort, target, lambda share: progress("writing", share))
    estimates = {one.name: one.distinct for one in keys}
    profile = profiling.profile(db, target, columns, rows, estimates, lambda share: progress("profiling", share))
    told = [replace(one, nulls=profile[one.name].nulls) for one in columns]
    told = [replace(one, role=roles.role(one, profile[one.name], rows)) for one in told]
    return Table(tuple(told), rows, sort, profile, target, (*reading.notes, *source.notes, *notes))


def _source(db: Engine, path: Path, reading: Reading, folder: Path, watch: Callable[[float], None]) -> Source:
    match reading.kind:
        case "csv":
            return text.source(path, reading, folder, watch)
        case "xlsx":
            return sheet.source(path, reading, folder, watch)
        case "parquet":
            return parquet.source(path, reading, folder, watch, db)
        case _:
            return records.source(path, reading, folder, watch)


def _choices(path: Path, source: Source, names: Sequence[str], reading: Reading, wanted: Wanted) -> list[Choice]:
    kinds = _wanted_types(path, source, names, wanted)
    return [
        Choice(
            place, given, *kinds.get(place, ("", "")),
            is_ambiguous=reading.kind == "csv" and reading.delimiter == ";", is_sheet=reading.kind == "xlsx",
        )
        for place, given in enumerate(source.names) if place not in source.declared
    ]  # fmt: skip


def _undeclared(source: Source, wanted: Mapping[int, tuple[str, str]]) -> Source:
    """Return a source in which columns that the publisher decided are text again, whatever the file declares."""
    again = [place for place in wanted if place in source.declared and source.declared[place][0] != "geometry"]
    if not again:
        return source
    cells = ", ".join(f"c{place}::VARCHAR AS c{place}" for place in again)
    declared = {place: told for place, told in source.declared.items() if place not in again}
    return replace(source, relation=f"(SELECT * REPLACE ({cells}) FROM {source.relation})", declared=declared)


def _wanted_types(path: Path, source: Source, names: Sequence[str], wanted: Wanted) -> dict[int, tuple[str, str]]:
    """Return the wanted type and form by place. Raises TableFault for a column or a type that there is not."""
    found = {}
    for name, asked in wanted.types.items():
        if name not in (*names, *source.names):
            raise TableFault(path, "unknown-column", column=name, params={"columns": ", ".join(names)[:500]})
        type_, _, form = asked.partition(":")
        if type_ not in TYPES[:-1] or (form and type_ not in ("date", "datetime")):
            raise TableFault(path, "unknown-type", column=name, params={"wanted": asked})
        found[names.index(name) if name in names else source.names.index(name)] = (type_, form)
    return found


def _check_wanted(db: Engine, source: Source, choices: Sequence[Choice]) -> None:
    for choice in choices:
        if not choice.wanted or choice.wanted in ("text", choice.chosen.type):
            continue
        if choice.reason and choice.reason[0] == "ambiguous-date" and choice.reason[1]:
            place, key = choice.reason[1], "order-unknown"
        else:
            place, key = reasons.refuting(choice), "not-wanted-type"
        line = source.first_line + place.row - 1 + _inner_lines(db, source, place.row) if source.first_line else None
        raise TableFault(
            source.path, key, params={"wanted": choice.wanted}, row=place.row, line=line, column=choice.name, value=place.value
        )


def _inner_lines(db: Engine, source: Source, row: int) -> int:
    """Return how many line ends stand inside the cells above a row."""
    if source.text is None:
        return 0
    cells = " || ".join(f"coalesce(c{place}, '')" for place in range(len(source.names)))
    above = f"SELECT {cells} AS whole FROM {source.relation} LIMIT {row - 1}"
    return int(db.ask(f"SELECT coalesce(sum(length(whole) - length(replace(whole, chr(10), ''))), 0) FROM ({above})")[0][0])


def _columns(
    source: Source, names: Sequence[str], choices: Sequence[Choice], wanted: Wanted
) -> tuple[list[Column], list[tuple[str, str]]]:
    """Return the columns and the SQL of their values, those without name and value left out."""
    by_place = {choice.index: choice for choice in choices}
    columns, values = [], []
    for place, name in enumerate(names):
        if place in source.declared:
            type_, sql, called = source.declared[place]
            columns.append(Column(name, source.names[place], type_, Evidence(type_, None, "", "declared", {"declared": called})))
            values.append((name, sql))
            continue
        choice = by_place[place]
        if not choice.filled and source.names[place] == f"column {place + 1}" and len(names) > 1:
            continue
        columns.append(_column(name, source.names[place], choice))
        values.append((name, _value(choice)))
    return columns, values


def _column(name: str, given: str, choice: Choice) -> Column:
    chosen = choice.chosen
    shown = chosen.format if chosen.kind.endswith("-marked") or chosen.type in ("date", "time", "datetime", "boolean") else ""
    return Column(name, given, chosen.type, reasons.evidence(choice), unit=chosen.unit, format=shown or chosen.format)


def _value(choice: Choice) -> str:
    if choice.chosen.type == "text":
        return TEXT.of(choice.cell)
    if choice.chosen.trusting and choice.read == choice.filled:
        return choice.chosen.trusting.replace(CELL, choice.cell)
    return choice.chosen.of(choice.cell)


def _keys(columns: Sequence[Column], names: Sequence[str], choices: Sequence[Choice]) -> list[sorting.Key]:
    by_name = {names[choice.index]: choice for choice in choices}
    return [
        sorting.Key(one.name, one.type, roles.is_name(one), by_name[one.name].distinct, by_name[one.name].filled)
        for one in columns
        if one.name in by_name
    ]


def _known(path: Path, keys: Sequence[str], columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the wanted keys by their machine names. Raises TableFault for one that there is not."""
    by_name = {one.source_name: one.name for one in columns} | {one.name: one.name for one in columns}
    if missing := [key for key in keys if key not in by_name]:
        raise TableFault(
            path, "unknown-column", column=missing[0], params={"columns": ", ".join(one.name for one in columns)[:500]}
        )
    return tuple(by_name[key] for key in keys)


def _without_blank(source: Source) -> str:
    cells = ", ".join(f"c{place}::VARCHAR" for place in range(len(source.names)))
    return f"(SELECT * FROM {source.relation} WHERE coalesce({cells}) IS NOT NULL)"


def _notes(blank: int, dropped: int) -> tuple[Note, ...]:
    rows = (Note("blank-rows", {"count": blank}),) if blank else ()
    return (*rows, Note("blank-columns", {"count": dropped})) if dropped else rows
