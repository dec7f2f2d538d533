"""Figures with their receipts: ``{% load receipts %}{% figure value code %}``."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from madang.city.look.templatetags.look import number

register = template.Library()


@register.simple_tag
def figure(value: Any, code: str = "", label: Any = "") -> SafeString | str:
    """A figure that leads to its receipt; without one the figure alone. label: what it counts, for those who cannot see where."""
    shown = number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
    if not code:
        return format_html("{}", shown)
    said = _("%(figure)s: where this figure comes from") % {"figure": f"{label} {shown}".strip()}
    return format_html('<a class="govuk-link" href="{}" aria-label="{}">{}</a>', receipt_url(code), said, shown)


@register.simple_tag
def receipt_url(code: str) -> str:
    """The address of a receipt."""
    return reverse("opendata:receipt", args=[code])
