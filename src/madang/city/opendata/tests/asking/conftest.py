"""A published data set of 300 stations for each test that asks."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
import shapely

from madang.city.opendata import engine
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.asking.publishing import publish

COUNT = 300
DISTRICTS = ("강남구", "종로구", "중구")


def stations(extra: int = 0) -> pa.Table:
    """Return the stations; ``extra`` bicycles more at each makes another version."""
    numbers = range(COUNT)
    return pa.table(
        {
            "id": pa.array(numbers, pa.int64()),
            "구": pa.array([DISTRICTS[n % 3] for n in numbers]),
            "bikes": pa.array([None if n % 10 == 9 else n % 40 + extra for n in numbers], pa.int64()),
            "share": pa.array([n / COUNT for n in numbers], pa.float64()),
            "opened": pa.array([date(2015, 1, 1) + timedelta(days=n) for n in numbers]),
            "seen_at": pa.array([datetime.fromisoformat("2026-01-05T09:30:00") + timedelta(minutes=n) for n in numbers]),
            "lon": pa.array([127 + n / 1_000 for n in numbers], pa.float64()),
            "lat": pa.array([37.5 + n / 1_000 for n in numbers], pa.float64()),
            "shape": pa.array([shapely.to_wkb(shapely.Point(127 + n / 1_000, 37.5)) for n in numbers], pa.binary()),
        }
    )


@pytest.fixture
def stations_slug(db: None, tmp_path: Path) -> str:
    """Return the slug of the data set, its first version published."""
    slug = builders.dataset("Bike stations of the city")
    publish(slug, stations(), tmp_path)
    return slug


@pytest.fixture(scope="package", autouse=True)
def _ended() -> Iterator[None]:
    yield
    engine.close()
