"""Reading MADANG_* variables: typed, checked, with a sentence when one is wrong."""

import os
from datetime import date
from pathlib import Path

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class BadSetting(ValueError):
    """Raised with a sentence that names the variable, its value and the remedy."""


def text(name: str, default: str = "") -> str:
    """Return the variable ``name``, or ``default`` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """Return the variable ``name`` as yes or no."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE | FALSE:
        return value.strip().lower() in TRUE
    raise BadSetting(f"{name} is {value!r}: write 1 or 0.")


def whole(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """Return the variable ``name`` as a whole number between ``least`` and ``most``."""
    value = text(name, str(default))
    if not value.lstrip("-").isdigit() or not least <= int(value) <= most:
        raise BadSetting(f"{name} is {value!r}: write a whole number from {least} to {most}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return the variable ``name``, a list parted by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def days(name: str) -> list[date]:
    """Return the variable ``name``, a list of days parted by commas. Raises BadSetting for what is no day."""
    found = words(name)
    try:
        return [date.fromisoformat(word) for word in found]
    except ValueError as problem:
        raise BadSetting(f"{name} is {','.join(found)!r}: write days like 2026-12-24, parted by commas.") from problem


def folder(name: str, default: str) -> Path:
    """Return the variable ``name`` as an absolute path."""
    return Path(text(name, default)).expanduser().resolve()
