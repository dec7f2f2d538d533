"""Have a file read by a process of its own: with a limit on its memory, its progress told, ended at once when nobody wants it."""

import contextlib
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

PROGRAM = "madang.city.opendata.store.reader"
LOOK_EVERY_SECONDS = 0.5
MOST_SECONDS = 6 * 3_600.0
SOURCE = Path(__file__).resolve().parents[4]
Progress = Callable[[str, float | None], None]


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
    with _process() as (process, complaints):
        _send(process, asked)
        for line in _lines(process, is_wanted, until):
            told = json.loads(line)
            if "table" in told:
                return told["table"]
            if "fault" in told:
                raise Unreadable(told["fault"])
            progress(told["step"], told["share"])
        process.wait()
        complaints.seek(0)
        last = complaints.read().decode(errors="replace").strip().rsplit("\n", 1)[-1]
    if process.returncode < 0 or "memory" in last.lower() or "bad_alloc" in last:
        raise Unreadable({"key": "opendata.read_memory"})
    raise RuntimeError(f"the reader of files ended with {process.returncode}: {last}")


@contextlib.contextmanager
def _process() -> Iterator[tuple["subprocess.Popen[bytes]", IO[bytes]]]:
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


def _lines(process: "subprocess.Popen[bytes]", is_wanted: Callable[[], bool], until: float) -> Iterator[bytes]:
    """Yield what the process says, line by line; look in between whether it may go on."""
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
        if ready:
            piece = os.read(descriptor, 1 << 16)
            if not piece:
                return
            *lines, rest = (rest + piece).split(b"\n")
            yield from lines
