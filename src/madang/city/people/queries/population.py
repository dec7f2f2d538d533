"""How many residents meet conditions, and which: counted in the database, never one by one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db import connection, transaction

from madang.city.people.rules import Assurance

BLOCK = 64
CHUNK = 10_000
Cell = tuple[int | None, int | None, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of which only keyed hashes are known (HMAC-SHA-256).

    of       what is hashed: e-mail addresses in lower case, or telephone numbers
    key      up to 64 bytes
    digests  of everybody on the list
    prefix   a regular expression of what is left out before a telephone number, such as ``^0``, once all but digits and
             ``+`` is gone and ``00`` is written as ``+``
    """

    of: Literal["mails", "phones"]
    key: bytes
    digests: Collection[bytes]
    prefix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Conditions that must all hold; what is None or empty asks for nothing.

    area_ids    of the home area itself: name the small areas, not what holds them
    born_after  the last birth date that is too early
    born_until  the last birth date that is right
    languages   of which one must be spoken
    """

    area_ids: frozenset[int] | None = None
    born_after: date | None = None
    born_until: date | None = None
    genders: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    least: Assurance = Assurance.SELF_DECLARED
    listed: Listed | None = None


_FROM = """
FROM people_resident AS residents JOIN people_account AS accounts ON accounts.id = residents.account_id
WHERE residents.erased_at IS NULL AND accounts.is_active
"""
_AGE = "extract(year FROM age(%(on)s::date, residents.birth_date))::int"
_BARE_PHONE = r"regexp_replace(regexp_replace(residents.phone, '[^0-9+]', '', 'g'), '^00', '+')"
_HASHED = {
    "mails": "accounts.email",
    "phones": f"regexp_replace({_BARE_PHONE}, %(prefix)s, '')",
}


def counted(wanted: Wanted, *, on: date) -> dict[Cell, int]:
    """Return how many residents meet the conditions, by home area, age in full years on a day, and gender.

    Unknown areas and ages are None, an unknown gender is "". One query.
    """
    where, asked = _conditions(wanted)
    sql = f"SELECT residents.home_area_id, {_AGE}, residents.gender, count(*) {_FROM} {where} GROUP BY 1, 2, 3"
    with connection.cursor() as cursor:
        cursor.execute(sql, asked | {"on": on})
        return {(area, age, gender): people for area, age, gender, people in cursor}


def each(wanted: Wanted, *, on: date) -> Iterator[tuple[int, Cell]]:
    """Yield every resident who meets the conditions, with home area, age and gender, by id: in pieces, as one moment saw it."""
    where, asked = _conditions(wanted)
    sql = f"SELECT residents.id, residents.home_area_id, {_AGE}, residents.gender {_FROM} {where} ORDER BY residents.id"
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(sql, asked | {"on": on})
        while rows := cursor.fetchmany(CHUNK):
            for resident_id, area, age, gender in rows:
                yield resident_id, (area, age, gender)


def _conditions(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    levels = [one.value for one in Assurance if one.level >= wanted.least.level]
    parts: list[tuple[str, dict[str, Any]]] = [("accounts.assurance = ANY(%(levels)s)", {"levels": levels})]
    if wanted.area_ids is not None:
        parts.append(("residents.home_area_id = ANY(%(areas)s)", {"areas": sorted(wanted.area_ids)}))
    if wanted.born_after is not None:
        parts.append(("residents.birth_date > %(born_after)s", {"born_after": wanted.born_after}))
    if wanted.born_until is not None:
        parts.append(("residents.birth_date <= %(born_until)s", {"born_until": wanted.born_until}))
    if wanted.genders:
        parts.append(("residents.gender = ANY(%(genders)s)", {"genders": sorted(wanted.genders)}))
    if wanted.languages:
        parts.append(("residents.languages ?| %(languages)s", {"languages": sorted(wanted.languages)}))
    if wanted.listed is not None:
        parts.append(_is_listed(wanted.listed))
    asked = {name: value for _, values in parts for name, value in values.items()}
    return " ".join(f"AND {condition}" for condition, _ in parts), asked


def _is_listed(listed: Listed) -> tuple[str, dict[str, Any]]:
    """Return HMAC-SHA-256 written with the plain hash, which is all that PostgreSQL has built in (RFC 2104)."""
    if len(listed.key) > BLOCK:
        raise ValueError(f"a key of {len(listed.key)} bytes: use {BLOCK} at most")
    padded = listed.key.ljust(BLOCK, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in padded) for pad in (0x36, 0x5C))
    text = _HASHED[listed.of]
    condition = f"{text} <> '' AND sha256(%(outer)s || sha256(%(inner)s || convert_to({text}, 'UTF8'))) = ANY(%(digests)s)"
    asked = {"inner": inner, "outer": outer, "digests": list(listed.digests), "prefix": listed.prefix}
    return condition, asked
