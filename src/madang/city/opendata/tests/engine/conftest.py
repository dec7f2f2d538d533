"""A table for the engine: 20,000 trees in three row groups, and the processes ended after the last test."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from madang.city.opendata import engine

COUNT = 20_000
KINDS = ("은행나무", "pine", "maple", "zelkova")


def trees() -> pa.Table:
    """Return the trees: every seventh has no height, every fifth kind is missing."""
    numbers = range(COUNT)
    return pa.table(
        {
            "id": pa.array(numbers, pa.int64()),
            "kind": pa.array([None if n % 5 == 4 else KINDS[n % 4] for n in numbers]),
            "height": pa.array([None if n % 7 == 0 else (n % 300) / 10 for n in numbers], pa.float64()),
            "planted": pa.array([date(2000, 1, 1) + timedelta(days=n % 1000) for n in numbers]),
            "protected": pa.array([n % 3 == 0 for n in numbers]),
        }
    )


@pytest.fixture(scope="session")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the table's file."""
    path = tmp_path_factory.mktemp("engine") / "trees.parquet"
    pq.write_table(trees(), path, compression="zstd", row_group_size=8_192)
    return path


@pytest.fixture(scope="package", autouse=True)
def _ended() -> Iterator[None]:
    yield
    engine.close()
