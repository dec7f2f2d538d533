"""The icon set: the symbols of icons.svg, printed where they stand (no second request, and they print)."""

import re
from functools import cache, lru_cache
from pathlib import Path

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

SYMBOL = re.compile(r'<symbol id="([a-z-]+)" viewBox="0 0 24 24">(.*?)</symbol>')


@cache
def symbols() -> dict[str, str]:
    """Return the shapes by name."""
    return dict(SYMBOL.findall((Path(__file__).parent / "icons.svg").read_text(encoding="utf-8")))


class UnknownIcon(ValueError):
    """Raised for a name that the set does not have."""


def svg(name: str, *, size: str = "", label: str = "", css: str = "") -> SafeString:
    """Return the icon as inline SVG; without a label it is hidden from screen readers. Raises UnknownIcon."""
    return _drawn(name, size, str(label), css)


@lru_cache(maxsize=2_000)
def _drawn(name: str, size: str, label: str, css: str) -> SafeString:
    if name not in symbols():
        raise UnknownIcon(f"there is no icon {name!r}; look at src/madang/city/look/icons.svg for the names")
    classes = " ".join(filter(None, ["md-icon", f"md-icon--{size}" if size else "", css]))
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(  # noqa: S308 - the shapes are our own file, the label is escaped
        f'<svg class="{escape(classes)}" viewBox="0 0 24 24" {spoken} focusable="false">{symbols()[name]}</svg>'
    )
