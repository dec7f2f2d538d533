"""Turn a definition into plain data for a JSONB column, and back without loss."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import types
import typing
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from . import model
from .model import ServiceDefinition


def to_json(definition: ServiceDefinition) -> dict[str, Any]:
    """Return plain data: lists keep the order of steps, fields and options; what has its default is left out."""
    plain: dict[str, Any] = _plain(definition)
    return plain


def from_json(plain: Mapping[str, Any]) -> ServiceDefinition:
    """Return the definition of `to_json`'s data. Raises ValueError if it is none."""
    try:
        definition: ServiceDefinition = _reader(ServiceDefinition)(plain)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"this is no stored service definition: {error}") from error
    return definition


def checksum_of(definition: ServiceDefinition) -> str:
    """Return the SHA-256 of a definition's content, in hexadecimal."""
    content = {key: value for key, value in to_json(definition).items() if key != "checksum"}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@functools.cache
def _defaults(cls: Any) -> tuple[tuple[str, Any], ...]:
    found = []
    for field in dataclasses.fields(cls):
        default = field.default_factory() if field.default_factory is not dataclasses.MISSING else field.default
        found.append((field.name, default))
    return tuple(found)


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if isinstance(value, StrEnum):
        return value.value
    if kind is tuple:
        return [_plain(item) for item in value]
    if kind is dict:
        return {key: _plain(item) for key, item in value.items()}
    cls: Any = kind
    parts = ((name, getattr(value, name), default) for name, default in _defaults(cls))
    return {name: _plain(part) for name, part, default in parts if part != default}


@functools.cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    """Return what reads a type of the model from plain data."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType or origin is typing.Union:
        return _reader(next(part for part in arguments if part is not type(None)))
    if origin is tuple:
        item = _reader(arguments[0])
        return lambda plain: tuple(item(part) for part in plain)
    if origin is not None and issubclass(origin, Mapping):
        value = _reader(arguments[1])
        return lambda plain: {key: value(part) for key, part in plain.items()}
    if dataclasses.is_dataclass(hint):
        return _dataclass_reader(typing.cast(type, hint))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    return lambda plain: plain


def _dataclass_reader(cls: type) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(cls, vars(model))
    readers = {name: _reader(hint) for name, hint in hints.items()}

    def read(plain: Any) -> Any:
        return cls(**{name: readers[name](part) for name, part in plain.items() if part is not None})

    return read
