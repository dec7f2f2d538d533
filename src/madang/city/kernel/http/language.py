"""The reader's language: asked for in the address, remembered in a cookie, else the browser's, else the city's."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers

SHORT_NAMES = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-hans-cn": "zh-hans"}


def supported(code: str | None) -> str | None:
    """Return the site's code for ``code`` (``zh`` and ``zh-CN`` are Simplified Chinese), or None."""
    lowered = (code or "").lower().replace("_", "-")
    known = {name for name, _ in settings.LANGUAGES}
    for candidate in (lowered, SHORT_NAMES.get(lowered, ""), lowered.split("-")[0]):
        if candidate in known:
            return candidate
    return None


def preferred(request: HttpRequest) -> str:
    """Return the language to answer in."""
    remembered = supported(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
    if remembered:
        return remembered
    for part in request.headers.get("Accept-Language", "").split(",")[:10]:
        if found := supported(part.split(";")[0].strip()):
            return found
    return settings.LANGUAGE_CODE


class LanguageMiddleware:
    """Answers in the reader's language. ``?lang=ko`` switches, keeps the page and stays for a year."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language asked for, remembered or preferred."""
        is_page = not request.path.startswith("/api/")
        asked = supported(request.GET.get("lang"))
        if asked and is_page and request.method == "GET":
            return self._switch(request, asked)
        code = asked or preferred(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        response.setdefault("Content-Language", code)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    def _switch(self, request: HttpRequest, code: str) -> HttpResponse:
        query = request.GET.copy()
        del query["lang"]
        same_page = request.path + (f"?{query.urlencode()}" if query else "")
        response = HttpResponseRedirect(same_page if not same_page.startswith("//") else "/")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True, samesite="Lax",
        )  # fmt: skip
        return response
