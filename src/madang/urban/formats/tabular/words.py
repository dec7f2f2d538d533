"""What is said of tables, in English, by key: a site translates the sentence and fills in the same values."""

from collections.abc import Mapping
from typing import Any

from madang.urban.formats.tabular.shapes import Evidence, Note

KINDS = {
    "text": "text",
    "integer": "a whole number",
    "decimal": "a number",
    "integer-marked": "a whole number written like %(format)s",
    "decimal-marked": "a number written like %(format)s",
    "boolean": "one of %(format)s",
    "date": "a date",
    "time": "a time of day",
    "datetime": "a date with its time",
    "geometry": "a shape",
    "year-month": "a month of a year",
    "identity-number": "an identity number",
}
WHY = {
    "all-fit": "%(type)s, because every value is %(kind)s; the first is %(value)s in row %(row)s",
    "empty": "text, because no row holds a value",
    "only-null-words": "text, because no row holds more than words for a missing value, such as %(value)s in row %(row)s",
    "publisher": "%(type)s, because the publisher decided so",
    "declared": "%(type)s, because the file declares it as %(declared)s",
    "has-fraction": "decimal, because row %(row)s holds %(value)s",
    "day-first": "%(type)s with the day first, because row %(row)s holds %(value)s",
    "month-first": "%(type)s with the month first, because row %(row)s holds %(value)s",
    "year-first": "%(type)s with the year first, because row %(row)s holds %(value)s",
    "marks-decided": "%(type)s written like %(format)s, because row %(row)s holds %(value)s",
    "leading-zero": "text, because row %(row)s holds %(value)s, whose leading zero a number would lose",
    "exponent-code": "text, because row %(row)s holds %(value)s, which may be a code and no power of ten",
    "long-number": "text, because row %(row)s holds %(value)s, more digits than a number keeps exactly",
    "other-digits": "text, because row %(row)s holds %(value)s in digits of another script",
    "mixed-marks": "text, because row %(row)s holds %(value)s, marked unlike the numbers of the other rows",
    "mixed-units": "text, because row %(row)s holds %(value)s in another unit than %(unit)s",
    "not-a-number": "text, because row %(row)s holds %(value)s, which is no number",
    "no-such-date": "text, because row %(row)s holds %(value)s, a day that is in no calendar",
    "mixed-dates": "text, because row %(row)s holds %(value)s, written unlike the dates of the other rows",
    "not-a-date": "text, because row %(row)s holds %(value)s, which is no date",
    "not-a-time": "text, because row %(row)s holds %(value)s, which is no time of day",
    "not-a-boolean": "text, because row %(row)s holds %(value)s, which is neither yes nor no",
    "one-sided": "text, because every row holds %(value)s or nothing, which may mean more than yes",
    "ambiguous-date": "text, because no row tells which part is the day; row %(row)s holds %(value)s",
    "ambiguous-number": "text, because no row tells whether the mark parts thousands or decimals; row %(row)s holds %(value)s",
    "code-name": "text, because a column of this name holds codes, not amounts; row %(row)s holds %(value)s",
    "year-month": "text, because every value is a month of a year; row %(row)s holds %(value)s",
    "identity-number": "text, because every value is built like an identity number; the first is in row %(row)s",
    "words": "text, because row %(row)s holds %(value)s, which is no number, date, or yes or no",
}
NOTES = {
    "unnamed-column": "Column %(place)s has no name; it is called %(name)s",
    "repeated-column": "The name %(given)s stands there more than once; column %(place)s is called %(name)s",
    "title-lines": "%(lines)s lines above the names of the columns are left out; the first says: %(first)s",
    "no-header": "The first row holds data, no names; the %(columns)s columns are numbered",
    "wide": "%(columns)s columns are %(kind)s, from %(first)s to %(last)s; a table with one row for each is easier to ask",
    "other-members": "The archive holds further tables; only %(member)s is read",
    "other-sheets": "The workbook holds further sheets; only %(sheet)s is read",
    "records-under": "The rows stand under the key %(key)s",
    "blank-rows": "%(count)s rows without any value are left out",
    "blank-columns": "%(count)s columns without a name and without any value are left out",
    "no-shape": "%(count)s rows have no shape",
}
FAULTS = {
    "unreadable": ("the file cannot be read: %(problem)s", "Send it again"),
    "empty-file": ("the file is empty", "Send a table with at least one row that names its columns"),
    "packed": ("the file is packed in a way that is not read", "Unpack it, or pack it as .zip"),
    "damaged": ("the file is damaged: %(problem)s", "Open it where it came from, save it again and send that"),
    "locked": ("the file is protected by a password", "Save it without a password and send that"),
    "zip-bomb": ("%(member)s would unpack to %(megabytes)s MB, over 200 times its size", "Unpack it and send the table itself"),
    "too-large": ("the table is of %(megabytes)s MB, but there is room for %(most)s MB", "Part it, or ask the operator for room"),
    "too-many-columns": ("the table has more than %(most)s columns", "Write a row for each observation, or part the table"),
    "no-table": ("the archive holds no table, but %(members)s", "Pack a CSV, Excel, JSON, GeoJSON or Parquet file"),
    "no-member": ("the archive holds no %(member)s", "Choose one of its tables"),
    "no-sheet": ("the workbook holds no sheet %(sheet)s", "Choose one of its sheets"),
    "no-records": ("the JSON holds no list of objects", 'Write it as [{"name": value, ...}, ...]'),
    "nul": ("line %(line)s holds a NUL character", "Remove it, or save the file as UTF-8 text"),
    "bad-byte": ("line %(line)s holds the byte %(byte)s, which is none of %(encoding)s",
                 "Correct the line, or save the file as UTF-8"),
    "unknown-encoding": ("the text is in none of UTF-8, UTF-16, CP949, GB18030 and Latin-1", "Save the file as UTF-8"),
    "no-rows": ("the table has no rows", "Send it with its rows"),
    "too-many-cells": ("line %(line)s has %(found)s cells, but the table has %(expected)s columns",
                       "Put cells that hold the delimiter in quotes, or remove what is too much"),
    "too-few-cells": ("line %(line)s has %(found)s cells, but the table has %(expected)s columns",
                      "Fill in the cells, or remove the line"),
    "open-quote": ("a quotation begins on line %(line)s and is not closed there as it should be",
                   "Close it, and write a quotation mark inside a cell twice"),
    "long-line": ("line %(line)s is longer than %(most)s characters", "Close the quotation mark that is missing above it"),
    "bad-text": ("the text cannot be read as rows: %(problem)s", "Save the table again as CSV in UTF-8"),
    "bad-json": ("is no JSON at line %(line)s: %(problem)s", "Correct the line, or write the file again"),
    "not-an-object": ("row %(row)s is no object with names and values", "Write each row as {\"name\": value, ...}"),
    "bad-shape": ("row %(row)s has a shape that cannot be used: %(problem)s",
                  "Correct it, or convert the file to longitude and latitude"),
    "other-crs": ("the coordinates are in %(crs)s, not in longitude and latitude",
                  "Convert it: ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson"),
    "unknown-column": ("there is no column %(column)s", "Choose one of %(columns)s"),
    "unknown-type": ("%(wanted)s is no type", "Choose text, integer, decimal, boolean, date, time or datetime"),
    "not-wanted-type": ("row %(row)s of column %(column)s holds %(value)s, which is not of the type %(wanted)s",
                        "Correct the cell, or choose the type text"),
    "order-unknown": ("column %(column)s does not tell whether the day or the month comes first; row %(row)s holds %(value)s",
                      "Choose %(wanted)s:%%d/%%m/%%Y or %(wanted)s:%%m/%%d/%%Y"),
}  # fmt: skip


def filled(text: str, params: Mapping[str, Any]) -> str:
    """Return a sentence with its values; a value that is missing is shown as "?"."""
    return text % _Known(params)


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def sentence(told: Evidence | Note) -> str:
    """Return what evidence or a note says, in English."""
    if isinstance(told, Note):
        return filled(NOTES[told.key], told.params)
    params = {**told.params, "row": told.row, "value": told.value, "type": told.type}
    if "kind" in params:
        params["kind"] = filled(KINDS[params["kind"]], params)
    return filled(WHY[told.why_key], params)
