"""Pictures of the story: drawn here in a few flat shapes, so that nothing is anybody's photograph."""

import io
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw

SIZE = (960, 600)
SKY, EVENING, GROUND, PATH, LEAF, WATER, WOOD, SUN, NIGHT, CLOTH = (
    "#dcebf2", "#f6d9b8", "#cdbf9f", "#b9b3a8", "#5f8f5a", "#7fb0c4", "#8a6848", "#f2c14e", "#27354f", "#d9694f",
)  # fmt: skip
Drawing = Callable[[ImageDraw.ImageDraw], None]


def drawn(name: str) -> bytes:
    """Return a picture of the story as PNG. Raises KeyError for one that nobody has drawn."""
    page = Image.new("RGB", SIZE, SKY)
    DRAWINGS[name](ImageDraw.Draw(page))
    kept = io.BytesIO()
    page.save(kept, "PNG", compress_level=1)
    return kept.getvalue()


def _shade(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 430, 960, 600), GROUND)
    pen.ellipse((760, 60, 860, 160), SUN)
    for left in (90, 370, 650):
        pen.rectangle((left + 104, 210, left + 116, 470), WOOD)
        pen.polygon(((left, 230), (left + 110, 150), (left + 220, 230)), CLOTH)
        pen.rectangle((left + 30, 440, left + 190, 456), WOOD)


def _path(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 330, 960, 600), LEAF)
    pen.rectangle((0, 250, 960, 340), WATER)
    pen.rectangle((0, 90, 960, 140), PATH)
    for left in (140, 440, 740):
        pen.rectangle((left, 140, left + 60, 360), PATH)
    pen.polygon(((0, 560), (960, 400), (960, 470), (0, 600)), CLOTH)
    for left in range(60, 900, 140):
        height = 590 - left // 6
        pen.line((left, height, left + 60, height - 10), "#ffffff", 6)


def _market(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 0, 960, 600), EVENING)
    pen.rectangle((0, 460, 960, 600), GROUND)
    for number, colour in enumerate((CLOTH, LEAF, WATER, SUN)):
        left = 40 + number * 230
        pen.rectangle((left, 320, left + 190, 460), WOOD)
        for stripe in range(5):
            pen.rectangle((left + stripe * 38, 250, left + stripe * 38 + 38, 320), colour if stripe % 2 else "#ffffff")


def _hill(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 470, 960, 600), LEAF)
    pen.pieslice((80, 300, 560, 640), 180, 360, PATH)
    pen.pieslice((420, 360, 900, 580), 180, 360, CLOTH)
    for left, top in ((290, 268), (640, 330)):
        pen.ellipse((left, top - 60, left + 30, top - 30), WOOD)
        pen.rectangle((left + 8, top - 30, left + 22, top + 10), WOOD)
        pen.rectangle((left - 25, top + 10, left + 55, top + 18), NIGHT)


def _moon(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 0, 960, 600), NIGHT)
    pen.ellipse((680, 60, 820, 200), SUN)
    pen.rectangle((0, 440, 960, 600), WATER)
    for left in range(60, 860, 160):
        pen.polygon(((left, 400), (left + 60, 350), (left + 120, 400)), CLOTH)
        pen.rectangle((left + 10, 400, left + 110, 450), WOOD)
        pen.ellipse((left + 50, 410, left + 70, 430), SUN)


DRAWINGS: Mapping[str, Drawing] = {"shade": _shade, "path": _path, "market": _market, "hill": _hill, "moon": _moon}
