"""Certificates: the code printed on them, who may ask about one, how long one is valid, when it is withdrawn."""

import calendar
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from madang.city.kernel.text import Script, normalise, script_of
from madang.city.portal.rules.cases import Outcome

# No 0 and O, 1 and I and L, U and V: a code is read from paper, sometimes on the telephone.
LETTERS = "23456789ABCDEFGHJKMNPQRSTWXYZ"
DRAWN = 11
_GROUP = 4
# Family names of two characters where one is the rule; without them 南宫 would be asked for as 南.
_DOUBLE_NAMES = frozenset(
    {
        "남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방", "欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官",
        "司徒", "东方", "東方", "独孤", "獨孤", "南宫", "南宮", "夏侯", "皇甫", "尉迟", "公孙", "令狐",
    }
)  # fmt: skip


class Standing(StrEnum):
    """How it stands with a certificate on a day."""

    VALID = "valid"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


def standing(valid_until: date | None, withdrawn: bool, today: date) -> Standing:
    """Return how it stands; on its last day a certificate is still valid."""
    if withdrawn:
        return Standing.WITHDRAWN
    return Standing.EXPIRED if valid_until is not None and today > valid_until else Standing.VALID


def valid_until(issued: date, months: int | None) -> date | None:
    """Return the last day of validity: the same day so many months later, or that month's last; None for ever."""
    if months is None:
        return None
    year, month = divmod(issued.year * 12 + issued.month - 1 + months, 12)
    return date(year, month + 1, min(issued.day, calendar.monthrange(year, month + 1)[1]))


def is_reversed(before: Outcome | None, after: Outcome) -> bool:
    """Tell whether a decision on an objection leaves something else standing than was decided first, in whole or in part."""
    return before is not after


# The code


def code_of(drawn: Sequence[int]) -> str:
    """Return the code of eleven numbers drawn by lot, with a check character: ``7K3F-92XA-BC4D`` (53 bits).

    Raises ValueError where they are not eleven.
    """
    if len(drawn) != DRAWN:
        raise ValueError(f"a code is made of {DRAWN} numbers, not {len(drawn)}")
    body = "".join(LETTERS[one % len(LETTERS)] for one in drawn)
    return _dressed(body + _check_character(body))


def tidy_code(text: str) -> str | None:
    """Return the code that somebody meant by what they typed, or None if it cannot be one.

    Lower case, blanks, missing and other dashes are forgiven; one wrong character, or two neighbours exchanged, is noticed.
    """
    bare = "".join(character for character in normalise(text).upper() if character.isalnum())
    if len(bare) != DRAWN + 1 or set(bare) - set(LETTERS) or _check_character(bare[:-1]) != bare[-1]:
        return None
    return _dressed(bare)


def _check_character(body: str) -> str:
    return LETTERS[sum((place + 2) * LETTERS.index(character) for place, character in enumerate(body)) % len(LETTERS)]


def _dressed(whole: str) -> str:
    return "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))


# Who may ask


def may_ask(*, name: str, born: date | None, typed_name: str, typed_born: date | None) -> bool:
    """Tell whether somebody knows enough of the holder: the family name or the birth date, and nothing typed that is wrong.

    name, born              of the holder, as the certificate has them
    typed_name, typed_born  what was typed; one of the two is enough
    """
    asked = bool(typed_name.strip()) or typed_born is not None
    name_fits = not typed_name.strip() or is_family_name(typed_name, name)
    return asked and name_fits and (typed_born is None or typed_born == born)


def is_family_name(typed: str, name: str) -> bool:
    """Tell whether ``typed`` may be the family name in ``name``, or is all of it.

    Which end of a name is the family's depends on the person, so either end counts, in whole words: Yusuf and Amina of
    Amina Yusuf, "de la Cruz" of Ana de la Cruz. Korean and Chinese names without a blank begin with it: 박 of 박순자.
    """
    wanted, known = normalise(typed).split(), normalise(name).split()
    if not wanted or not known:
        return False
    if wanted in (known[: len(wanted)], known[-len(wanted) :]):
        return True
    return len(known) == len(wanted) == 1 and wanted[0] == _first_part(known[0])


def _first_part(name: str) -> str:
    """Return the family name of a name written without a blank in Hangul or Han characters, else an empty text."""
    if len(name) < 2 or script_of(name[0]) not in (Script.HANGUL, Script.HAN):
        return ""
    return name[:2] if len(name) > 2 and name[:2] in _DOUBLE_NAMES else name[:1]
