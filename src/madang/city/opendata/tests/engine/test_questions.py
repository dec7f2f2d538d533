"""The site's own questions: answered by processes that stay, killed and replaced when they overstay."""

import threading
import time
from pathlib import Path

import pytest

from madang.city.opendata import engine
from madang.city.opendata.engine import Limits, OverLimit, Question, Wrong, pool
from madang.city.opendata.tests.engine.conftest import COUNT, KINDS

ENDLESS = "SELECT count(*) FROM range(1000000000000) a, range(1000000) b"


def first(sql: str, parquet: Path, **parameters: object) -> object:
    return engine.ask(Question(sql, parameters, {"trees": [parquet]})).table.column(0)[0].as_py()


def test_a_question_is_answered_with_its_values_apart(parquet: Path) -> None:
    hostile = "'; DROP TABLE trees; --"
    assert first("SELECT count(*) FROM trees WHERE kind = $kind", parquet, kind=hostile) == 0
    assert first("SELECT count(*) FROM trees WHERE kind = $kind", parquet, kind=KINDS[0]) == 4_000


def test_what_it_cost_is_told(parquet: Path) -> None:
    whole = engine.ask(Question("SELECT sum(height) FROM trees", {}, {"trees": [parquet]}))
    part = engine.ask(Question("SELECT sum(height) FROM trees WHERE id < $n", {"n": 100}, {"trees": [parquet]}))
    assert whole.rows_scanned == COUNT
    assert 0 < part.rows_scanned < COUNT
    assert whole.cpu_ms > 0
    assert not whole.is_cut


def test_every_row_tells_where_it_stands(parquet: Path) -> None:
    assert first("SELECT _position FROM trees WHERE id = 12345", parquet) == 12_345


def test_a_question_that_overstays_is_killed_and_the_next_one_answered(parquet: Path) -> None:
    with pytest.raises(OverLimit) as over:
        engine.ask(Question(ENDLESS, limits=Limits(seconds=0.5)))
    assert (over.value.kind, over.value.limit) == ("time", 0.5)
    assert first("SELECT count(*) FROM trees", parquet) == COUNT


def test_a_question_ends_when_nobody_waits_for_it_any_more(parquet: Path) -> None:
    gone = threading.Event()
    threading.Timer(0.3, gone.set).start()
    with pytest.raises(OverLimit) as over:
        engine.ask(Question(ENDLESS, limits=Limits(seconds=30)), is_wanted=lambda: not gone.is_set())
    assert over.value.kind == "cancelled"
    assert first("SELECT count(*) FROM trees", parquet) == COUNT


def test_a_full_queue_says_so_at_once(monkeypatch: pytest.MonkeyPatch, parquet: Path) -> None:
    monkeypatch.setattr(pool, "MOST_WAITING", 0)
    with pytest.raises(OverLimit) as over:
        first("SELECT 1", parquet)
    assert over.value.kind == "busy"


def test_when_every_process_is_taken_the_question_waits_no_longer_than_its_deadline(
    monkeypatch: pytest.MonkeyPatch, parquet: Path
) -> None:
    engine.close()
    monkeypatch.setattr(pool, "OWN_PROCESSES", 1)
    long = threading.Thread(target=_asked_quietly, args=(Question(ENDLESS, limits=Limits(seconds=2)),))
    long.start()
    time.sleep(0.3)
    with pytest.raises(OverLimit) as over:
        engine.ask(Question("SELECT 1", limits=Limits(seconds=0.3)))
    long.join()
    engine.close()
    assert over.value.kind == "busy"


def _asked_quietly(question: Question) -> None:
    with pytest.raises(OverLimit):
        engine.ask(question)


def test_wrong_sql_is_told_in_one_line(parquet: Path) -> None:
    with pytest.raises(Wrong) as wrong:
        first("SELECT nothing FROM trees", parquet)
    assert wrong.value.kind == "sql"
    assert "nothing" in wrong.value.detail
    assert "\n" not in wrong.value.detail


def test_an_answer_is_cut_at_its_rows_and_says_so(parquet: Path) -> None:
    answer = engine.ask(Question("FROM trees", {}, {"trees": [parquet]}, Limits(rows=10)))
    assert (answer.table.num_rows, answer.is_cut) == (10, True)


def test_an_answer_is_cut_at_its_bytes_and_says_so() -> None:
    answer = engine.ask(Question("SELECT repeat('x', 1000) AS x FROM range(100000)", limits=Limits(megabytes=20)))
    assert answer.is_cut
    assert answer.table.nbytes <= 20_000_000


def test_another_file_under_the_same_name_is_another_table(parquet: Path, tmp_path: Path) -> None:
    other = tmp_path / "trees.parquet"
    other.write_bytes(parquet.read_bytes())
    assert first("SELECT count(*) FROM trees", parquet) == first("SELECT count(*) FROM trees", other) == COUNT
    both = engine.ask(Question("SELECT count(*), max(_position >> 40) FROM trees", {}, {"trees": [parquet, other]}))
    assert both.table.to_pylist()[0] == {"count_star()": 2 * COUNT, "max((_position >> 40))": 1}


def test_the_nursery_may_die_and_is_replaced(parquet: Path) -> None:
    first("SELECT 1", parquet)
    present = pool._present()
    assert present._nursery is not None
    present._nursery.kill()
    present._nursery.wait()
    answer = engine.ask_once(Question("SELECT count(*) AS n FROM trees", {}, {"trees": [parquet]}))
    assert answer.table.to_pylist() == [{"n": COUNT}]


def test_values_of_every_type_arrive_as_they_are(parquet: Path) -> None:
    from datetime import date, datetime, time
    from decimal import Decimal

    values = {"a": date(2025, 4, 30), "b": datetime.fromisoformat("2025-04-30T08:30"), "c": time(8, 30), "d": True, "e": None, "f": 2.5, "g": "마당",
              "h": Decimal("1.10"), "i": -(1 << 62)}  # fmt: skip
    sql = "SELECT " + ", ".join(f"${name} AS {name}" for name in values)
    assert engine.ask(Question(sql, values)).table.to_pylist() == [values]
