"""SQL of anybody over published tables: which tables it may mean, and its answer from a process that holds nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata import engine
from madang.city.opendata.queries import asking
from madang.city.opendata.queries.asking import Source
from madang.city.opendata.store import tables

MOST_CHARACTERS = 20_000
MOST_TABLES = 20
MOST_NAMES = 400
_QUOTED = re.compile(r'"((?:[^"]|"")+)"')
_BARE = re.compile(r"[^\W\d][\w$]*")
_VERSION = re.compile(r"(?P<slug>.+)@(?P<number>[0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class SqlAnswer:
    """The rows, and the versions that stood behind the tables' names."""

    table: pa.Table
    is_cut: bool
    sources: Mapping[str, Source]
    rows_scanned: int
    cpu_ms: float
    wall_ms: float
    confined_by: tuple[str, ...]


def run(sql: str, *, now: datetime, limits: engine.Limits = engine.PUBLIC) -> SqlAnswer:
    """Answer one SELECT of anybody. Raises Refused (422, 503) saying what may not be asked or what it cost too much."""
    if len(sql) > MOST_CHARACTERS or "\0" in sql:
        raise Refused(Refusal("opendata.sql_length", {"detail": MOST_CHARACTERS}, status=422))
    held = named(sql, now=now)
    paths = {name: [Path(path) for path in tables.open(one.key, one.layout).paths] for name, one in held.items()}
    try:
        told = engine.ask_once(engine.Question(sql, {}, paths, limits))
    except engine.OverLimit as over:
        raise Refused(asking.refusal_of(over)) from over
    except engine.Wrong as wrong:
        raise Refused(Refusal(f"opendata.sql_{wrong.kind}", {"detail": wrong.detail}, status=422)) from wrong
    return SqlAnswer(told.table, told.is_cut, held, told.rows_scanned, told.cpu_ms, told.wall_ms, told.measures)


def named(sql: str, *, now: datetime) -> dict[str, Source]:
    """Return the published tables that the words of ``sql`` may mean, by the name that it uses.

    The SQL itself is read in the confined process only; here a word is a word, and one too many does no harm. ``a_b`` means the
    data set ``a-b`` too, so that a name need not be quoted; ``"a-b@3"`` is its third version. Raises Refused for too many.
    """
    quoted = [one.replace('""', '"') for one in _QUOTED.findall(sql)]
    words = dict.fromkeys([*quoted, *_BARE.findall(_QUOTED.sub(" ", sql))])
    looked_at = list(words)[:MOST_NAMES]
    found = asking.sources([slug for word in looked_at for slug in _slugs(word)], now=now)
    held: dict[str, Source] = {}
    for word in looked_at:
        if pinned := _VERSION.fullmatch(word):
            if pinned["slug"] in found:
                held[word] = asking.source(pinned["slug"], int(pinned["number"]), now=now)
        elif one := next((found[slug] for slug in _slugs(word) if slug in found), None):
            held[word] = one
    if len(held) > MOST_TABLES:
        raise Refused(Refusal("opendata.sql_tables", {"most": MOST_TABLES}, status=422))
    return held


def _slugs(word: str) -> list[str]:
    pinned = _VERSION.fullmatch(word)
    slug = pinned["slug"] if pinned else word
    lowered = slug.lower()
    return list(dict.fromkeys([slug, lowered, lowered.replace("_", "-")]))
