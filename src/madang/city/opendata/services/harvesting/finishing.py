"""End a run: carry what moved to another identifier, take back what is gone."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from madang.city.opendata.models import Dataset, HarvestRecord, HarvestRun
from madang.city.opendata.rules.harvesting import Kept, Tally, why_not_withdraw
from madang.city.opendata.rules.states import DatasetState
from madang.city.opendata.services.harvesting.sentences import GONE

_MOVED = """
WITH gone AS (
  SELECT fingerprint, min(id) AS id, min(dataset_id) AS dataset_id FROM opendata_harvestrecord
  WHERE source_id = %(source)s AND run_id <> %(run)s AND gone_at IS NULL AND dataset_id IS NOT NULL AND fingerprint <> ''
  GROUP BY fingerprint HAVING count(*) = 1
), fresh AS (
  SELECT one.fingerprint, min(one.id) AS id, min(one.dataset_id) AS dataset_id, min(one.identifier) AS identifier
  FROM opendata_harvestrecord AS one JOIN opendata_dataset AS made ON made.id = one.dataset_id
  WHERE one.source_id = %(source)s AND one.run_id = %(run)s AND made.created_at >= %(begun)s AND one.fingerprint <> ''
  GROUP BY one.fingerprint HAVING count(*) = 1
)
SELECT gone.id, gone.dataset_id, fresh.id, fresh.dataset_id, fresh.identifier FROM gone JOIN fresh USING (fingerprint)
"""


def finish(run: HarvestRun, *, promised: int | None, is_confirmed: bool, now: datetime) -> dict[str, Any] | None:
    """Carry identifiers that moved and take back what is gone, within the caller's transaction; count both on the run.

    Returns why nothing was taken back, as it is stored, or None.
    """
    read = int(run.place.get("read", 0))
    if promised is not None and read < promised:
        return {"key": Kept.UNFINISHED.value, "params": {"read": read, "promised": promised}}
    moved = _carry(run)
    known, seen = _known(run).count(), _known(run).filter(run=run).count()
    kept = why_not_withdraw(Tally(known, seen, read, promised), is_complete=True, is_confirmed=is_confirmed)
    run.counts = {**run.counts, "moved": moved}
    if kept:
        return {"key": kept.value, "params": {"seen": seen, "known": known, "read": read, "promised": promised}}
    run.counts = {**run.counts, "withdrawn": _withdraw(run, now)}
    return None


def _known(run: HarvestRun) -> "QuerySet[HarvestRecord]":
    """Return the records that stood before the run."""
    rows = HarvestRecord.objects.filter(source_id=run.source_id, gone_at=None, dataset__isnull=False)
    return rows.filter(dataset__created_at__lt=run.begun_at)


def _carry(run: HarvestRun) -> int:
    """Give data sets whose record came back word for word under another identifier that identifier; nothing is there twice.

    Their address, followers and receipts stay. Only where one record went and one came with the same words.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, {"source": run.source_id, "run": run.pk, "begun": run.begun_at})
        pairs = cursor.fetchall()
    for old, dataset, new, twin, identifier in pairs:
        HarvestRecord.objects.filter(pk=old).delete()
        HarvestRecord.objects.filter(pk=new).update(dataset=dataset)
        Dataset.objects.filter(pk=twin).delete()
        Dataset.objects.filter(pk=dataset).update(external_id=identifier)
    run.counts = {**run.counts, "added": int(run.counts.get("added", 0)) - len(pairs)} if pairs else run.counts
    return len(pairs)


def _withdraw(run: HarvestRun, now: datetime) -> int:
    missing = HarvestRecord.objects.filter(source_id=run.source_id, gone_at=None).exclude(run=run)
    missing.filter(dataset=None).delete()  # what never could be taken over and is not there any more
    gone = Dataset.objects.filter(pk__in=missing.values("dataset_id"), state=DatasetState.PUBLISHED.value)
    count = gone.update(state=DatasetState.WITHDRAWN.value, withdrawn_reason=GONE, changed_at=now)
    missing.update(gone_at=now)
    return count
