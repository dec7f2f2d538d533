"""What a choice would do, before anybody decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import Disclosure, Table, Version
from madang.city.opendata.rules.disclosure import Choice, Decision, Finding, Kind, Measure, read_findings
from madang.city.opendata.services.gate import applying

HOUR = 3_600


@dataclass(frozen=True, slots=True)
class Preview:
    """What hiding small cells takes at a threshold.

    cells   counts there are;  cells hidden: ``primary`` small ones, ``complementary`` others for their sake, ``earlier`` ones
    resting values of means and shares that go with them;  shares: columns that go wholly
    refusal why it cannot be done so
    """

    k: int
    cells: int = 0
    primary: int = 0
    complementary: int = 0
    earlier: int = 0
    resting: int = 0
    shares: tuple[str, ...] = ()
    refusal: Refusal | None = None

    @property
    def hidden(self) -> int:
        """Return how many counts would be hidden."""
        return self.primary + self.complementary + self.earlier


def preview(*, version_id: UUID, k: int) -> Preview | None:
    """Return what suppression below k would hide in a version; None where the gate has found no small cells in it.

    Kept for an hour: a version's table changes only with its next passing of the gate.
    """
    version = Version.objects.select_related("table").filter(public_id=version_id).first()
    passing = Disclosure.objects.filter(version=version).order_by("-id").first() if version else None
    if version is None or passing is None or version.table is None:
        return None
    small = [one for one in read_findings(passing.findings) if one.kind is Kind.SMALL_CELLS]
    if not small:
        return None
    key = f"opendata.gate:{passing.pk}:{version.table_id}:{k}"
    shown: Preview | None = cache.get(key)
    if shown is None:
        shown = _preview(version, version.table, small, k)
        cache.set(key, shown, HOUR)
    return shown


def _preview(version: Version, table: Table, small: list[Finding], k: int) -> Preview:
    cells = int(small[0].details.get("cells", 0))
    try:
        done = applying.plan(version, table, small, Decision((Choice(Measure.SUPPRESS, small[0].key),), k))
    except Refused as refused:
        return Preview(k, cells, refusal=refused.refusal)
    hidden: Mapping[str, int] = done.told["cells"]
    return Preview(
        k, cells, hidden["primary"], hidden["complementary"], hidden["earlier"], done.told["resting"], tuple(done.told["shares"])
    )
