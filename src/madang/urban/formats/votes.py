"""Votes on statements as comma-separated text: person, statement, vote."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

from madang.urban.formats.faults import FileFault

COLUMNS = ("person", "statement", "vote")
VOTES = ("1", "0", "-1")
Ids = NDArray[np.int64] | NDArray[np.str_]


@dataclass(frozen=True, slots=True, eq=False)
class VoteRows:
    """The rows of a file, in its order, each (votes,)."""

    people: Ids
    statements: Ids
    values: NDArray[np.int8]


def read_votes(path: Path) -> VoteRows:
    """Return the votes of a UTF-8 file with the columns person, statement and vote (1, 0 or -1); others are passed over.

    Ids are whole numbers if all of a column are written as such, else texts. A vote stands on one line.
    Raises FileFault, with the line, for a missing column, a row of another width, an empty id, another vote, or a person
    who votes twice on one statement.
    """
    columns = [_texts(path, name, column) for name, column in zip(COLUMNS, _read(path), strict=True)]
    for name, column in zip(COLUMNS, columns, strict=True):
        _refuse(path, column, pc.equal(column, ""), f"no {name} is given", name)
    people, statements, votes = columns
    _refuse(path, votes, pc.invert(pc.is_in(votes, pa.array(VOTES))), "{!r} is no vote; write 1, 0 or -1", "vote")
    _refuse_twice(path, people, statements)
    return VoteRows(_ids(people), _ids(statements), votes.cast(pa.int8()).to_numpy(zero_copy_only=False))


def _read(path: Path) -> list[pa.Array]:
    """Return the three columns as bytes; the rows are lines, so that a fault has its line."""
    strange: list[csv.InvalidRow] = []

    def skip(row: csv.InvalidRow) -> str:
        strange.append(row)
        return "skip"

    try:
        with path.open("rb") as file:
            table = csv.read_csv(
                file,
                read_options=csv.ReadOptions(use_threads=False),
                parse_options=csv.ParseOptions(invalid_row_handler=skip),
                convert_options=csv.ConvertOptions(column_types=dict.fromkeys(COLUMNS, pa.binary())),
            )
        names = table.column_names
    except OSError as problem:
        raise FileFault(path, f"the file cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise FileFault(path, "the first line is no UTF-8; save the file as UTF-8", 1) from problem
    except pa.ArrowInvalid as problem:
        raise FileFault(path, f"cannot be read as comma-separated values ({str(problem).splitlines()[0]})") from problem
    if missing := [name for name in COLUMNS if names.count(name) != 1]:
        message = f"the column {missing[0]!r} must stand there once; the first line names {', '.join(names)[:300]}"
        raise FileFault(path, message, 1)
    if strange:
        message = f"{strange[0].actual_columns} cells where the first line names {strange[0].expected_columns}"
        raise FileFault(path, message, _line(path, strange[0].number))
    return [table.column(name).combine_chunks() for name in COLUMNS]


def _texts(path: Path, name: str, column: pa.Array) -> pa.Array:
    try:
        return pc.utf8_trim_whitespace(column.cast(pa.string()))
    except pa.ArrowInvalid as problem:
        row = next(at for at, cell in enumerate(column) if not _is_utf8(cell.as_py()))
        raise FileFault(path, "a byte is no UTF-8; save the file as UTF-8", _line(path, row + 2), name) from problem


def _is_utf8(cell: bytes) -> bool:
    try:
        cell.decode()
    except UnicodeDecodeError:
        return False
    return True


def _refuse(path: Path, column: pa.Array, is_fault: pa.Array, words: str, name: str) -> None:
    if (row := pc.index(is_fault, True).as_py()) >= 0:
        raise FileFault(path, words.format(column[row].as_py()[:100]), _line(path, row + 2), name)


def _refuse_twice(path: Path, people: pa.Array, statements: pa.Array) -> None:
    coded = [column.dictionary_encode() for column in (people, statements)]
    who, what = (column.indices.to_numpy().astype(np.int64) for column in coded)
    places = who * max(len(coded[1].dictionary), 1) + what
    order = np.argsort(places, kind="stable")
    again = order[1:][places[order][1:] == places[order][:-1]]
    if again.size:
        row = int(again.min())
        message = f"person {people[row].as_py()} has voted on statement {statements[row].as_py()} above; keep one vote"
        raise FileFault(path, message, _line(path, row + 2))


def _ids(column: pa.Array) -> Ids:
    try:
        numbers = column.cast(pa.int64())
    except pa.ArrowInvalid:
        return np.asarray(column.to_pylist(), np.str_)
    if numbers.cast(pa.string()).equals(column):
        return numbers.to_numpy()
    return np.asarray(column.to_pylist(), np.str_)


def _line(path: Path, number: int) -> int:
    """Return the line of a row, the header being row 1: empty lines are no rows."""
    with path.open("rb") as lines:
        rows = (at for at, line in enumerate(lines, start=1) if line.strip(b"\r\n"))
        return next(at for place, at in enumerate(rows, start=1) if place == number)
