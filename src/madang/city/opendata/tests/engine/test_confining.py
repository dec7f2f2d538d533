"""What the kernel forbids to a process that runs anybody's SQL, tried by a process that may run anything."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from madang.city.opendata import engine
from madang.city.opendata.engine import Question
from madang.city.opendata.engine.calls import filter_program

TRIES = """
import os, socket, subprocess, sys
from madang.city.opendata.engine import confining
allowed = os.open(sys.argv[1], os.O_RDONLY)
confining.give_to_nobody(allowed)
told = os.dup(1)
confining.limit_memory(400_000_000)
confining.limit_use(cpu_seconds=5)
measures = confining.confine([allowed])

def tried(name, what):
    try:
        what()
    except (OSError, MemoryError) as no:
        return f"{name}=no"
    return f"{name}=yes"

answers = [
    tried("reads-its-file", lambda: open(f"/proc/self/fd/{allowed}", "rb").read(4)),
    tried("reads-another", lambda: open("/etc/passwd")),
    tried("lists", lambda: os.listdir("/")),
    tried("writes", lambda: os.open("/tmp/madang-was-here", os.O_WRONLY | os.O_CREAT)),
    tried("deletes", lambda: os.unlink(sys.argv[1])),
    tried("connects", lambda: socket.socket()),
    tried("forks", os.fork),
    tried("runs", lambda: os.execv("/bin/true", ["true"])),
    tried("signals", lambda: os.kill(os.getppid(), 0)),
    tried("takes-memory", lambda: bytearray(600_000_000)),
    tried("is-root", lambda: os.setuid(0)),
]
os.write(told, " ".join([*answers, "by", *measures]).encode())
os._exit(0)
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], list[str]]:
    """Return what a confined process could do, and which measures it says hold."""
    file = tmp_path_factory.mktemp("confined") / "rows.parquet"
    file.write_bytes(b"PAR1")
    os.chmod(file, 0o600)
    root = str(Path(engine.__file__).resolve().parents[4])
    done = subprocess.run(
        [sys.executable, "-c", TRIES, str(file)], capture_output=True, env={"PYTHONPATH": root}, check=True, timeout=60
    )
    answers, _, measures = done.stdout.decode().partition(" by ")
    return dict(one.split("=") for one in answers.split()), measures.split()


def test_a_confined_process_reads_its_table(told: tuple[dict[str, str], list[str]]) -> None:
    assert told[0]["reads-its-file"] == "yes"


@pytest.mark.parametrize(
    ("measure", "forbidden"),
    [
        ("files", ["reads-another", "lists", "writes", "deletes"]),
        ("calls", ["writes", "deletes", "connects", "forks", "runs", "signals"]),
        ("uid", ["is-root"]),
    ],
)
def test_what_a_measure_forbids_cannot_be_done(
    told: tuple[dict[str, str], list[str]], measure: str, forbidden: list[str]
) -> None:
    answers, measures = told
    if measure not in measures:
        pytest.skip(f"this kernel, or this user, has not the measure {measure}")
    assert {name: answers[name] for name in forbidden} == dict.fromkeys(forbidden, "no")


def test_memory_is_limited_on_every_kernel(told: tuple[dict[str, str], list[str]]) -> None:
    assert told[0]["takes-memory"] == "no"


def test_an_answer_says_how_its_process_was_confined(parquet: Path) -> None:
    answer = engine.ask_once(Question("SELECT 1", {}, {"trees": [parquet]}))
    assert "no-new-privileges" in answer.measures


def test_a_table_that_only_its_owner_may_read_is_read_all_the_same(parquet: Path, tmp_path: Path) -> None:
    private = tmp_path / "private.parquet"
    private.write_bytes(parquet.read_bytes())
    private.chmod(0o600)
    tmp_path.chmod(0o700)
    answer = engine.ask_once(Question("SELECT count(*) AS n FROM trees", {}, {"trees": [private]}))
    assert answer.table.to_pylist() == [{"n": 20_000}]


def test_the_filter_of_calls_is_known_for_this_machine_and_not_guessed_for_others() -> None:
    assert filter_program("riscv64", 1) is None
    if platform.machine() in ("x86_64", "aarch64"):
        program = filter_program(platform.machine(), 1)
        assert program is not None
        assert len(program) % 8 == 0
        assert len(program) // 8 < 4_096


def test_the_nursery_inherits_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    engine.close()
    monkeypatch.setenv("DATABASE_PASSWORD_OF_TEST", "secret")
    engine.ask(Question("SELECT 1"))
    from madang.city.opendata.engine import pool

    nursery = pool._present()._nursery
    assert nursery is not None
    assert b"secret" not in Path(f"/proc/{nursery.pid}/environ").read_bytes()
