"""What particulars of persons look like (RE2, linear in the length of any text), and how each is checked.

Sources: Korean numbering plan (02, 03x-06x, 070, 050x, 01x); resident numbers without check digit since October 2020
(Enforcement rule of the Resident Registration Act, art. 2); GB 11643-1999; ISO/IEC 7812-1; ISO 13616; GA 36-2018 (plates).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from madang.city.opendata.rules.disclosure.findings import Kind
from madang.city.opendata.rules.disclosure.personal import digits, looks, names

DIGITS, MANY_DIGITS = r"[0-9]", r"(?:[0-9][ .()-]*){7}"
PLACE = r"(?:^|[^0-9])[0-9]{1,5}(?:$|[^0-9])"
ODD = r"[０-９＠－‐‑‒–—−\x{00a0}\x{200b}\x{200c}\x{feff}（）]"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One look of one kind.

    kind    counted as this kind; None where it only helps to judge
    regex   RE2, with the group ``v`` around the value where a check needs it
    before  a cheaper regex that every match also matches
    check   returns which of the matched values are right
    """

    name: str
    kind: Kind | None
    regex: str
    before: str = ""
    check: Callable[[pa.Array], digits.Mask] | None = None


def _alone(inside: str) -> str:
    return rf"(?:^|[^0-9-])(?P<v>{inside})(?:$|[^0-9])"


_RESIDENT = rf"[0-9]{{2}}{looks.DAY}"
_CHINESE_ID = rf"(?:^|[^0-9-])(?P<v>[1-8][0-9]{{5}}(?:18|19|20)[0-9]{{2}}{looks.DAY}[0-9]{{3}}[0-9Xx])(?:$|[^0-9A-Za-z])"
_PASSPORT = r"[MSRODG][0-9]{3}[A-Z][0-9]{4}"

PATTERNS: tuple[Pattern, ...] = (
    Pattern("email", Kind.EMAIL, looks.EMAIL, "@"),
    Pattern("email-office", None, looks.EMAIL_OFFICE, "@"),
    Pattern("mobile", Kind.PHONE, _alone(looks.MOBILE), MANY_DIGITS),
    Pattern("mobile-cn", Kind.PHONE, _alone(looks.MOBILE_CHINESE), MANY_DIGITS),
    Pattern("land", Kind.PHONE, _alone(looks.LAND), MANY_DIGITS),
    Pattern("land-cn", Kind.PHONE, _alone(r"\(?0(?:10|2[0-9]|[3-9][0-9]{2})[)-][2-9][0-9]{6,7}"), MANY_DIGITS),
    Pattern("international", Kind.PHONE, looks.INTERNATIONAL, MANY_DIGITS),
    Pattern("american", None, _alone(looks.AMERICAN), MANY_DIGITS),
    Pattern("hotline", None, _alone(looks.HOTLINE), MANY_DIGITS),
    Pattern("resident", Kind.RESIDENT_NUMBER, _alone(rf"{_RESIDENT}[ -]?[1-8][0-9]{{6}}"), MANY_DIGITS, digits.korean),
    Pattern("resident-dashed", None, _alone(rf"{_RESIDENT}-[1-8][0-9]{{6}}"), MANY_DIGITS),
    Pattern("resident-masked", Kind.RESIDENT_NUMBER, rf"(?:^|[^0-9-]){_RESIDENT}[ -]?[1-8][*●Xx]{{4,6}}", DIGITS),
    Pattern("chinese-id", Kind.CHINESE_ID, _CHINESE_ID, MANY_DIGITS, digits.chinese),
    Pattern("passport", Kind.PASSPORT, rf"^(?:{_PASSPORT}|[A-Z]{{1,2}}[0-9]{{7,8}})$", DIGITS),
    Pattern("passport-korean", None, f"^{_PASSPORT}$", DIGITS),
    Pattern("card", Kind.PAYMENT_CARD, _alone(looks.CARD), MANY_DIGITS, digits.luhn),
    Pattern("iban", Kind.BANK_ACCOUNT, looks.IBAN, DIGITS, digits.iban),
    Pattern("account", None, r"^[0-9]{2,6}(?:-[0-9]{2,7}){1,4}$|^[0-9]{9,19}$", DIGITS),
    Pattern("address", Kind.ADDRESS, looks.ADDRESS, PLACE),
    Pattern("address-full", None, looks.ADDRESS_FULL, PLACE),
    Pattern("address-unit", Kind.ADDRESS, looks.ADDRESS_UNIT, PLACE),
    Pattern("address-cn", Kind.ADDRESS, looks.ADDRESS_CHINESE, PLACE),
    Pattern("address-cn-unit", Kind.ADDRESS, looks.ADDRESS_CHINESE_UNIT, PLACE),
    Pattern("address-en", Kind.ADDRESS, looks.ADDRESS_ENGLISH, PLACE),
    Pattern("address-en-unit", None, looks.ADDRESS_ENGLISH_UNIT, PLACE),
    Pattern("ip", Kind.IP_ADDRESS, looks.IP, r"[0-9]\.[0-9]"),
    Pattern("ip6", Kind.IP_ADDRESS, looks.IP6, ":"),
    Pattern("plate", Kind.VEHICLE_PLATE, looks.PLATE, DIGITS),
    Pattern("plate-cn", Kind.VEHICLE_PLATE, looks.PLATE_CHINESE, DIGITS),
    Pattern("day", None, looks.BIRTHDAY, DIGITS),
    Pattern("name", Kind.PERSON_NAME, names.KOREAN_NAME),
    Pattern("name-loose", None, names.KOREAN_LOOSE),
    Pattern("name-masked", Kind.PERSON_NAME, names.KOREAN_MASKED),
    Pattern("name-cn", Kind.PERSON_NAME, names.CHINESE_NAME),
    Pattern("name-en", Kind.PERSON_NAME, names.ENGLISH_NAME),
    Pattern("name-given", None, names.ENGLISH_GIVEN_ALONE),
    Pattern("office", None, names.OFFICE),
)


def _union(patterns: Sequence[Pattern]) -> str:
    return "|".join(f"(?:{pattern.regex.replace('(?P<v>', '(?:')})" for pattern in patterns)


# Patterns by the cheap look that all of them share, with one regex that matches whatever any of them matches.
GROUPS: tuple[tuple[str, str, tuple[Pattern, ...]], ...] = tuple(
    (before, _union(members), members)
    for before in dict.fromkeys(pattern.before for pattern in PATTERNS)
    for members in [tuple(pattern for pattern in PATTERNS if pattern.before == before)]
)
