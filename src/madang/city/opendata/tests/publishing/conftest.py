"""A store of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from madang.city.opendata.store import tables


@pytest.fixture(autouse=True)
def store(settings: object, tmp_path: Path) -> Iterator[Path]:
    """Give each test an empty store."""
    settings.OPENDATA_DIR = tmp_path / "store"  # type: ignore[attr-defined]
    tables.close_all()
    yield tmp_path / "store"
    tables.close_all()
