"""What the look serves: every part on one page, errors in three languages, what a phone needs."""

import json
import re
import struct
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from django.utils import translation

from madang.city.look import icons, views
from madang.city.look.apps import LookConfig

LOOK = Path(__file__).resolve().parents[1]
LANGUAGES = ("en", "ko", "zh-hans")
pytestmark = pytest.mark.django_db


def asked(client: Client, address: str, language: str = "en") -> str:
    client.cookies["madang_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_stands_on_one_page(client: Client, language: str) -> None:
    page = asked(client, "/look/components", language)
    assert f'<html lang="{language}"' in page
    assert len(re.findall(r"<h1[ >]", page)) == 1
    for part in (
        "md-state",
        "md-time",
        "md-figures",
        "md-rows",
        "md-lattice",
        "md-view",
        "govuk-error-summary",
        "govuk-date-input",
        "md-empty",
    ):
        assert f'class="{part}' in page or f" {part}" in page, part
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_nothing_english_is_left_in_korean_and_chinese(client: Client) -> None:
    def words(language: str) -> set[str]:
        main = asked(client, "/look/components", language).split("<main", 1)[1].split("</main>")[0]
        return set(re.findall(r">([A-Z][a-z]+ [a-z]+[^<>{}]*)<", main))

    names = {"Kim Dohyun", "Park Haru", "Liu Fang", "Park Soon-ja"}
    assert len(words("en")) > 50
    for language in ("ko", "zh-hans"):
        assert words(language) & words("en") <= names


def test_the_language_switch_keeps_the_page_and_its_query(client: Client) -> None:
    page = asked(client, "/look/components?q=tree")
    assert 'href="?q=tree&amp;lang=ko"' in page


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 422, 429])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_says_what_is_the_matter_and_where_to_go(rf: RequestFactory, status: int, language: str) -> None:
    with translation.override(language):
        answer = views.refuse(rf.get("/"), status)
    page = answer.content.decode()
    assert answer.status_code == status
    assert len(re.findall(r"<h1>\s*\S", page)) == 1
    assert 'href="/"' in page


def test_a_lost_address_is_answered_with_the_page(client: Client) -> None:
    client.cookies["madang_language"] = "ko"
    answer = client.get("/there/is/no/such/page")
    assert answer.status_code == 404
    assert "페이지를 찾을 수 없습니다" in answer.content.decode()


def test_the_page_of_a_fault_needs_nothing_but_settings(rf: RequestFactory, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0), translation.override("zh-hans"):  # type: ignore[operator]
        answer = views.broken(rf.get("/"))
    assert answer.status_code == 500
    assert "我们这边出了故障" in answer.content.decode()


def test_the_offline_page_speaks_all_three_languages(client: Client) -> None:
    page = asked(client, "/look/offline")
    for language in ("en", "ko", "zh-Hans"):
        assert f'<section lang="{language}">' in page


def test_the_manifest_names_the_city_and_icons_of_the_size_it_says(client: Client) -> None:
    manifest = json.loads(asked(client, "/look/manifest.webmanifest", "ko"))
    assert manifest["short_name"] == "하늘시"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        name = re.sub(r"\.[0-9a-f]{12}\.png$", ".png", icon["src"].rsplit("/", 1)[1])
        picture = (LOOK / "static/look" / name).read_bytes()
        width, height = struct.unpack(">II", picture[16:24])
        assert icon["sizes"] == f"{width}x{height}"


def test_the_service_worker_rules_the_whole_site_and_keeps_two_things(client: Client) -> None:
    answer = client.get("/look/worker.js")
    script = answer.content.decode()
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Content-Type"].startswith("text/javascript")
    kept = re.search(r"KEPT = (\[.*?\])", script)
    assert kept is not None
    assert len(json.loads(kept.group(1))) == 2


def test_a_city_has_its_own_colours(client: Client, settings: object) -> None:
    settings.CITY_ACCENT, settings.CITY_ACCENT_DARK = "#274a86", "#a9c3f5"  # type: ignore[attr-defined]
    assert "--city-accent:#274a86" in asked(client, "/look/city.css")
    assert "/look/city.css" in asked(client, "/look/offline") or "/look/city.css" in asked(client, "/look/components")


@pytest.mark.parametrize(("accent", "words"), [("#ff8800", "2.4:1"), ("orange", "is no colour")])
def test_a_city_whose_colour_cannot_be_read_does_not_start(settings: object, accent: str, words: str) -> None:
    settings.CITY_ACCENT = accent  # type: ignore[attr-defined]
    import madang.city.look

    with pytest.raises(ImproperlyConfigured, match=words):
        LookConfig("madang.city.look", madang.city.look).ready()


def test_every_icon_that_a_page_names_is_in_the_set() -> None:
    named = set()
    for template in LOOK.parent.glob("*/templates/**/*.html"):
        named |= set(re.findall(r'{% icon "([a-z-]+)"', template.read_text(encoding="utf-8")))
    assert named
    assert named <= set(icons.symbols())


def test_an_icon_is_hidden_or_named() -> None:
    assert 'aria-hidden="true"' in icons.svg("home")
    assert 'aria-label="&lt;Home&gt;"' in icons.svg("home", label="<Home>")
    with pytest.raises(icons.UnknownIcon, match="no icon"):
        icons.svg("dragon")
