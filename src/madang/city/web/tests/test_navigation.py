"""The main navigation: staff find their way to work, nobody else is shown it."""

import pytest

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
