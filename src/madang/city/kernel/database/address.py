"""From DATABASE_URL to Django's settings."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SCHEMES = {"postgres", "postgresql"}


class BadAddress(ValueError):
    """Raised with a sentence when a database address cannot be used."""


def database_settings(address: str) -> dict[str, Any]:
    """Return Django's settings for ``postgresql://user:password@host:5432/name?sslmode=require``.

    A Unix socket's folder is given as ``?host=/folder``. Raises BadAddress, never repeating the password.
    """
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES:
        raise BadAddress(
            f"DATABASE_URL begins with {parts.scheme or 'nothing'}:// but Madang needs postgresql://user:password@host:5432/name"
        )
    options = dict(parse_qsl(parts.query))
    try:
        port = str(parts.port or options.pop("port", ""))
    except ValueError as problem:
        raise BadAddress("DATABASE_URL has a port that is not a number from 1 to 65535") from problem
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise BadAddress("DATABASE_URL names no database: end it with /name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": port,
        "OPTIONS": options,
    }
