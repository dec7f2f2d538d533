"""One reader of files for all tests of a process: its start takes longer than the small tables that it reads."""

from collections.abc import Iterator

import pytest

from madang.city.opendata.store import reading


@pytest.fixture(scope="session", autouse=True)
def _one_reader() -> Iterator[None]:
    with reading.kept():
        yield
