"""The services of Haneul, as its service files say."""

from datetime import datetime


def publish(now: datetime) -> None:
    """Publish what the folder of service files holds."""
