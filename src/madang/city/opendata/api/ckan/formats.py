"""Records as text, a piece at a time: CSV, TSV, JSON, XML."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa
import pyarrow.csv as pa_csv

Pieces = Iterable[list[list[Any]]]
Fields = list[dict[str, Any]]
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def separated(rows: Iterable[Sequence[Any]], delimiter: str) -> str:
    """Return rows as CSV or TSV; an empty cell for nothing, objects as JSON."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "t" if value else "f"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def csv_stream(fields: Fields, texts: Iterable[pa.Table], *, bom: bool, delimiter: str = ",") -> Iterator[bytes]:
    """Yield CSV (RFC 4180) with its header; nothing is empty, and an empty text is two quotes."""
    yield (("\ufeff" if bom else "") + separated([[one["id"] for one in fields]], delimiter)).encode()
    options = pa_csv.WriteOptions(include_header=False, delimiter=delimiter)
    for piece in texts:
        sink = io.BytesIO()
        pa_csv.write_csv(piece, sink, options)
        yield sink.getvalue()


def tsv_stream(fields: Fields, texts: Iterable[pa.Table], *, bom: bool) -> Iterator[bytes]:
    """Yield the same with tabs."""
    return csv_stream(fields, texts, bom=bom, delimiter="\t")


def json_stream(fields: Fields, pieces: Pieces, *, bom: bool) -> Iterator[bytes]:
    """Yield CKAN's JSON: {fields, records} with each record as a list."""
    yield (("\ufeff" if bom else "") + '{"fields": ' + json.dumps(fields, ensure_ascii=False) + ', "records": [').encode()
    mark = "\n"
    for piece in pieces:
        yield (mark + ",\n".join(json.dumps(row, ensure_ascii=False) for row in piece)).encode()
        mark = ",\n"
    yield b"\n]}\n"


def xml_stream(fields: Fields, pieces: Pieces, *, bom: bool) -> Iterator[bytes]:
    """Yield CKAN's XML: a row element for each record, its cells named by column."""
    yield (("\ufeff" if bom else "") + "<data>\n").encode()
    tags = [_tag(one["id"]) for one in fields]
    place = next((at for at, one in enumerate(fields) if one["id"] == "_id"), None)
    for piece in pieces:
        yield "".join(_xml_row(row, tags, place) for row in piece).encode()
    yield b"</data>\n"


def _tag(name: str) -> tuple[str, str]:
    """Return the opening and closing mark of a column; one that cannot name an element is said in an attribute."""
    if re.fullmatch(r"[^\W\d][\w.-]*", name) and not name.lower().startswith("xml"):
        return name, f"</{name}>"
    return f"value name={quoteattr(_NOT_XML.sub('', name))}", "</value>"


def _xml_row(row: list[Any], tags: list[tuple[str, str]], place: int | None) -> str:
    start = f'<row _id="{row[place]}">' if place is not None else "<row>"
    cells = "".join(
        f"<{opening}>{escape(_NOT_XML.sub('', str(_cell(value))))}{closing}"
        if value is not None
        else f'<{opening} xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
        for at, (value, (opening, closing)) in enumerate(zip(row, tags, strict=True))
        if at != place
    )
    return f"{start}{cells}</row>\n"


STREAMS = {
    "csv": (csv_stream, "text/csv; charset=utf-8"),
    "tsv": (tsv_stream, "text/tab-separated-values; charset=utf-8"),
    "json": (json_stream, "application/json"),
    "xml": (xml_stream, "text/xml; charset=utf-8"),
}
