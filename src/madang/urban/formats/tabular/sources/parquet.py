"""Parquet: what its maker declared is kept."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from madang.urban.formats.tabular.deciding.candidates import quoted
from madang.urban.formats.tabular.engine import Engine
from madang.urban.formats.tabular.faults import TableFault
from madang.urban.formats.tabular.opening import chunks, has_pattern, opened
from madang.urban.formats.tabular.shapes import Reading
from madang.urban.formats.tabular.sniffing import header
from madang.urban.formats.tabular.sources import Source

_TYPES = (
    (("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"), "integer", "{}::BIGINT"),
    (("FLOAT", "DOUBLE", "DECIMAL"), "decimal", "CASE WHEN isfinite({0}::DOUBLE) THEN {0}::DOUBLE END"),
    (("BOOLEAN",), "boolean", "{}"),
    (("DATE",), "date", "{}"),
    (("TIMESTAMP",), "datetime", "{}::TIMESTAMP"),
    (("TIME",), "time", "{}::TIME"),
)  # fmt: skip


def source(path: Path, reading: Reading, folder: Path, watch: Callable[[float], None], engine: Engine) -> Source:
    """Return the rows of a Parquet file. Raises TableFault for one that is damaged."""
    place = path if not reading.member and not has_pattern(path) else _unpacked(path, reading.member, folder / "member.parquet")
    relation = f"read_parquet({quoted(str(place))})"
    try:
        described = engine.connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    except duckdb.Error as problem:
        raise TableFault(path, "damaged", params={"problem": str(problem).split("\n", 1)[0]}) from problem
    names = header.named([name for name, *_ in described])[0]
    cells = ", ".join(f"c{number}" for number in range(len(names)))
    declared = {number: _declared(number, str(kind)) for number, (_, kind, *_) in enumerate(described)}
    return Source(f"(SELECT * FROM {relation}) AS raw({cells})", names, path, declared=declared)


def _declared(number: int, kind: str) -> tuple[str, str, str]:
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP")):
        return "text", f"to_json(c{number})::VARCHAR", kind
    plain = kind.split("(", maxsplit=1)[0].split(" ", maxsplit=1)[0]
    for prefixes, type_, sql in _TYPES:
        if plain in prefixes or (type_ == "datetime" and plain.startswith("TIMESTAMP")):
            return type_, sql.format(f"c{number}"), kind
    if kind in ("BLOB", "GEOMETRY"):
        return "text", f"base64(c{number}::BLOB)", kind
    return "text", f"c{number}::VARCHAR", kind


def _unpacked(path: Path, member: str, place: Path) -> Path:
    with opened(path, member) as file, place.open("wb") as out:
        for piece in chunks(file):
            out.write(piece)
    return place
