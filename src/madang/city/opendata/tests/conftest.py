"""What all tests of the Plaza share: an empty store for each, and one reader of files, whose start takes longer than small tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from madang.city.opendata.store import reading, tables


@pytest.fixture(scope="session", autouse=True)
def _one_reader() -> Iterator[None]:
    with reading.kept():
        yield


@pytest.fixture(autouse=True)
def store(settings: object, tmp_path: Path) -> Iterator[Path]:
    """Give each test an empty store."""
    settings.OPENDATA_DIR = tmp_path / "store"  # type: ignore[attr-defined]
    tables.close_all()
    yield tmp_path / "store"
    tables.close_all()
