"""What every template knows: the city, the languages, where we are."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from madang.city.kernel.registries.navigation import entries
from madang.city.kernel.text.languages import language_key, text_key


def city(request: HttpRequest) -> dict[str, Any]:
    """Return the city's face, the navigation and the language links for ``request``."""
    key = text_key()
    return {
        "city": {
            "name": settings.CITY_NAME[key],
            "full_name": settings.CITY_OFFICE[key],
            "phone": settings.CITY_PHONE,
            "address": settings.CITY_ADDRESS,
            "email": settings.CITY_EMAIL,
            "crest": settings.CITY_CREST,
            "accent": settings.CITY_ACCENT,
            "accent_dark": settings.CITY_ACCENT_DARK,
        },
        "demo": settings.DEMO,
        "nav": entries(request.path, is_staff=_is_staff(request)),
        "languages": _language_links(request),
        "request_id": getattr(request, "request_id", ""),
    }


def _is_staff(request: HttpRequest) -> bool:
    """Return whether somebody asks who works for the city; without a session's cookie nobody is looked up."""
    viewer = getattr(request, "viewer", None) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    return getattr(viewer, "staff", None) is not None


def _language_links(request: HttpRequest) -> list[dict[str, Any]]:
    links = []
    for code, name in settings.LANGUAGES:
        query = request.GET.copy()
        query["lang"] = code
        present = code == getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
        links.append({"code": code, "key": language_key(code), "name": name, "href": f"?{query.urlencode()}", "current": present})
    return links
