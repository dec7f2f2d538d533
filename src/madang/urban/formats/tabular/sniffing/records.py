"""Text that is JSON: rows as objects in a list, in a list under a key, one to a line, or as features of GeoJSON."""

import json
import re
from pathlib import Path

from madang.urban.formats.geojson import WGS84_NAMES
from madang.urban.formats.tabular.faults import TableFault
from madang.urban.formats.tabular.shapes import Note, Reading

ENDINGS = (".json", ".geojson", ".ndjson", ".jsonl")
LINES = "lines"
_LIST_OF_OBJECTS = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:\s*\[\s*(?:\{|\])')


def find(path: Path, head: str, name: str) -> Reading | None:
    """Return how JSON is written; None if the text is none. Raises TableFault for JSON that holds no list of objects."""
    text = head.lstrip()
    if not _looks(text, name):
        return None
    if text.startswith("["):
        return Reading("json", records="[]")
    if text.startswith("{"):
        return _object(path, text)
    raise TableFault(path, "no-records")


def _looks(text: str, name: str) -> bool:
    if name.lower().endswith(ENDINGS):
        return True
    return re.match(r'\{\s*"|\[\s*\{\s*"|\[\s*\]|\[\s*\{\s*\}', text) is not None


def _object(path: Path, text: str) -> Reading:
    first_line = text.split("\n", 1)[0]
    second = text[len(first_line) :].lstrip()[:1]
    found = list(dict.fromkeys(name for key in _LIST_OF_OBJECTS.findall(text) if (name := _name(key))))
    if _is_object(first_line) and (second == "{" or (not second and not found)):
        return Reading("json", records=LINES)
    if re.search(r'"type"\s*:\s*"FeatureCollection"', text) or re.search(r'"features"\s*:\s*\[', text):
        _check_crs(path, text)
        return Reading("geojson", records="features")
    if not found:
        raise TableFault(path, "no-records")
    notes = (Note("records-under", {"key": found[0]}),) if len(found) == 1 else ()
    return Reading("json", records=found[0], notes=notes)


def _check_crs(path: Path, text: str) -> None:
    """Refuse another system of coordinates, as GeoJSON named it before RFC 7946."""
    named = re.search(r'"crs"\s*:\s*\{[^{}]*"properties"\s*:\s*\{[^{}]*"name"\s*:\s*"([^"]*)"', text)
    if named and not named[1].endswith(WGS84_NAMES):
        raise TableFault(path, "other-crs", params={"crs": named[1]})


def _name(key: str) -> str:
    """Return a name as JSON's text means it; "" for one that JSON does not know."""
    try:
        return json.loads(f'"{key}"')
    except ValueError:
        return ""


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
