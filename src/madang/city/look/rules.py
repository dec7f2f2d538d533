"""What a city's own colour must be able to do, and the colours that are mixed from it. Contrast as WCAG 2.2 defines it."""

import re
from dataclasses import dataclass

SHEET, DARK_SHEET = "#ffffff", "#1d2223"
LEAST_ON_SHEET, LEAST_ON_DARK_SHEET = 6.0, 7.0


class NotAColour(ValueError):
    """Raised for text that is no colour of the form #rrggbb."""


@dataclass(frozen=True, slots=True)
class WeakColour:
    """A colour that cannot be read: which setting, what it reaches and what it needs."""

    setting: str
    colour: str
    ground: str
    ratio: float
    least: float

    def __str__(self) -> str:
        return (
            f"{self.setting} is {self.colour}: {self.ratio:.1f}:1 on {self.ground}, and text needs {self.least:g}:1. "
            f"Choose a {'darker' if self.ground == SHEET else 'lighter'} colour."
        )


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue (0 to 255) of ``#rrggbb``. Raises NotAColour."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise NotAColour(f"{colour!r} is no colour; write it like #0a5c6b")
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, 0 (black) to 1 (white). Source: WCAG 2.2, "relative luminance"."""
    linear = []
    for channel in channels(colour):
        share = channel / 255
        linear.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, ground: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, "contrast ratio"."""
    light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def why_not_accent(accent: str, accent_dark: str) -> WeakColour | None:
    """Return why these two cannot be a city's accent by day and by night, or None. Raises NotAColour."""
    for setting, colour, ground, least in (
        ("MADANG_CITY_ACCENT", accent, SHEET, LEAST_ON_SHEET),
        ("MADANG_CITY_ACCENT_DARK", accent_dark, DARK_SHEET, LEAST_ON_DARK_SHEET),
    ):
        ratio = contrast(colour, ground)
        if ratio < least:
            return WeakColour(setting, colour, ground, ratio, least)
    return None


def mix(colour: str, share: float, other: str) -> str:
    """Return ``share`` (0 to 1) of ``colour`` and the rest of ``other``, channel by channel as CSS color-mix in sRGB does."""
    mixed = (round(one * share + two * (1 - share)) for one, two in zip(channels(colour), channels(other), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def city_css(accent: str, accent_dark: str) -> str:
    """Return the style sheet that gives the look a city's own accent, mixed for browsers that cannot mix."""
    black, white = "#000000", "#ffffff"
    day = {
        "--city-accent": accent,
        "--city-accent-dark": accent_dark,
        "--accent-strong": mix(accent, 0.76, black),
        "--accent-tint": mix(accent, 0.10, white),
        "--accent-edge": mix(accent, 0.40, white),
        "--roof-deep": mix(accent, 0.76, black),
        "--c1": accent,
    }
    night = {
        "--accent-strong": mix(accent_dark, 0.72, white),
        "--accent-tint": mix(accent_dark, 0.13, DARK_SHEET),
        "--accent-edge": mix(accent_dark, 0.38, DARK_SHEET),
        "--on-accent": mix(accent, 0.42, black),
        "--roof": mix(accent, 0.66, black),
        "--roof-deep": mix(accent, 0.46, black),
        "--c1": accent_dark,
    }
    return f":root{{{_declarations(day)}}}@media screen and (prefers-color-scheme:dark){{:root{{{_declarations(night)}}}}}\n"


def _declarations(values: dict[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in values.items())
