"""Reads of versions: what each one is, how two of them differ, what residents want corrected."""

from madang.city.opendata.queries.versions.corrections import (
    CorrectionView,
    correction,
    corrections,
    corrections_by,
    open_corrections,
)
from madang.city.opendata.queries.versions.differences import Change, Difference, changes, difference, every_change
from madang.city.opendata.queries.versions.showing import (
    OriginalView,
    Overview,
    VersionView,
    findings,
    newest_unread,
    overview,
    prepared,
    under_way,
    version,
    versions,
)

__all__ = [
    "Change",
    "CorrectionView",
    "Difference",
    "OriginalView",
    "Overview",
    "VersionView",
    "changes",
    "correction",
    "corrections",
    "corrections_by",
    "difference",
    "every_change",
    "findings",
    "newest_unread",
    "open_corrections",
    "overview",
    "prepared",
    "under_way",
    "version",
    "versions",
]
