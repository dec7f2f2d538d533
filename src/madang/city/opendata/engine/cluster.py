"""Questions that outgrow one machine, answered by Spark: the same Ibis expression in a process of its own.

Starting Spark takes seconds and hundreds of megabytes; the process is started at the first such question and stays.
"""

import contextlib
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from madang.city.opendata.engine import channel
from madang.city.opendata.engine.values import MEGABYTE, Answer, OverLimit, Wrong
from madang.city.opendata.rules.tabular import Field, Query, spell

SECONDS = 120.0
MOST_BYTES = 256 * MEGABYTE
_PASSED_ON = ("PATH", "HOME", "JAVA_HOME", "SPARK_HOME", "SPARK_CONF_DIR", "HADOOP_CONF_DIR", "LANG", "TMPDIR")


@dataclass
class _Cluster:
    """The one process that talks to Spark, and whose turn it is."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    owner: int = 0
    job: socket.socket | None = None
    program: "subprocess.Popen[bytes] | None" = None


_cluster = _Cluster()


def ask(query: Query, fields: Sequence[Field], paths: Sequence[Path], *, url: str, seconds: float = SECONDS) -> Answer:
    """Answer a question on the cluster at ``url``, for example ``spark://head:7077`` or ``local[2]``; it must see the same paths.

    Raises OverLimit (time, busy) and Wrong (sql) where Spark says no.
    """
    until = time.monotonic() + seconds
    if not _cluster.turn.acquire(timeout=seconds):
        raise OverLimit("busy", 1)
    try:
        return _asked(query, fields, paths, url, until, seconds)
    except (TimeoutError, channel.Closed, OSError) as gone:
        _end()
        raise OverLimit("time", seconds) from gone
    finally:
        _cluster.turn.release()


def close() -> None:
    """End the process, where there is one."""
    with _cluster.turn:
        _end()


def _asked(
    query: Query, fields: Sequence[Field], paths: Sequence[Path], url: str, until: float, seconds: float
) -> Answer:  # fmt: skip
    job = _started()
    channel.send(job, {
        "url": url, "query": spell(query), "after": list(query.after), "fields": [[one.name, one.type] for one in fields],
        "paths": [str(path) for path in paths], "most": query.limit,
    })  # fmt: skip
    if not select.select([job], [], [], max(0.0, until - time.monotonic()))[0]:
        raise TimeoutError
    head, body = channel.receive(job, until=until, most_bytes=MOST_BYTES)
    if "wrong" in head:
        raise Wrong("sql", head["wrong"])
    table = pa.ipc.open_stream(pa.py_buffer(body)).read_all()
    return Answer(table, 0.0, float(head["wall_ms"]), int(head["rows"]))


def _started() -> socket.socket:
    if _cluster.job is not None and _cluster.owner == os.getpid():
        return _cluster.job
    ours, theirs = socket.socketpair()
    surroundings = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    surroundings["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).resolve().parents[4]), *sys.path[1:]])
    with theirs:
        _cluster.program = subprocess.Popen(
            [sys.executable, "-m", "madang.city.opendata.engine.spark", str(theirs.fileno())], pass_fds=[theirs.fileno()],
            env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    _cluster.job, _cluster.owner = ours, os.getpid()
    return ours


def _end() -> None:
    if _cluster.owner != os.getpid():
        return
    if _cluster.job is not None:
        _cluster.job.close()
    if _cluster.program is not None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(_cluster.program.pid, 9)  # Java with it
        _cluster.program.wait()
    _cluster.job = _cluster.program = None
