"""The services of Haneul, as its service files say."""

from datetime import datetime
from pathlib import Path

from madang.city.portal.queries import finding
from madang.city.portal.services import publishing

FOLDER = Path(__file__).parents[1] / "services"
BY = "system:demo"


def publish(now: datetime) -> None:
    """Publish what the folder of service files holds, and retire what it no longer has."""
    definitions = publishing.definitions_of([FOLDER])
    publishing.publish(definitions=definitions, by=BY, now=now, retire_missing=True)
    finding.current()  # so that nobody's first question waits for the index
