"""Data sets that the platform's systems publish by themselves."""

import pytest

from madang.city.kernel.registries import datasets
from madang.city.kernel.registries.datasets import Column, TableSource, Terms
from madang.city.opendata import engine
from madang.city.opendata.models import Dataset, Version
from madang.city.opendata.queries import catalogue, versions
from madang.city.opendata.services import systems
from madang.city.opendata.services.catalogue import withdraw_dataset
from madang.city.opendata.services.systems import Outcome
from madang.city.opendata.store import tables
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.builders import DAY, NOW
from madang.city.people.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ended():
    yield
    engine.close()


@pytest.fixture
def offered(monkeypatch):
    """Let a test offer a table of its own; what other systems offer is out of sight."""
    monkeypatch.setattr(datasets, "_datasets", {})

    def offer(rows, *, slug="swims", columns=("place", "month", "people"), **terms):
        kinds = [
            Column(name, "integer" if name not in ("place", "month") else "text", {"en": f"Means {name}"}) for name in columns
        ]
        made = TableSource(slug, {"en": "Visitors of the pools"}, tuple(kinds), lambda: rows, Terms(**terms))
        datasets.register(made)

    return offer


def rows_of(slug):
    found = versions.version(slug)
    return tables.open(found.key, found.layout).read(0, 1_000, None).to_pylist()


LARGE = [("North", "2026-01", 120), ("North", "2026-02", 95), ("South", "2026-01", 310), ("South", "2026-02", 240)]


def test_a_source_becomes_a_data_set_with_its_rows(offered):
    offered(LARGE, keywords=("water",), themes=("EDUC",))
    assert systems.publish_all(now=NOW) == {"swims": Outcome.PUBLISHED}
    shown = catalogue.dataset("swims", now=NOW)
    assert (shown.source, shown.themes, shown.keywords) == ("system", ("EDUC",), ("water",))
    assert shown.publisher.slug == "city"
    assert sorted(row["people"] for row in rows_of("swims")) == [95, 120, 240, 310]


def test_what_a_column_means_stands_beside_its_name(offered, client):
    offered(LARGE)
    systems.publish_all(now=NOW)
    assert "Means people</span>" in client.get("/data/swims/columns").content.decode()


def test_the_same_rows_keep_the_promise_and_make_no_version(offered):
    offered(LARGE)
    systems.publish(slug="swims", now=NOW)
    assert systems.publish(slug="swims", now=NOW + DAY) is Outcome.SAME
    assert Version.objects.count() == 1
    assert Dataset.objects.get().data_changed_at == NOW + DAY


def test_other_rows_become_the_next_version(offered):
    offered(LARGE)
    systems.publish(slug="swims", now=NOW)
    offered([*LARGE, ("East", "2026-01", 77)])
    assert systems.publish(slug="swims", now=NOW + DAY) is Outcome.PUBLISHED
    assert catalogue.dataset("swims", now=NOW + DAY).current.number == 2


def test_small_counts_of_people_are_hidden_by_the_gate(offered):
    offered([*LARGE, ("East", "2026-01", 3), ("East", "2026-02", 4)])
    assert systems.publish(slug="swims", now=NOW) is Outcome.PUBLISHED
    shown = [row["people"] for row in rows_of("swims")]
    assert 3 not in shown
    assert 4 not in shown
    assert None in shown


def test_small_counts_under_a_name_that_the_gate_does_not_know_wait_for_a_person(offered):
    offered([*LARGE, ("East", "2026-01", 3)], columns=("place", "month", "swimmings"))
    assert systems.publish(slug="swims", now=NOW) is Outcome.WAITS
    assert catalogue.count(now=NOW) == 0


def test_small_counts_that_are_not_about_people_stay(offered):
    offered([*LARGE, ("East", "2026-01", 3)], is_about_people=False)
    systems.publish(slug="swims", now=NOW)
    assert 3 in [row["people"] for row in rows_of("swims")]


def test_no_rows_publish_nothing(offered):
    offered([])
    assert systems.publish(slug="swims", now=NOW) is Outcome.EMPTY
    assert not Dataset.objects.exists()


def test_what_an_editor_took_back_does_not_come_again(offered):
    offered(LARGE)
    systems.publish(slug="swims", now=NOW)
    withdraw_dataset(slug="swims", reason={"en": "Wrong."}, by=SYSTEM, now=NOW)
    offered(LARGE[:2])
    assert systems.publish(slug="swims", now=NOW + DAY) is Outcome.WAITS
    assert Version.objects.count() == 1


def test_every_registered_source_can_be_published():
    builders.dataset("Trees")
    outcomes = systems.publish_all(now=NOW)
    assert {"areas", "departments", "open-data-catalogue", "service-catalogue", "cases-by-month"} <= set(outcomes)
    assert set(outcomes.values()) <= {Outcome.PUBLISHED, Outcome.EMPTY}
    assert outcomes["departments"] is Outcome.PUBLISHED
    assert outcomes["open-data-catalogue"] is Outcome.PUBLISHED
