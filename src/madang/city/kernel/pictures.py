"""Pictures that people send: judged before they are unpacked, drawn anew, and kept without anything else that was in the file."""

import hashlib
import io
import os
import secrets
import warnings
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from madang.city.kernel.refusals import Refusal, Refused

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
SMALL_SIDE = 240
QUALITY = 84
WHITE = (255, 255, 255)
KEPT_UNKNOWN = timedelta(hours=24)
SENTENCES = {
    "pictures.gone": _("This picture is not there any more."),
    "pictures.many_bytes": _("Choose a picture of %(most)s MB at most."),
    "pictures.many_pixels": _("The picture has more than %(most)s million pixels. Choose a smaller one."),
    "pictures.no_picture": _("This is no picture that can be read. Choose a JPEG, PNG or WebP file."),
}
_MANY_PIXELS = Refusal("pictures.many_pixels", {"most": MOST_PIXELS // 10**6}, status=422)


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that is kept: the SHA-256 of its bytes, which names its file, and its size in pixels."""

    digest: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Album:
    """The pictures of one system.

    folder        below MEDIA_ROOT
    longest_side  pixels that a picture may be wide or high; larger ones are made smaller
    """

    folder: str
    longest_side: int

    def keep(self, data: bytes) -> Kept:
        """Draw a picture anew and keep it as JPEG, large and small. The same picture is kept once.

        Raises Refused (422) for what is no JPEG, PNG or WebP, and for one that is too large; nothing is kept then.
        """
        drawn = redrawn(data, longest_side=self.longest_side)
        large = _as_jpeg(drawn)
        digest = hashlib.sha256(large).hexdigest()
        _write(self.small(digest), _as_jpeg(_within(drawn, SMALL_SIDE)))
        _write(self.large(digest), large)
        return Kept(digest, *drawn.size)

    def large(self, digest: str) -> Path:
        """Return where the picture with a digest lies."""
        return Path(settings.MEDIA_ROOT) / self.folder / digest[:2] / f"{digest}.jpg"

    def small(self, digest: str) -> Path:
        """Return where it lies with sides of 240 pixels at most, as rows of lists show it."""
        return Path(settings.MEDIA_ROOT) / self.folder / digest[:2] / f"{digest}.small.jpg"

    def old(self, now: datetime) -> set[str]:
        """Return the digests of all pictures that were kept, or kept again, more than a day ago."""
        limit = (now - KEPT_UNKNOWN).timestamp()
        found = (Path(settings.MEDIA_ROOT) / self.folder).glob("*/*.jpg")
        return {path.name.partition(".")[0] for path in found if path.stat().st_mtime < limit}

    def drop(self, digest: str) -> None:
        """Remove a picture, large and small; one that is gone already is no fault."""
        for path in (self.large(digest), self.small(digest)):
            path.unlink(missing_ok=True)


def redrawn(data: bytes, *, longest_side: int) -> Image.Image:
    """Return a picture's pixels, upright, on white, made smaller where a side is too long, and nothing else of the file.

    Raises Refused (422) for what is no picture, before its pixels are unpacked where they are too many.
    """
    if not 0 < len(data) <= MOST_BYTES:
        raise Refused(Refusal("pictures.many_bytes", {"most": MOST_BYTES // 2**20}, status=422))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise Refused(_MANY_PIXELS)
                return _drawn(opened, longest_side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise Refused(_MANY_PIXELS) from problem
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as problem:
        raise Refused(Refusal("pictures.no_picture", status=422)) from problem


def _drawn(opened: Image.Image, longest_side: int) -> Image.Image:
    opened.draft("RGB", (longest_side, longest_side))
    upright = ImageOps.exif_transpose(opened)
    is_clear = upright.has_transparency_data
    pixels = _within(upright.convert("RGBA" if is_clear else "RGB"), longest_side)
    page = Image.new("RGB", pixels.size, WHITE)
    page.paste(pixels, mask=pixels.getchannel("A") if is_clear else None)
    return page


def _within(pixels: Image.Image, longest_side: int) -> Image.Image:
    made = pixels.copy()
    made.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    return made


def _as_jpeg(pixels: Image.Image) -> bytes:
    held = io.BytesIO()
    pixels.save(held, "JPEG", quality=QUALITY, optimize=True)
    return held.getvalue()


def _write(place: Path, data: bytes) -> None:
    """Write a file under its digest, whole or not at all; one that is there is the same, and young again."""
    if place.exists():
        os.utime(place)
        return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_name(f"{place.stem}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
