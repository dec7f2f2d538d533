"""Writes of Oasis: keyword-only, one verb, one transaction, the time passed in."""
