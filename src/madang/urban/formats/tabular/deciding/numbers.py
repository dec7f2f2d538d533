"""Numbers as cities write them: plain, with separators, signs before or behind, units, money."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from madang.urban.formats.tabular.deciding.candidates import CELL, Candidate, matched, quoted, trimmed

_UNITS = """
    % ‰ %p ppm ppb dB km m cm mm ㎞ ㎝ ㎜ ㎛ km² m² ㎡ ㎢ ㎥ m³ ha kg g mg ton 톤 ㎏ ㎎ L ℓ ml mL ㎖ kW
    kWh MW MWh GWh ㎾ ㎾h Hz kHz MHz ℃ °C °F ° ㎍/㎥ µg/m³ μg/m³ mg/L ㎎/ℓ km/h m/s ㎧ kcal 원 천원
    만원 백만원 억원 조원 won krw KRW USD EUR CNY 元 万元 亿元 圆 円 달러 명 천명 인 人 개 个 개소 건
    件 台 辆 세대 가구 户 세 岁 분 시간 초 년 年 개월 周 주 면 본 그루 권 册 편 마리 곳 分钟 小时 秒
    公里 米 平方米 吨 公斤 min hr sec hours minutes people
"""
UNITS = frozenset(_UNITS.split())
MONEY = ("₩", "￦", "$", "US$", "€", "£", "¥", "￥")
WIDE, NARROW = "０１２３４５６７８９．，％－", "0123456789.,%-"
MINUS = "-−–△"
_DIGITS = r"[\d０-９.．][\d０-９.,．，'’\u00a0\u202f\u2009 ]*"
_CELL = re.compile(rf"\s*(?P<before>₩|￦|US\$|\$|€|£|¥|￥)?\s*[-+−–△]?\s*{_DIGITS}[-−]?(?P<after>\s*[^\d\s].*)?")
_PLAIN = re.compile(r"-?[0-9]*(\.[0-9]+)?")


def plain() -> list[Candidate]:
    """Return numbers as programs write them: 12, -12, 12.5, .5, 1.5e-07."""
    whole = f"try_cast({CELL} AS BIGINT)"
    decimal = matched(CELL, r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?|-?\.[0-9]+")
    science = matched(CELL, r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?|-?[0-9](\.[0-9]+[eE][-+]?|[eE][-+])[0-9]{1,3}")
    real = f"try_cast({CELL} AS DOUBLE)"
    return [
        Candidate(
            "integer",
            "integer",
            "integer",
            f"CASE WHEN CAST({whole} AS VARCHAR) = {CELL} THEN {whole} WHEN {CELL} = '-0' THEN 0 END",
            trusting=f"CAST({CELL} AS BIGINT)",
        ),
        Candidate(
            "decimal",
            "decimal",
            "decimal",
            f"CASE WHEN {decimal} THEN {real} END",
            family="marks",
            trusting=f"CAST({CELL} AS DOUBLE)",
        ),
        Candidate("science", "decimal", "decimal", f"CASE WHEN {science} AND isfinite({real}) THEN {real} END", format="1.5e-07"),
    ]


def marked(values: Iterable[str], *, is_ambiguous: bool) -> list[Candidate]:
    """Return numbers with the separators, signs, unit or money that the values show; nothing if they show none.

    is_ambiguous  a comma may mark decimals in this file, so that 1.234 and 1,234 need evidence
    """
    shown = [found for value in values if (found := _CELL.fullmatch(value))]
    if not shown or (not is_ambiguous and all(_PLAIN.fullmatch(found[0]) for found in shown)):
        return []
    (before, after), _ = Counter((found["before"] or "", _unit(found["after"])) for found in shown).most_common(1)[0]
    if after and after not in UNITS:
        return []
    is_wide = any(sign in found[0] for found in shown for sign in WIDE)
    family = "marks" if is_ambiguous else ""
    return [_marked(style, has_point, before, after, is_wide, family) for style in _STYLES for has_point in (False, True)]


def unit_of(value: str) -> tuple[str, str] | None:
    """Return the money sign before and the unit behind a number; None for a cell that is none."""
    found = _CELL.fullmatch(value)
    return (found["before"] or "", _unit(found["after"])) if found else None


def _unit(after: str | None) -> str:
    return (after or "").strip().translate(str.maketrans(WIDE, NARROW))


@dataclass(frozen=True, slots=True)
class _Style:
    """How thousands and decimals are parted, as patterns, with an example; ``kept``: what of the cell makes the number."""

    name: str
    separator: str
    point: str
    example: str
    kept: str


_STYLES = (
    _Style("dot", ",", r"\.", "1,234.5", "0-9."),
    _Style("comma", r"\.", ",", "1.234,5", "0-9,"),
    _Style("space", "[ \u00a0\u202f\u2009]", "[.,]", "1 234,5", "0-9.,"),
    _Style("apostrophe", "['’]", r"\.", "1'234.5", "0-9."),
)


@cache
def _marked(style: _Style, has_point: bool, before: str, after: str, is_wide: bool, family: str) -> Candidate:
    cell = trimmed(CELL)
    if is_wide:
        cell = f"translate({cell}, {quoted(WIDE)}, {quoted(NARROW)})"
    number = f"regexp_replace({cell}, '[^{style.kept if has_point else '0-9'}]', '', 'g')"
    minus = f"CASE WHEN regexp_matches({cell}, '[{MINUS}]') THEN '-' ELSE '' END"
    value = f"{minus} || replace({number}, ',', '.')"
    fits = matched(cell, _pattern(style, has_point, before, after))
    kind = "decimal" if has_point else "integer"
    unit = after or before
    example = style.example if has_point else style.example[:5]
    return Candidate(
        key=f"{kind}-{style.name}-{unit}-{is_wide}", type=kind, kind=f"{kind}-marked", family=family, unit=unit,
        sql=f"CASE WHEN {fits} THEN try_cast({value} AS {'DOUBLE' if has_point else 'BIGINT'}) END",
        format=f"{before}{example}{' ' if after else ''}{after}",
    )  # fmt: skip


def _pattern(style: _Style, has_point: bool, before: str, after: str) -> str:
    tail = f"({style.point}[0-9]+)?" if has_point else ""
    whole = f"(0|[1-9][0-9]{{0,14}}|[1-9][0-9]{{0,2}}({style.separator}[0-9]{{3}}){{1,4}})"
    body = f"({whole}{tail}|{style.point}[0-9]+)" if has_point else whole
    front = f"{re.escape(before)} *" if before else ""
    signed = [f"[{MINUS}]? ?{front}{body}", f"\\+{front}(0|[1-9][0-9]{{0,7}}){tail}", f"{front}{body}[-−]"]
    if front:
        signed.append(f"{front}[{MINUS}]{body}")
    return f"({'|'.join(signed)})" + (f" *{re.escape(after)}" if after else "")


def lenient(type_: str) -> Candidate:
    """Return numbers that only a publisher may want: with leading zeros or a power of ten, as 007 and 1e5."""
    if type_ == "integer":
        sql = f"CASE WHEN {matched(trimmed(CELL), '[-+]?[0-9]{1,19}')} THEN try_cast({trimmed(CELL)} AS BIGINT) END"
        return Candidate("integer-lenient", "integer", "integer", sql)
    fits = matched(trimmed(CELL), r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
    real = f"try_cast({trimmed(CELL)} AS DOUBLE)"
    return Candidate("decimal-lenient", "decimal", "decimal", f"CASE WHEN {fits} AND isfinite({real}) THEN {real} END")
