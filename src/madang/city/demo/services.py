"""The story of Haneul, told through the systems' own services."""

from collections.abc import Callable

Tick = Callable[[int, int], None]


def tell(tick: Tick) -> None:
    """Tell the story once; a second telling changes nothing."""


def sign_in_lines() -> list[str]:
    """Return what a visitor needs to know to sign in."""
    return []
