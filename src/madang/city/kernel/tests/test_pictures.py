"""Pictures: drawn anew, without what was hidden in them; bombs and impostors refused."""

import io
import os
import struct
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from madang.city.kernel.pictures import MOST_BYTES, Album, redrawn
from madang.city.kernel.refusals import Refused

ALBUM = Album("album", longest_side=1_200)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(width=40, height=20, kind="JPEG", mode="RGB", **how):
    held = io.BytesIO()
    Image.new(mode, (width, height), how.pop("colour", 0)).save(held, kind, **how)
    return held.getvalue()


def photo_on_its_side():
    """Return a photo that says where and how it was taken, and that it has to be turned by 90 degrees."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Phone of Kim Haru"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif.tobytes())


def png_that_claims(width, height):
    """Return a PNG of a few bytes whose header speaks of many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1_000))), (b"IEND", b""))
    body = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def test_what_a_camera_wrote_beside_the_picture_is_gone_and_it_stands_upright():
    assert b"Kim Haru" in photo_on_its_side()
    kept = ALBUM.keep(photo_on_its_side())
    for path in (ALBUM.large(kept.digest), ALBUM.small(kept.digest)):
        with Image.open(path) as shown:
            assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (20, 40), {})
            assert "icc_profile" not in shown.info
        assert b"Kim Haru" not in path.read_bytes()
    assert (kept.width, kept.height) == (20, 40)


def test_large_pictures_are_made_smaller_and_keep_their_sides():
    kept = ALBUM.keep(picture(3_000, 600))
    assert (kept.width, kept.height) == (1_200, 240)
    with Image.open(ALBUM.small(kept.digest)) as small:
        assert small.size == (240, 48)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "LA"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("WEBP", "RGBA"),
    ],
)
def test_every_mode_becomes_plain_colours(kind, mode):
    assert redrawn(picture(kind=kind, mode=mode), longest_side=100).mode == "RGB"


def test_what_shines_through_is_white():
    clear = picture(kind="PNG", mode="RGBA", colour=(0, 0, 0, 0))
    assert redrawn(clear, longest_side=100).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(("data", "key"), [
    (png_that_claims(60_000, 60_000), "pictures.many_pixels"),  # 10 GB of pixels in a kilobyte
    (png_that_claims(9_000, 9_000), "pictures.many_pixels"),  # below Pillow's own limit
    (png_that_claims(200, 200), "pictures.no_picture"),  # its pixels are missing
    (picture()[:300], "pictures.no_picture"),
    (picture(kind="GIF", mode="P"), "pictures.no_picture"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "pictures.no_picture"),
    (b"<script>alert(1)</script>", "pictures.no_picture"),
    (b"%PDF-1.7", "pictures.no_picture"),
    (b"", "pictures.many_bytes"),
    (bytes(MOST_BYTES + 1), "pictures.many_bytes"),
], ids=["bomb", "many-pixels", "no-pixels", "cut", "gif", "svg", "script", "pdf", "nothing", "many-bytes"])  # fmt: skip
def test_bombs_and_impostors_are_refused_and_nothing_is_kept(data, key, tmp_path):
    with pytest.raises(Refused) as problem:
        ALBUM.keep(data)
    assert problem.value.refusal.key == key
    assert list(tmp_path.iterdir()) == []


def test_the_same_picture_is_kept_once(tmp_path):
    assert ALBUM.keep(picture()) == ALBUM.keep(picture())
    assert len([one for one in tmp_path.rglob("*") if one.is_file()]) == 2


def test_a_picture_that_is_kept_again_is_young_again_and_a_dropped_one_is_gone():
    now = datetime(2026, 11, 20, 3, tzinfo=UTC)
    digest = ALBUM.keep(picture()).digest
    for path in (ALBUM.large(digest), ALBUM.small(digest)):
        os.utime(path, (now.timestamp(), now.timestamp()))
    assert ALBUM.old(now + timedelta(hours=24)) == set()
    assert ALBUM.old(now + timedelta(hours=25)) == {digest}
    ALBUM.keep(picture())
    assert ALBUM.old(now + timedelta(hours=25)) == set()
    ALBUM.drop(digest)
    ALBUM.drop(digest)
    assert not ALBUM.large(digest).exists()
    assert not ALBUM.small(digest).exists()
