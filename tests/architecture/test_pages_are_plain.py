"""Templates hold no inline script or style, and load nothing from another origin."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "madang"
FAULTS = {
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:json|ld\+json)\")", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "something of another origin": re.compile(
        r"(?:<(?:script|img|iframe|source|video|audio|embed)\b[^>]*\bsrc|<link\b[^>]*\bhref)\s*=\s*[\"'](?:https?:)?//",
        re.IGNORECASE,
    ),
}


def faults(text: str) -> list[str]:
    """Name what a template holds that no page may hold."""
    return [name for name, pattern in FAULTS.items() if pattern.search(text)]


def test_templates_are_plain():
    templates = [path for path in SOURCE.rglob("templates/**/*.html") if "mail" not in path.parts]
    assert len(templates) > 60
    assert {str(path.relative_to(SOURCE)): found for path in templates if (found := faults(path.read_text()))} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<p style="color: red">', ["a style attribute"]),
        ("<style>p {}</style>", ["a style element"]),
        ("<script>go()</script>", ["an inline script"]),
        ('<button onclick="go()">', ["an event attribute"]),
        ('<img src="https://elsewhere.example/a.png">', ["something of another origin"]),
        ('<link rel="stylesheet" href="//elsewhere.example/a.css">', ["something of another origin"]),
        ('<script type="module" src="{% static "a.js" %}"></script><a href="https://elsewhere.example/">away</a>', []),
        ('<script type="application/json">{}</script>', []),
    ],
)
def test_a_fault_is_noticed(text, found):
    assert faults(text) == found
