"""The cases that stand open when the curtain rises."""

from datetime import datetime


def send_in(now: datetime) -> None:
    """Send in applications and let the staff work on them."""
