"""Pictures of options: drawn anew, without where they were taken, and never larger than memory holds."""

import io
import struct
import zlib

import pytest
from PIL import Image

from madang.city.kernel.refusals import Refused
from madang.city.voting.models import Option
from madang.city.voting.services import asking, pictures
from madang.city.voting.tests.builders import NOW, asked, asker, draft, refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(kind="JPEG", size=(40, 20), colour="red", **more):
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind, **more)
    return file.getvalue()


def png_that_claims(width, height):
    """Return a PNG of a few bytes whose header speaks of many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def test_what_a_camera_wrote_beside_the_picture_is_gone():
    exif = Image.Exif()
    exif[0x010F] = "A phone"
    exif.get_ifd(0x8825)[1] = "N"
    data = picture(exif=exif)
    assert b"A phone" in data
    kept = pictures.keep(data)
    with Image.open(pictures.place_of(kept.digest)) as shown:
        assert not shown.getexif()
        assert (shown.format, shown.size) == ("JPEG", (40, 20))
    assert b"A phone" not in pictures.place_of(kept.digest).read_bytes()


def test_a_picture_taken_sideways_is_kept_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert pictures.keep(picture(exif=exif)).width == 20


def test_large_pictures_are_made_smaller_and_clear_parts_white():
    kept = pictures.keep(picture("PNG", (3_000, 600)))
    assert (kept.width, kept.height) == (1_200, 240)
    file = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(file, "PNG")
    with Image.open(pictures.place_of(pictures.keep(file.getvalue()).digest)) as shown:
        assert shown.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "voting.picture_size"),
        (b"x" * (pictures.MOST_BYTES + 1), "voting.picture_size"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "voting.no_picture"),
        (picture("GIF"), "voting.no_picture"),
        (picture("PNG")[:60], "voting.no_picture"),
        (png_that_claims(30_000, 30_000), "voting.picture_large"),
        (png_that_claims(8_000, 8_000), "voting.picture_large"),
    ],
)
def test_bombs_and_what_is_no_picture_are_refused(data, reason):
    assert refused(pictures.keep, data) == reason


def test_the_same_picture_is_kept_once(tmp_path):
    assert pictures.keep(picture()) == pictures.keep(picture())
    assert len([one for one in tmp_path.rglob("*") if one.is_file()]) == 1


def test_an_option_gets_a_picture_and_keeps_it_through_edits():
    by = asker()
    reference = draft(by=by)
    asking.set_picture(reference=reference, number=2, data=picture(), text={"en": "A lime tree"}, by=by)
    asking.edit(reference=reference, asked=asked("A fountain", "Lime trees", "Benches"), revision=2, by=by, now=NOW)
    option = Option.objects.get(vote__reference=reference, number=2)
    assert (option.width, option.height, option.picture_text) == (40, 20, {"en": "A lime tree"})
    assert pictures.place_of(option.picture).exists()
    asking.set_picture(reference=reference, number=2, data=b"", text={}, by=by)
    option.refresh_from_db()
    assert (option.picture, option.picture_text) == ("", {})


def test_a_picture_belongs_to_an_option_and_has_few_words():
    by = asker()
    reference = draft(by=by)
    for number, text, reason in ((9, {}, "voting.choice_unknown"), (1, {"en": "x" * 301}, "voting.text_long")):
        with pytest.raises(Refused) as problem:
            asking.set_picture(reference=reference, number=number, data=picture(), text=text, by=by)
        assert problem.value.refusal.key == reason
