"""Have a file read by a process of its own: with a limit on its memory, its progress told, ended at once when nobody wants it."""

import contextlib
import json
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

PROGRAM = "madang.city.opendata.store.reader"
LOOK_EVERY_SECONDS = 0.5
MOST_SECONDS = 6 * 3_600.0
MEMORY_TIMES = 3
SOURCE = Path(__file__).resolve().parents[4]
Progress = Callable[[str, float | None], None]
Running = tuple["subprocess.Popen[bytes]", IO[bytes]]
_own = threading.local()


class Cancelled(Exception):
    """Raised where nobody wants the file read any more."""


class Unreadable(Exception):
    """Raised for a file that cannot be read; ``problem``: key, row, column, value, remedy, message, as far as they are known."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__(str(problem.get("message") or problem.get("key")))
        self.problem = dict(problem)


def read(
    asked: Mapping[str, Any], *, progress: Progress, is_wanted: Callable[[], bool], seconds: float = MOST_SECONDS
) -> dict[str, Any]:
    """Return what the reader found: reading, columns, rows, sort, profile, notes, path of the Parquet file.

    asked      path, name, folder, wanted, memory_mb; reading, where that is known already
    is_wanted  asked now and then; once it says no, the process is killed
    Raises Cancelled, Unreadable.
    """
    until = time.monotonic() + seconds
    with _reader() as running:
        found = _found(running, asked, progress, is_wanted, until)
    if "fault" in found:
        raise Unreadable(found["fault"])
    table: dict[str, Any] = found["table"]
    return table


def _found(
    running: Running, asked: Mapping[str, Any], progress: Progress, is_wanted: Callable[[], bool], until: float
) -> dict[str, Any]:
    """Return the last word of the process: a table, or what is wrong with the file. Raises where it has none."""
    process, complaints = running
    _send(process, asked)
    for line in _lines(process, is_wanted, until, asked["memory_mb"] * MEMORY_TIMES):
        told: dict[str, Any] = json.loads(line)
        if "step" not in told:
            return told
        progress(told["step"], told["share"])
    process.wait()
    complaints.seek(0)
    last = complaints.read().decode(errors="replace").strip().rsplit("\n", 1)[-1]
    if process.returncode < 0 or "memory" in last.lower() or "bad_alloc" in last:
        raise Unreadable({"key": "opendata.read_memory"})
    raise RuntimeError(f"the reader of files ended with {process.returncode}: {last}")


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """Have this thread's files read by one process within the block: many small ones need not each start their own."""
    before = dict(vars(_own))
    _own.is_kept, _own.reader = True, None
    try:
        yield
    finally:
        _drop()
        vars(_own).update({"is_kept": False, "reader": None} | before)


def _drop() -> None:
    if _own.reader is not None:
        _own.reader.close()
    _own.reader = None


@contextlib.contextmanager
def _reader() -> Iterator[Running]:
    """Give a process that waits for a file: the one that is kept, else one for this file alone. One that failed is not kept."""
    if not getattr(_own, "is_kept", False):
        with _process() as running:
            yield running
        return
    if _own.reader is None:
        _own.reader = contextlib.ExitStack()
        _own.running = _own.reader.enter_context(_process())
    try:
        yield _own.running
    except BaseException:
        _drop()
        raise


@contextlib.contextmanager
def _process() -> Iterator[Running]:
    path = os.pathsep.join([str(SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-m", PROGRAM]
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, env=os.environ | {"PYTHONPATH": path}
        )
        try:
            yield process, complaints
        finally:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def _send(process: "subprocess.Popen[bytes]", asked: Mapping[str, Any]) -> None:
    assert process.stdin is not None  # noqa: S101 - for the types: it is a pipe
    process.stdin.write(json.dumps(asked, ensure_ascii=False).encode() + b"\n")
    process.stdin.flush()


def _lines(process: "subprocess.Popen[bytes]", is_wanted: Callable[[], bool], until: float, most_mb: int) -> Iterator[bytes]:
    """Yield what the process says, line by line; look in between whether it may go on, and what memory it uses."""
    assert process.stdout is not None  # noqa: S101 - for the types: it is a pipe
    descriptor, rest, looked = process.stdout.fileno(), b"", time.monotonic()
    while True:
        ready, _, _ = select.select([descriptor], [], [], LOOK_EVERY_SECONDS)
        if time.monotonic() - looked >= LOOK_EVERY_SECONDS:
            looked = time.monotonic()
            if not is_wanted():
                raise Cancelled
            if looked > until:
                raise Unreadable({"key": "opendata.read_time"})
            if _used_mb(process.pid) > most_mb:
                raise Unreadable({"key": "opendata.read_memory"})
        if ready:
            piece = os.read(descriptor, 1 << 16)
            if not piece:
                return
            *lines, rest = (rest + piece).split(b"\n")
            yield from lines


def _used_mb(pid: int) -> int:
    """Return the memory that a process uses for itself, files that it only maps left out; 0 where it has ended."""
    try:
        with open(f"/proc/{pid}/status") as told:
            return next((int(line.split()[1]) >> 10 for line in told if line.startswith("RssAnon:")), 0)
    except OSError:
        return 0
