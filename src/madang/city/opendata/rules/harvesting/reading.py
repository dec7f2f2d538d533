"""Read values of records that others wrote: whatever stands there becomes a clean value or none, never an error. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

from madang.city.kernel.text import language_of
from madang.city.opendata.rules.facts import LONGEST_KEYWORD, LONGEST_TEXT, LONGEST_TITLE, MOST_KEYWORDS, is_web_address

LANGUAGES = ("en", "ko", "zh")
LONGEST_EMAIL = 254
TELLS_LANGUAGE = 400
_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\ud800-\udfff]")
_EMAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[^@\s<>\"',;]+\.[^@\s<>\"',;]+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BLOCKS = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table"})
_HIDDEN = frozenset({"script", "style"})
_THREE_LETTERS = {"eng": "en", "kor": "ko", "zho": "zh", "chi": "zh"}


def words(value: Any) -> str:
    """Return a text without blanks at its ends; the first text of a list; "" for what is none."""
    if isinstance(value, list):
        return next((found for one in value if not isinstance(one, list) and (found := words(one))), "")
    if isinstance(value, Mapping):
        value = value.get("@value", "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return _BAD.sub("", str(value)).strip()


def line(value: Any, longest: int) -> str:
    """Return a text on one line, cut where it is too long."""
    return shortened(" ".join(words(value).split()), longest)


def shortened(text: str, longest: int) -> str:
    """Return a text that is not longer than this, with a sign that something is missing."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def listed(value: Any) -> list[Any]:
    """Return a value as a list: nothing is empty, one value the only member."""
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def title(value: Any) -> str:
    """Return a title as the catalogue may keep it."""
    return line(plain(words(value)), LONGEST_TITLE)


def text(value: Any) -> str:
    """Return a description as plain text."""
    return shortened(plain(words(value)), LONGEST_TEXT)


def plain(told: str) -> str:
    """Return what a text says without its HTML; text that holds none stays as it is."""
    if not _TAG.search(told):
        return told
    reader = _Plain()
    reader.feed(told)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def keywords(values: list[Any]) -> tuple[str, ...]:
    """Return keywords, each once, as many as the catalogue keeps."""
    found = (line(one, LONGEST_KEYWORD) for one in values)
    return tuple(dict.fromkeys(word for word in found if word))[:MOST_KEYWORDS]


def by_language(told: str, *hints: str) -> dict[str, str]:
    """Return a text under its language: the first hint that is one of the site's, else what its letters say."""
    if not told:
        return {}
    language = next((one for one in map(language_key, hints) if one), "")
    return {language or ("en" if told.isascii() else language_of(told[:TELLS_LANGUAGE])): told}


def language_key(told: str) -> str:
    """Return en, ko or zh for a language tag or an address of the EU's list; "" for any other language."""
    code = re.split(r"[-_]", told.rsplit("/", 1)[-1].lower(), maxsplit=1)[0]
    code = _THREE_LETTERS.get(code, code)
    return code if code in LANGUAGES else ""


def moment(value: Any) -> datetime | None:
    """Return an instant of ISO 8601; a bare day is its beginning and a year its first day, both in UTC."""
    told = words(value)
    if re.fullmatch(r"\d{4}(-\d\d)?", told):
        told = f"{told}-01-01"[:10]
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        return None
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:
        return None


def day(value: Any) -> date | None:
    """Return the day of an instant, None for what is none."""
    told = words(value)
    if len(told) >= 10 and (found := moment(told[:10])):
        return found.date()
    instant = moment(told)
    return instant.date() if instant else None


def period(value: Any) -> tuple[date | None, date | None]:
    """Return the first and last day of an interval such as ``2013-01-01/2021-12-31``; backwards ones are none."""
    first, _, last = words(value).partition("/")
    return ordered(day(first), day(last))


def ordered(first: date | None, last: date | None) -> tuple[date | None, date | None]:
    """Return a period, nothing of one that ends before it begins."""
    return (None, None) if first and last and last < first else (first, last)


def web_address(value: Any, longest: int = 2_000) -> str:
    """Return an address that a page may link to; blanks in it are written as addresses write them. "" for any other."""
    told = words(value).replace(" ", "%20")
    return told if is_web_address(told, longest) else ""


def email(value: Any) -> str:
    """Return an e-mail address, also of ``mailto:``; "" for what is none."""
    told = re.sub(r"^mailto:", "", words(value), flags=re.IGNORECASE).split("?", maxsplit=1)[0]
    return told if len(told) <= LONGEST_EMAIL and _EMAIL.fullmatch(told) else ""


def whole(value: Any) -> int | None:
    """Return a number of bytes, None for what is none."""
    told = words(value)
    return int(told) if told.isascii() and told.isdecimal() and len(told) <= 15 else None
