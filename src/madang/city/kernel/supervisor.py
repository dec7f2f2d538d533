"""One parent for all that serves: starts its children, restarts what dies, stops everything it started."""

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from madang.city.kernel.database.embedded import die_with_parent

STOP_SECONDS = 15
LONGEST_WAIT_SECONDS = 30.0
STEADY_SECONDS = 60.0
_log = logging.getLogger("madang.supervisor")


@dataclass
class Child:
    """A process to keep alive: its name, its command line, and the signal it gets should this parent be killed."""

    name: str
    command: Sequence[str]
    when_orphaned: signal.Signals = signal.SIGINT
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    next_start: float = field(default=0.0)

    def start(self) -> None:
        """Start the process; the kernel tells it should this parent be killed."""
        self.process = subprocess.Popen(
            list(self.command), start_new_session=True, preexec_fn=partial(die_with_parent, self.when_orphaned)
        )
        self.started_at = time.monotonic()

    def notice_death(self, now: float) -> None:
        """Plan the restart: at once the first time, then with growing waits; a steady run forgives."""
        code = self.process.returncode if self.process else 0
        if self.process:
            _kill_group(self.process.pid)  # its own children may have outlived it and hold the port
        self.deaths = 1 if now - self.started_at > STEADY_SECONDS else self.deaths + 1
        wait = min(LONGEST_WAIT_SECONDS, 0.5 * 2 ** (self.deaths - 1)) if self.deaths > 1 else 0.0
        _log.error("%s ended with code %s; starting it again in %.1f s", self.name, code, wait)
        self.process, self.next_start = None, now + wait


class Supervisor:
    """Runs children until it is told to stop by SIGTERM, SIGINT or ``stop()``."""

    def __init__(self, children: Sequence[Child], beside: Sequence[Callable[[float], None]] = ()) -> None:
        """Keep ``children`` alive; call what stands ``beside`` at every look too, with the monotonic clock's seconds."""
        self.children = list(children)
        self.beside = list(beside)
        self._stopping = threading.Event()

    def stop(self, *_: object) -> None:
        """Ask the loop to end."""
        self._stopping.set()

    def run(self) -> None:
        """Keep the children alive until asked to stop, then stop them all."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
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
            if child.process is not None and child.process.poll() is not None:
                child.notice_death(now)
            if child.process is None and now >= child.next_start:
                child.start()

    def _stop_all(self) -> None:
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        ends_at = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, ends_at - time.monotonic()))
            except subprocess.TimeoutExpired:
                _kill_group(process.pid)
                process.wait()


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
