"""Lists of who may vote: telephone numbers, e-mail addresses, codes. Read whole or not at all."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from madang.city.kernel.ids import ALPHABET
from madang.city.kernel.refusals import Refusal
from madang.city.voting.rules.electorate import Roll

DIALLING_CODE = "82"
PREFIX = rf"^(\+{DIALLING_CODE}0?|0)"
LETTER_CODE_SIGNS = 12
LEAST_CODE, LONGEST_CODE = 8, 40
MOST_ENTRIES = 1_000_000
HEADERS = frozenset(
    {"phone", "phone number", "telephone", "mobile", "email", "e-mail", "mail", "code", "codes"}
    | {"전화번호", "휴대전화", "연락처", "이메일", "코드", "번호", "电话", "手机", "手机号", "邮箱", "电子邮件", "代码"}
)
_PUNCTUATION = re.compile(r"[^0-9+]")
_ABROAD = re.compile(r"^00")
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]{2,}")
_LOOK_ALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_CODE = re.compile(r"[0-9A-Z]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line: ``broken`` (no such thing), ``short`` (easy to guess), ``twice`` (stands on ``first`` too)."""

    line: int
    key: str
    first: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list holds, tidied, in the file's order; nothing of it counts where there are faults."""

    entries: tuple[str, ...]
    faults: tuple[Fault, ...]


def read_roll(lines: Sequence[str], roll: Roll) -> Reading:
    """Read the first column of comma-separated lines; a first line that only names the column is skipped, as are blank ones."""
    entries: list[str] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        cell = _first_cell(line)
        if not cell or (number == 1 and cell.casefold() in HEADERS):
            continue
        entry = tidy(cell, roll)
        if entry is None:
            short = not roll.has_codes or len(_bare(cell)) >= LEAST_CODE
            faults.append(Fault(number, "broken" if short else "short"))
        elif entry in seen:
            faults.append(Fault(number, "twice", seen[entry]))
        else:
            seen[entry] = number
            entries.append(entry)
    return Reading(tuple(entries), tuple(faults))


def why_not_roll(reading: Reading) -> Refusal | None:
    """Refuse a list with faults, naming the first line and how many there are, an empty one, and one that is too long."""
    if reading.faults:
        fault = reading.faults[0]
        told = {"line": fault.line, "first": fault.first, "faults": len(reading.faults), "least": LEAST_CODE}
        return Refusal(_FAULTS[fault.key].key, told, status=422)
    if not reading.entries:
        return Refusal("voting.roll_empty", status=422)
    if len(reading.entries) > MOST_ENTRIES:
        return Refusal("voting.roll_long", {"most": MOST_ENTRIES}, status=422)
    return None


_FAULTS = {
    "broken": Refusal("voting.roll_line_broken"),
    "short": Refusal("voting.roll_line_short"),
    "twice": Refusal("voting.roll_line_twice"),
}


def tidy(text: str, roll: Roll) -> str | None:
    """Return an entry as it is compared, whatever way it was typed; None if it cannot be one."""
    if roll in (Roll.PHONES, Roll.NUMBERS):
        return tidy_phone(text)
    return tidy_mail(text) if roll is Roll.MAILS else tidy_code(text)


def tidy_phone(text: str) -> str | None:
    """Return a number without the country's own prefix (``+82``, ``0082``, ``0``): ``1012345678``; a foreign one with ``+``.

    The people's register is asked with the same two steps in SQL: what is neither digit nor plus goes, then the prefix.
    """
    bare = _ABROAD.sub("+", _PUNCTUATION.sub("", text))
    national = re.sub(PREFIX, "", bare)
    digits = national.removeprefix("+")
    return national if digits.isdigit() and 7 <= len(digits) <= 15 else None


def tidy_mail(text: str) -> str | None:
    """Return an address in lower case; None for what is none."""
    address = text.strip().lower()
    return address if len(address) <= 254 and _MAIL.fullmatch(address) else None


def tidy_code(text: str) -> str | None:
    """Return a code in capitals without blanks and dashes, look-alikes read alike (I and L as 1, O as 0, U as V)."""
    bare = _bare(text)
    return bare if LEAST_CODE <= len(bare) <= LONGEST_CODE and _CODE.fullmatch(bare) else None


def letter_code(drawn: Sequence[int]) -> str:
    """Return the code of a letter of numbers from 0 to 31 drawn at random, in groups of four: 60 bits, which nobody guesses."""
    signs = "".join(ALPHABET[number] for number in drawn[:LETTER_CODE_SIGNS])
    return "-".join(signs[start : start + 4] for start in range(0, LETTER_CODE_SIGNS, 4))


def _bare(text: str) -> str:
    return "".join(text.upper().split()).replace("-", "").translate(_LOOK_ALIKES)


def _first_cell(line: str) -> str:
    try:
        cells = next(csv.reader([line.lstrip("\ufeff")]), [])
    except csv.Error:
        return line[:LONGEST_CODE]
    return cells[0].strip() if cells else ""
