"""What all pages of ideas share: who asks, which language, who has to sign in first."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache

from madang.city.kernel.refusals import Refused, sentence
from madang.city.kernel.text import language_shown, localised, text_key
from madang.city.kernel.text.languages import language_code
from madang.city.people.rules import Viewer, why_not_staff

Page = Callable[..., HttpResponseBase]
LOST = (403, 404)


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who asks; the middleware of people has found it out."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def staff_of(request: HttpRequest) -> Viewer:
    """Return a member of staff. Raises Refused (403)."""
    viewer = viewer_of(request)
    if reason := why_not_staff(viewer):
        raise Refused(reason)
    return viewer


def beside_form(refused: Refused) -> str:
    """Return the sentence of a refusal for the page that was sent. Raises it anew where that page is out of reach."""
    if refused.refusal.status in LOST:
        raise refused
    return sentence(refused.refusal)


def sent(form: forms.Form, act: Callable[[dict[str, Any]], HttpResponse]) -> tuple[HttpResponse | None, int]:
    """Do what a form asks and return where that leads; or None, and the status of the page with the form and what is wrong."""
    if not form.is_bound:
        return None, 200
    if not form.is_valid():
        return None, 422
    try:
        return act(form.cleaned_data), 200
    except Refused as refused:
        form.add_error(None, beside_form(refused))
        return None, refused.refusal.status


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
