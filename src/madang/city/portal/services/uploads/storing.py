"""Bytes on disk: under random names, readable by nobody else, found again by the path in the row."""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

CHUNK = 256 * 1024
FOLDER = "uploads"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file on disk; ``path`` is relative to MEDIA_ROOT."""

    path: str
    size_bytes: int
    sha256: str


def store(file: IO[bytes]) -> Stored:
    """Write a file in pieces under a random name, mode 0600. Nothing is left behind if writing fails."""
    name = secrets.token_hex(20)
    relative = f"{FOLDER}/{name[:2]}/{name}"
    place = place_of(relative)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
            file.seek(0)
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                kept.write(chunk)
    except BaseException:
        erase(relative)
        raise
    return Stored(relative, size, digest.hexdigest())


def place_of(relative: str) -> Path:
    """Return where a stored file lies. Raises ValueError for a path that leads out of the folder."""
    root = Path(settings.MEDIA_ROOT).resolve()
    place = (root / relative).resolve()
    if not place.is_relative_to(root / FOLDER):
        raise ValueError(f"{relative} is no stored file")
    return place


def erase(relative: str) -> None:
    """Remove a file from disk; one that is gone already is no matter."""
    with contextlib.suppress(FileNotFoundError):
        place_of(relative).unlink()


def everything_stored() -> Iterator[tuple[str, float]]:
    """Yield the path of every file on disk and when it was last written (seconds since 1970)."""
    root = Path(settings.MEDIA_ROOT).resolve()
    for place in (root / FOLDER).glob("*/*"):
        with contextlib.suppress(FileNotFoundError):
            yield place.relative_to(root).as_posix(), place.stat().st_mtime
