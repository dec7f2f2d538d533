"""A document on paper: the texts as they were issued, the city's crest, the code and where it is checked."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from madang.city.kernel import clock
from madang.city.kernel.qr import squares
from madang.city.kernel.text import language_code, localised
from madang.city.portal.models import IssuedDocument
from madang.city.portal.rules.letters import paragraphs
from madang.city.portal.services import letters

TEMPLATE = Path(letters.TEMPLATE).with_name("certificates") / "certificate.typ"
DRAWINGS_HELD = 64
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="{colour}" stroke-width="5">'
    '<path d="M12.5 28.5h-9v-25h25v25h-9"/><circle cx="16" cy="16" r="2.9" fill="{colour}" stroke="none"/></svg>'
)
WORDS: Mapping[str, Any] = {
    "issued": _("Issued on"),
    "valid_until": _("Valid until"),
    "office": _("Issued by"),
    "code": _("Check code"),
    "check": _("Whether it is genuine and still valid can be seen at"),
    "qr": _("The address of the check page as a picture for phones"),
    "withdrawn": _("Withdrawn on %(day)s. This paper is no longer valid."),
    "what": _("Entry"),
    "value": _("As registered"),
}


def words_of(document: IssuedDocument) -> dict[str, str]:
    """Return the words around a document's own text, in its language."""
    with translation.override(language_code(document.language)):
        words = {name: str(text) for name, text in WORDS.items()}
    withdrawn = document.withdrawn_at
    day = letters.day_words(clock.today(withdrawn), document.language) if withdrawn else ""
    return words | {"withdrawn": words["withdrawn"] % {"day": day} if withdrawn else ""}


def facts_of(document: IssuedDocument) -> list[tuple[str, str]]:
    """Return the lines of a document's table: its own, the day of issue, the last day of validity."""
    words, language = words_of(document), document.language
    rows = [(label, value) for label, value in document.facts]
    rows.append((words["issued"], letters.day_words(clock.today(document.issued_at), language)))
    if document.valid_until:
        rows.append((words["valid_until"], letters.day_words(document.valid_until, language)))
    return rows


def check_url(document: IssuedDocument | None = None) -> str:
    """Return the whole address of the check page; with a document, the one that has its code filled in."""
    page = f"{settings.SITE_URL}{reverse('portal:certificates')}"
    return f"{page}?code={document.code}" if document else page


@lru_cache(maxsize=DRAWINGS_HELD)
def qr_drawing(text: str) -> str:
    """Return a QR code of a text as SVG, with the four free modules around it that readers need."""
    code = squares(text)
    size = code.across
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{code.path}"/></svg>'
    )


def as_pdf(document: IssuedDocument) -> bytes:
    """Return a document as PDF with its typefaces embedded. The texts go to typst as data, never as markup."""
    language = document.language
    data = {
        "language": language,
        "office": localised(settings.CITY_OFFICE, language),
        "city": localised(settings.CITY_NAME, language),
        "address": settings.CITY_ADDRESS,
        "department": localised(document.office, language),
        "title": localised(document.titles, language),
        "paragraphs": paragraphs(document.body),
        "facts": facts_of(document),
        "code": document.code,
        "check": check_url().partition("://")[2],
        "qr": qr_drawing(check_url(document)),
        "crest": _crest(),
        "accent": settings.CITY_ACCENT,
        "words": words_of(document),
    }
    return letters.printed(TEMPLATE, data)


def _crest() -> str | list[int]:
    """Return the city's crest as Typst takes pictures (SVG as text, others as bytes); without one, the mark in its colour."""
    name = settings.CITY_CREST.removeprefix(settings.STATIC_URL)
    found = finders.find(name) if name else None
    if not found:
        return MARK.format(colour=settings.CITY_ACCENT)
    path = Path(str(found))
    return path.read_text(encoding="utf-8") if path.suffix == ".svg" else list(path.read_bytes())
