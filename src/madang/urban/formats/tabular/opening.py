"""Opens the bytes of a table, be it a file, what a gzip holds or a member of a zip archive; what is made to burst is refused."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from madang.urban.formats.tabular.faults import TableFault

CHUNK = 1 << 20
MOST_RATIO, SMALL, MOST_WORKBOOK = 200, 32 << 20, 1 << 30
TABLES = (".csv", ".tsv", ".txt", ".json", ".geojson", ".ndjson", ".jsonl", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet")
GZIP = b"\x1f\x8b"
SPREADSHEET_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


def is_spreadsheet(archive: zipfile.ZipFile) -> bool:
    """Return whether a zip archive is a workbook (.xlsx, .xlsb, .ods)."""
    names = set(archive.namelist())
    return any(part in names for part in SPREADSHEET_PARTS)


@contextmanager
def archive_of(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive. Raises TableFault for one that is damaged or of which a member unpacks to over 200 times its size."""
    try:
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist():
                _check_ratio(path, part)
            yield archive
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as problem:
        raise TableFault(path, "damaged", params={"problem": str(problem)}) from problem


def _check_ratio(path: Path, part: zipfile.ZipInfo) -> None:
    packed = min(part.compress_size, path.stat().st_size)
    if part.file_size > SMALL and part.file_size > MOST_RATIO * max(packed, 1):
        raise TableFault(path, "zip-bomb", params={"member": part.filename, "megabytes": part.file_size >> 20})


def tables_in(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the members that may hold a table, the largest first."""
    found = [part for part in archive.infolist() if not part.is_dir() and _name(part).lower().endswith(TABLES)]
    shown = [part for part in found if not part.filename.startswith("__MACOSX/") and not Path(part.filename).name.startswith(".")]
    return sorted(shown, key=lambda part: (-part.file_size, part.filename))


def _name(part: zipfile.ZipInfo) -> str:
    """Return a member's name; old Korean archives write it in CP949, which zipfile takes for CP437."""
    if part.flag_bits & 0x800:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("cp949")
    except UnicodeError:
        return part.filename


@contextmanager
def opened(path: Path, member: str = "") -> Iterator[BinaryIO]:
    """Open a file, or a member of the archive that it is, for reading. Raises TableFault where that cannot be done."""
    if not member:
        with _plain(path) as file:
            yield file
        return
    with _plain(path) as file:
        is_gzip = file.read(len(GZIP)) == GZIP
    if is_gzip:
        try:
            with gzip.open(path) as unpacked:
                yield cast("BinaryIO", unpacked)
        except (gzip.BadGzipFile, EOFError, zlib.error) as problem:
            raise TableFault(path, "damaged", params={"problem": str(problem)}) from problem
        return
    with archive_of(path) as archive:
        try:
            with archive.open(member) as file:
                yield cast("BinaryIO", file)
        except KeyError as problem:
            raise TableFault(path, "no-member", params={"member": member}) from problem
        except RuntimeError as problem:
            raise TableFault(path, "locked", params={"member": member}) from problem


@contextmanager
def _plain(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as problem:
        raise TableFault(path, "unreadable", params={"problem": problem.strerror}) from problem


def unpacked_size(path: Path, member: str, most: int | None) -> int:
    """Return how many bytes a gzip holds, which only unpacking tells; not further than ``most``, nor a burst.

    Raises TableFault for what unpacks to over 200 times its size.
    """
    packed, size = path.stat().st_size, 0
    with opened(path, member) as file:
        for piece in chunks(file):
            size += len(piece)
            if most is not None and size > most:
                break
            if size > SMALL and size > MOST_RATIO * packed:
                raise TableFault(path, "zip-bomb", params={"member": member, "megabytes": size >> 20})
    return size


def chunks(file: BinaryIO, size: int = CHUNK) -> Iterator[bytes]:
    """Yield a file's bytes in pieces."""
    while piece := file.read(size):
        yield piece


def has_pattern(path: Path) -> bool:
    """Return whether the engine would take a path for a pattern of several files."""
    return any(sign in str(path) for sign in "*?[{")


@contextmanager
def as_file(path: Path, member: str, folder: Path) -> Iterator[Path]:
    """Give a member of an archive as a file of its own for the block; a plain file is given as it is."""
    if not member:
        yield path
        return
    place = folder / "member"
    try:
        with opened(path, member) as source, place.open("wb") as target:
            for piece in chunks(source):
                target.write(piece)
        yield place
    finally:
        place.unlink(missing_ok=True)
