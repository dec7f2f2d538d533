"""The engine stays small, and whoever watches a statement can stop it."""

import duckdb
import pytest

from madang.urban.formats.tabular.engine import engine

ENDLESS = "SELECT count(*) FROM range(1_000_000_000_000) WHERE range % 7 = 3"


class Stopped(Exception):
    pass


def test_who_watches_an_endless_statement_can_stop_it(tmp_path):
    def stop(share: float) -> None:
        assert 0 <= share <= 1
        raise Stopped

    with engine(tmp_path, 128) as db:
        with pytest.raises(Stopped):
            db.ask(ENDLESS, stop)
        assert db.ask("SELECT 1") == [(1,)]


def test_a_statement_that_fails_says_why(tmp_path):
    with engine(tmp_path, 128) as db, pytest.raises(duckdb.Error, match="nothing"):
        db.ask("SELECT nothing")


def test_sorting_more_than_fits_spills_into_the_folder_and_leaves_nothing(tmp_path):
    with engine(tmp_path, 128) as db:
        many = "SELECT range AS n, repeat('x', 100) || range AS text FROM range(1_500_000) ORDER BY hash(range)"
        db.ask(f"COPY ({many}) TO '{tmp_path}/rows.parquet' (FORMAT parquet, ROW_GROUP_SIZE 8192)")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["rows.parquet"]
