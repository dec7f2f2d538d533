"""A first visit fetches little: script at most 25 KB, the page with style and script at most 60 KB, compressed."""

import gzip
from pathlib import Path

import pytest
from django.test import Client

BUILT = Path(__file__).resolve().parents[1] / "static/look/built"


def weight(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def built(name: str) -> bytes:
    path = BUILT / name
    assert path.exists(), f"{path} is not built: run npm ci && npm run build"
    return path.read_bytes()


def test_all_script_together_weighs_at_most_25_kilobytes() -> None:
    assert weight(built("madang.js")) + weight(built("htmx.js")) <= 25_600


@pytest.mark.django_db
def test_the_heaviest_page_of_the_look_with_all_it_needs_weighs_at_most_60_kilobytes(client: Client) -> None:
    page = client.get("/look/components").content
    assert weight(page) + weight(built("madang.css")) + weight(built("madang.js")) + weight(built("htmx.js")) <= 61_440


def test_the_style_fetches_nothing_from_elsewhere() -> None:
    assert b"http://" not in built("madang.css")
    assert b"https://" not in built("madang.css")
    assert b"data:" not in built("madang.css")
