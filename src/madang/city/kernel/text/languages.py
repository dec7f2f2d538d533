"""Languages of the site and of ``{lang: text}`` values."""

from django.conf import settings
from django.utils import translation


def language_key(code: str) -> str:
    """Return the key that ``{lang: text}`` values use for a Django language code: en, ko, zh."""
    return code.split("-", maxsplit=1)[0].lower()


def text_key() -> str:
    """Return the key of the language that is being answered in."""
    return language_key(translation.get_language() or settings.LANGUAGE_CODE)


def language_code(key: str) -> str:
    """Return Django's code for a text key: ``zh`` is ``zh-hans``."""
    return "zh-hans" if key == "zh" else key


def city_key() -> str:
    """Return the text key of the city's own language (MADANG_LANGUAGE)."""
    return language_key(settings.LANGUAGE_CODE)
