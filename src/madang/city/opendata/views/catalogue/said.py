"""Texts in several languages as a page prints them."""

from collections.abc import Mapping

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from madang.city.kernel.text import language_shown, localised, text_key
from madang.city.kernel.text.languages import language_code

LONGEST_LINE = 180


def said(texts: Mapping[str, str]) -> SafeString:
    """Return the text in the reader's language, else in another, which is then marked."""
    return marked(localised(texts, text_key()), language_shown(texts, text_key()))


def first_line(texts: Mapping[str, str]) -> SafeString:
    """Return the beginning of a text, cut at a word."""
    text = " ".join(localised(texts, text_key()).split())
    if len(text) > LONGEST_LINE:
        cut = text[:LONGEST_LINE]
        text = f"{cut.rsplit(' ', 1)[0] if ' ' in cut[LONGEST_LINE // 2 :] else cut}…"
    return marked(text, language_shown(texts, text_key()))


def marked(text: str, lang: str) -> SafeString:
    """Return a text, its language marked where that is not the page's."""
    is_foreign = lang != text_key() and lang.isalpha()
    return format_html('<span lang="{}">{}</span>', language_code(lang), text) if is_foreign and text else escape(text)
