import threading
from pathlib import Path

import pytest
from django.conf import settings

from madang.city.portal.queries import finding
from madang.city.portal.services.missing import record_miss
from madang.city.portal.tests.builders import NOW
from madang.city.portal.tests.catalogue import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few_words(few_words):
    """Search with a small thesaurus: the whole one takes seconds to index."""


def slugs(query, lang="en", **more):
    return [hit.line.slug for hit in finding.search(query, lang, **more).hits]


def test_services_are_found_by_everyday_words_and_the_index_follows_the_catalogue(tmp_path, django_assert_num_queries):
    builders.publish()
    assert slugs("getting married")[0] == "register-marriage"
    assert slugs("결혼했어요", "ko")[0] == "register-marriage"
    with django_assert_num_queries(1):
        slugs("hole in the road")
    builders.import_list(tmp_path, "1,Zebra crossings")
    assert slugs("zebra crossing") == ["zebra-crossings-1"]
    assert slugs("zebra crossing", source="city") == []


def test_an_entry_of_the_list_is_folded_into_the_citys_own_service_that_stands_for_it(tmp_path):
    builders.publish()
    builders.import_list(tmp_path, "874,Marriage renewal", "876,Notice of marriage")
    found = finding.search("marriage renewal", "en").hits
    assert found[0].line.slug == "register-marriage"
    assert found[0].line.listed_as == "874"
    assert "marriage-renewal-874" not in [hit.line.slug for hit in found]
    assert slugs("marriage renewal", source="lgsl")[0] == "marriage-renewal-874"


@pytest.mark.django_db(transaction=True)
def test_while_a_new_index_is_made_the_old_one_answers():
    builders.publish()
    old = finding.refresh()
    builders.publish(builders.changed(builders.definitions()[1], id="second-pothole"))
    assert finding.current() is old
    for thread in threading.enumerate():
        if thread.name == "finding":
            thread.join(60)
    assert len(finding.current().catalogue.lines) == len(old.catalogue.lines) + 1


def test_the_index_lies_on_the_disk_for_the_next_process(tmp_path):
    builders.publish()
    first = finding.current()
    files = list((Path(settings.DATA_DIR) / "cache").glob("finding-*.pickle"))
    assert 1 <= len(files) <= finding.KEPT_FILES
    again = finding._index(finding._entries())
    assert again is not first.index
    assert again.catalogue.ids == first.index.catalogue.ids


def test_a_damaged_file_of_the_index_is_made_anew(tmp_path):
    builders.publish()
    entries = finding._entries()
    file = Path(settings.DATA_DIR) / "cache" / f"finding-{finding._fingerprint(entries)}.pickle"
    finding.current()
    file.write_bytes(b"no pickle")
    assert finding._index(entries).catalogue.ids == tuple(entry.id for entry in entries)
    assert len(file.read_bytes()) > 1_000


def test_suggestions_begin_with_what_was_typed_and_show_the_citys_own_first(tmp_path):
    builders.publish()
    builders.import_list(tmp_path, "876,Marriage notice")
    found = [line.slug for _, line in finding.suggest("marr", "en")]
    assert found[0] == "register-marriage"
    assert "marriage-notice-876" in found


def test_where_no_phrase_begins_so_the_search_suggests():
    builders.publish()
    found = [line.slug for _, line in finding.suggest("marriages registered", "en")]
    assert found[0] == "register-marriage"
    assert finding.suggest("xq", "en") == []


def test_words_that_found_nothing_are_counted_by_day_and_never_twice_as_a_row():
    for _ in range(3):
        assert record_miss(query="Moon landing permit", lang="en", today=NOW.date())
    assert not record_miss(query="010 1234 5678", lang="en", today=NOW.date())
    from madang.city.portal.queries.catalogue import missed_words

    assert [(one.words, one.count) for one in missed_words(NOW.date())] == [("moon landing permit", 3)]
