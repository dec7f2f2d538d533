"""What the look itself serves: colours, the manifest, the service worker, the offline page, errors, all parts on one page."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from madang.city.kernel.http import away
from madang.city.kernel.text.languages import text_key
from madang.city.look import rules
from madang.city.look.components_page import everything

DAY = 86_400
ICONS = (("192", "192x192", "any"), ("512", "512x512", "any"), ("512-maskable", "512x512", "maskable"))


@require_safe
@cache_control(public=True, max_age=DAY)
def city_css(request: HttpRequest) -> HttpResponse:
    """Serve the city's own colours."""
    return HttpResponse(rules.city_css(settings.CITY_ACCENT, settings.CITY_ACCENT_DARK), content_type="text/css; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Serve the web app manifest, so that the site can be put on a phone's first screen."""
    name = settings.CITY_NAME[text_key()]
    words = {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "name": settings.CITY_OFFICE[text_key()],
        "short_name": name,
        "lang": request.LANGUAGE_CODE if hasattr(request, "LANGUAGE_CODE") else settings.LANGUAGE_CODE,
        "background_color": "#f7f6f2",
        "theme_color": settings.CITY_ACCENT,
        "icons": [
            {"src": staticfiles_storage.url(f"look/mark-{name}.png"), "sizes": size, "type": "image/png", "purpose": purpose}
            for name, size, purpose in ICONS
        ],
    }
    return HttpResponse(json.dumps(words, ensure_ascii=False), content_type="application/manifest+json; charset=utf-8")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the service worker with the addresses it keeps: the offline page and its style. Nothing personal is ever kept."""
    kept = [reverse("look:offline"), staticfiles_storage.url("look/built/madang.css")]
    version = sha256("|".join(kept).encode()).hexdigest()[:12]
    script = render_to_string("look/worker.js", {"kept": json.dumps(kept), "version": version, "offline": json.dumps(kept[0])})
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = "/"
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show the page for people without a connection, in all three languages."""
    return render(request, "look/offline.html")


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every part of the look on one page."""
    return render(request, "look/components_page.html", everything())


def refuse(request: HttpRequest, status: int, sentence: str = "", ways: Sequence[dict[str, Any]] = ()) -> HttpResponse:
    """Answer with the page of a refusal: what is the matter and where to go."""
    return render(request, "look/errors/page.html", {"status": status, "sentence": sentence, "ways": ways}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    return refuse(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return refuse(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return refuse(request, 404)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or too old."""
    sentence = _(
        "This form was open for too long, or your browser keeps no cookies. Go back, load the page again, and send it once more."
    )
    return refuse(request, 403, sentence)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 while the database is away, with a page that needs no database, no session and no context."""
    key, is_away = text_key(), away.is_away()
    words = {
        "city": {
            "name": settings.CITY_NAME[key],
            "full_name": settings.CITY_OFFICE[key],
            "phone": settings.CITY_PHONE,
            "crest": settings.CITY_CREST,
        },
        "request_id": getattr(request, "request_id", ""),
        "style_url": staticfiles_storage.url("look/built/madang.css"),
        "is_away": is_away,
    }
    answer = HttpResponse(render_to_string("look/broken.html", words), status=503 if is_away else 500)
    if is_away:
        answer["Retry-After"] = str(away.RETRY_AFTER_SECONDS)
    return answer
