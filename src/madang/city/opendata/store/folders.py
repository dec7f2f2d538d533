"""Where files lie, and how one is put there: whole or not at all, also when the machine stops in between."""

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

STALE_SECONDS = 2 * 86_400


def root() -> Path:
    """Return the folder of all files of the Plaza."""
    return Path(settings.OPENDATA_DIR)


def place(kind: str, key: str) -> Path:
    """Return where something named by a hash lies: ``tables/4f/4f0c...``. Raises ValueError for a name that is no hash."""
    if len(key) < 16 or not all(sign in "0123456789abcdef" for sign in key):
        raise ValueError(f"{key[:80]!r} names nothing in the store")
    return root() / kind / key[:2] / key


@contextlib.contextmanager
def workshop() -> Iterator[Path]:
    """Give an empty folder on the store's own disk, gone afterwards: what is made there can be moved into place at once."""
    parent = root() / "work"
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settle(source: Path, target: Path) -> None:
    """Move a finished file to its place, its bytes on the disk before its name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _sync(source)
    os.replace(source, target)
    _sync(target.parent)


def settle_folder(source: Path, target: Path) -> bool:
    """Move a finished folder to its place; return False, and leave it, where another of the same name came first."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for path in (*source.iterdir(), source):
        _sync(path)
    try:
        os.rename(source, target)
    except OSError:
        if target.is_dir():
            return False
        raise
    _sync(target.parent)
    return True


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_json(path: Path, values: Any) -> None:
    """Write values beside their final place, then move them there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(values, ensure_ascii=False))
    settle(draft, path)


def size(path: Path) -> int:
    """Return the bytes of a file, or of the files of a folder."""
    return sum(one.stat().st_size for one in path.iterdir()) if path.is_dir() else path.stat().st_size


def free_bytes() -> int:
    """Return how much room the store's disk has."""
    root().mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(root()).free


def sweep(now: float | None = None) -> int:
    """Delete what processes that died left in the workshop; return how many folders."""
    before = (now or time.time()) - STALE_SECONDS
    left = [one for one in (root() / "work").glob("*") if one.stat().st_mtime < before]
    for one in left:
        shutil.rmtree(one, ignore_errors=True)
    return len(left)
