"""What all pages of ideas share: who asks, which language, who has to sign in first."""

from collections.abc import Callable, Mapping

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache

from madang.city.kernel.text import language_shown, localised, text_key
from madang.city.kernel.text.languages import language_code
from madang.city.people.rules import Viewer

Page = Callable[..., HttpResponseBase]


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who asks; the middleware of people has found it out."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def signed_in(page: Page) -> Page:
    """Lead strangers to the sign-in page and back; keep the page out of every cache."""
    return never_cache(login_required(page))


def said(texts: Mapping[str, str]) -> SafeString:
    """Return a text of the city in the reader's language, else in another, which is then marked."""
    return marked(localised(texts, text_key()), language_shown(texts, text_key()))


def marked(text: str, lang: str) -> SafeString:
    """Return a text, its language marked where that is not the page's."""
    is_foreign = lang != text_key() and lang.isalpha()
    return format_html('<span lang="{}">{}</span>', language_code(lang), text) if is_foreign and text else escape(text)
