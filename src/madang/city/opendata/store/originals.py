"""Original files, compressed and kept once under the SHA-256 of their bytes."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from madang.city.opendata.store import folders

CHUNK_BYTES = 1 << 20
LEAST_FREE_BYTES = 200 << 20


class NoRoom(Exception):
    """Raised when a file does not fit; ``room``: how many bytes there were for it."""

    def __init__(self, room: int) -> None:
        super().__init__(f"{room} bytes are left")
        self.room = room


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store: its name there, how large it is, how much room it takes."""

    sha256: str
    bytes: int
    stored_bytes: int


def put(chunks: Iterable[bytes], *, room: int) -> Kept:
    """Keep a file that comes in pieces; the same bytes a second time take no room.

    room  how many bytes it may take, compressed
    Raises NoRoom, and keeps nothing, where it takes more or the disk is nearly full.
    """
    room = min(room, folders.free_bytes() - LEAST_FREE_BYTES)
    if room <= 0:
        raise NoRoom(0)
    digest, count = hashlib.sha256(), 0
    with folders.workshop() as shop:
        draft = shop / "original"
        with open(draft, "wb") as raw, pa.CompressedOutputStream(pa.PythonFile(raw, mode="w"), "zstd") as packed:
            for chunk in chunks:
                digest.update(chunk)
                count += len(chunk)
                packed.write(chunk)
                if raw.tell() > room:
                    raise NoRoom(room)
        stored = draft.stat().st_size
        if stored > room:
            raise NoRoom(room)
        target = path_of(digest.hexdigest())
        if target.exists():
            stored = target.stat().st_size
        else:
            folders.settle(draft, target)
    return Kept(digest.hexdigest(), count, stored)


def chunks_of(file: Path) -> Iterator[bytes]:
    """Yield the bytes of a file in pieces."""
    with open(file, "rb") as source:
        while chunk := source.read(CHUNK_BYTES):
            yield chunk


def path_of(sha256: str) -> Path:
    """Return where an original lies, compressed."""
    return folders.place("originals", sha256)


def stream(sha256: str) -> Iterator[bytes]:
    """Yield the original bytes. Raises FileNotFoundError at once."""
    source = pa.OSFile(str(path_of(sha256)))

    def pieces() -> Iterator[bytes]:
        with source, pa.CompressedInputStream(source, "zstd") as plain:
            while chunk := plain.read(CHUNK_BYTES):
                yield chunk

    return pieces()


def unpack(sha256: str, target: Path) -> None:
    """Write the original bytes to a file, for readers that jump about in it; checks that they are what they were.

    Raises ValueError where the disk changed them.
    """
    digest = hashlib.sha256()
    with open(target, "wb") as out:
        for chunk in stream(sha256):
            digest.update(chunk)
            out.write(chunk)
    if digest.hexdigest() != sha256:
        raise ValueError(f"the original {sha256} is not what was stored: restore it from a backup")


def drop(sha256: str) -> None:
    """Delete an original that nothing names any more; harmless where it is gone."""
    path_of(sha256).unlink(missing_ok=True)
