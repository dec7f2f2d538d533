"""What a record said beyond what the catalogue has a place for, kept as it came. Pure."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from madang.city.opendata.rules.harvesting.reading import web_address, words

MOST_CHARACTERS = 32_000


def extras_of(raw: Mapping[str, Any], used: Collection[str], licence: Any) -> dict[str, Any]:
    """Return the extras of a data set: the licence in its own words, and what stands under keys that nobody read.

    What is longer than 32,000 characters is left out whole.
    """
    kept: dict[str, Any] = {}
    if told := words(licence):
        kept["licence_told"] = told[:500]
        if address := web_address(licence):
            kept["licence_url"] = address
    others = {key: value for key, value in raw.items() if key not in used and value not in (None, "", [], {})}
    said = json.dumps(others, ensure_ascii=True)
    if others and len(said) <= MOST_CHARACTERS and "\\u0000" not in said and "\\ud" not in said:
        kept["record"] = others
    return kept
