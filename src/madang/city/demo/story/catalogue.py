"""The services of Haneul, as its service files say."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from madang.city.portal.queries import finding
from madang.city.portal.services import publishing

FILES = Path(__file__).resolve().parents[1] / "services"


def publish(now: datetime) -> None:
    """Publish the city's service files, and those of MADANG_SERVICE_FOLDERS; unchanged ones stay as they are."""
    definitions = publishing.definitions_of([FILES, *settings.SERVICE_FOLDERS])
    publishing.publish(definitions=definitions, by="system", now=now)
    finding.refresh()  # so that nobody's first question waits for the index
