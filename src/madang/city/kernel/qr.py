"""QR codes as drawings."""

from dataclasses import dataclass

import qrcode


@dataclass(frozen=True, slots=True)
class Squares:
    """A QR code: modules across, with the four free ones around it that readers need, and its dark ones as an SVG path."""

    across: int
    path: str


def squares(text: str) -> Squares:
    """Return the QR code of a text, readable where up to 15 % of it are covered."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return Squares(len(rows), dark)
