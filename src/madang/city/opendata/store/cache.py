"""Files that can be made again: older tables and comparisons. The ones not asked for the longest go when room is needed."""

import contextlib
import os
from pathlib import Path

from madang.city.opendata.store import folders

MOST_BYTES = 4 << 30


def path_of(key: str) -> Path:
    """Return where a table that was made again lies."""
    return folders.place("cache/tables", key)


def has(key: str) -> bool:
    """Tell whether a table that was made again is still there."""
    return path_of(key).exists()


def keep(draft: Path, key: str) -> Path:
    """Move a finished file into the cache, making room first; return where it lies."""
    make_room(draft.stat().st_size)
    folders.settle(draft, path_of(key))
    return path_of(key)


def touch(path: Path) -> None:
    """Note that a file of the cache was asked for."""
    if "cache" in path.parts:
        with contextlib.suppress(FileNotFoundError):
            os.utime(path)


def drop(key: str) -> None:
    """Take a table out of the cache."""
    path_of(key).unlink(missing_ok=True)


def make_room(wanted: int, *, most: int = MOST_BYTES) -> int:
    """Delete what was not asked for the longest until ``wanted`` bytes fit; return how many files went."""
    files = [one for one in (folders.root() / "cache").rglob("*") if one.is_file()]
    held = sorted((one.stat().st_mtime, one.stat().st_size, one) for one in files)
    taken, gone = sum(size for _, size, _ in held), 0
    for _, size, path in held:
        if taken + wanted <= most:
            break
        path.unlink(missing_ok=True)
        taken -= size
        gone += 1
    return gone
