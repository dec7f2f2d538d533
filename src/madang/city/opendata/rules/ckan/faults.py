"""CKAN's kinds of error, each with its HTTP status."""

from collections.abc import Mapping
from typing import Any


class CkanFault(Exception):
    """Raised where an action cannot be done; becomes ``error`` of the envelope, with ``__type`` and what belongs to it."""

    def __init__(self, kind: str, status: int, error: Mapping[str, Any]) -> None:
        super().__init__(kind)
        self.status = status
        self.error = {**error, "__type": kind}


def not_found(what: str = "") -> CkanFault:
    """Return CKAN's NotFound."""
    return CkanFault("Not Found Error", 404, {"message": f"Not found: {what}" if what else "Not found"})


def forbidden(why: str = "") -> CkanFault:
    """Return CKAN's NotAuthorized."""
    return CkanFault("Authorization Error", 403, {"message": f"Access denied: {why}" if why else "Access denied"})


def bad_value(**fields: str) -> CkanFault:
    """Return CKAN's ValidationError with a sentence for each field."""
    return CkanFault("Validation Error", 409, {name: [sentence] for name, sentence in fields.items()})


def missing(field: str) -> CkanFault:
    """Return CKAN's ValidationError for a value that was not given."""
    return bad_value(**{field: "Missing value"})


def unreadable_query(why: str) -> CkanFault:
    """Return CKAN's SearchQueryError."""
    return CkanFault("Search Query Error", 400, {"message": f"Search Query is invalid: {why}"})
