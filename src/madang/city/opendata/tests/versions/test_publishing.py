from datetime import timedelta

import pytest

from madang.city.journal.models import Note
from madang.city.kernel.jobs import run_pending
from madang.city.kernel.refusals import Refused
from madang.city.notices.models import Notice
from madang.city.opendata.models import Dataset, Follower, Original, Table, Version
from madang.city.opendata.queries import rows
from madang.city.opendata.queries import versions as queries
from madang.city.opendata.rules.states import DatasetState, VersionState
from madang.city.opendata.services import gate, publishing, uploading, versions
from madang.city.opendata.services.versions import keeping
from madang.city.opendata.store import originals, tables
from madang.city.opendata.tests.versions.made import NOW, TREES, at_gate, dataset, published, with_rows
from madang.city.people.rules import SYSTEM, Actor
from madang.city.people.tests import builders as people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEXT = with_rows(drop=[0], row5="T0005,Elm Lane,9.9,2020-01-01", add="T0400,Elm Lane,1.5,2024-01-01")
HEAD = Actor("staff", 7)


def publish(version_id, **more):
    return publishing.publish(version_id=version_id, **{"by": HEAD, "now": NOW, **more})


def refusal(call, *args, **more):
    with pytest.raises(Refused) as refused:
        call(*args, **more)
    return refused.value.refusal.key


def test_the_first_publication_opens_the_data_set():
    slug = dataset(is_public=False)
    assert refusal(queries.version, slug) == "opendata.table_unknown"
    assert publish(at_gate(slug), note={"en": "All trees", "ko": " "}) == 1
    found, held = queries.version(slug), Dataset.objects.get(slug=slug)
    assert (found.number, found.rows, found.is_current, found.published_by) == (1, 400, True, "staff:7")
    assert found.note == {"en": "All trees"}
    assert found.change == {}
    assert (held.state, held.published_at, held.data_changed_at) == (DatasetState.PUBLISHED, NOW, NOW)
    assert "csv" in held.formats
    assert Note.objects.filter(verb="published-version").count() == 1


def test_pressed_twice_it_is_published_once():
    version_id = at_gate(dataset(is_public=False))
    assert publish(version_id) == publish(version_id, now=NOW + DAY) == 1
    assert queries.prepared(version_id).published_at == NOW
    assert Note.objects.filter(verb="published-version").count() == 1


def test_a_newer_version_tells_what_changed_and_the_older_stays_to_be_read():
    first = published()
    slug = first.dataset.slug
    assert publish(at_gate(slug, NEXT)) == 2
    found = queries.version(slug)
    assert {name: found.change[name] for name in ("added", "removed", "changed", "since")} == {
        "added": 1,
        "removed": 1,
        "changed": 1,
        "since": 1,
    }
    assert [one.number for one in queries.versions(slug)] == [2, 1]
    assert queries.version(slug, 1).key == first.table.key
    assert not queries.version(slug, 1).is_current


def test_two_that_were_prepared_together_are_told_from_the_one_before_each():
    slug = published().dataset.slug
    second, third = at_gate(slug, NEXT), at_gate(slug, with_rows(drop=range(10)))
    publish(second)
    publish(third)
    assert queries.version(slug, 3).change == {}
    run_pending()
    found = queries.version(slug, 3)
    assert (found.change["since"], found.change["added"], found.change["removed"], found.change["changed"]) == (2, 0, 10, 0)


def test_the_very_same_rows_are_no_new_version():
    slug = published().dataset.slug
    again = at_gate(slug)
    assert refusal(publish, again) == "opendata.same_rows"
    assert queries.prepared(again).state is VersionState.AT_GATE
    assert publish(again, by=SYSTEM, now=NOW + DAY) == 1
    assert queries.prepared(again).state is VersionState.DISCARDED
    assert Dataset.objects.get(slug=slug).data_changed_at == NOW + DAY


@pytest.mark.parametrize(
    ("state", "key"),
    [
        (VersionState.RECEIVED, "opendata.version_not_ready"),
        (VersionState.READING, "opendata.version_not_ready"),
        (VersionState.FAILED, "opendata.version_failed"),
        (VersionState.DISCARDED, "opendata.version_discarded"),
    ],
)
def test_what_is_not_ready_is_not_published(state, key):
    version_id = at_gate(dataset(is_public=False))
    Version.objects.filter(public_id=version_id).update(state=state.value)
    assert refusal(publish, version_id) == key


def test_nothing_is_added_to_a_data_set_that_was_taken_back():
    slug = published().dataset.slug
    version_id = at_gate(slug, NEXT)
    Dataset.objects.filter(slug=slug).update(state=DatasetState.WITHDRAWN.value)
    assert refusal(publish, version_id) == "opendata.dataset_withdrawn"
    assert refusal(queries.version, slug) == "opendata.table_unknown"
    assert queries.versions(slug) == ()


def test_what_is_public_is_neither_read_again_nor_thrown_away():
    version_id = published().public_id
    assert refusal(uploading.discard, version_id=version_id, by=SYSTEM, now=NOW) == "opendata.version_is_fixed"
    wanted = queries.prepared(version_id).decided
    assert refusal(uploading.read_again, version_id=version_id, wanted=wanted, by=SYSTEM, now=NOW) == "opendata.version_is_fixed"


def test_under_an_embargo_it_is_published_when_that_ends():
    slug = dataset(is_public=False, embargo_until=NOW + DAY)
    version_id = at_gate(slug)
    assert publish(version_id) is None
    assert publish(version_id) is None
    found = queries.prepared(version_id)
    assert (found.number, found.state, found.published_by) == (None, VersionState.AT_GATE, "staff:7")
    assert publishing.release(now=NOW) == 0
    assert publishing.release(now=NOW + DAY) == 1
    found = queries.prepared(version_id)
    assert (found.number, found.published_at, found.published_by) == (1, NOW + DAY, "staff:7")
    assert queries.version(slug, now=NOW + DAY).number == 1
    assert (Dataset.objects.get(slug=slug).embargo_until, Dataset.objects.get(slug=slug).changed_at) == (None, NOW + DAY)
    assert publishing.release(now=NOW + DAY) == 0


def test_what_the_gate_has_not_let_through_waits():
    slug = dataset(is_public=False)
    version_id = at_gate(slug, "name,phone\n" + "".join(f"김하늘,010-{2000 + n}-{3000 + n}\n" for n in range(50)), keys=())
    assert gate.why_not_publish(version_id) is not None
    with pytest.raises(Refused):
        publish(version_id)
    assert queries.prepared(version_id).number is None


def test_followers_are_told_once_of_what_is_new():
    slug = published().dataset.slug
    run_pending()
    accounts = [people.account() for _ in range(3)]
    for account in accounts:
        Follower.objects.create(dataset=Dataset.objects.get(slug=slug), account_id=account, since=NOW)
    version_id = at_gate(slug, NEXT)
    publish(version_id)
    run_pending()
    versions.settle(version_id=Version.objects.get(public_id=version_id).pk, now=NOW)
    told = Notice.objects.filter(kind="opendata.new-version")
    assert sorted(told.values_list("account", flat=True)) == sorted(accounts)
    assert told[0].body["en"] == "Version 2 is there, with 400 rows. Added: 1, removed: 1, changed: 1."
    assert told[0].link == f"/data/{slug}/v/2"


def aged():
    """Return a data set of which the first of two versions is kept as what differs."""
    text = with_rows(add="".join(f"X{n:05},Street {n * n % 89},{n % 7}.25,2001-02-{n % 28 + 1:02}\n" for n in range(3_000)))
    slug = published(text=text).dataset.slug
    publish(at_gate(slug, text.replace("T0399,", "T0999,")))
    run_pending()
    return slug


def test_an_older_version_takes_little_room_and_reads_as_before():
    slug = aged()
    old, new = queries.version(slug, 1), queries.version(slug, 2)
    assert (old.layout["kind"], old.layout["from"], new.layout["kind"]) == ("delta", new.key, "whole")
    assert old.bytes < new.bytes
    assert "T0399" in {row[0] for row in rows.page(old, limit=1_000, columns=["tree_no"]).rows} | {
        row[0] for offset in (1_000, 2_000, 3_000) for row in rows.page(old, offset=offset, limit=1_000, columns=["tree_no"]).rows
    }


def test_every_sixteenth_version_stays_whole():
    version = published()
    publish(at_gate(version.dataset.slug, NEXT))
    Version.objects.filter(pk=version.pk).update(number=16)
    assert not keeping.age(version_id=version.pk)


def test_a_version_taken_back_is_gone_and_says_why():
    slug = aged()
    newest = queries.version(slug, 2).id
    assert refusal(publishing.withdraw, version_id=newest, reason={"en": " "}, by=HEAD, now=NOW) == "opendata.say_why_version"
    publishing.withdraw(version_id=newest, reason={"en": "It named people"}, by=HEAD, now=NOW)
    publishing.withdraw(version_id=newest, reason={"en": "again"}, by=HEAD, now=NOW)
    assert refusal(queries.version, slug, 2) == "opendata.version_unknown"
    assert queries.version(slug).number == 1
    gone = queries.prepared(newest)
    assert (gone.number, gone.key, gone.problem["why"]) == (2, "", {"en": "It named people"})
    assert Note.objects.filter(verb="withdrew-version").count() == 1


def test_rows_of_a_version_taken_back_leave_the_disk_and_older_ones_stay():
    slug = aged()
    newest = queries.version(slug, 2)
    publishing.withdraw(version_id=newest.id, reason={"en": "It named people"}, by=HEAD, now=NOW)
    tables.close_all()
    assert versions.sweep(now=NOW + DAY) == 1
    assert not tables.folder_of(newest.key).exists()
    old = queries.version(slug, 1)
    assert old.layout["kind"] == "whole"
    assert rows.page(old).total == 3_400
    assert publish(at_gate(slug, NEXT)) == 3


def test_a_data_set_whose_only_version_is_taken_back_is_a_draft_again():
    version = published()
    publishing.withdraw(version_id=version.public_id, reason={"en": "wrong"}, by=HEAD, now=NOW)
    row = Dataset.objects.get(pk=version.dataset_id)
    assert (row.state, row.current) == (DatasetState.DRAFT, None)
    assert (
        refusal(publishing.withdraw, version_id=at_gate(row.slug), reason={"en": "no"}, by=HEAD, now=NOW)
        == "opendata.version_not_public"
    )


def test_files_that_nothing_names_leave_the_disk_after_a_day():
    slug = dataset(is_public=False)
    version_id = uploading.receive(
        slug=slug, file=iter([TREES.encode()]), file_name="a.csv", reads_later=False, by=SYSTEM, now=NOW
    )
    uploading.read_now(version_id=version_id, now=NOW)
    found = queries.prepared(version_id)
    uploading.discard(version_id=version_id, by=SYSTEM, now=NOW)
    assert versions.sweep(now=NOW + timedelta(hours=2)) == 0
    assert versions.sweep(now=NOW + 2 * DAY) == 2
    assert (Table.objects.count(), Original.objects.count()) == (0, 0)
    assert not tables.folder_of(found.key).exists()
    assert not originals.path_of(found.original.sha256).exists()
