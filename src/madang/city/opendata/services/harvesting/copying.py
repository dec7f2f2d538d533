"""Write many rows at once: COPY, and one UPDATE from what was copied."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows that have their keys already; nothing is asked, no signal is sent."""
    if rows:
        with connection.cursor() as cursor:
            _copy(cursor, type(rows[0]), type(rows[0])._meta.db_table, rows)


def update(rows: Sequence[models.Model], fields: Iterable[str]) -> None:
    """Write some fields of rows that are there."""
    if not rows:
        return
    model = type(rows[0])
    table, held = model._meta.db_table, f"changed_{model._meta.model_name}"
    columns = [str(model._meta.get_field(name).column) for name in fields]  # type: ignore[union-attr] # none of them is a relation back
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {held} (LIKE {table}) ON COMMIT DROP")
        _copy(cursor, model, held, rows)
        wanted = ", ".join(f"{column} = new.{column}" for column in columns)
        cursor.execute(f"UPDATE {table} AS old SET {wanted} FROM {held} AS new WHERE old.id = new.id")  # noqa: S608 - names of Django's
        cursor.execute(f"DROP TABLE {held}")


def keys(model: type[models.Model], count: int) -> list[int]:
    """Take keys for rows that are to be inserted."""
    with connection.cursor() as cursor:
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(sequence, [model._meta.db_table, count])
        return [row[0] for row in cursor.fetchall()]


def _copy(cursor: Any, model: type[models.Model], table: str, rows: Iterable[models.Model]) -> None:
    """Copy rows as they are; only JSON must be told from texts and lists. Asking each field would be half of the work."""
    fields = model._meta.concrete_fields
    names = ", ".join(str(field.column) for field in fields)
    wanted = [(field.attname, isinstance(field, models.JSONField)) for field in fields]
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            values = row.__dict__
            copy.write_row([Jsonb(values[name]) if is_json else values[name] for name, is_json in wanted])
