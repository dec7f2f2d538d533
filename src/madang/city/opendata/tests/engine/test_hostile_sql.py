"""Anybody's SQL: whatever is asked ends by the deadline, learns nothing, and the next question is answered."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from madang.city.opendata import engine
from madang.city.opendata.engine import Limits, OverLimit, Question, Wrong
from madang.city.opendata.tests.engine import hostile
from madang.city.opendata.tests.engine.conftest import COUNT
from madang.city.opendata.tests.engine.hostile import Attack

LIMITS = Limits(seconds=1.0, memory_mb=128, rows=1_000, megabytes=2)
GRACE_SECONDS = 0.5
SECRETS = ("/proc/self", "/tmp/", ".parquet", "root:", "environ")
GROUPS = ("FILES", "STATEMENTS", "LOOKING_AROUND", "GREEDY", "STRANGE")


def asked(sql: str, parquet: Path) -> tuple[str, str, float]:
    """Return how a question ended, what was told of it, and after how many seconds."""
    begun = time.monotonic()
    try:
        answer = engine.ask_once(Question(sql, tables={"trees": [parquet]}, limits=LIMITS))
        ended, told = "answered", str(answer.table.slice(0, 5).to_pylist())[:5_000]
    except Wrong as wrong:
        ended, told = "refused", wrong.detail
    except OverLimit as over:
        ended, told = "stopped", over.kind
    return ended, told, time.monotonic() - begun


def held(attack: Attack, parquet: Path) -> list[str]:
    """Return what went wrong with an attack; the question after it is an honest one."""
    ended, told, seconds = asked(attack.sql, parquet)
    problems = [] if ended in attack.ends else [f"{ended} ({told[:80]})"]
    if seconds > LIMITS.seconds + GRACE_SECONDS:
        problems.append(f"took {seconds:.2f} s")
    if ended != "answered" and any(secret in told for secret in SECRETS):
        problems.append(f"told {told[:80]}")
    honest, rows, _ = asked("SELECT count(*) AS n FROM trees", parquet)
    if (honest, rows) != ("answered", f"[{{'n': {COUNT}}}]"):
        problems.append(f"the next question {honest}: {rows}")
    return [f"{attack.sql[:70]}: {problem}" for problem in problems]


def test_there_are_more_than_a_hundred_of_them() -> None:
    assert len({attack.sql for attack in hostile.EVERY}) == len(hostile.EVERY) > 100


@pytest.mark.parametrize("group", GROUPS)
def test_every_question_ends_by_the_deadline_and_the_next_one_is_answered(group: str, parquet: Path) -> None:
    asked("SELECT 1", parquet)  # the engine is warm, as it is for all but the first of a day
    with ThreadPoolExecutor(2) as both:
        found = list(both.map(lambda attack: held(attack, parquet), getattr(hostile, group)))
    assert not [problem for problems in found for problem in problems]
