"""Reads from the replica where a caller asks for it; writes and everything else from the primary."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_reading: ContextVar[bool] = ContextVar("reading_replica", default=False)


@contextmanager
def reading_replica() -> Iterator[None]:
    """Send the block's reads to DATABASE_REPLICA_URL; without one nothing changes."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


class ReplicaRouter:
    """Django's router: the replica only inside ``reading_replica()``."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """Return where to read."""
        return "replica" if _reading.get() else "default"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Return where to write."""
        return "default"

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        """Allow relations: both are the same data."""
        return True

    def allow_migrate(self, database: str, app_label: str, **hints: Any) -> bool:
        """Migrate the primary only."""
        return database == "default"
