"""One parent for all that serves: starts its children, restarts what dies, stops everything it started.

The children are copies of their parent: what it has read and compiled is theirs at once, in memory that all share.
"""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

from django.db import connections
from setproctitle import setproctitle

from madang.city.kernel.database.embedded import die_with_parent

STOP_SECONDS = 15
LONGEST_WAIT_SECONDS = 30.0
STEADY_SECONDS = 60.0
STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_copies = multiprocessing.get_context("fork")
_log = logging.getLogger("madang.supervisor")


@dataclass
class Child:
    """A process to keep alive: its name, what it does, and the signal it gets should this parent be killed."""

    name: str
    work: Callable[[], None]
    when_orphaned: signal.Signals = signal.SIGINT
    process: BaseProcess | None = None
    started_at: float = 0.0
    deaths: int = 0
    next_start: float = 0.0

    def start(self) -> None:
        """Start the process; the kernel tells it should this parent be killed."""
        self.process = _copied(self.name, self.work, self.when_orphaned)
        self.started_at = time.monotonic()

    def notice_death(self, now: float) -> None:
        """Plan the restart: at once the first time, then with growing waits; a steady run forgives."""
        code = self.process.exitcode if self.process else 0
        if self.process and self.process.pid:
            _kill_group(self.process.pid)  # its own children may have outlived it and hold the port
        self.deaths = 1 if now - self.started_at > STEADY_SECONDS else self.deaths + 1
        wait = min(LONGEST_WAIT_SECONDS, 0.5 * 2 ** (self.deaths - 1)) if self.deaths > 1 else 0.0
        _log.error("%s ended with code %s; starting it again in %.1f s", self.name, code, wait)
        self.process, self.next_start = None, now + wait


class Supervisor:
    """Runs children until it is told to stop by SIGTERM, SIGINT or ``stop()``."""

    def __init__(self, children: Sequence[Child], beside: Sequence[Callable[[float], None]] = ()) -> None:
        """Keep ``children`` alive; call what stands ``beside`` at every look too, with the monotonic clock's seconds.

        While it runs, no other thread of Python may: a copy has none of them, but the locks that they hold.
        """
        self.children = list(children)
        self.beside = list(beside)
        self._stopping = threading.Event()

    def stop(self, *_: object) -> None:
        """Ask the loop to end."""
        self._stopping.set()

    def run(self) -> None:
        """Keep the children alive until asked to stop, then stop them all."""
        for number in STOPPING:
            signal.signal(number, self.stop)
        try:
            while not self._stopping.is_set():
                self._tend(time.monotonic())
                self._stopping.wait(0.2)
        finally:
            self._stop_all()

    def _tend(self, now: float) -> None:
        for tend in self.beside:
            tend(now)
        for child in self.children:
            if child.process is not None and not child.process.is_alive():
                child.notice_death(now)
            if child.process is None and now >= child.next_start:
                child.start()

    def _stop_all(self) -> None:
        running = [child.process for child in self.children if child.process and child.process.is_alive()]
        for process in running:
            process.terminate()
        ends_at = time.monotonic() + STOP_SECONDS
        for process in running:
            process.join(max(0.1, ends_at - time.monotonic()))
            if process.is_alive() and process.pid:
                _kill_group(process.pid)
                process.join()


def apart(name: str, work: Callable[[], None]) -> int:
    """Do ``work`` in a copy of this process, whose memory goes with it; return its exit code. Stops it if interrupted."""
    process = _copied(name, work, signal.SIGINT)
    try:
        process.join()
    finally:
        if process.is_alive():
            process.terminate()
            process.join()
    return process.exitcode or 0


def _copied(name: str, work: Callable[[], None], when_orphaned: signal.Signals) -> BaseProcess:
    """Start a copy of this process; connections to databases, which two must not share, are closed before."""
    connections.close_all()
    process = _copies.Process(name=name, target=_live, args=(name, work, when_orphaned, os.getpid()))
    process.start()
    return process


def _live(name: str, work: Callable[[], None], when_orphaned: signal.Signals, parent: int) -> None:
    os.setsid()
    for number in STOPPING:
        signal.signal(number, signal.SIG_DFL)
    die_with_parent(when_orphaned)
    if os.getppid() != parent:
        sys.exit(1)  # it died before we asked to be told
    setproctitle(f"madang: {name}")
    work()


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
