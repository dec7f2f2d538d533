"""The main navigation: staff find their way to work, nobody else is shown it."""

import re

import pytest

from madang.city.people.rules import Role
from madang.city.people.tests import builders

pytestmark = pytest.mark.django_db


def test_staff_are_led_to_the_inbox_from_every_page():
    client = builders.signed_in(builders.staff())
    assert b'href="/staff/inbox"' in client.get("/").content
    assert b'href="/staff/inbox"' in client.get("/account/").content


def test_a_resident_is_not(client):
    client = builders.signed_in(builders.resident())
    assert b"/staff/" not in client.get("/").content


def test_a_stranger_is_not_and_costs_no_look_up(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert b"/staff/" not in client.get("/accessibility").content


@pytest.mark.parametrize("path", ["/", "/staff/inbox"])
def test_a_phone_has_five_entries_at_most_and_finds_the_others_at_the_foot(path):
    page = builders.signed_in(builders.staff(Role.ADMINISTRATOR)).get(path).content.decode()
    nav = re.search(r'<nav class="md-nav".*?</nav>', page, re.DOTALL)[0]
    entries = re.findall(r'<li( class="md-nav__desk")?><a href="([^"]+)"', nav)
    assert 3 <= len([url for is_on_desks, url in entries if not is_on_desks]) <= 5
    foot = page.split("<footer", 1)[1]
    assert all(f'href="{url}"' in foot or url == "/services" for is_on_desks, url in entries if is_on_desks)
