"""The conditions and counts of the search as SQL. Only codes of our own lists stand in the text; what people type is a value."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from madang.city.opendata.queries.catalogue.values import Wanted
from madang.city.opendata.rules.frequencies import FREQUENCIES, GRACE_SHARE, LEAST_GRACE


@dataclass(slots=True)
class Sql:
    """A condition on ``opendata_dataset d`` with its values; ``name`` tells it from others, the present instant left out."""

    text: str
    values: list[Any] = field(default_factory=list)
    name: str = ""

    def digest(self) -> str:
        """Return the name as a short key."""
        return hashlib.sha256(self.name.encode()).hexdigest()


def _deadline() -> str:
    """Return the SQL of rules.frequencies.due_at."""
    periods: dict[float, list[str]] = {}
    for code, one in FREQUENCIES.items():
        if one.every is not None:
            whole = one.every + max(one.every * GRACE_SHARE, LEAST_GRACE)
            periods.setdefault(whole.total_seconds(), []).append(code)
    cases = " ".join(
        f"WHEN d.update_promise IN ({', '.join(repr(code) for code in codes)}) THEN interval '{seconds} seconds'"
        for seconds, codes in periods.items()
    )
    return f"(d.data_changed_at + CASE {cases} END)"


DEADLINE = _deadline()
_PROMISED = {
    "none": f"{DEADLINE} IS NULL",
    "kept": f"{DEADLINE} >= %s",
    "broken": f"{DEADLINE} < %s",
}
COUNTS = """
WITH found AS MATERIALIZED (
    SELECT d.publisher_id, d.licence, d.themes, d.formats, d.current_id IS NOT NULL AS has_table,
           CASE WHEN {deadline} IS NULL THEN 'none' WHEN {deadline} < %s THEN 'broken' ELSE 'kept' END AS promise
    FROM opendata_dataset d WHERE {where}),
of_publishers AS (SELECT publisher_id, count(*) AS n FROM found GROUP BY 1)
SELECT 'total', '', count(*) FROM found
UNION ALL SELECT 'publisher', p.slug, n FROM of_publishers JOIN opendata_publisher p ON p.id = publisher_id
UNION ALL SELECT 'licence', licence, count(*) FROM found GROUP BY 2
UNION ALL SELECT 'theme', theme, count(*) FROM found, unnest(themes) AS theme GROUP BY 2
UNION ALL SELECT 'format', format, count(*) FROM found, unnest(formats) AS format GROUP BY 2
UNION ALL SELECT 'promise', promise, count(*) FROM found GROUP BY 2
UNION ALL SELECT 'table', CASE WHEN has_table THEN 'yes' ELSE 'no' END, count(*) FROM found GROUP BY 2
"""


def conditions(wanted: Wanted, words: str, now: datetime) -> Sql:
    """Return the condition for what is wanted; ``words`` is the text of a tsquery, "" for none."""
    parts: list[tuple[str, Any]] = [("d.state = 'published' AND (d.embargo_until IS NULL OR d.embargo_until <= %s)", now)]
    parts += [("d.words @@ %s::tsquery", words)] if words else []
    parts += [(text, value.replace("\x00", "")) for text, value in _of_values(wanted) if value]
    parts += [("d.current_id IS NOT NULL = %s", wanted.table)] if wanted.table is not None else []
    text, values = " AND ".join(part for part, _ in parts), [value for _, value in parts]
    if promised := _PROMISED.get(wanted.promise):
        text, values = f"{text} AND {promised}", values + [now] * promised.count("%s")
    return Sql(text, values, name=repr((words, *values[1:], wanted.promise, wanted.table, text)))


def _of_values(wanted: Wanted) -> tuple[tuple[str, str], ...]:
    return (
        ("d.publisher_id = (SELECT id FROM opendata_publisher WHERE slug = %s)", wanted.publisher),
        ("d.series_id = (SELECT id FROM opendata_series WHERE slug = %s)", wanted.series),
        ("d.themes @> ARRAY[%s]::varchar[]", wanted.theme),
        ("d.keywords @> ARRAY[%s]::varchar[]", wanted.keyword),
        ("d.formats @> ARRAY[%s]::varchar[]", wanted.format.lower()),
        ("d.licence = %s", wanted.licence),
        ("d.source = %s", wanted.source),
    )
