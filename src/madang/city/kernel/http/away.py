"""The database is away: restarted, full, out of reach. Whoever asks meanwhile is told to come back in a moment."""

import sys

from django.db import InterfaceError, OperationalError

RETRY_AFTER_SECONDS = 5


def is_away() -> bool:
    """Tell whether the exception that is being handled now means that the database could not answer."""
    problem = sys.exc_info()[1]
    return isinstance(problem, OperationalError | InterfaceError)
