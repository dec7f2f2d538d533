"""What a process of the engine does: take a question, ask DuckDB, send the answer as Arrow.

``serve`` answers the site's own questions one after another; ``answer_once`` one question of the public, confined.
"""

import json
import os
import resource
import signal
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.ipc

from madang.city.opendata.engine import channel, confining, statements
from madang.city.opendata.engine.values import MEGABYTE, Wrong

BATCH_ROWS = 8_192
_ROOM_BYTES = 700 * MEGABYTE  # of address space beside DuckDB's own limit: its allocator reserves, Arrow copies
_CONFIG: dict[str, Any] = {
    "threads": 1, "async_threads": 0, "temp_directory": "", "autoload_known_extensions": False,
    "autoinstall_known_extensions": False, "allow_community_extensions": False, "allow_extension_repositories": "forbidden",
    "python_enable_replacements": False, "allow_persistent_secrets": False, "preserve_insertion_order": True,
}  # fmt: skip


def serve(job: socket.socket) -> None:
    """Answer the site's own questions until the socket closes; tables that were asked before need not be opened again."""
    _quiet()
    connection: duckdb.DuckDBPyConnection | None = None
    known: dict[str, tuple[Any, int]] = {}
    while True:
        try:
            asked, _ = channel.receive(job)
        except channel.Closed:
            return
        limits = asked["limits"]
        if connection is None:
            confining.limit_memory(_ROOM_BYTES + limits["memory_mb"] * MEGABYTE * 2)
            connection = _connect(limits["memory_mb"])
            connection.execute("SET parquet_metadata_cache = true")
        try:
            head, body = _answer(connection, asked, _open(connection, known, asked["tables"]))
        except duckdb.Error as problem:
            known.clear()
            head, body = _told(problem), b""
        channel.send(job, head, body)


def answer_once(job: socket.socket) -> None:
    """Answer one question of the public: give up all rights first, then read it."""
    _quiet()
    asked, _ = channel.receive(job)
    limits = asked["limits"]
    opened = {name: [_open_for_nobody(path) for path in paths] for name, paths in asked["tables"].items()}
    confining.limit_memory(_ROOM_BYTES + limits["memory_mb"] * MEGABYTE)
    confining.limit_use(cpu_seconds=int(limits["seconds"]) + 2)
    connection = _connect(limits["memory_mb"])  # it looks at the machine; what is asked comes after all is shut
    measures = confining.confine([descriptor for paths in opened.values() for descriptor in paths])
    try:
        tables = {name: [f"/proc/self/fd/{number}" for number in paths] for name, paths in opened.items()}
        rows = _shut(connection, tables)
        asked["sql"] = statements.checked(connection, asked["sql"], frozenset(tables), _prepared.known)
        head, body = _answer(connection, asked, rows)
    except Wrong as wrong:
        head, body = {"wrong": wrong.kind, "detail": wrong.detail}, b""
    except (duckdb.Error, RecursionError, MemoryError) as problem:
        head, body = _told(problem), b""
    channel.send(job, head | {"measures": measures}, body)


def _quiet() -> None:
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    confining.die_with_parent()
    if os.getppid() == 1:  # the parent died before it could be asked
        os._exit(1)


def _open_for_nobody(path: str) -> int:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    confining.give_to_nobody(descriptor)
    return descriptor


@dataclass
class _Prepared:
    """What the nursery made ready, so that each process it bears begins with it: a copy, as all of a fork's memory is."""

    connection: duckdb.DuckDBPyConnection | None = None
    known: statements.Known = field(default_factory=statements.Known)


_prepared = _Prepared()


def prepare() -> None:
    """Start DuckDB before any fork: with one thread and no helpers it has nothing that a fork would lose."""
    connection = duckdb.connect(config=_CONFIG)
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("PRAGMA enable_profiling = 'no_output'")
    _prepared.known = statements.look_around(connection)
    _prepared.connection = connection


def _connect(memory_mb: int) -> duckdb.DuckDBPyConnection:
    if _prepared.connection is None:
        prepare()
    connection = _prepared.connection
    assert connection is not None  # noqa: S101 - for the reader of types
    connection.execute(f"SET memory_limit = '{int(memory_mb)}MB'")
    return connection


def _shut(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Sequence[str]]) -> int:
    """Make the views, then let DuckDB touch nothing but their files and change none of its settings. Returns the rows."""
    paths = ", ".join(_text(path) for files in tables.values() for path in files)
    connection.execute(f"SET allowed_paths = [{paths}]")
    connection.execute("SET enable_external_access = false")
    rows = sum(_view(connection, name, files, hidden=False) for name, files in tables.items())
    connection.execute("SET lock_configuration = true")
    return rows


def _open(connection: duckdb.DuckDBPyConnection, known: dict[str, tuple[Any, int]], tables: Mapping[str, Sequence[str]]) -> int:
    """Make the views that a question names, where they are not made already. Returns the rows of them all."""
    for name, files in tables.items():
        if known.get(name, (None, 0))[0] != files:
            known[name] = (files, _view(connection, name, files, hidden=True))
    return sum(known[name][1] for name in tables)


def _view(connection: duckdb.DuckDBPyConnection, name: str, files: Sequence[str], *, hidden: bool) -> int:
    """Make one view; ``hidden`` adds where each row stands. Returns its rows."""
    paths = ", ".join(_text(path) for path in files)
    position = ", (file_index::BIGINT << 40) | file_row_number AS _position" if hidden else ""
    quoted = '"' + name.replace('"', '""') + '"'
    connection.execute(f"CREATE OR REPLACE VIEW {quoted} AS SELECT *{position} FROM read_parquet([{paths}])")  # noqa: S608 - quoted
    counted = connection.execute(f"SELECT sum(num_rows) FROM parquet_file_metadata([{paths}])").fetchall()  # noqa: S608 - quoted
    return int(counted[0][0] or 0)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _answer(connection: duckdb.DuckDBPyConnection, asked: Mapping[str, Any], rows: int) -> tuple[dict[str, Any], bytes]:
    """Run the question and return the head with its cost, and the rows as an Arrow stream."""
    limits = asked["limits"]
    begun, used = time.perf_counter(), time.process_time()
    relation = connection.sql(asked["sql"], params=asked["parameters"] or None)
    if relation is None:
        raise Wrong("statement")
    reader = relation.to_arrow_reader(BATCH_ROWS)
    batches, is_cut = _until_limit(reader, limits["rows"], limits["megabytes"] * MEGABYTE)
    body = _stream(reader.schema, batches)
    reader.close()
    head = {
        "cpu_ms": (time.process_time() - used) * 1_000, "wall_ms": (time.perf_counter() - begun) * 1_000,
        "rows_scanned": _scanned(connection, rows, is_cut), "is_cut": is_cut,
        "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }  # fmt: skip
    return head, body


def _until_limit(reader: pa.RecordBatchReader, rows: int, most_bytes: int) -> tuple[list[pa.RecordBatch], bool]:
    kept: list[pa.RecordBatch] = []
    have_rows = have_bytes = 0
    for batch in reader:
        if have_rows + batch.num_rows > rows:
            kept.append(batch.slice(0, rows - have_rows))
            return kept, True
        if have_bytes + batch.nbytes > most_bytes:
            return kept, True
        kept.append(batch)
        have_rows, have_bytes = have_rows + batch.num_rows, have_bytes + batch.nbytes
    return kept, False


def _stream(schema: pa.Schema, batches: Sequence[pa.RecordBatch]) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema, options=pa.ipc.IpcWriteOptions(use_threads=False)) as writer:
        for batch in batches:
            writer.write_batch(batch)
    return bytes(sink.getvalue())


def _scanned(connection: duckdb.DuckDBPyConnection, rows: int, is_cut: bool) -> int:
    """Return how many rows stand in the row groups that were read: what DuckDB counts are only those that passed its filters."""
    if is_cut:
        return rows
    told = json.loads(connection.get_profiling_information(format="json") or "{}").get("query", {})
    groups, read = told.get("total_row_groups_to_scan", 0), told.get("total_row_groups_scanned", 0)
    return min(rows, round(rows * read / groups)) if groups else 0


def _told(problem: Exception) -> dict[str, Any]:
    """Return the failure as the asker may know it: the first line, without where the files lie."""
    if isinstance(problem, duckdb.OutOfMemoryException | MemoryError):
        return {"over": "memory"}
    if isinstance(problem, RecursionError):
        return {"wrong": "nesting", "detail": ""}
    lines = [line for line in str(problem).splitlines() if line.strip()]
    first = lines[0] if lines else type(problem).__name__
    return {"wrong": "sql", "detail": first[:400]}
