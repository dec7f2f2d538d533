"""Data sets for tests: each builder makes something that works, and takes what the test is about."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from madang.city.opendata.models import Dataset, Table, Version
from madang.city.opendata.rules.states import DatasetState, VersionState
from madang.city.opendata.services import catalogue, publishers
from madang.city.opendata.services.catalogue import DatasetFacts
from madang.city.people.rules import SYSTEM
from madang.city.people.tests import builders as people

__all__ = ["DAY", "NOW", "dataset", "facts", "publisher", "with_table"]

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # Friday 20 November 2026, noon in Seoul
DAY = timedelta(days=1)
_numbers = itertools.count(1)


# The catalogue


def publisher(department: str = "parks") -> str:
    """Return the slug of a department's publisher, the department made if it is missing."""
    people.department(department)
    return publishers.for_department(code=department, now=NOW)


def facts(title: str = "", **changes: Any) -> DatasetFacts:
    """Return what is said of a small data set; ``department`` is whose it is, else ``publisher`` names one."""
    department = changes.pop("department", "parks")
    told: dict[str, Any] = {
        "titles": {"en": title or f"Trees of the city {next(_numbers)}"},
        "texts": {"en": "Where they stand."},
    }
    if "publisher" not in changes:
        told["publisher"] = publisher(department)
    return DatasetFacts(**{**told, **changes})


def dataset(title: str = "", *, slug: str | None = None, now: datetime = NOW, is_public: bool = True, **changes: Any) -> str:
    """Save a data set, open to everybody unless ``is_public=False``; return its slug. It has no table: see with_table."""
    return catalogue.save_dataset(slug=slug, facts=facts(title, is_public=is_public, **changes), by=SYSTEM, now=now)


def with_table(slug: str, *, rows: int = 3, columns: tuple[str, ...] = ("id", "name"), now: datetime = NOW) -> Version:
    """Give a data set a published version of which only the catalogue's part is there: no file lies in the store."""
    described = [{"name": name, "source_name": name, "type": "text", "nulls": 0} for name in columns]
    table = Table.objects.create(key=f"table-{next(_numbers)}", rows=rows, bytes=10 * rows, columns=described, made_at=now)
    row = Dataset.objects.get(slug=slug)
    version = Version.objects.create(
        dataset=row, number=row.versions.count() + 1, state=VersionState.PUBLISHED.value, table=table, made_by="system",
        made_at=now, published_by="system", published_at=now,
    )  # fmt: skip
    Dataset.objects.filter(pk=row.pk).update(
        current=version, state=DatasetState.PUBLISHED.value, data_changed_at=now, published_at=now
    )
    catalogue.refresh(slug=slug, now=now)
    return version
