"""A city's colour can be read, or it is refused with the figure."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.city.look import rules

LOOK = Path(__file__).resolve().parents[1]
COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert rules.contrast("#000000", "#ffffff") == pytest.approx(21.0)


def test_mid_grey_is_worked_by_hand() -> None:
    # 0x80 = 128/255 = 0.50196; linear ((0.50196 + 0.055) / 1.055) ** 2.4 = 0.21586; (1.05) / (0.26586) = 3.949
    assert rules.contrast("#808080", "#ffffff") == pytest.approx(3.949, abs=0.001)


@given(COLOURS, COLOURS)
def test_contrast_does_not_ask_which_colour_lies_above(one: str, other: str) -> None:
    assert rules.contrast(one, other) == rules.contrast(other, one)
    assert 1.0 <= rules.contrast(one, other) <= 21.0


@pytest.mark.parametrize(
    ("accent", "accent_dark", "on_white", "on_dark"),
    [
        ("#0a5c6b", "#7ccad3", 7.6, 8.6),
        ("#274a86", "#a9c3f5", 8.7, 9.0),
        ("#22603f", "#8fd0a8", 7.5, 9.0),
        ("#8a2f2a", "#f5aaa2", 8.3, 8.5),
    ],
)
def test_the_four_accents_of_the_design_reach_what_it_says(
    accent: str, accent_dark: str, on_white: float, on_dark: float
) -> None:
    # The figures are those printed in the design's page of all parts.
    assert rules.why_not_accent(accent, accent_dark) is None
    assert round(rules.contrast(accent, "#ffffff"), 1) == on_white
    assert round(rules.contrast(accent_dark, "#1d2223"), 1) == on_dark


def test_a_pale_accent_is_refused_with_its_figure() -> None:
    weak = rules.why_not_accent("#ff8800", "#7ccad3")
    assert weak is not None
    assert str(weak) == "MADANG_CITY_ACCENT is #ff8800: 2.4:1 on #ffffff, and text needs 6:1. Choose a darker colour."


def test_a_dim_accent_for_the_night_is_refused_with_its_figure() -> None:
    weak = rules.why_not_accent("#0a5c6b", "#0a5c6b")
    assert weak is not None
    assert weak.setting == "MADANG_CITY_ACCENT_DARK"
    assert "Choose a lighter colour." in str(weak)


@pytest.mark.parametrize("text", ["teal", "#fff", "#12345g", "0a5c6b", "#0a5c6b;}"])
def test_what_is_no_colour_is_named(text: str) -> None:
    with pytest.raises(rules.NotAColour, match="#0a5c6b"):
        rules.why_not_accent(text, "#7ccad3")


def test_mixing_half_and_half_meets_in_the_middle() -> None:
    assert rules.mix("#000000", 0.5, "#ffffff") == "#808080"
    assert rules.mix("#0a5c6b", 1.0, "#ffffff") == "#0a5c6b"


def _tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", block))


def test_every_text_colour_can_be_read_on_every_ground_by_day_and_by_night() -> None:
    source = (LOOK / "sass/_tokens.scss").read_text(encoding="utf-8")
    night_block, day_block = source.split("@mixin dark")[1].split(":root {", 1)
    day, night = _tokens(day_block.split("@supports")[0]), _tokens(night_block)
    day["accent"], night["accent"] = day["city-accent"], day["city-accent-dark"]
    for mode in (day, night):
        for text in ("ink", "muted", "accent", "act", "go", "heed", "stop"):
            for ground in ("sheet", "ground", "recess"):
                assert rules.contrast(mode[text], mode[ground]) >= 4.5, (text, ground)
        for text in ("act", "go", "heed", "stop"):
            assert rules.contrast(mode[text], mode[f"{text}-tint"]) >= 4.5, text
        for edge in ("field", "focus"):
            assert rules.contrast(mode[edge], mode["ground"]) >= 3, edge
        for kind in ("c1", "c2", "c3", "c4", "c5", "c6"):
            assert rules.contrast(mode[kind], mode["sheet"]) >= 3, kind
