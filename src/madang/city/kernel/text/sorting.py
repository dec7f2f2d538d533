"""Orders that readers expect: Hangul by the alphabet, Chinese by pinyin, Latin without regard to case and accents."""

from functools import lru_cache

from madang.city.kernel.text.analysis import Script, normalise, script_of
from madang.city.kernel.text.hangul import initials

_OWN_SCRIPT_FIRST = {
    "en": (Script.LATIN, Script.HANGUL, Script.HAN, Script.OTHER),
    "ko": (Script.HANGUL, Script.LATIN, Script.HAN, Script.OTHER),
    "zh": (Script.HAN, Script.LATIN, Script.HANGUL, Script.OTHER),
}


def sort_key(text: str, lang: str) -> str:
    """Return a key that sorts text as a reader of lang expects, under plain code-point order (PostgreSQL's C collation).

    Digits come first, then the reader's own script, then the others; the text's normal form breaks ties of equal pinyin.
    """
    plain = normalise(text)
    order = _OWN_SCRIPT_FIRST.get(lang, _OWN_SCRIPT_FIRST["en"])
    first = next((char for char in plain if char.isalnum()), "")
    rank = 0 if not first or first.isdecimal() else 1 + order.index(script_of(first))
    body = plain[plain.index(first) :] if first else plain
    if lang == "zh":
        body = " ".join(_readings(body, tones=True)) + "\x01" + body
    return f"{rank}{body}"


def index_letter(text: str, lang: str) -> str:
    """Return the heading of text in an A-Z list: a Latin letter, a Hangul initial, for Chinese the pinyin's letter, or "#"."""
    first = next((char for char in normalise(text) if char.isalnum()), "")
    if not first or first.isdecimal():
        return "#"
    if script_of(first) is Script.HANGUL:
        single = initials(first)
        return {"ㄲ": "ㄱ", "ㄸ": "ㄷ", "ㅃ": "ㅂ", "ㅆ": "ㅅ", "ㅉ": "ㅈ"}.get(single, single)
    return pinyin(first)[:1].upper() if script_of(first) is Script.HAN else first.upper()


@lru_cache(maxsize=16384)
def pinyin(text: str) -> str:
    """Return the toneless pinyin of text without blanks ("图书馆" is "tushuguan"); what is not Chinese stays."""
    return "".join(_readings(text, tones=False)).replace(" ", "")


def pinyin_initials(text: str) -> str:
    """Return the first letter of the pinyin of every Chinese character ("图书馆" is "tsg"); what is not Chinese stays."""
    return "".join(pinyin(char)[:1] if script_of(char) is Script.HAN else char for char in text if not char.isspace())


def _readings(text: str, *, tones: bool) -> list[str]:
    if all(script_of(char) is not Script.HAN for char in text):
        return [text]
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(text, style=Style.TONE3 if tones else Style.NORMAL, v_to_u=False, errors="default")
