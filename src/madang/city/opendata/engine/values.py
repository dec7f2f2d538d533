"""What the engine is asked and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one question may cost. The process is killed from outside ``seconds`` after it was asked.

    memory_mb  what DuckDB may use; the kernel gives the process a little more, and nothing beyond
    rows       answers are cut there (``Answer.is_cut`` tells)
    megabytes  of the answer; cut there as well
    """

    seconds: float = 10.0
    memory_mb: int = 1_024
    rows: int = 1_000_000
    megabytes: int = 64


OWN = Limits()
PUBLIC = Limits(seconds=5.0, memory_mb=384, rows=10_000, megabytes=8)


@dataclass(frozen=True, slots=True)
class Question:
    """SQL with its values, and the Parquet files that stand behind each table's name.

    parameters  {name: value} for ``$name`` in the SQL: text, numbers, booleans, dates, None
    tables      {name: Parquet paths, in the order of the rows}; each has the hidden column ``_position`` as well
    """

    sql: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    limits: Limits = OWN


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows, and what they cost.

    rows_scanned  rows of the row groups that were read; the sum over all tables
    is_cut        there was more than the limits let through
    measures      how the kernel confined the process; empty for the site's own questions
    """

    table: pa.Table
    cpu_ms: float
    wall_ms: float
    rows_scanned: int
    is_cut: bool = False
    measures: tuple[str, ...] = ()


class OverLimit(Exception):
    """Raised when a question was stopped. ``kind``: time, memory, rows, busy, cancelled; ``limit``: what was allowed."""

    def __init__(self, kind: str, limit: float = 0) -> None:
        super().__init__(f"{kind}: {limit}")
        self.kind = kind
        self.limit = limit


class Wrong(Exception):
    """Raised when a question cannot be answered as it stands. ``kind``: statement, table, function, sql, nesting, length."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail
