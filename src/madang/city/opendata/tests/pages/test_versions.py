"""The list of versions, and how two of them differ."""

import re

import pytest
from django.test import Client

from madang.city.kernel import jobs
from madang.city.opendata.queries.versions import differences
from madang.city.opendata.tests.pages.builders import SITES, publish, wifi

pytestmark = pytest.mark.django_db
NEXT = SITES.replace("4812", "4820").replace("0166,Hillside steps,Hillside,2023-11-30,127.0401,37.5190,41,88.2\n", "") + (
    "0172,New <harbour>,Harbour,2026-10-01,127.0601,37.5290,12,300.5\n"
)


def get(path):
    return Client().get(path)


def text(path):
    return re.sub(r"\s+", " ", get(path).content.decode())


@pytest.fixture
def two():
    slug = wifi()
    publish(slug, NEXT, keys=("site_id",), note={"en": "The harbour has a site."})
    return slug


def test_the_list_tells_what_is_new(two):
    page = text(f"/data/{two}/versions")
    for words in (
        "Version 2",
        "The harbour has a site.",
        "1 row added, 1 row changed, 1 row removed",
        "Version 1",
        "Compare two versions",
    ):
        assert words in page
    assert f'href="/data/{two}/diff?from=1&amp;to=2"' in page


def test_the_difference_shows_rows_with_words_and_signs(two):
    page = text(f"/data/{two}/diff?from=1&to=2")
    assert "Rows are told apart by site_id." in page
    assert "<del>4,812</del>" in page
    assert "<ins>4,820</ins>" in page
    assert "New &lt;harbour&gt;" in page
    assert "Hillside steps" in page
    assert f"/api/v1/datasets/{two}/changes.csv?from=1&amp;to=2" in page
    assert text(f"/data/{two}/diff?from=2&to=1").count("<ins>4,820</ins>") == 1  # told from the older to the newer
    assert "<ins>4,820</ins>" in text(f"/data/{two}/diff")
    only = text(f"/data/{two}/diff?from=1&to=2&kind=added")
    assert "harbour" in only
    assert "4,820" not in only


def test_the_same_version_differs_in_nothing(two):
    assert "Nothing differs" in text(f"/data/{two}/diff?from=2&to=2")


@pytest.mark.parametrize("asked", ["from=1&to=9", "from=9&to=1", "from=1&to=2&kind=odd"])
def test_versions_that_are_not_there_are_not_found(two, asked):
    assert get(f"/data/{two}/diff?{asked}").status_code == 404


def test_large_versions_are_compared_by_a_job_while_the_page_waits(two, monkeypatch):
    from madang.city.opendata.store import cache, folders

    for one in (folders.root() / "cache").rglob("*"):
        if one.is_file():
            one.unlink()
    monkeypatch.setattr(differences, "AT_ONCE_ROWS", 1)
    waiting = get(f"/data/{two}/diff?from=1&to=2")
    assert (waiting.status_code, waiting["Refresh"]) == (202, "5")
    jobs.run_pending()
    assert get(f"/data/{two}/diff?from=1&to=2").status_code == 200
    assert cache


def test_another_shape_is_told_in_words():
    slug = wifi()
    publish(slug, "site_id,name,district,opened,speed_mbit,note\n0164A,Naru,Naru,2019-04-02,312,new\n", keys=("site_id",))
    page = text(f"/data/{slug}/diff?from=1&to=2")
    assert "Column note is new" in page
    assert "Column daily_users is gone" in page
