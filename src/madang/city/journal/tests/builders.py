"""Notes for tests."""

from datetime import UTC, datetime, timedelta

from django.db import connection

from madang.city.journal import services

NOW = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)


def write(count: int = 1, *, about: str = "case:17", actor: str = "resident:4", verb: str = "applied") -> list[int]:
    """Write some notes, a minute apart, and return their ids."""
    return [
        services.note(verb=verb, about=about, actor=actor, at=NOW + timedelta(minutes=number), details={"step": number})
        for number in range(count)
    ]


def tamper(statement: str, *values: object) -> None:
    """Change the tables as somebody would who owns the database: with the guards taken off and put back."""
    tables = ("journal_note", "journal_batch", "journal_erasure")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
