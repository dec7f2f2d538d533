"""Turn any text into comparable pieces: one normal form, words, character n-grams, the script it is written in."""

import re
import unicodedata
from enum import Enum
from functools import lru_cache

_POSSESSIVE = re.compile(r"'s\b")
_NO_LONE_JAMO = re.compile(r"[^\u3131-\u318e]+")  # NFKC would turn the letters that a keyboard types into others
_WORD = re.compile(r"[a-z0-9]+|[\uac00-\ud7a3\u3131-\u318e]+|[\u3400-\u9fff\uf900-\ufaff]+|[^\W_]+")


class Script(Enum):
    """The script of a word; only the three that the platform's languages use are told apart."""

    LATIN = "latin"
    HANGUL = "hangul"
    HAN = "han"
    OTHER = "other"


def normalise(text: str) -> str:
    """Return text in one form: compatibility forms and case folded, accents of Latin letters dropped, no control characters.

    Apostrophes vanish ("can't" is "cant", "mum's" is "mum"); every other sign that is not part of a word stays, white space
    becomes one blank. Half of a surrogate pair and unassigned characters are dropped.
    """
    if text.isascii():
        folded = text.lower()
    else:
        if not unicodedata.is_normalized("NFKC", text):
            text = _NO_LONE_JAMO.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
        folded = text.casefold()
        folded = unicodedata.normalize("NFC", "".join(map(_plain, folded)))
    if "'" in folded:
        folded = _POSSESSIVE.sub("", folded).replace("'", "")
    if not folded.isprintable():
        folded = "".join(char if char.isprintable() else " " for char in folded)
    return " ".join(folded.split())


@lru_cache(maxsize=16384)
def _plain(char: str) -> str:
    """Return a character without accents, an apostrophe for what is typed as one, "" for what is not to be seen."""
    if char.isascii():
        return char
    if char in "\u2018\u2019\u02bc\u0060\u00b4":
        return "'"
    if unicodedata.category(char) in ("Cs", "Cn", "Co", "Cf", "Mn"):
        return ""
    if "LATIN" in unicodedata.name(char, ""):
        return "".join(part for part in unicodedata.normalize("NFD", char) if not unicodedata.combining(part))
    return char


def words(text: str) -> list[str]:
    """Return the words of text in their normal form; a change of script ends a word, Chinese comes in unbroken runs."""
    return _WORD.findall(normalise(text))


def ngrams(text: str, n: int) -> list[str]:
    """Return the overlapping runs of n characters of text as it stands; a shorter text is its own only run, none for ""."""
    if len(text) <= n:
        return [text] if text else []
    return [text[start : start + n] for start in range(len(text) - n + 1)]


@lru_cache(maxsize=8192)
def script_of(char: str) -> Script:
    """Return the script of one character."""
    if "a" <= char <= "z" or "A" <= char <= "Z" or "0" <= char <= "9":
        return Script.LATIN
    code = ord(char)
    if 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF or 0x3130 <= code <= 0x318F:
        return Script.HANGUL
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF:
        return Script.HAN
    return Script.LATIN if "LATIN" in unicodedata.name(char, "") else Script.OTHER


def language_of(text: str, default: str = "en") -> str:
    """Return "ko", "zh" or "en" by the letters of text: any Hangul is Korean, else any Han is Chinese, else any Latin English.

    A text without letters is in the default language.
    """
    scripts = {script_of(char) for char in text if char.isalpha()}
    for script, language in ((Script.HANGUL, "ko"), (Script.HAN, "zh"), (Script.LATIN, "en")):
        if script in scripts:
            return language
    return default
