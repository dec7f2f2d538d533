"""Writes a typed table as Parquet: zstd, sorted, in small row groups, in bounded memory."""

from collections.abc import Callable, Sequence
from pathlib import Path

from madang.urban.formats.tabular.deciding.candidates import quoted
from madang.urban.formats.tabular.engine import Engine
from madang.urban.formats.tabular.profiling import named
from madang.urban.formats.tabular.shapes import ROW_GROUP

LEVEL = 2  # as small as level 3 in groups of this size, for less


def write(
    engine: Engine,
    relation: str,
    values: Sequence[tuple[str, str]],
    sort: Sequence[str],
    path: Path,
    watch: Callable[[float], None],
) -> None:
    """Write the columns (name, SQL of the value) of a relation to ``path``."""
    columns = ", ".join(f"{sql} AS {named(name)}" for name, sql in values)
    order = f" ORDER BY {', '.join(named(name) for name in sort)}" if sort else ""
    engine.ask(
        f"COPY (SELECT {columns} FROM {relation}{order}) TO {quoted(str(path))} "
        f"(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL {LEVEL}, ROW_GROUP_SIZE {ROW_GROUP})",
        watch,
    )
