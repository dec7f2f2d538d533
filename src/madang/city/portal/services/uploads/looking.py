"""Look into a file without trusting it: its first and last bytes, whether it is text, what lies inside a ZIP."""

import codecs
import io
import zipfile
import zlib
from typing import IO

from madang.city.portal.rules.uploads import MOST_INSIDE_BYTES, MOST_PARTS, MOST_RATIO, Archive, Look, Part
from madang.city.portal.rules.uploads.archives import DEEPEST, SMALL_BYTES
from madang.city.portal.rules.uploads.content import HEAD_BYTES, TAIL_BYTES

CHUNK = 64 * 1024
LARGEST_NESTED_BYTES = 25 * 1024 * 1024
LARGEST_LIST_BYTES = 2 * 1024 * 1024
ENCODINGS = ("utf-8-sig", "cp949", "gb18030")
_LOCKED = 0x1
_END_MARK, _END_BYTES = b"PK\x05\x06", 22
_BROKEN = Archive(is_broken=True)


def look_at(file: IO[bytes]) -> Look:
    """Return what rules need to judge a file. It is read at most twice, unpacked within limits, and never written anywhere."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(max(0, size - TAIL_BYTES))
    tail = file.read(TAIL_BYTES)
    archive = _archive(file, tail, depth=1) if head.startswith(b"PK") else None
    return Look(size_bytes=size, head=head, tail=tail, archive=archive, is_text=archive is None and _is_text(file, head))


def _is_text(file: IO[bytes], head: bytes) -> bool:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decodes(file, "utf-16")
    return b"\0" not in head and any(_decodes(file, encoding) for encoding in ENCODINGS)


def _decodes(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            if _has_controls(decoder.decode(chunk)):
                return False
        return not _has_controls(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        return False


def _has_controls(text: str) -> bool:
    return any(sign < " " and sign not in "\t\r\n\f" for sign in text)


def _archive(file: IO[bytes], tail: bytes, depth: int) -> Archive:
    """Return the list of contents of a ZIP, its parts unpacked as far as their stated sizes are sane."""
    place = tail.rfind(_END_MARK)
    if place < 0 or int.from_bytes(tail[place + 12 : place + 16], "little") > LARGEST_LIST_BYTES:
        return _BROKEN
    try:
        with zipfile.ZipFile(file) as zipped:
            infos = [info for info in zipped.infolist() if not info.is_dir()]
            sane = _is_sane(infos)
            return Archive(tuple(_part(zipped, info, depth, unpack=sane) for info in infos[: MOST_PARTS + 1]))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return _BROKEN


def _is_sane(infos: list[zipfile.ZipInfo]) -> bool:
    """Tell whether unpacking is worth its time: what rules refuse by the list alone is never unpacked."""
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_INSIDE_BYTES:
        return False
    return all(info.file_size <= max(SMALL_BYTES, MOST_RATIO * max(info.compress_size, 1)) for info in infos)


def _part(zipped: zipfile.ZipFile, info: zipfile.ZipInfo, depth: int, *, unpack: bool) -> Part:
    locked = bool(info.flag_bits & _LOCKED)
    start, inside = b"", None
    if unpack and not locked:
        start, inside = _unpacked(zipped, info, depth)
    # The list's name as it stands there: zipfile's own has its dangerous parts mended.
    return Part(info.orig_filename, info.compress_size, info.file_size, locked, start, inside)


def _unpacked(zipped: zipfile.ZipFile, info: zipfile.ZipInfo, depth: int) -> tuple[bytes, Archive | None]:
    """Read a part to its end, which checks its size and its sum. Return its start, and the list of a ZIP inside."""
    with zipped.open(info) as part:
        start = part.read(16)
        nested = io.BytesIO() if start.startswith(b"PK") and info.file_size <= LARGEST_NESTED_BYTES and depth < DEEPEST else None
        if nested is not None:
            nested.write(start)
        while chunk := part.read(CHUNK):
            if nested is not None:
                nested.write(chunk)
    if nested is None:
        return start, None
    return start, _archive(nested, nested.getvalue()[-TAIL_BYTES:], depth + 1)
