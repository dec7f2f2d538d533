"""Find how versions differ, at once where it is quick, else by a job."""

from uuid import UUID

from madang.city.kernel.jobs import enqueue
from madang.city.opendata.models import Version
from madang.city.opendata.rules.states import VersionState
from madang.city.opendata.rules.versions import keys_of
from madang.city.opendata.store import comparing


def note_change(*, version_id: int) -> None:
    """Write down how a version's table differs from the one before: counts and columns. Nothing for the first.

    The one before is the data set's present version, as long as this one is not public itself.
    """
    version = Version.objects.select_related("table", "before__table", "dataset__current__table").filter(pk=version_id).first()
    if version is None or version.table is None:
        return
    before = version.before if version.state == VersionState.PUBLISHED else version.dataset.current
    if before is None or before.table is None or before.pk == version.pk:
        Version.objects.filter(pk=version_id).update(before=None, change={})
        return
    found = comparing.compare(before.table.key, version.table.key, keys_of(version.wanted, tuple(version.table.columns)))
    change = {**found.counts, "columns": list(found.columns), "keys": list(found.keys)}
    Version.objects.filter(pk=version_id).update(before=before, change=change)


def compare_later(*, before: UUID, after: UUID) -> None:
    """Have a job compare two versions, so that queries.versions.difference finds what differs. Asking twice is asking once."""
    enqueue("opendata.compare", key=f"opendata.compare:{before}:{after}", before=str(before), after=str(after))


def compare(*, before: UUID, after: UUID) -> None:
    """Compare the tables of two versions and keep what differs; versions that went meanwhile are left out."""
    found = {row.public_id: row for row in Version.objects.select_related("table").filter(public_id__in=[before, after])}
    old, new = found.get(before), found.get(after)
    if old is None or new is None or old.table is None or new.table is None:
        return
    comparing.compare(old.table.key, new.table.key, keys_of(new.wanted, tuple(new.table.columns)))
