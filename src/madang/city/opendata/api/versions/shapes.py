"""Versions and their differences as the API tells them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema

from madang.city.opendata.queries.versions import Change, Difference, VersionView
from madang.city.opendata.rules.corrections import plain_row

Kind = Literal["added", "removed", "changed"]


class EvidenceOut(Schema):
    """Why a column has its type: the row (from 1) and the value that decided."""

    type: str
    row: int | None
    value: str
    why_key: str
    params: dict[str, Any]


class TypedColumnOut(Schema):
    """A column with its type and the evidence for it."""

    name: str
    source_name: str
    type: str
    unit: str
    role: str
    format: str
    nulls: int
    evidence: EvidenceOut | None


class VersionOut(Schema):
    """A version. ``state``: received, reading, failed, at-gate, published, discarded; ``problem`` says why a file failed."""

    id: UUID
    dataset: str
    number: int | None
    state: str
    step: str
    done: int
    rows: int | None
    columns: list[TypedColumnOut]
    reading: dict[str, Any]
    problem: dict[str, Any]
    change: dict[str, Any]
    note: dict[str, str]
    file_name: str
    sha256: str | None
    made_at: datetime
    published_at: datetime | None
    waits_until: datetime | None
    fingerprint: str | None
    url: str


class VersionLineOut(Schema):
    """A published version in the list. ``fingerprint`` names its content: the same rows have the same one."""

    number: int
    published_at: datetime
    rows: int
    fingerprint: str
    note: dict[str, str]
    change: dict[str, Any]
    url: str


class VersionsOut(Schema):
    """The published versions of a data set, newest first."""

    items: list[VersionLineOut]


class ColumnChangeOut(Schema):
    """A column that came, went, or has another type."""

    name: str
    change: str
    before: str
    after: str


class ChangeOut(Schema):
    """A row that differs: its values and its place (from 1) in both versions, as far as it is there."""

    kind: Kind
    before_row: int | None
    after_row: int | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    differs: list[str]


class DifferenceOut(Schema):
    """What differs between two versions. ``keys``: columns that tell rows apart; without any, a changed row is two entries."""

    dataset: str
    from_version: int
    to_version: int
    added: int
    removed: int
    changed: int
    columns: list[ColumnChangeOut]
    keys: list[str]
    items: list[ChangeOut]
    next_offset: int | None


class PendingOut(Schema):
    """The versions are being compared: ask again."""

    retry_after_seconds: int


def version_out(view: VersionView) -> VersionOut:
    """Return a version in any state."""
    return VersionOut(
        id=view.id, dataset=view.slug, number=view.number, state=view.state.value, step=view.step.value, done=view.done,
        rows=view.rows if view.key else None, columns=[_column(one) for one in view.columns], reading=dict(view.reading),
        problem=dict(view.problem), change=dict(view.change), note=dict(view.note), file_name=view.file_name,
        sha256=view.original.sha256 if view.original else None, made_at=view.made_at, published_at=view.published_at,
        waits_until=view.waits_until, fingerprint=view.key or None, url=f"/api/v1/versions/{view.id}",
    )  # fmt: skip


def line_out(view: VersionView) -> VersionLineOut:
    """Return a published version for the list."""
    if view.number is None or view.published_at is None:
        raise ValueError("only what is published stands in the list")
    return VersionLineOut(
        number=view.number, published_at=view.published_at, rows=view.rows, fingerprint=view.key, note=dict(view.note),
        change=dict(view.change), url=f"/data/{view.slug}/v/{view.number}",
    )  # fmt: skip


def difference_out(found: Difference, rows: tuple[Change, ...], next_offset: int | None) -> DifferenceOut:
    """Return a difference with some of its rows."""
    columns = [
        ColumnChangeOut(name=one["name"], change=one["change"], before=one["from"], after=one["to"]) for one in found.columns
    ]
    return DifferenceOut(
        dataset=found.after.slug, from_version=found.before.number or 0, to_version=found.after.number or 0, **found.counts,
        columns=columns, keys=list(found.keys), items=[_change(one) for one in rows], next_offset=next_offset,
    )  # fmt: skip


def _change(one: Change) -> ChangeOut:
    return ChangeOut(
        kind=one.kind, before_row=None if one.old is None else one.old + 1, after_row=None if one.new is None else one.new + 1,
        before=None if one.before is None else plain_row(one.before), after=None if one.after is None else plain_row(one.after),
        differs=list(one.differs),
    )  # fmt: skip


def _column(told: Mapping[str, Any]) -> TypedColumnOut:
    evidence = told.get("evidence")
    return TypedColumnOut(
        name=told["name"], source_name=told.get("source_name", ""), type=told["type"], unit=told.get("unit", ""),
        role=told.get("role", ""), format=told.get("format", ""), nulls=told.get("nulls", 0),
        evidence=EvidenceOut(**{"params": {}, **evidence}) if evidence else None,
    )  # fmt: skip
