"""What urban.formats.tabular says of files and columns, for translation: the same English words, by the same keys."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: Mapping[str, Any] = {
    "text": _("text"),
    "integer": _("a whole number"),
    "decimal": _("a number"),
    "integer-marked": _("a whole number written like %(format)s"),
    "decimal-marked": _("a number written like %(format)s"),
    "boolean": _("one of %(format)s"),
    "date": _("a date"),
    "time": _("a time of day"),
    "datetime": _("a date with its time"),
    "geometry": _("a shape"),
    "year-month": _("a month of a year"),
    "identity-number": _("an identity number"),
}
WHY: Mapping[str, Any] = {
    "all-fit": _("%(type)s, because every value is %(kind)s; the first is %(value)s in row %(row)s"),
    "empty": _("text, because no row holds a value"),
    "only-null-words": _("text, because no row holds more than words for a missing value, such as %(value)s in row %(row)s"),
    "publisher": _("%(type)s, because the publisher decided so"),
    "declared": _("%(type)s, because the file declares it as %(declared)s"),
    "has-fraction": _("decimal, because row %(row)s holds %(value)s"),
    "day-first": _("%(type)s with the day first, because row %(row)s holds %(value)s"),
    "month-first": _("%(type)s with the month first, because row %(row)s holds %(value)s"),
    "year-first": _("%(type)s with the year first, because row %(row)s holds %(value)s"),
    "marks-decided": _("%(type)s written like %(format)s, because row %(row)s holds %(value)s"),
    "leading-zero": _("text, because row %(row)s holds %(value)s, whose leading zero a number would lose"),
    "exponent-code": _("text, because row %(row)s holds %(value)s, which may be a code and no power of ten"),
    "long-number": _("text, because row %(row)s holds %(value)s, more digits than a number keeps exactly"),
    "other-digits": _("text, because row %(row)s holds %(value)s in digits of another script"),
    "mixed-marks": _("text, because row %(row)s holds %(value)s, marked unlike the numbers of the other rows"),
    "mixed-units": _("text, because row %(row)s holds %(value)s in another unit than %(unit)s"),
    "not-a-number": _("text, because row %(row)s holds %(value)s, which is no number"),
    "no-such-date": _("text, because row %(row)s holds %(value)s, a day that is in no calendar"),
    "mixed-dates": _("text, because row %(row)s holds %(value)s, written unlike the dates of the other rows"),
    "not-a-date": _("text, because row %(row)s holds %(value)s, which is no date"),
    "not-a-time": _("text, because row %(row)s holds %(value)s, which is no time of day"),
    "not-a-boolean": _("text, because row %(row)s holds %(value)s, which is neither yes nor no"),
    "one-sided": _("text, because every row holds %(value)s or nothing, which may mean more than yes"),
    "ambiguous-date": _("text, because no row tells which part is the day; row %(row)s holds %(value)s"),
    "ambiguous-number": _("text, because no row tells whether the mark parts thousands or decimals; row %(row)s holds %(value)s"),
    "code-name": _("text, because a column of this name holds codes, not amounts; row %(row)s holds %(value)s"),
    "year-month": _("text, because every value is a month of a year; row %(row)s holds %(value)s"),
    "identity-number": _("text, because every value is built like an identity number; the first is in row %(row)s"),
    "words": _("text, because row %(row)s holds %(value)s, which is no number, date, or yes or no"),
}
NOTES: Mapping[str, Any] = {
    "unnamed-column": _("Column %(place)s has no name; it is called %(name)s"),
    "repeated-column": _("The name %(given)s stands there more than once; column %(place)s is called %(name)s"),
    "title-lines": _("%(lines)s lines above the names of the columns are left out; the first says: %(first)s"),
    "no-header": _("The first row holds data, no names; the %(columns)s columns are numbered"),
    "wide": _("%(columns)s columns are %(kind)s, from %(first)s to %(last)s; a table with one row for each is easier to ask"),
    "other-members": _("The archive holds further tables; only %(member)s is read"),
    "other-sheets": _("The workbook holds further sheets; only %(sheet)s is read"),
    "records-under": _("The rows stand under the key %(key)s"),
    "blank-rows": _("%(count)s rows without any value are left out"),
    "blank-columns": _("%(count)s columns without a name and without any value are left out"),
    "no-shape": _("%(count)s rows have no shape"),
}
FAULTS: Mapping[str, tuple[Any, Any]] = {
    "unreadable": (_("the file cannot be read: %(problem)s"), _("Send it again")),
    "empty-file": (_("the file is empty"), _("Send a table with at least one row that names its columns")),
    "packed": (_("the file is packed in a way that is not read"), _("Unpack it, or pack it as .zip")),
    "damaged": (_("the file is damaged: %(problem)s"), _("Open it where it came from, save it again and send that")),
    "locked": (_("the file is protected by a password"), _("Save it without a password and send that")),
    "zip-bomb": (
        _("%(member)s would unpack to %(megabytes)s MB, over 200 times its size"),
        _("Unpack it and send the table itself"),
    ),
    "too-large": (
        _("the table is of %(megabytes)s MB, but there is room for %(most)s MB"),
        _("Part it, or ask the operator for room"),
    ),
    "too-many-columns": (
        _("the table has more than %(most)s columns"),
        _("Write a row for each observation, or part the table"),
    ),
    "no-table": (_("the archive holds no table, but %(members)s"), _("Pack a CSV, Excel, JSON, GeoJSON or Parquet file")),
    "no-member": (_("the archive holds no %(member)s"), _("Choose one of its tables")),
    "no-sheet": (_("the workbook holds no sheet %(sheet)s"), _("Choose one of its sheets")),
    "no-records": (_("the JSON holds no list of objects"), _('Write it as [{"name": value, ...}, ...]')),
    "nul": (_("line %(line)s holds a NUL character"), _("Remove it, or save the file as UTF-8 text")),
    "bad-byte": (
        _("line %(line)s holds the byte %(byte)s, which is none of %(encoding)s"),
        _("Correct the line, or save the file as UTF-8"),
    ),
    "unknown-encoding": (_("the text is in none of UTF-8, UTF-16, CP949, GB18030 and Latin-1"), _("Save the file as UTF-8")),
    "no-rows": (_("the table has no rows"), _("Send it with its rows")),
    "too-many-cells": (
        _("line %(line)s has %(found)s cells, but the table has %(expected)s columns"),
        _("Put cells that hold the delimiter in quotes, or remove what is too much"),
    ),
    "too-few-cells": (
        _("line %(line)s has %(found)s cells, but the table has %(expected)s columns"),
        _("Fill in the cells, or remove the line"),
    ),
    "open-quote": (
        _("a quotation begins on line %(line)s and is not closed there as it should be"),
        _("Close it, and write a quotation mark inside a cell twice"),
    ),
    "long-line": (_("line %(line)s is longer than %(most)s characters"), _("Close the quotation mark that is missing above it")),
    "bad-text": (_("the text cannot be read as rows: %(problem)s"), _("Save the table again as CSV in UTF-8")),
    "bad-json": (_("is no JSON at line %(line)s: %(problem)s"), _("Correct the line, or write the file again")),
    "not-an-object": (_("row %(row)s is no object with names and values"), _('Write each row as {"name": value, ...}')),
    "bad-shape": (
        _("row %(row)s has a shape that cannot be used: %(problem)s"),
        _("Correct it, or convert the file to longitude and latitude"),
    ),
    "other-crs": (
        _("the coordinates are in %(crs)s, not in longitude and latitude"),
        _("Convert it: ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson"),
    ),
    "unknown-column": (_("there is no column %(column)s"), _("Choose one of %(columns)s")),
    "unknown-type": (_("%(wanted)s is no type"), _("Choose text, integer, decimal, boolean, date, time or datetime")),
    "not-wanted-type": (
        _("row %(row)s of column %(column)s holds %(value)s, which is not of the type %(wanted)s"),
        _("Correct the cell, or choose the type text"),
    ),
    "order-unknown": (
        _("column %(column)s does not tell whether the day or the month comes first; row %(row)s holds %(value)s"),
        _("Choose %(wanted)s:%%d/%%m/%%Y or %(wanted)s:%%m/%%d/%%Y"),
    ),
}
