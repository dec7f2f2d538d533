"""The web worker's side of the engine: it starts processes, asks them, and kills them at the deadline.

Each web worker has a pool of its own, made at its first question. The site's own questions go to processes that stay; a
question of the public gets a process that is thrown away with its answer.
"""

import atexit
import contextlib
import dataclasses
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from madang.city.opendata.engine import channel
from madang.city.opendata.engine.values import MEGABYTE, Answer, OverLimit, Question, Wrong

OWN_PROCESSES = max(1, min(4, (os.cpu_count() or 2) // 2 + 1))
PUBLIC_PROCESSES = 2
MOST_WAITING = 32
START_SECONDS = 30.0
_LOOK_SECONDS = 0.2
_SPARE_BYTES = 4 * MEGABYTE
Wanted = Callable[[], bool]


def _always() -> bool:
    return True


class Process:
    """One process of the engine: the socket to it, and the handle that kills it."""

    def __init__(self, job: socket.socket, handle: int) -> None:
        self.job = job
        self.handle = handle
        self.is_alive = True

    def ask(self, question: Question, until: float, is_wanted: Wanted) -> Answer:
        """Return the answer. Raises OverLimit (time, memory, cancelled) with the process dead, Wrong with it alive."""
        limits = question.limits
        try:
            channel.send(self.job, _asked(question))
            self._wait(until, limits.seconds, is_wanted)
            most = limits.megabytes * MEGABYTE * 2 + _SPARE_BYTES
            head, body = channel.receive(self.job, until=until, most_bytes=most)
        except TimeoutError as late:
            self.kill()
            raise OverLimit("time", limits.seconds) from late
        except (channel.Closed, OSError, ValueError) as gone:  # the kernel ended it, or it sends what it should not
            self.kill()
            over = time.monotonic() >= until
            raise OverLimit(*(("time", limits.seconds) if over else ("memory", limits.memory_mb))) from gone
        except OverLimit:
            self.kill()
            raise
        return _answer(head, body, question)

    def _wait(self, until: float, seconds: float, is_wanted: Wanted) -> None:
        while not select.select([self.job], [], [], max(0.0, min(_LOOK_SECONDS, until - time.monotonic())))[0]:
            if time.monotonic() >= until:
                raise OverLimit("time", seconds)
            if not is_wanted():
                raise OverLimit("cancelled")

    def kill(self) -> None:
        """End the process and wait until the kernel says that it is gone."""
        if not self.is_alive:
            return
        self.is_alive = False
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)
        select.select([self.handle], [], [], 5.0)
        os.close(self.handle)
        self.job.close()


class Pool:
    """The engine of one web worker."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._nursery: subprocess.Popen[bytes] | None = None
        self._idle: list[Process] = []
        self._turns = {"own": threading.BoundedSemaphore(OWN_PROCESSES), "public": threading.BoundedSemaphore(PUBLIC_PROCESSES)}
        self._waiting = 0

    def ask(self, question: Question, is_wanted: Wanted) -> Answer:
        """Ask a process that stays. Raises OverLimit, Wrong."""
        until = time.monotonic() + question.limits.seconds
        with self._turn("own", until, is_wanted):
            process = self._take() or self._start(b"own")
            try:
                return process.ask(question, until, is_wanted)
            finally:
                if process.is_alive:
                    with self._lock:
                        self._idle.append(process)

    def ask_once(self, question: Question, is_wanted: Wanted) -> Answer:
        """Ask a process that is thrown away; its time begins when it does. Raises OverLimit, Wrong."""
        with self._turn("public", time.monotonic() + question.limits.seconds, is_wanted):
            process = self._start(b"public")
            try:
                return process.ask(question, time.monotonic() + question.limits.seconds, is_wanted)
            finally:
                process.kill()

    def close(self) -> None:
        """End every process; only the one that made the pool may."""
        if self.owner != os.getpid():
            return
        with self._lock:
            for process in self._idle:
                process.kill()
            self._idle.clear()
            self._bury()

    @contextlib.contextmanager
    def _turn(self, kind: str, until: float, is_wanted: Wanted) -> Iterator[None]:
        """Wait for a turn; a queue that is full, or that does not move until the deadline, says so at once."""
        with self._lock:
            if self._waiting >= MOST_WAITING:
                raise OverLimit("busy", MOST_WAITING)
            self._waiting += 1
        turn = self._turns[kind]
        try:
            while not turn.acquire(timeout=_LOOK_SECONDS):
                if time.monotonic() >= until:
                    raise OverLimit("busy", MOST_WAITING)
                if not is_wanted():
                    raise OverLimit("cancelled")
        finally:
            with self._lock:
                self._waiting -= 1
        try:
            yield
        finally:
            turn.release()

    def _take(self) -> Process | None:
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if not select.select([process.handle], [], [], 0)[0]:
                    return process
                process.kill()
        return None

    def _start(self, kind: bytes) -> Process:
        """Have the nursery bear a process, starting the nursery where there is none."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._send(kind, theirs.fileno())
        ours.settimeout(START_SECONDS)
        _, handles, _, _ = socket.recv_fds(ours, 1, 1)
        if not handles:
            ours.close()
            raise OverLimit("busy", MOST_WAITING)
        return Process(ours, handles[0])

    def _send(self, kind: bytes, descriptor: int) -> None:
        with self._lock:
            if self._control is not None:
                try:
                    socket.send_fds(self._control, [kind], [descriptor])
                except OSError:  # the nursery was killed: another one takes its place
                    self._bury()
                else:
                    return
            self._control, self._nursery = _nursery()
            socket.send_fds(self._control, [kind], [descriptor])

    def _bury(self) -> None:
        if self._control and self._nursery:
            self._control.close()
            self._nursery.kill()
            self._nursery.wait()
        self._control = self._nursery = None


def _nursery() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """Start the program; it gets nothing of our surroundings: no secrets, no address of a database."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    surroundings = {
        "PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", "ARROW_DEFAULT_MEMORY_POOL": "system",
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(Path(__file__).resolve().parents[4]), "LANG": "C.UTF-8",
    }  # fmt: skip
    with theirs:
        program = subprocess.Popen(
            [sys.executable, "-m", "madang.city.opendata.engine.nursery", str(theirs.fileno())],
            pass_fds=[theirs.fileno()], env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    return ours, program


def _asked(question: Question) -> dict[str, object]:
    return {
        "sql": question.sql, "parameters": dict(question.parameters), "limits": dataclasses.asdict(question.limits),
        "tables": {name: [str(path) for path in paths] for name, paths in question.tables.items()},
    }  # fmt: skip


def _answer(head: dict[str, Any], body: bytearray, question: Question) -> Answer:
    if "over" in head:
        raise OverLimit(str(head["over"]), question.limits.memory_mb)
    if "wrong" in head:
        raise Wrong(str(head["wrong"]), str(head.get("detail", "")))
    table = pa.ipc.open_stream(pa.py_buffer(body)).read_all()
    cost = {name: head[name] for name in ("cpu_ms", "wall_ms", "rows_scanned", "is_cut")}
    return Answer(table, **cost, measures=tuple(head.get("measures", ())))


_pool: Pool | None = None
_pool_lock = threading.Lock()


def _present() -> Pool:
    """Return this process' pool: one that a fork brought along belongs to its parent."""
    global _pool  # noqa: PLW0603 - one engine for each web worker, made at its first question
    with _pool_lock:
        if _pool is None or _pool.owner != os.getpid():
            _pool = Pool()
            atexit.register(_pool.close)
        return _pool


def ask(question: Question, *, is_wanted: Wanted = _always) -> Answer:
    """Answer a question that the site made itself: generated SQL, values apart.

    is_wanted  asked five times a second; once it says no, the process is killed
    Raises OverLimit (time, memory, busy, cancelled) and Wrong.
    """
    return _present().ask(question, is_wanted)


def ask_once(question: Question, *, is_wanted: Wanted = _always) -> Answer:
    """Answer anybody's SQL in a process that holds nothing but the named tables. Raises OverLimit and Wrong as ``ask``."""
    return _present().ask_once(question, is_wanted)


def close() -> None:
    """End this web worker's engine; the next question starts another."""
    global _pool  # noqa: PLW0603 - as above
    with _pool_lock:
        if _pool is not None:
            _pool.close()
            _pool = None
