"""Rows that clients send: each request becomes a file, the file the next version, and the version stops at the gate."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import transaction

from madang.city.opendata.models import Dataset, Version
from madang.city.opendata.rules import ckan
from madang.city.opendata.rules.ckan.typing import KINDS, as_typed
from madang.city.opendata.rules.states import VersionState
from madang.city.opendata.services import uploading
from madang.city.opendata.store import tables
from madang.city.people.rules import Actor
from madang.urban.formats.tabular import Wanted

MOST_BASE_ROWS = 2_000_000
PIECE = 1 << 20
METHODS = ("upsert", "insert", "update")


@dataclass(frozen=True, slots=True)
class Sent:
    """Rows of a request. ``fields`` [{id, type}] may be empty; ``keys`` name the columns that tell rows apart."""

    records: Sequence[Mapping[str, Any]]
    fields: Sequence[Mapping[str, Any]] = ()
    keys: tuple[str, ...] = ()


def create_rows(*, slug: str, sent: Sent, by: Actor, now: datetime) -> UUID:
    """Make the rows of a request the next version of a data set's table; return the version's id. Raises CkanFault, Refused."""
    names = _names(sent)
    if not names or not sent.records:
        raise ckan.bad_value(records="A table needs rows")
    if unknown := next((key for key in sent.keys if key not in names), None):
        raise ckan.bad_value(primary_key=f'field "{unknown[:80]}" not in table')
    told = {str(one["id"]): KINDS[str(one["type"])] for one in sent.fields if str(one.get("type", "")) in KINDS}
    rows = [{name: record.get(name) for name in names} for record in sent.records]
    text = json.dumps(rows, ensure_ascii=False, allow_nan=False).encode()
    return uploading.receive(
        slug=slug, file=_cut(text), file_name="records.json", wanted=Wanted(types=told, keys=sent.keys), by=by, now=now
    )


def _names(sent: Sent) -> list[str]:
    """Return the columns, in the order of the fields, else as the records first name them. Raises CkanFault."""
    named = [str(one.get("id", "")) for one in sent.fields]
    if any(not name or name.startswith("_") or '"' in name for name in named) or len(set(named)) != len(named):
        raise ckan.bad_value(fields="Each needs an id of its own, which does not begin with an underscore")
    found = dict.fromkeys(name for record in sent.records for name in record if name != "_id")
    if named and (unknown := next((name for name in found if name not in named), None)):
        raise ckan.bad_value(records=f'field "{unknown[:80]}" is not among the fields')
    return named or list(found)


def _cut(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]


@transaction.atomic
def upsert_rows(*, slug: str, sent: Sent, method: str, by: Actor, now: datetime) -> UUID:
    """Change and add rows by their keys (or only add, or only change) in the newest table; return the new version's id.

    Raises CkanFault where the table has no keys, a row to change is missing, a value does not fit its column.
    """
    base = _base(slug)
    schema = tables.open(base.table.key, base.table.layout).schema if base.table else pa.schema([])
    types = {one["name"]: one["type"] for one in base.table.columns} if base.table else {}
    keys = sent.keys or tuple(base.wanted.get("keys", ()))
    if method != "insert" and (not keys or any(key not in types for key in keys)):
        raise ckan.bad_value(primary_key="The table has no primary key: name its columns in primary_key, or insert")
    records = [{name: as_typed(value, name, types) for name, value in record.items() if name != "_id"} for record in sent.records]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        _write(path, base, schema, _Changes(records, keys, method))
        return _received(base, path, keys, by, now)


class _Changes:
    """What is done to each piece of the table, and what is left to add at its end."""

    def __init__(self, records: list[dict[str, Any]], keys: tuple[str, ...], method: str) -> None:
        self.method, self.keys = method, keys
        self.added = records if method == "insert" else []
        self.by_key = {} if method == "insert" else {tuple(one.get(key) for key in keys): one for one in records}
        if len(self.by_key) < len(records) and method != "insert":
            raise ckan.bad_value(records="Two records have the same key")

    def change(self, piece: pa.Table) -> pa.Table:
        """Return a piece of the table with its changes."""
        if not self.by_key:
            return piece
        found = list(zip(*(piece.column(key).to_pylist() for key in self.keys), strict=True))
        places = [place for place, key in enumerate(found) if key in self.by_key]
        if not places:
            return piece
        rows = piece.to_pylist()
        for place in places:
            rows[place] |= self.by_key.pop(found[place])
        return pa.Table.from_pylist(rows, schema=piece.schema)

    def rest(self) -> list[dict[str, Any]]:
        """Return the rows to add. Raises CkanFault where only changes were wished."""
        if self.method == "update" and self.by_key:
            raise ckan.bad_value(
                key=f"no row has the key {json.dumps(next(iter(self.by_key)), default=str, ensure_ascii=False)[:200]}"
            )
        return [*self.added, *self.by_key.values()]


def _write(path: Path, base: Version, schema: pa.Schema, changes: _Changes) -> None:
    assert base.table is not None  # noqa: S101 - _base saw to it
    with pq.ParquetWriter(path, schema) as writer:
        for piece in tables.open(base.table.key, base.table.layout).pieces():
            writer.write_table(changes.change(piece))
        if rest := changes.rest():
            writer.write_table(pa.Table.from_pylist(rest, schema=schema))


@transaction.atomic
def delete_rows(*, slug: str, filters: Mapping[str, Any], by: Actor, now: datetime) -> tuple[UUID, int]:
    """Take the rows that match all filters out of the newest table; return the new version's id and how many they were.

    Raises CkanFault where nothing would be left, or nothing matches.
    """
    base = _base(slug)
    assert base.table is not None  # noqa: S101 - _base saw to it
    types = {one["name"]: one["type"] for one in base.table.columns}
    sought = {name: [as_typed(one, name, types) for one in _listed(value)] for name, value in filters.items()}
    gone = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        rows = tables.open(base.table.key, base.table.layout)
        with pq.ParquetWriter(path, rows.schema) as writer:
            for piece in rows.pieces():
                kept = piece.filter(_kept(piece, sought))
                gone += piece.num_rows - kept.num_rows
                writer.write_table(kept)
        if gone in (0, rows.count):
            raise ckan.bad_value(filters="No row matches" if gone == 0 else "No row would be left: delete the data set instead")
        return _received(base, path, tuple(base.wanted.get("keys", ())), by, now), gone


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _kept(piece: pa.Table, sought: Mapping[str, list[Any]]) -> pa.Array:
    gone: Any = None
    for name, values in sought.items():
        column = piece.column(name)
        hits = pc.is_in(column, value_set=pa.array(values, type=column.type))
        gone = hits if gone is None else pc.and_(gone, hits)
    return pc.invert(gone)


def _base(slug: str) -> Version:
    """Return the version that a change begins from: the one that waits at the gate, else the public one. Raises CkanFault."""
    row = Dataset.objects.select_for_update().get(slug=slug)
    versions = Version.objects.filter(dataset=row).select_related("table", "dataset")
    newest = versions.exclude(state__in=(VersionState.DISCARDED.value, VersionState.FAILED.value)).order_by("-pk").first()
    if newest is None or (newest.table is None and newest.state == VersionState.AT_GATE.value):
        raise ckan.not_found("The resource has no table in the data store")
    if newest.state in (VersionState.RECEIVED.value, VersionState.READING.value) or newest.table is None:
        raise ckan.CkanFault(
            "Validation Error", 409, {"resource_id": ["The rows sent before are still being read: try again in a moment"]}
        )
    if newest.table.rows > MOST_BASE_ROWS:
        raise ckan.bad_value(records=f"The table has more than {MOST_BASE_ROWS:,} rows: send it whole, as a file")
    return newest


def _received(base: Version, path: Path, keys: tuple[str, ...], by: Actor, now: datetime) -> UUID:
    assert base.table is not None  # noqa: S101 - _base saw to it
    types = {one["name"]: one["type"] for one in base.table.columns}
    with path.open("rb") as file:
        made = uploading.receive(
            slug=base.dataset.slug, file=iter(lambda: file.read(PIECE), b""), file_name="rows.parquet",
            wanted=Wanted(types=types, keys=keys), by=by, now=now,
        )  # fmt: skip
    if base.state == VersionState.AT_GATE.value:
        uploading.discard(version_id=base.public_id, by=by, now=now)
    return made
