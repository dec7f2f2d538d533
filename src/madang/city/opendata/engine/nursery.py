"""The program that the engine's processes are born from: it loads DuckDB once and forks for each that is wanted.

It runs one thread and touches no question, so forking is safe and what a question breaks is never its parent.
Started by ``pool`` with one socket; each message on it carries a socket of its own for the process that is wanted.
"""

import contextlib
import os
import signal
import socket
import sys

_KINDS = {b"own": "serve", b"public": "answer_once"}


def main(descriptor: int) -> None:
    """Fork a process for every message until the web worker is gone."""
    from madang.city.opendata.engine import answering  # noqa: PLC0415 - loads DuckDB and Arrow, before any fork

    answering.prepare()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the dead
    control = socket.socket(fileno=descriptor)
    while True:
        kind, descriptors, _, _ = socket.recv_fds(control, 16, 1)
        if not kind:
            return
        job = socket.socket(fileno=descriptors[0])
        process = os.fork()
        if process == 0:
            control.close()
            _live(getattr(answering, _KINDS[kind]), job)
        with contextlib.suppress(OSError):  # whoever asked may be gone already
            _introduce(process, job)
        job.close()


def _introduce(process: int, job: socket.socket) -> None:
    """Send the web worker a handle of the process; it is the one that kills."""
    handle = os.pidfd_open(process)
    try:
        socket.send_fds(job, [b"!"], [handle])
    finally:
        os.close(handle)


def _live(work: object, job: socket.socket) -> None:
    """Do the work and end without any of the clean-up that belongs to the parent."""
    code = 1
    try:
        work(job)  # type: ignore[operator] # one of the two functions of answering
        code = 0
    except Exception as problem:  # noqa: BLE001 - the child of a fork must not return into its parent's loop
        sys.stderr.write(f"madang engine: {type(problem).__name__}: {problem}\n")
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]))
