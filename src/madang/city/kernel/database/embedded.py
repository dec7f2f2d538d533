"""The embedded PostgreSQL: a real server, started by whoever serves, stopped with it.

One process owns it, under a file lock; others only connect. It listens on a Unix socket in a private folder and on
nothing else, so it needs no password. When its owner is killed, the kernel tells the server to stop; when the server
dies, its owner starts it again.
"""

import contextlib
import ctypes
import fcntl
import logging
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from madang.city.kernel.database.place import Place, Unplaceable, copy_binaries, find_place

START_SECONDS = 60
STOP_SECONDS = 30
DATABASE = "madang"
SUPERUSER = "madang"
PR_SET_PDEATHSIG = 1
LONGEST_WAIT_SECONDS = 5.0
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "logging_collector": "off",
}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_log = logging.getLogger("madang.database")


class DatabaseUnavailable(Exception):
    """Raised with one sentence for the person at the terminal."""


def url(place: Place, database: str = DATABASE) -> str:
    """Return the address of the database in the embedded server."""
    return f"postgresql://{SUPERUSER}@/{database}?host={place.sockets}"


def die_with_parent(number: int = signal.SIGINT) -> None:
    """Ask the kernel to send this process a signal when its parent dies (Linux; elsewhere nothing)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number))


def _run(place: Place, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    who = {"user": place.owner.uid, "group": place.owner.gid, "extra_groups": []} if place.owner else {}
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    return subprocess.run(
        [str(place.binaries / program), *arguments],
        capture_output=True, text=True, cwd="/", env=environment, check=False, **who,  # type: ignore[call-overload]
    )  # fmt: skip


def _make_folder(folder: Path, place: Place) -> None:
    """Make ``folder`` private to the server's user; parents that are missing are made, none is changed."""
    missing = [parent for parent in reversed(folder.parents) if not parent.exists()]
    for parent in missing:
        parent.mkdir(exist_ok=True)
        if place.owner:
            parent.chmod(0o711)
    if folder.exists():
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    if place.owner:
        os.chown(folder, place.owner.uid, place.owner.gid)


def _initialise(place: Place) -> None:
    if (place.cluster / "PG_VERSION").exists():
        return
    done = _run(
        place, "initdb", "--pgdata", str(place.cluster), "--username", SUPERUSER, "--encoding", "UTF8",
        "--locale", "C.UTF-8", "--auth", "trust", "--no-instructions",
    )  # fmt: skip
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise DatabaseUnavailable(f"The embedded database could not be made in {place.cluster}: {''.join(last)}")


def _stop_orphan(place: Place) -> None:
    """Stop a server that outlived its owner: the lock is ours, so nobody serves from it."""
    if (place.cluster / "postmaster.pid").exists():
        _run(place, "pg_ctl", "stop", "--pgdata", str(place.cluster), "--mode", "fast", "--timeout", str(STOP_SECONDS))


@dataclass
class Server:
    """The server that this process owns."""

    place: Place
    log: IO[bytes]
    settings: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    deaths: int = field(default=0)
    next_start: float = field(default=0.0)

    def launch(self) -> None:
        """Start the program; it answers a moment later."""
        place = self.place
        who = {"user": place.owner.uid, "group": place.owner.gid, "extra_groups": []} if place.owner else {}
        options = [f"--{name}={value}" for name, value in self.settings.items()]
        self.process = subprocess.Popen(
            [str(place.binaries / "postgres"), "-D", str(place.cluster), "-k", str(place.sockets), *options],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, cwd="/", start_new_session=True,
            preexec_fn=die_with_parent, **who,  # type: ignore[call-overload]
        )  # fmt: skip

    def tend(self, now: float) -> None:
        """Start the server again if it has died: at once, then with growing waits while its last children still end.

        now  seconds of the monotonic clock
        """
        if self.process is not None and self.process.poll() is not None:
            self.deaths += 1
            wait = min(LONGEST_WAIT_SECONDS, 0.25 * self.deaths) if self.deaths > 1 else 0.0
            _log.error("the database ended with code %s; starting it again in %.1f s", self.process.returncode, wait)
            self.process, self.next_start = None, now + wait
        if self.process is None and now >= self.next_start:
            self.launch()

    def wait_until_ready(self) -> None:
        """Return once the server answers. Raises DatabaseUnavailable with what its log says."""
        ends_at = time.monotonic() + START_SECONDS
        while time.monotonic() < ends_at:
            if self.process is None or self.process.poll() is not None:
                tail = Path(self.log.name).read_text(errors="replace").strip().splitlines()[-1:]
                raise DatabaseUnavailable(f"The embedded database stopped while starting: {''.join(tail)} (log: {self.log.name})")
            if _run(self.place, "pg_isready", "-q", "-h", str(self.place.sockets)).returncode == 0:
                return
            time.sleep(0.05)
        raise DatabaseUnavailable(f"The embedded database did not answer in {START_SECONDS} s (log: {self.log.name})")

    def stop(self) -> None:
        """Stop the server, in haste if it does not obey."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(STOP_SECONDS)


def _create_database(place: Place) -> None:
    import psycopg

    with psycopg.connect(url(place, "postgres"), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            connection.execute(f"CREATE DATABASE {DATABASE} ENCODING 'UTF8' TEMPLATE template0")


@contextlib.contextmanager
def running(data_dir: Path, *, binaries: Path | None = None, throwaway: bool = False) -> Iterator[Place]:
    """Own the embedded server of ``data_dir`` for the time of the block; yield where it is. As ``owned``."""
    with owned(data_dir, binaries=binaries, throwaway=throwaway) as server:
        yield server.place


@contextlib.contextmanager
def owned(data_dir: Path, *, binaries: Path | None = None, throwaway: bool = False) -> Iterator[Server]:
    """Own the embedded server of ``data_dir`` for the time of the block; yield it.

    throwaway  for tests: faster, and not safe against a power cut
    Raises DatabaseUnavailable with a sentence if it cannot start or another process owns it.
    """
    with contextlib.ExitStack() as stack:
        try:
            data_dir.mkdir(parents=True, exist_ok=True)
            place = find_place(data_dir, binaries)
            _make_folder(place.lock.parent, place)
            stack.enter_context(_owning(place))
            copy_binaries(place)
            _make_folder(place.sockets, place)
            _make_folder(place.cluster, place)
        except Unplaceable as problem:
            raise DatabaseUnavailable(str(problem)) from problem
        except OSError as problem:
            place_name = problem.filename or data_dir
            sentence = f"{place_name} is not writable ({problem.strerror}): choose another folder with MADANG_DATA_DIR."
            raise DatabaseUnavailable(sentence) from problem
        _initialise(place)
        _stop_orphan(place)
        log_path = place.lock.parent / "server.log"
        log = stack.enter_context(log_path.open("ab"))
        server = Server(place, log, {**SETTINGS, **(THROWAWAY if throwaway else {})})
        server.launch()
        try:
            server.wait_until_ready()
            _create_database(place)
            yield server
        finally:
            server.stop()


@contextlib.contextmanager
def _owning(place: Place) -> Iterator[None]:
    with place.lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise AlreadyOwned("Another process runs the embedded database of this folder.") from taken
        os.register_at_fork(after_in_child=handle.close)  # a copy of the owner owns nothing
        yield


class AlreadyOwned(DatabaseUnavailable):
    """Raised where the server runs already and belongs to another process: connect to it instead."""


def is_owned(place: Place) -> bool:
    """Tell whether a process owns the server now."""
    try:
        with _owning(place):
            return False
    except AlreadyOwned:
        return True
    except OSError:
        return False
