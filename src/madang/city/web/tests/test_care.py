"""The overview of staff: everybody is led to what they may open, and to nothing else."""

import re

import pytest
from django.db import connection
from django.test import Client

from madang.city.kernel import jobs
from madang.city.kernel.registries import staff_pages
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people

pytestmark = pytest.mark.django_db
PAGE = "/staff/care"
OPEN = {
    Role.CASEWORKER: {"/staff/missed-words", "/services/figures", "/staff/data/requests"},
    Role.HEAD: {"/staff/missed-words", "/services/figures", "/staff/data/requests", "/staff/data/showcase"},
    Role.AUDITOR: {
        "/staff/data/harvests",
        "/staff/missed-words",
        "/services/figures",
        "/staff/data/requests",
        "/journal/",
        "/account/staff/",
    },
    Role.ADMINISTRATOR: {
        "/staff/jobs",
        "/notices/failed",
        "/staff/missed-words",
        "/services/figures",
        "/staff/data/requests",
        "/staff/data/showcase",
        "/staff/data/harvests",
        "/staff/ideas/settings",
        "/journal/",
        "/account/staff/",
    },
}


def main_of(page: str) -> str:
    return page.split("<main", 1)[1].split("</main>", 1)[0]


@pytest.mark.parametrize("role", Role)
def test_each_role_is_led_to_exactly_the_pages_that_open(role):
    client = people.signed_in(people.staff(role, department_code="mayor"))
    page = client.get(PAGE).content.decode()
    linked = set(re.findall(r'href="([^"]+)"', main_of(page)))
    assert linked == OPEN[role]
    for one in staff_pages.pages():
        assert client.get(one.url).status_code == (200 if one.url in linked else 403), one.url


def test_everybody_else_stays_outside():
    assert Client().get(PAGE)["Location"].startswith("/account/login/")
    assert people.signed_in(people.resident()).get(PAGE).status_code == 403


@pytest.mark.parametrize("role", Role)
def test_the_navigation_of_staff_leads_to_no_shut_door_and_marks_where_one_is(role):
    client = people.signed_in(people.staff(role, department_code="mayor"))
    for path, here in (("/staff/inbox", "/staff/inbox"), (PAGE, PAGE), ("/staff/missed-words", PAGE)):
        nav = re.search(r'<nav class="md-nav".*?</nav>', client.get(path).content.decode(), re.DOTALL)[0]
        assert re.findall(r'href="([^"]+)" aria-current="page"', nav) == [here]
        for url in re.findall(r'href="([^"]+)"', nav):
            assert client.get(url).status_code == 200, url


@pytest.mark.parametrize("path", ["/staff/jobs", "/notices/failed", "/staff/missed-words", "/journal/", "/account/staff/"])
def test_each_page_leads_back_to_the_overview(path):
    page = people.signed_in(people.staff(Role.ADMINISTRATOR)).get(path).content.decode()
    assert f'href="{PAGE}"' in main_of(page)


def test_what_went_wrong_is_counted_and_marked():
    client = people.signed_in(people.staff(Role.ADMINISTRATOR))
    before = main_of(client.get(PAGE).content.decode())
    assert before.count("Look at it") == 1  # nobody names who answers ideas yet
    assert "1 person" in before
    jobs.enqueue("notices.deliver", delivery_id=17)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    after = main_of(client.get(PAGE).content.decode())
    assert after.count("Look at it") == 2
    assert "1 given up" in after


@pytest.mark.parametrize(("language", "title"), [("en", "Care of the site"), ("ko", "사이트 관리"), ("zh-hans", "网站维护")])
def test_it_speaks_the_readers_language(language, title):
    page = people.signed_in(people.staff(Role.ADMINISTRATOR)).get(PAGE, headers={"Accept-Language": language})
    assert f"<h1>{title}</h1>" in page.content.decode()
