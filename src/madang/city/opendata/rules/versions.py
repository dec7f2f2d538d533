"""What may happen to a version, and how old versions are kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from madang.city.kernel.refusals import Refusal
from madang.city.opendata.rules.states import DatasetState, Fate, VersionState

WHOLE_EVERY = 16
OPEN = (VersionState.RECEIVED, VersionState.READING, VersionState.FAILED, VersionState.AT_GATE)
READABLE = (VersionState.RECEIVED, VersionState.READING)
REREADABLE = (VersionState.FAILED, VersionState.AT_GATE)


def why_not_read_again(state: str, *, has_original: bool) -> Refusal | None:
    """Refuse to read a file again with other types once its version is public, thrown away, or has no file."""
    if state == VersionState.PUBLISHED:
        return Refusal("opendata.version_is_fixed")
    if state not in REREADABLE:
        return Refusal("opendata.version_not_ready")
    return None if has_original else Refusal("opendata.no_original")


def why_not_publish(state: str, dataset_state: str) -> Refusal | None:
    """Refuse to publish what has not been read, or belongs to a data set that was taken back."""
    if dataset_state == DatasetState.WITHDRAWN:
        return Refusal("opendata.dataset_withdrawn")
    if state == VersionState.FAILED:
        return Refusal("opendata.version_failed")
    if state == VersionState.DISCARDED:
        return Refusal("opendata.version_discarded")
    return None if state in (VersionState.AT_GATE, VersionState.PUBLISHED) else Refusal("opendata.version_not_ready")


def why_not_discard(state: str) -> Refusal | None:
    """Refuse to throw away what is public: it never changes."""
    return Refusal("opendata.version_is_fixed") if state == VersionState.PUBLISHED else None


def why_not_answer(fate: str) -> Refusal | None:
    """Refuse to answer a correction twice."""
    return None if fate in (Fate.OPEN, Fate.IN_REVIEW) else Refusal("opendata.correction_answered")


def is_held_back(embargo_until: datetime | None, now: datetime) -> bool:
    """Tell whether a data set's rows must not be public yet."""
    return embargo_until is not None and now < embargo_until


def stays_whole(number: int) -> bool:
    """Tell whether a version is kept whole when a newer one comes, so that no chain of differences is long."""
    return number % WHOLE_EVERY == 0


def keys_of(wanted: Mapping[str, Any], columns: tuple[Mapping[str, Any], ...]) -> tuple[str, ...]:
    """Return the columns that tell rows of a table apart: those the publisher named, else the first identifier found.

    wanted   what the publisher decided, with ``keys`` where rows have some
    columns  the table's columns: name, role

    Only columns that exist are returned. Whether their values are unique shows when rows are compared.
    """
    names = {column["name"] for column in columns}
    told = tuple(name for name in wanted.get("keys", ()) if name in names)
    if told:
        return told
    return tuple(column["name"] for column in columns if column.get("role") == "identifier")[:1]
