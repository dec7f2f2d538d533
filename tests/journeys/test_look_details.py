"""Small things of the look that only a browser can tell: what is seen, and what is hidden on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.journey
COLOURS = "(one) => { const seen = getComputedStyle(one); return [seen.color, seen.backgroundColor, seen.borderColor]; }"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_secondary_button_looks_the_same_in_a_banner_and_outside(visit: Callable[..., Page], scheme: str) -> None:
    page = visit("/look/components", color_scheme=scheme)
    inside, outside = page.locator(".md-banner .govuk-button--secondary").first, page.locator(".md-bulk .govuk-button--secondary")
    colour, ground, _edge = inside.evaluate(COLOURS)
    assert colour != ground
    page.locator("input[name=case]").first.check()
    assert inside.evaluate(COLOURS) == outside.first.evaluate(COLOURS)


@pytest.mark.parametrize(("width", "is_seen"), [(1280, True), (360, False)])
def test_what_belongs_to_a_desk_is_hidden_on_a_phone(visit: Callable[..., Page], width: int, is_seen: bool) -> None:
    page = visit("/look/components", viewport={"width": width, "height": 800})
    cells = page.locator("td.md-desk[data-label]")
    assert cells.count() > 0
    assert [cell.is_visible() for cell in cells.all()] == [is_seen] * cells.count()
