"""What all pages of votes share: who asks, who votes, which language, who has to sign in first."""

from collections.abc import Callable, Mapping

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache

from madang.city.kernel.ids import tidy_reference
from madang.city.kernel.text import language_shown, localised, text_key
from madang.city.kernel.text.languages import language_code
from madang.city.people.rules import Viewer
from madang.city.voting.queries.entitlement import resident

Page = Callable[..., HttpResponseBase]
CODES = "voting.codes"
TURN = "voting_turn"  # in the session of a tablet that somebody has taken over


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who asks; the middleware of people has found it out."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def voter_of(request: HttpRequest, reference: str) -> str:
    """Return who votes in this vote: whom a code entered here stands for, else the resident who is signed in, else ""."""
    entered = request.session.get(CODES, {}).get(tidy_reference(reference) or "")
    resident_id = viewer_of(request).resident_id
    return entered or (resident(resident_id) if resident_id is not None else "")


def signed_in(page: Page) -> Page:
    """Lead strangers to the sign-in page and back; keep the page out of every cache."""
    return never_cache(login_required(page))


def voting(page: Page) -> Page:
    """Let in whoever is signed in or has entered the vote's code; lead strangers to the sign-in page and back."""
    behind_sign_in = login_required(page)

    def opened(request: HttpRequest, reference: str) -> HttpResponseBase:
        holds_code = (tidy_reference(reference) or "") in request.session.get(CODES, {})
        return (page if holds_code else behind_sign_in)(request, reference)

    return never_cache(opened)


def said(texts: Mapping[str, str]) -> SafeString:
    """Return a text in the reader's language, else in another, which is then marked."""
    shown, lang = localised(texts, text_key()), language_shown(texts, text_key())
    is_foreign = lang != text_key() and lang.isalpha()
    return format_html('<span lang="{}">{}</span>', language_code(lang), shown) if is_foreign and shown else escape(shown)
