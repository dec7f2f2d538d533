"""News of people for the systems above; sent inside the transaction."""

from django.dispatch import Signal

resident_joined = Signal()
"""Somebody became a resident. Arguments: resident_id, now."""

resident_erased = Signal()
"""A resident left and was forgotten. Arguments: resident_id, now."""

staff_left = Signal()
"""A member of staff serves no more. Arguments: staff_id, now."""
