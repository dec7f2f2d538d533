"""Pictures: judged before they are unpacked, drawn anew, and kept without anything else that was in the file."""

import contextlib
import hashlib
import io
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people.rules import Viewer
from madang.city.proposals.models import Milestone, Picture
from madang.city.proposals.rules import life, writing
from madang.city.proposals.rules import pictures as rules
from madang.city.proposals.services.holding import Held, hold

FOLDER = "proposals"
QUALITY = 84
ORPHAN_HOURS = 24
WHITE = (255, 255, 255)


@transaction.atomic
def add_picture(*, reference: str, data: bytes, alternative: str, by: Viewer, now: datetime) -> UUID:
    """Add a picture to a proposal that may still be changed, and return its id.

    alternative  what it shows, for those who do not see it

    Raises Refused for what is no JPEG, PNG or WebP, too large or too many; nothing is kept then.
    """
    held = hold(reference=reference, by=by, now=now)
    if reason := writing.why_not_picture(held.facts, held.actor):
        raise Refused(reason)
    return _add(held, data, alternative, milestone=None)


@transaction.atomic
def add_to_milestone(*, reference: str, milestone: int, data: bytes, alternative: str, by: Viewer, now: datetime) -> UUID:
    """Add a picture to a milestone, as ``add_picture`` does; whoever may tell of milestones may show them."""
    held = hold(reference=reference, by=by, now=now)
    if reason := life.why_not(life.Move.MILESTONE, held.facts, held.actor, held.today):
        raise Refused(reason)
    row = Milestone.objects.filter(pk=milestone, proposal=held.row).first()
    if row is None:
        raise Refused(Refusal("proposals.no_milestone", status=404))
    return _add(held, data, alternative, milestone=row)


@transaction.atomic
def remove_picture(*, reference: str, picture: UUID, by: Viewer, now: datetime) -> None:
    """Remove a picture of a proposal that may still be changed."""
    held = hold(reference=reference, by=by, now=now)
    if reason := writing.why_not_picture(held.facts, held.actor):
        raise Refused(reason)
    Picture.objects.filter(proposal=held.row, public_id=picture, milestone=None).delete()


def redrawn(data: bytes) -> tuple[bytes, int, int]:
    """Return a picture drawn anew as JPEG, with width and height: upright, on white, without EXIF, profiles or what was behind.

    Raises Refused for what cannot be a picture, before its pixels are unpacked where they are too many.
    """
    if reason := rules.why_not_bytes(len(data)):
        raise Refused(reason)
    try:
        with Image.open(io.BytesIO(data), formats=rules.FORMATS) as opened:
            if reason := rules.why_not_unpack(opened.format, *opened.size):
                raise Refused(reason)
            return _drawn(opened)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as problem:
        raise Refused(Refusal("proposals.no_picture", status=422)) from problem
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise Refused(Refusal("proposals.picture_large", {"most": rules.MOST_PIXELS // 10**6}, status=422)) from problem


def bytes_of(digest: str) -> Path:
    """Return where the picture with a digest lies."""
    return Path(settings.MEDIA_ROOT) / FOLDER / digest[:2] / f"{digest}.jpg"


def sweep(*, now: datetime) -> int:
    """Remove files that no row knows and that are older than a day; return how many."""
    limit = (now - timedelta(hours=ORPHAN_HOURS)).timestamp()
    found = {path.stem: path for path in (Path(settings.MEDIA_ROOT) / FOLDER).glob("*/*") if path.stat().st_mtime < limit}
    known = set(Picture.objects.filter(digest__in=found).values_list("digest", flat=True))
    lost = [path for digest, path in found.items() if digest not in known]
    for path in lost:
        path.unlink(missing_ok=True)
    return len(lost)


def _add(held: Held, data: bytes, alternative: str, *, milestone: Milestone | None) -> UUID:
    present = Picture.objects.filter(proposal=held.row, milestone=milestone).count()
    if reason := rules.why_not_another(present, alternative):
        raise Refused(reason)
    drawn, width, height = redrawn(data)
    digest = hashlib.sha256(drawn).hexdigest()
    _write(digest, drawn)
    return Picture.objects.create(
        proposal=held.row,
        milestone=milestone,
        digest=digest,
        width=width,
        height=height,
        alternative=" ".join(alternative.split()),
        added_at=held.now,
    ).public_id


def _drawn(opened: Image.Image) -> tuple[bytes, int, int]:
    opened.draft("RGB", (rules.LONGEST_SIDE, rules.LONGEST_SIDE))
    upright = ImageOps.exif_transpose(opened)
    is_clear = upright.has_transparency_data
    pixels = upright.convert("RGBA" if is_clear else "RGB")
    pixels.thumbnail((rules.LONGEST_SIDE, rules.LONGEST_SIDE), Image.Resampling.LANCZOS)
    page = Image.new("RGB", pixels.size, WHITE)
    page.paste(pixels, mask=pixels.getchannel("A") if is_clear else None)
    kept = io.BytesIO()
    page.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return kept.getvalue(), *page.size


def _write(digest: str, data: bytes) -> None:
    """Write a file under its digest, whole or not at all; one that is there is the same."""
    place = bytes_of(digest)
    if place.exists():
        os.utime(place)
        return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_name(f"{digest}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
        part.replace(place)
    finally:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()
