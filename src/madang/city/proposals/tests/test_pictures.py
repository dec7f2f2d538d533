"""Pictures: drawn anew, without what was hidden in them; bombs and impostors refused."""

import io
import os
import struct
import zlib
from datetime import datetime

import pytest
from PIL import Image

from madang.city.proposals.models import Picture
from madang.city.proposals.queries import showing
from madang.city.proposals.services import doing, pictures
from madang.city.proposals.services.doing import Step
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import DAY, NOW, TODAY, refused, resident


def picture(width=40, height=30, kind="JPEG", mode="RGB", **how):
    held = io.BytesIO()
    Image.new(mode, (width, height), how.pop("colour", 0)).save(held, kind, **how)
    return held.getvalue()


def with_place(**how):
    """Return a photo that says where and how it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees to see it upright
    exif[0x010F] = "Phone of Kim Haru"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif.tobytes(), **how)


def png_header(width, height):
    """Return a PNG that claims a size and holds next to nothing."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1_000))) + chunk(b"IEND", b"")


def test_what_a_photo_tells_beside_its_pixels_is_gone_and_it_stands_upright():
    drawn, width, height = pictures.redrawn(with_place())
    with Image.open(io.BytesIO(drawn)) as opened:
        assert (opened.format, opened.size, (width, height)) == ("JPEG", (30, 40), (30, 40))
        assert dict(opened.getexif()) == {}
        assert "icc_profile" not in opened.info
    assert b"Kim Haru" not in drawn


def test_large_pictures_are_made_smaller_and_keep_their_sides():
    _, width, height = pictures.redrawn(picture(3_200, 800))
    assert (width, height) == (1_600, 400)


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
def test_every_mode_becomes_a_jpeg_on_white(kind, mode):
    drawn, *_ = pictures.redrawn(picture(kind=kind, mode=mode))
    with Image.open(io.BytesIO(drawn)) as opened:
        assert (opened.format, opened.mode) == ("JPEG", "RGB")


def test_what_shines_through_is_white():
    drawn, *_ = pictures.redrawn(picture(kind="PNG", mode="RGBA", colour=(0, 0, 0, 0)))
    with Image.open(io.BytesIO(drawn)) as opened:
        assert opened.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(("data", "key"), [
    (png_header(60_000, 60_000), "proposals.picture_large"),  # 10 GB of pixels in a kilobyte
    (png_header(9_000, 9_000), "proposals.picture_large"),  # below Pillow's own limit
    (png_header(200, 200), "proposals.no_picture"),  # its pixels are missing
    (picture()[:300], "proposals.no_picture"),
    (picture(kind="GIF", mode="P"), "proposals.no_picture"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "proposals.no_picture"),
    (b"<script>alert(1)</script>", "proposals.no_picture"),
    (b"%PDF-1.7", "proposals.no_picture"),
    (b"", "proposals.picture_size"),
    (bytes(15 * 2**20 + 1), "proposals.picture_size"),
])  # fmt: skip
def test_bombs_and_impostors_are_refused(data, key):
    assert refused(pictures.redrawn, data=data) == key


@pytest.mark.django_db
def test_authors_add_pictures_while_the_text_may_change():
    desk = builders.draft()
    add = {"reference": desk.reference, "data": with_place(), "alternative": " A bus  stop ", "now": NOW}
    assert refused(pictures.add_picture, by=resident(), **add) == "proposals.unknown"
    name = pictures.add_picture(by=desk.author, **add)
    row = Picture.objects.get(public_id=name)
    assert (row.alternative, pictures.bytes_of(row.digest).read_bytes()[:3]) == ("A bus stop", b"\xff\xd8\xff")
    for _ in range(7):
        pictures.add_picture(by=desk.author, **add)
    assert refused(pictures.add_picture, by=desk.author, **add) == "proposals.many_pictures"
    pictures.remove_picture(reference=desk.reference, picture=name, by=desk.author, now=NOW)
    assert Picture.objects.count() == 7
    assert refused(pictures.add_picture, by=builders.routed().author, **add) == "proposals.unknown"
    frozen = builders.routed()
    assert refused(pictures.add_picture, by=frozen.author, **(add | {"reference": frozen.reference})) == "proposals.frozen"


@pytest.mark.django_db
def test_a_milestone_has_its_own_pictures():
    desk = builders.in_progress()
    number = doing.add_milestone(step=Step(on_date=TODAY, title="Ten stops done"), **desk.ask)
    add = {"milestone": number, "data": picture(), "alternative": "A tree"} | desk.ask
    pictures.add_to_milestone(**add)
    assert refused(pictures.add_to_milestone, **(add | {"milestone": 10**9})) == "proposals.no_milestone"
    assert refused(pictures.add_to_milestone, **(add | {"by": desk.author})) == "proposals.not_your_move"
    shown = showing.proposal(desk.reference, viewer=desk.author, now=NOW)
    assert [one.alternative for one in shown.milestones[0].pictures] == ["A tree"]
    assert shown.pictures == ()


@pytest.mark.django_db
def test_files_that_nothing_shows_are_swept_after_a_day():
    desk = builders.draft()
    add = {"reference": desk.reference, "alternative": "", "by": desk.author, "now": NOW}
    kept = pictures.add_picture(data=picture(50, 20), **add)
    gone = pictures.add_picture(data=picture(60, 20), **add)
    files = {name: pictures.bytes_of(Picture.objects.get(public_id=name).digest) for name in (kept, gone)}
    for path in files.values():
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    pictures.remove_picture(reference=desk.reference, picture=gone, by=desk.author, now=NOW)
    pictures.sweep(now=NOW + DAY)
    assert files[gone].exists()
    pictures.sweep(now=datetime.fromtimestamp(NOW.timestamp() + 86_401, NOW.tzinfo))
    assert (files[kept].exists(), files[gone].exists()) == (True, False)
