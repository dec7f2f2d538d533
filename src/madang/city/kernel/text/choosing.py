"""Pick the text to show from texts in several languages."""

import sys
from collections.abc import Mapping


def localised(texts: Mapping[str, str], lang: str) -> str:
    """Return the text in lang ("en", "ko", "zh"), else in the city's language, else in English, else the first, else ""."""
    return texts.get(language_shown(texts, lang), "")


def language_shown(texts: Mapping[str, str], lang: str) -> str:
    """Return the key of the text that `localised` picks (for the `lang` attribute); lang itself if there is no text at all."""
    if texts.get(lang):
        return lang
    found = next((key for key in (_city_language(), "en") if texts.get(key)), None)
    return found or next((key for key in sorted(texts) if texts[key]), lang)


def _city_language() -> str:
    """Return the city's language where Django runs; a study or a script without it has English."""
    conf = sys.modules.get("django.conf")
    if conf is None or not conf.settings.configured:
        return "en"
    from madang.city.kernel.text.languages import city_key

    return city_key()
