"""In which states data sets, versions, corrections and requests stand."""

from enum import StrEnum


class DatasetState(StrEnum):
    """A data set: prepared, open to everybody, or taken back (its page then says why)."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class VersionState(StrEnum):
    """A version: its file waits to be read, is read, could not be read, waits at the gate, is public, or was thrown away."""

    RECEIVED = "received"
    READING = "reading"
    FAILED = "failed"
    AT_GATE = "at-gate"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Fate(StrEnum):
    """What became of a correction or a wish: nobody has looked yet, somebody does, taken up, or declined with a reason."""

    OPEN = "open"
    IN_REVIEW = "in-review"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Source(StrEnum):
    """Where a data set comes from: somebody's files, one of the platform's systems, another catalogue."""

    CITY = "city"
    SYSTEM = "system"
    HARVEST = "harvest"
