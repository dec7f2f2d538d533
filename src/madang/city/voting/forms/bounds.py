"""Whole numbers in a form, and what is said to anything else."""

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext


def between(least: int, most: int) -> dict[str, Any]:
    """Return what a field of whole numbers takes, and what it says to anything else."""
    wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), lazy(_bounds, str)(least, most))
    return {"min_value": least, "max_value": most, "error_messages": wrong}


def _bounds(least: int, most: int) -> str:
    return gettext("Enter a whole number from %(least)s to %(most)s") % {"least": least, "most": most}
