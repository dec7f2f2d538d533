"""Look through a version before it may be public."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Disclosure, Table, Version
from madang.city.opendata.rules.disclosure import (
    Certainty,
    Finding,
    Kind,
    Release,
    find_personal,
    find_small_cells,
    told_again,
)
from madang.city.opendata.services.gate import reading
from madang.city.opendata.store import tables


def inspect(*, version_id: UUID, now: datetime) -> tuple[Finding, ...]:
    """Look through the whole table of a version and keep what was found; memory holds a batch of rows.

    Raises Refused where there is no such version, or no table yet.
    """
    version = Version.objects.select_related("table").filter(public_id=version_id).first()
    if version is None:
        raise Refused(Refusal("opendata.no_such_version", status=404))
    if version.table is None:
        raise Refused(Refusal("opendata.gate_not_looked"))
    found = look(version.table, settings.OPENDATA_K)
    if not any(one.kind is Kind.SMALL_CELLS for one in found):
        found = (*found, *_hidden_before(version, version.table))
    with transaction.atomic():
        Disclosure.objects.create(version=version, findings=[one.to_json() for one in found], found_at=now)
    return found


def look(table: Table, k: int) -> tuple[Finding, ...]:
    """Return what a table in the store holds about persons, and its small cells."""
    fields = reading.fields_of(table.columns)
    path = tables.open(table.key, table.layout).path
    names = [field.name for field in fields]
    personal = find_personal(fields, reading.batches(path, names))
    small = find_small_cells(fields, reading.batches(path, names), k)
    return (*personal, small) if small else personal


def _hidden_before(version: Version, table: Table) -> tuple[Finding, ...]:
    """Return a finding where nothing is small now, but something that was hidden would be told."""
    shape = reading.shape_of_table(table)
    if shape is None or not reading.hides_earlier(version):
        return ()
    release = Release(reading.counted(table, shape), shape)
    again = told_again((*reading.earlier(version), release), settings.OPENDATA_K)
    details = {"k": settings.OPENDATA_K, "earlier": True, "resting": [*shape.shares, *shape.resting]}
    finding = Finding(Kind.SMALL_CELLS, shape.counts, again, Certainty.LIKELY, (), details)
    return (finding,) if again else ()
