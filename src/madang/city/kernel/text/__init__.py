"""Texts: comparing, sorting and choosing them. Importing this package imports no Django."""

from typing import TYPE_CHECKING, Any

from madang.city.kernel.text.analysis import Script, language_of, ngrams, normalise, script_of, words
from madang.city.kernel.text.chinese import readings, simplified
from madang.city.kernel.text.choosing import language_shown, localised
from madang.city.kernel.text.english import stem
from madang.city.kernel.text.hangul import bare_eojeol, initials, is_predicate, keystrokes, syllables
from madang.city.kernel.text.keyboards import on_korean_keys, on_latin_keys
from madang.city.kernel.text.sorting import index_letter, pinyin, pinyin_initials, sort_key

if TYPE_CHECKING:
    from madang.city.kernel.text.languages import city_key, language_code, language_key, text_key

_NEEDS_DJANGO = ("city_key", "language_code", "language_key", "text_key")

__all__ = [
    "Script",
    "bare_eojeol",
    "city_key",
    "index_letter",
    "initials",
    "is_predicate",
    "keystrokes",
    "language_code",
    "language_key",
    "language_of",
    "language_shown",
    "localised",
    "ngrams",
    "normalise",
    "on_korean_keys",
    "on_latin_keys",
    "pinyin",
    "pinyin_initials",
    "readings",
    "script_of",
    "simplified",
    "sort_key",
    "stem",
    "syllables",
    "text_key",
    "words",
]


def __getattr__(name: str) -> Any:
    if name in _NEEDS_DJANGO:
        from madang.city.kernel.text import languages

        return getattr(languages, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
