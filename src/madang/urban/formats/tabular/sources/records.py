"""JSON and GeoJSON: one object after the other, never the whole text at once."""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from json.decoder import JSONDecodeError
from pathlib import Path
from typing import Any

import pyarrow as pa

from madang.urban.formats.tabular.faults import TableFault
from madang.urban.formats.tabular.opening import opened
from madang.urban.formats.tabular.shapes import Reading
from madang.urban.formats.tabular.sniffing import header
from madang.urban.formats.tabular.sources import Source, batches, shapes

PIECE, LONGEST, MOST_COLUMNS = 256 << 10, 64 << 20, 2_000
_SPACE = re.compile(r"[\s\x1e]*")
_DECODER = json.JSONDecoder(parse_constant=str)


def source(path: Path, reading: Reading, folder: Path, watch: Callable[[float], None]) -> Source:
    """Return the rows of a JSON file, a column for each name that any object has; nested values stay JSON.

    Raises TableFault: with the line for text that is no JSON, with the row for what is no object or has no usable shape.
    """
    is_geo = reading.kind == "geojson"
    columns = _names(path, reading, is_geo)
    rows = (_cells(_properties(path, row, one, is_geo), columns) for row, one in objects(path, reading))
    if not is_geo:
        relation = batches.write(folder / "raw.parquet", batches.batched(rows), [pa.string()] * len(columns))
        return Source(relation, header.named([*map(whole, columns)])[0], path)
    full = ((*_cells(_properties(path, row, one, True), columns), one.get("geometry")) for row, one in objects(path, reading))
    made = shapes.with_wkb(path, batches.batched(full))
    relation = batches.write(folder / "raw.parquet", made, [*[pa.string()] * len(columns), pa.binary()])
    geometry = {len(columns): ("geometry", f"c{len(columns)}", "GeoJSON")}
    return Source(relation, header.named([*map(whole, columns), "geometry"])[0], path, declared=geometry)


def _names(path: Path, reading: Reading, is_geo: bool) -> list[str]:
    names: dict[str, None] = {}
    for row, one in objects(path, reading):
        names.update(dict.fromkeys(_properties(path, row, one, is_geo)))
        if len(names) > MOST_COLUMNS:
            raise TableFault(path, "too-many-columns", row=row, params={"most": MOST_COLUMNS})
    return [*names]


def _properties(path: Path, row: int, one: dict[str, Any], is_geo: bool) -> dict[str, Any]:
    if not is_geo:
        return one
    found = one.get("properties")
    given = {"id": one["id"]} if "id" in one and "id" not in (found or {}) else {}
    if found is not None and not isinstance(found, dict):
        raise TableFault(path, "not-an-object", row=row)
    return {**given, **(found or {})}


def _cells(one: dict[str, Any], columns: list[str]) -> list[str | None]:
    return [as_text(one.get(name)) for name in columns]


def as_text(value: Any) -> str | None:
    """Return a JSON value as a cell: numbers as they stand, true and false as words, lists and objects as JSON."""
    if value is None:
        return None
    if isinstance(value, str):
        return (value if value.isascii() else whole(value)) or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return whole(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def whole(text: str) -> str:
    """Return a text in which half characters, which JSON can hold but no file of UTF-8, are replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def objects(path: Path, reading: Reading) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of a JSON file with their numbers from 1."""
    text = _Text(path, reading)
    text.enter(reading.records)
    row = 0
    while (one := text.following(row + 1)) is not None:
        row += 1
        if not isinstance(one, dict):
            raise TableFault(path, "not-an-object", row=row, line=text.line_at(text.at))
        yield row, one


class _Text:
    """A JSON text of which only the object at hand is held."""

    def __init__(self, path: Path, reading: Reading) -> None:
        self.path, self.line, self.held, self.at, self.is_whole = path, 1, "", 0, False
        self.in_list = reading.records != "lines"
        self.pieces = self._read(path, reading)

    def _read(self, path: Path, reading: Reading) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(reading.encoding or "utf-8")("strict")
        with opened(path, reading.member) as file:
            while piece := file.read(PIECE):
                yield decoder.decode(piece)
            yield decoder.decode(b"", True)

    def _more(self) -> bool:
        piece = next(self.pieces, None)
        if piece is None:
            self.is_whole = True
            return False
        self.line += self.held.count("\n", 0, self.at)
        self.held, self.at = (self.held[self.at :] + piece).removeprefix("\ufeff"), 0
        return True

    def line_at(self, at: int) -> int:
        """Return the line, from 1, of a place in what is held."""
        return self.line + self.held.count("\n", 0, at)

    def enter(self, key: str) -> None:
        """Go to the first object: of the text, or of the list under a key."""
        if not self.in_list:
            return
        names = "|".join(re.escape(json.dumps(key, ensure_ascii=is_ascii)) for is_ascii in (False, True))
        pattern = re.compile(r"\s*\[" if key == "[]" else rf"(?:{names})\s*:\s*\[")
        while not (found := pattern.search(self.held)):
            if not self._more() or len(self.held) > LONGEST:
                raise TableFault(self.path, "no-records")
        self.at = found.end()

    def _skip(self, marks: str) -> str:
        """Go behind spaces and marks; return the character that follows, "" at the end."""
        while True:
            self.at = _SPACE.match(self.held, self.at).end()  # type: ignore[union-attr] # the pattern matches nothing too
            if self.at < len(self.held):
                if self.held[self.at] not in marks:
                    return self.held[self.at]
                self.at += 1
            elif not self._more():
                return ""

    def following(self, row: int) -> Any:
        """Return the next value; None behind the last."""
        sign = self._skip("," if self.in_list and row > 1 else "")
        if sign == ("]" if self.in_list else ""):
            return None
        if not sign:
            raise self._fault("the list is not closed", self.at)
        while True:
            try:
                value, self.at = _DECODER.raw_decode(self.held, self.at)
            except JSONDecodeError as problem:
                if len(self.held) - self.at > LONGEST or not self._double():
                    raise self._fault(problem.msg, problem.pos) from problem
            except (RecursionError, ValueError) as problem:
                raise self._fault("nested too deep, or a number too long", self.at) from problem
            else:
                return value

    def _double(self) -> bool:
        """Read as much again as is held, so that a long object is not tried for each piece of it."""
        wanted, is_more = 2 * (len(self.held) - self.at), False
        while len(self.held) - self.at <= wanted and self._more():
            is_more = True
        return is_more

    def _fault(self, problem: str, at: int) -> TableFault:
        line = self.line_at(at)
        return TableFault(self.path, "bad-json", line=line, params={"line": line, "problem": problem})
