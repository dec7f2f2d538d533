"""Keep older versions small, and sweep away files that nothing names any more."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from madang.city.opendata.models import Original, Table, Version
from madang.city.opendata.rules.states import VersionState
from madang.city.opendata.rules.versions import stays_whole
from madang.city.opendata.services.versions import comparing, telling
from madang.city.opendata.store import deltas, folders, originals, tables

KEPT_DISCARDED = timedelta(days=1)
KEPT_LOOSE = timedelta(hours=1)


def settle(*, version_id: int, now: datetime) -> None:
    """Do what follows a publication: find what changed, tell followers, keep the version before it small. Twice is once."""
    version = Version.objects.filter(pk=version_id, state=VersionState.PUBLISHED.value).first()
    if version is None:
        return
    if version.before_id and not version.change:
        comparing.note_change(version_id=version_id)
    telling.tell_followers(version_id=version_id, now=now)
    if version.before_id:
        age(version_id=version.before_id)


def age(*, version_id: int) -> bool:
    """Keep a version that is no longer the newest as its difference from the next one, where that is smaller.

    Returns whether it is now. Every sixteenth stays whole, so that none is made again in many steps.
    """
    version = Version.objects.select_related("table").filter(pk=version_id, state=VersionState.PUBLISHED.value).first()
    if version is None or version.table is None or version.number is None or stays_whole(version.number):
        return False
    following = Version.objects.filter(dataset=version.dataset_id, state=VersionState.PUBLISHED.value, number__gt=version.number)
    newer = following.select_related("table").order_by("number").first()
    if newer is None or newer.table is None or _is_newest_somewhere(version.table):
        return False
    is_small = deltas.replace(version.table.key, newer.table.key)
    note_layout(version.table)
    return is_small


def _is_newest_somewhere(table: Table) -> bool:
    """Tell whether a data set's present version has this very table: pages need it whole."""
    return Version.objects.filter(table=table, dataset__current__table=table).exists()


def note_layout(table: Table) -> None:
    """Write down how a table lies in the store now."""
    stored = tables.described_as(table.key)
    Table.objects.filter(pk=table.pk).update(layout=dict(stored.layout), bytes=stored.bytes)


def sweep(*, now: datetime) -> int:
    """Delete what versions thrown away a day ago had, and files that nothing names any more; return how many tables and files.

    A table from which an older one is made again is deleted only after that one was made whole.
    """
    gone = Version.objects.filter(state=VersionState.DISCARDED.value, made_at__lt=now - KEPT_DISCARDED)
    gone.filter(Q(table__isnull=False) | Q(original__isnull=False)).update(table=None, original=None)
    folders.sweep()
    return _sweep_tables(now) + _sweep_originals(now)


def _sweep_tables(now: datetime) -> int:
    named = Version.objects.filter(table=OuterRef("pk"))
    loose = Table.objects.filter(~Exists(named), made_at__lt=now - KEPT_LOOSE)
    count = 0
    for table in loose:
        for dependent in Table.objects.filter(layout__from=table.key):
            deltas.make_whole(dependent.key)
            note_layout(dependent)
        with transaction.atomic():
            if Table.objects.filter(~Exists(named), pk=table.pk).delete()[0]:
                tables.drop(table.key)
                count += 1
    return count


def _sweep_originals(now: datetime) -> int:
    named = Version.objects.filter(original=OuterRef("pk"))
    count = 0
    for row in Original.objects.filter(~Exists(named), received_at__lt=now - KEPT_LOOSE):
        with transaction.atomic():
            if Original.objects.filter(~Exists(named), pk=row.pk).delete()[0]:
                originals.drop(row.sha256)
                count += 1
    return count
