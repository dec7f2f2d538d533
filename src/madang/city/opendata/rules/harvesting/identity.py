"""Who a record is, and whether it says the same as before. Pure.

A record's identity is its source and its identifier: neither the source's address nor the record's place in it counts.
"""

import base64
import hashlib
import json

from madang.city.opendata.rules.facts import slug_of
from madang.city.opendata.rules.harvesting.reading import words
from madang.city.opendata.rules.harvesting.values import LONGEST_IDENTIFIER, Problem, Raw

READING = "1"
"""Changed with every change of what is read out of records, so that all of them are read anew."""
IDENTIFIERS = {"data-json": ("identifier", "@id"), "ckan": ("id", "name"), "dcat": ("identifier", "@id")}
SLUG_WORDS = 80


def identifier_of(kind: str, raw: object) -> str | Problem:
    """Return a record's identifier, or why it has none that could be used."""
    if not isinstance(raw, dict):
        return Problem("no_record", "", str(raw))
    told = next((found for name in IDENTIFIERS[kind] if (found := words(raw.get(name)))), "")
    if not told:
        return Problem("no_identifier", IDENTIFIERS[kind][0])
    if len(told) > LONGEST_IDENTIFIER:
        return Problem("long_identifier", IDENTIFIERS[kind][0], told)
    return told


def fingerprint(kind: str, raw: Raw) -> str | Problem:
    """Return what tells whether a record changed: 64 hexadecimal digits over all it says but its identifier.

    So a record that got another identifier is known by it, too.
    """
    own = {key: value for key, value in raw.items() if key not in IDENTIFIERS[kind]}
    try:
        said = json.dumps([READING, own], sort_keys=True, separators=(",", ":"))
    except (RecursionError, TypeError, ValueError):
        return Problem("unreadable")
    return hashlib.sha256(said.encode()).hexdigest()


def slug(source: str, identifier: str, title: str) -> str:
    """Return the word for addresses of a new data set: its title, and 60 bits of its identity, so that none is taken."""
    digest = hashlib.sha256(f"{source}\n{identifier}".encode()).digest()
    mark = base64.b32encode(digest)[:12].decode().lower()
    return f"{slug_of(title)[:SLUG_WORDS].strip('-')}-{mark}".strip("-")
