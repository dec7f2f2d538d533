"""What the form's checks give back: clean values, files and errors as keys for which the portal has sentences."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Every key that an error may have, and the parameters that its sentence may use.
ERROR_KEYS: Mapping[str, tuple[str, ...]] = {
    "required": (),
    "must_be_accepted": (),
    "invalid_name": (),
    "invalid_email": (),
    "invalid_phone": (),
    "invalid_date": (),
    "invalid_year": (),
    "date_incomplete": ("missing",),
    "date_too_early": ("min",),
    "date_too_late": ("max",),
    "not_a_number": (),
    "too_many_decimals": ("decimals",),
    "too_small": ("min",),
    "too_large": ("max",),
    "too_short": ("min",),
    "too_long": ("max",),
    "pattern": ("text",),
    "not_an_option": (),
    "too_few_choices": ("min",),
    "too_many_choices": ("max",),
    "address_line_required": (),
    "file_type": ("name", "types"),
    "file_too_large": ("name", "max_mb"),
    "file_empty": ("name",),
    "too_many_files": ("max",),
    "too_few_entries": ("min",),
    "too_many_entries": ("max",),
    "stale": (),
}


class Problem(Exception):
    """One value that cannot be taken: a key of ERROR_KEYS and its parameters."""

    def __init__(self, key: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(key)
        self.key, self.params = key, dict(params or {})


@dataclass(frozen=True, slots=True)
class FieldError:
    """An error beside a field; `field` is the name of its input, e.g. "birth_date" or "siblings-0-sibling_name"."""

    field: str
    key: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileMeta:
    """An uploaded file: its id in the store, its name, its size, and its type as its content says (pdf, jpg, ...)."""

    id: str
    name: str
    bytes: int
    type: str

    def as_json(self) -> dict[str, Any]:
        """Return the plain data that stands among the answers."""
        return {"id": self.id, "name": self.name, "bytes": self.bytes, "type": self.type}


@dataclass(frozen=True, slots=True)
class Validated:
    """One step after its check: clean values, errors, and what was typed into each entry of a repeated step, numbered anew."""

    values: Mapping[str, Any]
    errors: tuple[FieldError, ...]
    entries: tuple[Mapping[str, Any], ...] = ()

    @property
    def is_valid(self) -> bool:
        """Tell whether the step can be left."""
        return not self.errors
