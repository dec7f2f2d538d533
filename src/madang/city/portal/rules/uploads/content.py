"""What a file is, told from its bytes and not from its name."""

from dataclasses import dataclass

import filetype

from madang.city.portal.rules.uploads.archives import Archive, names_in

KINDS = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "csv": "text/csv",
    "zip": "application/zip",
}
ZIPPED = frozenset({"docx", "xlsx", "odt", "zip"})
HEAD_BYTES = 8_192
TAIL_BYTES = 65_557
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_END_OF_ZIP = b"PK\x05\x06"
_PAGE_STARTS = (b"<script", b"<html", b"<svg", b"<!doctype", b"<?php", b"<iframe")


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a file.

    head, tail  its first 8,192 and last 65,557 bytes
    archive     the list of contents if it begins as a ZIP does
    is_text     all of it is text in UTF-8, UTF-16 or the usual encodings of Korean and Chinese
    """

    size_bytes: int
    head: bytes
    tail: bytes
    archive: Archive | None = None
    is_text: bool = False


def kind_of(look: Look) -> str | None:
    """Return one of KINDS, or None for what the city does not take from anybody."""
    if look.head.startswith(b"PK"):
        return _zip_kind(look)
    if look.head.startswith(b"%PDF-"):
        return "pdf"
    if _is_heic(look.head):
        return "heic"
    guessed = filetype.guess(look.head)
    if guessed is None:
        return "csv" if look.is_text and not _is_page(look.head) else None
    return guessed.extension if guessed.extension in ("jpg", "png") else None


def mime_of(kind: str) -> str:
    """Return the content type that a kind is served with."""
    return KINDS.get(kind, "application/octet-stream")


def is_hidden_archive(look: Look, kind: str) -> bool:
    """Tell whether a file is two things at once: a picture or a letter that is also an archive, a document or a web page."""
    if kind in ZIPPED:
        return False
    if _has_end_of_zip(look.tail):
        return True
    start = look.head[:1_024]
    if kind in ("jpg", "png", "heic", "csv") and b"%PDF-" in start:
        return True
    return kind != "csv" and _is_page(start)


def has_macros(archive: Archive) -> bool:
    """Tell whether an office file carries a program."""
    return any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names_in(archive))


def _zip_kind(look: Look) -> str | None:
    if look.archive is None:
        return None
    names = names_in(look.archive)
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return "docx"
        return "xlsx" if "xl/workbook.xml" in names else None
    if _ODT in look.head[:120]:
        return "odt"
    return "zip"


def _is_heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS


def _is_page(start: bytes) -> bool:
    lowered = start.lower()
    return any(mark in lowered for mark in _PAGE_STARTS)


def _has_end_of_zip(tail: bytes) -> bool:
    """Tell whether the last bytes close a ZIP: the mark, and a comment exactly as long as it says."""
    place = tail.rfind(_END_OF_ZIP)
    while place >= 0:
        comment = tail[place + 20 : place + 22]
        if len(comment) == 2 and place + 22 + int.from_bytes(comment, "little") == len(tail):
            return True
        place = tail.rfind(_END_OF_ZIP, 0, place)
    return False
