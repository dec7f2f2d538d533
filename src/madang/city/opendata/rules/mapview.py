"""A map picture of points: the box that is shown, places to pixels, and hexagons for what is too many to draw one by one."""

import math
from dataclasses import dataclass

WIDTH, MOST_HEIGHT, LEAST_HEIGHT = 680, 560, 240
HEXAGON = 11.0
WORLD = (-180.0, -85.0, 180.0, 85.0)
LEAST_SPAN = 0.002
ROUND_METRES = (1, 2, 5)
METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class View:
    """A box of the world (degrees) drawn ``width`` by ``height`` pixels; ``scale`` is pixels a degree of latitude."""

    west: float
    south: float
    east: float
    north: float
    width: int
    height: int
    scale: float

    @property
    def narrowing(self) -> float:
        """Return how much shorter a degree of longitude is than one of latitude here."""
        return math.cos(math.radians((self.south + self.north) / 2))

    def pixel(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a place stands in the picture."""
        return (longitude - self.west) * self.narrowing * self.scale, (self.north - latitude) * self.scale

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return the longitude and latitude of a pixel."""
        return self.west + x / (self.narrowing * self.scale), self.north - y / self.scale

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north."""
        return self.west, self.south, self.east, self.north


def view_of(west: float, south: float, east: float, north: float, *, margin: float = 0.04) -> View:
    """Return a view that holds a box with some margin; a single place gets some 200 metres around it."""
    across, up = max(east - west, LEAST_SPAN), max(north - south, LEAST_SPAN)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    narrowing = max(math.cos(math.radians(middle_y)), 0.05)
    across, up = across * (1 + 2 * margin), up * (1 + 2 * margin)
    scale = min(WIDTH / (across * narrowing), MOST_HEIGHT / up)
    height = min(max(up * scale, LEAST_HEIGHT), MOST_HEIGHT)
    half_x, half_y = WIDTH / (2 * narrowing * scale), height / (2 * scale)
    return View(middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y, WIDTH, round(height), scale)


def box_of(text: str) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north from ``126.9,37.5,127.1,37.6``; None where that is no box of this world."""
    parts = text.split(",")
    if len(parts) != 4 or len(text) > 120:
        return None
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError:
        return None
    inside = WORLD[0] <= west < east <= WORLD[2] and WORLD[1] <= south < north <= WORLD[3]
    return (west, south, east, north) if inside else None


def box_text(west: float, south: float, east: float, north: float) -> str:
    """Return a box as an address holds it."""
    return ",".join(f"{value:.5f}" for value in (west, south, east, north))


def hexagon(x: float, y: float, radius: float = HEXAGON) -> str:
    """Return the corners of a hexagon that stands on a corner, as the points of a polygon."""
    corners = (math.radians(60 * place - 30) for place in range(6))
    return " ".join(f"{x + radius * math.cos(angle):.1f},{y + radius * math.sin(angle):.1f}" for angle in corners)


def hexagon_sql(view: View, longitude: str, latitude: str, radius: float = HEXAGON) -> tuple[str, str]:
    """Return SQL for the middle (x, y in pixels) of the hexagon in which a place lies.

    Two lattices of rectangles are laid over each other; the nearer middle is the hexagon's.
    """
    x = f"(({longitude} - {view.west!r}) * {view.narrowing * view.scale!r})"
    y = f"(({view.north!r} - {latitude}) * {view.scale!r})"
    across, up = radius * math.sqrt(3), radius * 3
    one = f"round({x} / {across!r}) * {across!r}", f"round({y} / {up!r}) * {up!r}"
    two = f"(floor({x} / {across!r}) + 0.5) * {across!r}", f"(floor({y} / {up!r}) + 0.5) * {up!r}"
    far_one, far_two = (f"(({x} - {mx}) ** 2 + ({y} - {my}) ** 2)" for mx, my in (one, two))
    is_one = f"{far_one} <= {far_two}"
    return (
        f"CASE WHEN {is_one} THEN {one[0]} ELSE {two[0]} END",
        f"CASE WHEN {is_one} THEN {one[1]} ELSE {two[1]} END",
    )


def hexagon_box(view: View, x: float, y: float, radius: float = HEXAGON) -> tuple[float, float, float, float]:
    """Return the box around a hexagon, twice as wide, to look into it."""
    west, north = view.place(x - 2 * radius, y - 2 * radius)
    east, south = view.place(x + 2 * radius, y + 2 * radius)
    return west, south, east, north


def scale_bar(view: View) -> tuple[int, float]:
    """Return a round length in metres, and how many pixels long it is: at most a quarter of the picture."""
    metres = view.width / 4 / view.scale * METRES_A_DEGREE
    power = 10.0 ** math.floor(math.log10(metres))
    length = max(step * power for step in ROUND_METRES if step * power <= metres)
    return round(length), length / METRES_A_DEGREE * view.scale
