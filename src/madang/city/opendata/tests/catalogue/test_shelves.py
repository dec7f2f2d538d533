"""The shelf in memory against what other connections write, commit and take back."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from madang.city.opendata.models import Dataset
from madang.city.opendata.queries import catalogue
from madang.city.opendata.queries.catalogue import Wanted, shelves
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.builders import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def total():
    return catalogue.find(Wanted(), now=NOW).total


def elsewhere(act: Callable[[], object]) -> threading.Thread:
    """Begin something in another connection; join the thread to wait for its end."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.fixture(autouse=True)
def _empty_shelf(monkeypatch):
    monkeypatch.setattr(shelves, "_kept", {})


def test_what_another_process_commits_is_found_at_once():
    assert total() == 0
    elsewhere(lambda: builders.dataset("Trees")).join()
    assert total() == 1
    elsewhere(lambda: Dataset.objects.update(state="withdrawn")).join()
    assert total() == 0


def test_what_is_rolled_back_was_never_there():
    builders.dataset("Trees")
    assert total() == 1
    with transaction.atomic():
        builders.dataset("Ponds")
        assert total() == 2
        transaction.set_rollback(True)
    assert total() == 1


def test_a_transaction_that_began_earlier_and_ends_later_is_not_missed():
    builders.dataset("Trees", slug="trees")
    written, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            Dataset.objects.filter(slug="trees").update(state="withdrawn")
            written.set()
            may_end.wait(20)

    thread = elsewhere(slow)
    assert written.wait(20)
    builders.dataset("Ponds", slug="ponds")  # a later transaction that ends first
    assert total() == 2
    may_end.set()
    thread.join()
    assert [row.slug for row in catalogue.find(Wanted(), now=NOW).rows] == ["ponds"]
    assert total() == 1


def test_numbers_of_another_servers_transactions_do_not_make_every_search_read_everything():
    builders.dataset("Trees")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE opendata_dataset DISABLE TRIGGER opendata_dataset_written")
        cursor.execute("UPDATE opendata_dataset SET written = '99999999999'::xid8")
        cursor.execute("ALTER TABLE opendata_dataset ENABLE TRIGGER opendata_dataset_written")
    assert total() == 1
    first = shelves._kept[str(connection.settings_dict["NAME"])].shelf
    assert total() == 1
    assert shelves._kept[str(connection.settings_dict["NAME"])].shelf is first
