"""What the tests of data sets' pages share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from madang.city.opendata.store import tables


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, settings: object) -> Iterator[None]:
    """Give each test a store of its own."""
    settings.OPENDATA_DIR = tmp_path / "store"  # type: ignore[attr-defined]
    cache.clear()
    tables.close_all()
    yield
    tables.close_all()
