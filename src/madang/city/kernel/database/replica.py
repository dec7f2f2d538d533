"""Reads from the replica where a caller asks for it; writes and everything else from the primary.

A replica lags behind. So the caller names the systems whose tables may be read late, and nothing else goes there: a session or
an account that was made a moment ago would be missing. Within a transaction, and after a write, all reads go to the primary.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.db import connection

_late: ContextVar[frozenset[str]] = ContextVar("may_be_read_late", default=frozenset())


@contextmanager
def reading_replica(*systems: str) -> Iterator[None]:
    """Send the block's reads of these systems' tables to DATABASE_REPLICA_URL; without one nothing changes.

    systems  labels of apps, such as ``portal``
    """
    token = _late.set(frozenset() if connection.in_atomic_block else frozenset(systems))
    try:
        yield
    finally:
        _late.reset(token)


def from_replica(*systems: str) -> Callable[..., Any]:
    """Let a page that only reads take these systems' tables from the replica."""

    def decorate(page: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(page)
        def read(request: Any, *args: Any, **kwargs: Any) -> Any:
            if request.method not in ("GET", "HEAD"):
                return page(request, *args, **kwargs)
            with reading_replica(*systems):
                return page(request, *args, **kwargs)

        return read

    return decorate


class ReplicaRouter:
    """Django's router: the replica only inside ``reading_replica()``."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """Return where to read."""
        late = model._meta.app_label in _late.get() and not connection.in_atomic_block
        return "replica" if late else "default"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Return where to write; what the block reads from then on comes from there too."""
        _late.set(frozenset())
        return "default"

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        """Allow relations: both are the same data."""
        return True

    def allow_migrate(self, database: str, app_label: str, **hints: Any) -> bool:
        """Migrate the primary only."""
        return database == "default"
