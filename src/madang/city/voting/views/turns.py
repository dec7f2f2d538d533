"""Codes that hand a tablet over, as pages show them: large, as a picture for cameras, with the minute until which they work."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from madang.city.kernel.qr import squares
from madang.city.voting.rules.kiosks import CODE_MINUTES


@dataclass(frozen=True, slots=True)
class TurnCode:
    """A code as people read it, and what a tablet's camera reads."""

    code: str
    qr: SafeString
    until: datetime
    seconds: int


def turn_of(code: str, made_at: datetime) -> TurnCode:
    """Return a code that was made at an instant, as it is shown."""
    until = made_at + timedelta(minutes=CODE_MINUTES)
    return TurnCode(f"{code[:4]}-{code[4:]}", qr_picture(f"{address('voting:tablet')}?code={code}"), until, CODE_MINUTES * 60)


def address(name: str, *parts: object) -> str:
    """Return the whole address of a page, for another device."""
    return f"{settings.SITE_URL}{reverse(name, args=parts)}"


def qr_picture(text: str) -> SafeString:
    """Return a QR code as an SVG that is drawn here, for the page itself."""
    code = squares(text)
    label = _("The address as a picture for cameras")
    drawing = format_html('<svg class="vo-qr" role="img" aria-label="{}" viewBox="0 0 {} {}">', label, code.across, code.across)
    shapes = f'<path fill="#fff" d="M0 0h{code.across}v{code.across}H0z"/><path fill="#000" d="{code.path}"/></svg>'
    return mark_safe(drawing + shapes)  # noqa: S308 - drawn by us, the label is escaped
