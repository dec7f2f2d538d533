"""Texts in several languages as a page shows them: one in another language than the page is marked as such."""

from collections.abc import Mapping, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from madang.city.kernel.text import language_shown, localised, text_key

TAGS = {"en": "en", "ko": "ko", "zh": "zh-Hans"}


def said(texts: Mapping[str, str] | None) -> str:
    """Return the text in the reader's language; a fallback stands in a span with its language."""
    if not texts:
        return ""
    lang = text_key()
    shown = language_shown(texts, lang)
    text = localised(texts, lang)
    return text if shown == lang else in_language(text, shown)


def said_all(texts: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the paragraphs in the reader's language, or those of the fallback, each marked."""
    lang = text_key()
    shown = language_shown({key: "".join(parts) for key, parts in texts.items()}, lang)
    parts = texts.get(shown, ())
    return list(parts) if shown == lang else [in_language(part, shown) for part in parts]


def in_language(text: str, key: str) -> SafeString:
    """Return a text marked with its language."""
    return format_html('<span lang="{}">{}</span>', TAGS.get(key, key), text)
