"""A store of its own for each test of the protocols."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def store(settings: object, tmp_path: Path) -> Path:
    """Keep what a test stores below its own folder."""
    settings.OPENDATA_DIR = tmp_path / "store"  # type: ignore[attr-defined]
    return settings.OPENDATA_DIR  # type: ignore[attr-defined]
