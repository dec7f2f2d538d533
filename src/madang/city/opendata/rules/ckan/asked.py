"""Values of an action's parameters: from JSON as they are, from addresses and forms as text. CKAN takes both."""

import json
from collections.abc import Mapping
from typing import Any

from madang.city.opendata.rules.ckan.faults import CkanFault, bad_value, missing

YES = frozenset({"true", "yes", "t", "y", "1", "on"})
NO = frozenset({"false", "no", "f", "n", "0", "off", "", "none"})
LONGEST_WHOLE = 18


def text(values: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """Return a text. Raises CkanFault where there is none and no default, or it is no plain value."""
    value = values.get(name)
    if value is None or value == "":
        if default is None:
            raise missing(name)
        return default
    if isinstance(value, list | dict):
        raise bad_value(**{name: "Must be a text"})
    if "\0" in str(value):
        raise bad_value(**{name: "Must not hold the character NUL"})
    return str(value)


def whole(values: Mapping[str, Any], name: str, default: int, *, most: int | None = None) -> int:
    """Return a whole number from 0; what is above ``most`` counts as ``most``, as CKAN does. Raises CkanFault."""
    value = values.get(name)
    if value is None or value == "":
        return default
    told = str(value).strip()
    if isinstance(value, bool | list | dict) or not told.lstrip("-").isascii() or not told.lstrip("-").isdigit():
        raise bad_value(**{name: "Must be a natural number"})
    if told.startswith("-"):
        raise bad_value(**{name: "Must be a natural number"})
    number = int(told) if len(told) <= LONGEST_WHOLE else 10**LONGEST_WHOLE
    return number if most is None else min(number, most)


def flag(values: Mapping[str, Any], name: str, *, default: bool = False) -> bool:
    """Return yes or no, in any of CKAN's spellings. Raises CkanFault."""
    value = values.get(name)
    if value is None:
        return default
    told = str(value).strip().lower()
    if told in YES:
        return True
    if told in NO:
        return False
    raise bad_value(**{name: "Must be true or false"})


def listed(values: Mapping[str, Any], name: str) -> list[Any] | None:
    """Return a list: given as one, as JSON text, or as texts parted by commas. None where it is not given. Raises CkanFault."""
    value = values.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, list):
        return value
    if isinstance(value, str):
        if value.lstrip().startswith("["):
            found = _json(value, name)
            if isinstance(found, list):
                return found
        return [part.strip() for part in value.split(",") if part.strip()]
    raise bad_value(**{name: "Must be a list"})


def texts(values: Mapping[str, Any], name: str) -> list[str] | None:
    """Return a list of texts, None where it is not given. Raises CkanFault."""
    found = listed(values, name)
    if found is not None and not all(isinstance(one, str) for one in found):
        raise bad_value(**{name: "Must be a list of texts"})
    return found


def mapping(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return an object, given as one or as JSON text; empty where it is not given. Raises CkanFault."""
    value = values.get(name)
    if value is None or value == "":
        return {}
    found = _json(value, name) if isinstance(value, str) else value
    if not isinstance(found, dict):
        raise bad_value(**{name: "Must be an object"})
    return found


def _json(value: str, name: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as problem:
        raise _unreadable(name) from problem


def _unreadable(name: str) -> CkanFault:
    return bad_value(**{name: "Cannot be read as JSON"})
