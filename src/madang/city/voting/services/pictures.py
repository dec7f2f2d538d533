"""Pictures of options: judged before they are unpacked, drawn anew without anything else that was in the file."""

import hashlib
import io
import os
import secrets
import warnings
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from madang.city.kernel.refusals import Refusal, Refused

FOLDER = "votes"
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1_200
QUALITY = 84
WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is kept: the SHA-256 of its bytes, which names its file, and its size in pixels."""

    digest: str
    width: int
    height: int


def keep(data: bytes) -> Picture:
    """Draw a picture anew and keep it as JPEG.

    Raises Refused for what is no JPEG, PNG or WebP, and for one that is too large; nothing is kept then.
    """
    if not 0 < len(data) <= MOST_BYTES:
        raise Refused(Refusal("voting.picture_size", {"most": MOST_BYTES // 2**20}, status=422))
    drawn = redrawn(data)
    kept = io.BytesIO()
    drawn.save(kept, "JPEG", quality=QUALITY, optimize=True)
    digest = hashlib.sha256(kept.getvalue()).hexdigest()
    _write(place_of(digest), kept.getvalue())
    return Picture(digest, *drawn.size)


def place_of(digest: str) -> Path:
    """Return where the picture with a digest lies."""
    return Path(settings.MEDIA_ROOT) / FOLDER / digest[:2] / f"{digest}.jpg"


def redrawn(data: bytes) -> Image.Image:
    """Return the picture's pixels, upright, on white, with sides of 1,200 at most, and nothing else of the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise Refused(_LARGE)
                return _drawn(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise Refused(_LARGE) from problem
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as problem:
        raise Refused(Refusal("voting.no_picture", status=422)) from problem


_LARGE = Refusal("voting.picture_large", {"most": MOST_PIXELS // 10**6}, status=422)


def _drawn(opened: Image.Image) -> Image.Image:
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    page = Image.new("RGB", upright.size, WHITE)
    page.paste(upright, mask=upright.getchannel("A"))
    return page


def _write(place: Path, data: bytes) -> None:
    """Write a file whole or not at all; one that is there under its digest is the same."""
    if place.exists():
        return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_name(f"{place.stem}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
