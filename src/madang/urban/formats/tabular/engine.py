"""DuckDB, held small: little memory, two threads, no way out, and long statements that can be watched and stopped."""

import concurrent.futures
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

Progress = Callable[[str, float], None]
THREADS, TICK = 2, 0.2


def unheard(*_: object) -> None:
    """Hear of progress and do nothing."""


class Engine:
    """A database in memory that spills into a folder. Who watches a statement hears its share and may raise."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def ask(self, sql: str, watch: Callable[[float], None] = unheard, parameters: list[Any] | None = None) -> list[tuple]:
        """Run a statement and return its rows; whatever ``watch`` raises stops the statement and is raised."""
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            job = pool.submit(lambda: self.connection.execute(sql, parameters or []).fetchall())
            while True:
                try:
                    return job.result(timeout=TICK)
                except concurrent.futures.TimeoutError:
                    if job.done():
                        raise
                    self._tell(watch)

    def _tell(self, watch: Callable[[float], None]) -> None:
        try:
            watch(min(max(self.connection.query_progress() / 100, 0.0), 1.0))
        except BaseException:
            self.connection.interrupt()
            raise


@contextmanager
def engine(folder: Path, memory_mb: int) -> Iterator[Engine]:
    """Give an engine that uses so much memory and spills into a folder."""
    spill = folder / "spill"
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": THREADS,
            "memory_limit": f"{memory_mb}MB",
            "temp_directory": str(spill),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )
    try:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        yield Engine(connection)
    finally:
        connection.close()
