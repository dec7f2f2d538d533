"""Where ideas lie: the field for a point or an address, the map on an idea's page, the map of all, small pictures, ways between pages."""

import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from madang.city.look.tests.pages import text
from madang.city.places import services as places
from madang.city.places.tests import builders as maps
from madang.city.proposals.models import Picture, Proposal
from madang.city.proposals.queries import mapping
from madang.city.proposals.rules.writing import Point
from madang.city.proposals.services import pictures
from madang.city.proposals.tests import builders
from madang.city.proposals.tests.builders import NOW, TEXT, browser_of, collecting_support, draft, resident, written

pytestmark = pytest.mark.django_db
SPOT = Point(longitude=127.05123456789, latitude=37.0512)
TYPED = {"title": "Shade at bus stops", "text": TEXT, "topic": "transport", "area": "", "spot": "", "language": "en"}


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch):
    monkeypatch.setattr("madang.city.kernel.clock.now", lambda: NOW)


@pytest.fixture(autouse=True)
def _city(tmp_path, settings):
    """Two neighbourhoods of one district, and two doors on one street."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    maps.load(tmp_path, maps.feature("d", maps.square(0, size=0.2)), level="district")
    hoods = [maps.feature("n", maps.square(0), parent="d"), maps.feature("m", maps.square(1), parent="d")]
    maps.load(tmp_path, *hoods, parent_field="parent")
    doors = [maps.house("s", number, 127.02, 37.03, en="Maru Street") for number in ("12", "14")]
    places.import_addresses(maps.write(tmp_path, *doors), register="doors")


def place_of(desk):
    row = desk.row
    return row.longitude, row.latitude


@pytest.mark.parametrize(
    ("typed", "place"),
    [("37.0512, 127.05", (127.05, 37.0512)), ("12 Maru Street", (127.02, 37.03)), ("", (None, None))],
    ids=["point", "address", "nothing"],
)
def test_a_place_is_typed_as_a_point_or_an_address(typed, place):
    browser_of(resident()).post("/ideas/new", TYPED | {"spot": typed, "go": "save"})
    row = Proposal.objects.get()
    assert (row.longitude, row.latitude) == place
    assert (row.area.code if row.area else "") == ("n" if typed else "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("99 Nowhere Lane", "The city knows no such address"),
        ("Maru Street", "Several addresses fit. Write one of them: 12 Maru Street, 04521; 14 Maru Street, 04521"),
        ("10, 10", "Choose a place within the city."),
    ],
    ids=["unknown", "street-alone", "far-away"],
)
def test_what_is_no_place_of_the_city_is_refused_beside_the_field(typed, said):
    answer = browser_of(resident()).post("/ideas/new", TYPED | {"spot": typed, "go": "save"})
    assert answer.status_code == 422
    assert said in text(answer)
    assert f'value="{typed}"' in text(answer)
    assert not Proposal.objects.exists()


def test_changing_the_text_keeps_the_point_to_the_last_digit():
    desk = collecting_support(wanted=written(point=SPOT))
    browser = browser_of(desk.author)
    shown = re.search(
        r'name="spot" [^>]*value="([^"]*)"|value="([^"]*)" [^>]*name="spot"', text(browser.get(f"/ideas/{desk.reference}/edit"))
    )
    spot = shown[1] or shown[2]
    browser.post(f"/ideas/{desk.reference}/edit", TYPED | {"title": "More shade", "spot": spot})
    assert desk.row.title == "More shade"
    assert place_of(desk) == (SPOT.longitude, SPOT.latitude)


def test_a_draft_keeps_its_point_and_offers_the_map_to_choose_another():
    desk = draft(wanted=written(point=SPOT))
    page = text(browser_of(desk.author).get(f"/my/ideas/{desk.reference}"))
    assert "37.0512, 127.05123456789" in page
    assert 'data-pick="id_spot"' in page
    assert "pl-pick__ground" in page


def test_before_publishing_the_area_of_the_point_is_shown():
    desk = draft(wanted=written(point=SPOT))
    assert "n동" in text(browser_of(desk.author).get(f"/my/ideas/{desk.reference}/check"))


def test_an_ideas_page_shows_its_place_as_map_and_as_list_within_eight_queries():
    desk = collecting_support(wanted=written(point=SPOT))
    for browser in (Client(), browser_of(desk.author)):
        browser.get(f"/ideas/{desk.reference}")
        with CaptureQueriesContext(connection) as asked:
            page = text(browser.get(f"/ideas/{desk.reference}"))
        assert "Where it is" in page
        assert "37.05120, 127.05123" in page
        assert page.count("id-map__here") == 1
        assert len(asked) <= 8, [one["sql"][:90] for one in asked]


def test_an_idea_without_a_point_shows_no_map():
    assert "Where it is" not in text(Client().get(f"/ideas/{collecting_support().reference}"))


def test_the_map_of_ideas_has_a_point_for_each_and_counts_those_that_have_none():
    collecting_support(wanted=written("Benches", point=SPOT))
    collecting_support(wanted=written("Lamps for all"))
    page = text(Client().get("/ideas?show=map"))
    assert page.count('class="id-map__point"') == 1
    assert "1 more has no place on this map" in page
    assert page.count(">Benches</a>") == 1
    assert "Lamps for all" not in page
    assert 'name="show" value="map"' in page


def test_the_map_shows_areas_where_there_are_too_many_points(monkeypatch):
    monkeypatch.setattr(mapping, "MOST_POINTS", 1)
    for column in (0, 0, 1):
        collecting_support(wanted=written(point=Point(127.05 + column / 10, 37.05)))
    collecting_support(wanted=written("Lamps for all"))
    page = text(Client().get("/ideas?show=map&topic=transport"))
    assert page.count('class="id-map__count"') == 2
    assert "3 ideas found" in page
    assert "1 more has no place on this map" in page
    drawn = re.findall(r'href="(/ideas\?topic=transport&amp;show=map&amp;area=\d+)"', page)
    assert len(set(drawn)) == 2


def test_words_narrow_the_map_as_they_narrow_the_list():
    collecting_support(wanted=written("Benches", point=SPOT))
    collecting_support(wanted=written("Lamps", point=SPOT))
    page = text(Client().get("/ideas?show=map&q=benches"))
    assert "Benches" in page
    assert ">Lamps<" not in page
    assert "id-map__point" not in text(Client().get("/ideas?show=map&q=%3F%21"))


def test_a_row_of_the_list_loads_a_picture_of_240_pixels_at_most():
    desk = draft()
    kept = io.BytesIO()
    Image.new("RGB", (1_200, 900), "green").save(kept, "PNG")
    pictures.add_picture(reference=desk.reference, data=kept.getvalue(), alternative="A stop", by=desk.author, now=NOW)
    Proposal.objects.filter(reference=desk.reference).update(state="collecting", published_at=NOW, needed=50)
    small = f"/ideas/{desk.reference}/pictures/{Picture.objects.get().public_id}/small.jpg"
    assert f'src="{small}"' in text(Client().get("/ideas"))
    with Image.open(io.BytesIO(b"".join(Client().get(small).streaming_content))) as opened:
        assert opened.size == (240, 180)


def test_small_pictures_of_a_draft_are_its_authors_alone():
    desk = draft()
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(kept, "PNG")
    pictures.add_picture(reference=desk.reference, data=kept.getvalue(), alternative="A stop", by=desk.author, now=NOW)
    small = f"/ideas/{desk.reference}/pictures/{Picture.objects.get().public_id}/small.jpg"
    assert Client().get(small).status_code == 404
    assert b"".join(browser_of(desk.author).get(small).streaming_content).startswith(b"\xff\xd8")


@pytest.mark.parametrize("page", ["/ideas", "/votes"])
def test_ideas_and_votes_lead_to_each_other(page):
    shown = text(Client().get(page))
    for other in ("/ideas", "/votes"):
        assert re.search(rf'<a class="govuk-tabs__tab" href="{other}"( aria-current="page")?>', shown), other


@pytest.mark.parametrize("page", ["/my/cases", "/my/ideas"])
def test_my_cases_and_my_ideas_lead_to_each_other(page):
    shown = text(browser_of(builders.resident()).get(page))
    for other in ("/my/cases", "/my/ideas"):
        assert f'class="govuk-tabs__tab" href="{other}"' in shown, other
