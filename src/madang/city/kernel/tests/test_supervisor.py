import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from madang.city.kernel.supervisor import STOPPING, Child, Supervisor, apart

# The test runner has threads; a Python from 3.12 on warns of copies of such a process.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


@pytest.fixture(autouse=True)
def _handlers():
    """Let an interrupt interrupt, which programs that were started in the background ignore; leave all as it was."""
    kept = {number: signal.getsignal(number) for number in STOPPING}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_work_apart_leaves_nothing_here_and_tells_how_it_ended(tmp_path):
    told: list[int] = []

    def work() -> None:
        told.append(1)
        (tmp_path / "pid").write_text(str(os.getpid()))

    assert apart("work", work) == 0
    assert told == []
    assert int((tmp_path / "pid").read_text()) != os.getpid()
    assert apart("work", lambda: sys.exit(3)) == 3


def test_work_apart_is_stopped_when_it_is_interrupted(tmp_path):
    def work() -> None:
        (tmp_path / "pid").write_text(str(os.getpid()))
        time.sleep(60)

    def interrupt() -> None:
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            time.sleep(0.01)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        apart("work", work)
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text()}").exists()


def test_what_dies_is_started_again_and_what_runs_is_stopped(tmp_path):
    log = tmp_path / "log"

    def short() -> None:
        with log.open("a") as lines:
            lines.write("short\n")

    def long() -> None:
        with log.open("a") as lines:
            lines.write(f"{os.getpid()}\n")
        time.sleep(60)

    supervisor = Supervisor([Child("short", short), Child("long", long)], beside=[lambda now: stop_after_three()])

    def stop_after_three() -> None:
        if log.exists() and log.read_text().count("short") >= 3:
            supervisor.stop()

    supervisor.run()
    lines = log.read_text().split()
    assert lines.count("short") == 3
    [pid] = [line for line in lines if line.isdigit()]
    assert not Path(f"/proc/{pid}").exists()
