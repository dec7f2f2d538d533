"""Versions for tests: read as a publisher's file would be, and put before the gate."""

import functools
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from madang.city.opendata.models import Dataset, Version
from madang.city.opendata.rules.states import VersionState
from madang.city.opendata.services import gate, publishing
from madang.city.opendata.services.uploading.reading import table_of
from madang.city.opendata.services.versions import note_change
from madang.city.opendata.store import tables
from madang.city.opendata.tests.builders import NOW, dataset
from madang.city.people.rules import SYSTEM
from madang.urban.formats import tabular

TREES = "tree_no,street,height_m,planted\n" + "".join(
    f"T{n:04},Street {n % 40},{n % 23}.5,2019-03-{n % 28 + 1:02}\n" for n in range(400)
)
__all__ = ["NOW", "TREES", "at_gate", "dataset", "published", "with_rows"]


def with_rows(text: str = TREES, *, drop: Sequence[int] = (), add: str = "", **other: str) -> str:
    """Return a CSV with some of its rows (from 0) left out, lines added at its end, and others replaced: ``row3="..."``."""
    head, *lines = text.splitlines()
    for name, line in other.items():
        lines[int(name.removeprefix("row"))] = line
    return (
        "\n".join([head, *(line for place, line in enumerate(lines) if place not in drop), *filter(None, [add.strip()])]) + "\n"
    )


@functools.lru_cache(maxsize=64)
def _read(text: str, keys: tuple[str, ...]) -> tuple[bytes, list[Any], dict[str, Any], tuple[str, ...]]:
    """Return a CSV as urban.formats reads it: Parquet, columns, profile, sort. Once for each text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "source.csv"
        path.write_text(text)
        found = tabular.load(path, tabular.sniff(path, name="trees.csv"), Path(folder), wanted=tabular.Wanted(keys=keys))
        profile = {name: one.to_json() for name, one in found.profile.items()}
        return found.path.read_bytes(), [column.to_json() for column in found.columns], profile, found.sort


def at_gate(slug: str, text: str = TREES, *, keys: Sequence[str] = ("tree_no",), **more: Any) -> UUID:
    """Return the id of a version whose rows are read and looked through, ready to be published."""
    row = Dataset.objects.get(slug=slug)
    content, columns, profile, sort = _read(text, tuple(keys))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        path.write_bytes(content)
        stored = tables.write(path, columns, sort)
    told: dict[str, Any] = {"made_by": "system", "made_at": NOW, "wanted": {"keys": list(keys)}, "file_name": "trees.csv"}
    version = Version.objects.create(
        dataset=row, state=VersionState.AT_GATE.value, table=table_of(stored, columns, profile, NOW), **{**told, **more}
    )
    note_change(version_id=version.pk)
    gate.inspect(version_id=version.public_id, now=NOW)
    return version.public_id


def published(slug: str | None = None, text: str = TREES, **more: Any) -> Version:
    """Return a version that everybody may read; its data set is made unless it is named."""
    version_id = at_gate(slug or dataset(is_public=False), text, **more)
    publishing.publish(version_id=version_id, by=SYSTEM, now=NOW)
    return Version.objects.select_related("dataset", "table").get(public_id=version_id)
