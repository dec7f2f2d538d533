"""Draw the small PNGs of the mark that phones and browsers ask for.

Run once after the mark changes: python -m madang.city.look.draw_app_icons
"""

from pathlib import Path

import vl_convert

STATIC = Path(__file__).parent / "static" / "look"
ACCENT, PAPER = "#0a5c6b", "#ffffff"
SIZES = (
    ("32", 32, 0.0, ""),
    ("180", 180, 0.24, PAPER),
    ("192", 192, 0.24, PAPER),
    ("512", 512, 0.24, PAPER),
    ("512-maskable", 512, 0.42, ACCENT),
)


def mark(size: int, margin: float, ground: str) -> str:
    """Return the mark as SVG: a square round a yard with a gate below, ``margin`` of its size free around it."""
    ink = PAPER if ground == ACCENT else ACCENT
    scale = size * (1 - margin) / 32
    start = size * margin / 2
    paper = f'<rect width="{size}" height="{size}" fill="{ground}"/>' if ground else ""
    yard = f'<circle cx="16" cy="16" r="2.9" fill="{ink}"/>'
    shape = f'<path d="M12.5 28.5h-9v-25h25v25h-9" fill="none" stroke="{ink}" stroke-width="5"/>{yard}'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}">{paper}'
        f'<g transform="translate({start} {start}) scale({scale})">{shape}</g></svg>'
    )


def main() -> None:
    """Write the files."""
    for name, size, margin, ground in SIZES:
        (STATIC / f"mark-{name}.png").write_bytes(vl_convert.svg_to_png(mark(size, margin, ground), scale=1, ppi=72))


if __name__ == "__main__":
    main()
