"""``{% load said %}``: texts that the city wrote in several languages, in the reader's."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from madang.city.kernel.text import localised
from madang.city.kernel.text.choosing import language_shown
from madang.city.kernel.text.languages import language_code, language_key, text_key

register = template.Library()


@register.filter
def said(texts: Mapping[str, str]) -> str:
    """Return the text in the reader's language, else in the city's, else in English: ``{{ area.name|said }}``."""
    return localised(texts, text_key())


@register.filter
def said_lang(texts: Mapping[str, str]) -> SafeString:
    """Return a lang attribute where the text stands in another language than the page: ``<p{{ texts|said_lang }}>``."""
    shown = language_shown(texts, text_key())
    same = shown == language_key(get_language() or "") or not shown.isalpha()
    return mark_safe("" if same else f' lang="{language_code(shown)}"')  # noqa: S308 - shown is letters only
