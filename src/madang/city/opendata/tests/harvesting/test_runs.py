"""Runs: resumed where they broke off, nothing twice, nothing taken back that is only out of sight."""

import json

import pytest

from madang.city.journal.models import Note
from madang.city.kernel.jobs import run_pending
from madang.city.kernel.refusals import Refused
from madang.city.opendata.models import Dataset, HarvestRecord, HarvestRun, Link
from madang.city.opendata.services import harvesting
from madang.city.opendata.services.harvesting import locking, running
from madang.city.opendata.services.harvesting.reading import portions
from madang.city.opendata.tests.harvesting import builders
from madang.city.opendata.tests.harvesting.builders import NOW, Clock, datasets, document, problems, record, run
from madang.city.people.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "data.json"
    builders.source(path)

    def write(*records):
        path.write_text(document(*records))

    return write


def some(count, **more):
    return [record(str(number), f"Set {number}", **more) for number in range(count)]


def test_records_become_open_data_sets_that_can_be_found_with_their_files_and_publishers(file):
    file(record("a", "Bike stations"), record("b", "Bus stops", publisher={"name": "Bus office"}))
    assert run().counts == {"added": 2, "read": 2, "moved": 0, "withdrawn": 0}
    found = datasets()
    assert {one.publisher.slug for one in found.values()} == {"them-roads-office", "them-bus-office"}
    assert found["a"].state == "published"
    assert found["a"].formats == ["csv"]
    assert found["a"].quality["score"] > 0
    assert list(Dataset.objects.filter(words="station").values_list("external_id", flat=True)) == ["a"]
    assert Note.objects.filter(verb="harvested").count() == 1


def test_a_department_of_the_city_never_answers_for_what_is_harvested(file):
    from madang.city.opendata.services import publishers
    from madang.city.people.tests import builders as people

    for code in ("them", "them-roads-office"):
        publishers.for_department(code=people.department(code), now=NOW)
    file(record("a"), record("b", "Other", publisher=None))
    run()
    assert {one.publisher.slug for one in datasets().values()} == {"them-roads-office-harvested", "them-harvested"}
    assert {one.publisher.department_id for one in datasets().values()} == {None}


def test_an_unchanged_record_is_not_written_and_a_changed_one_keeps_its_address_and_its_files(file):
    clock = Clock()
    file(record("a", "One"), record("b", "Two"))
    run(clock=clock)
    before, link = datasets(), Link.objects.get(dataset__external_id="b")
    changed = record("b", "Two", description="Anew.")
    changed["distribution"].append({"title": "More", "downloadURL": "https://files.example/more.csv"})
    file(record("a", "One"), changed)
    assert run(clock=clock).counts == {"unchanged": 1, "changed": 1, "read": 2, "moved": 0, "withdrawn": 0}
    after = datasets()
    assert after["a"].changed_at == before["a"].changed_at
    assert after["b"].changed_at > before["b"].changed_at
    assert (after["b"].slug, after["b"].public_id, after["b"].texts) == (before["b"].slug, before["b"].public_id, {"en": "Anew."})
    assert after["b"].links.order_by("place").values_list("url", "public_id").first() == (link.url, link.public_id)
    assert after["b"].links.count() == 2


def test_one_bad_record_does_not_sink_the_others_and_says_what_is_wrong(file):
    file(
        record("a"),
        record("b", title=""),
        "no object",
        record(""),
        record("c", distribution=[{"title": "x"}, {"downloadURL": "ftp://x.example/y"}]),
    )
    found = run()
    assert {name: found.counts[name] for name in ("added", "bad", "noted")} == {"added": 2, "bad": 3, "noted": 1}
    assert {name: one["key"] for name, one in problems().items()} == {
        "b": "no_title", " #3": "no_record", " #4": "no_identifier", "c": "address_missing",
    }  # fmt: skip
    assert problems()["c"] == {"key": "address_missing", "field": "distribution[0]", "value": "", "more": 1}
    assert set(datasets()) == {"a", "c"}


def test_a_record_that_becomes_bad_keeps_its_last_good_state_until_it_is_mended(file):
    clock = Clock()
    file(record("a", "Good"))
    run(clock=clock)
    file(record("a", title=""))
    run(clock=clock)
    assert (datasets()["a"].titles, problems()["a"]["key"]) == ({"en": "Good"}, "no_title")
    assert datasets()["a"].state == "published"
    file(record("a", "Good"))
    run(clock=clock)
    assert problems() == {}


def test_two_records_with_one_identifier_are_one_data_set_and_the_second_is_told(file):
    file(record("a", "First"), record("a", "Second"))
    assert run().counts["repeated"] == 1
    assert [one.titles for one in datasets().values()] == [{"en": "First"}]


def test_what_vanishes_is_taken_back_with_the_reason_and_put_back_when_it_returns(file):
    clock = Clock()
    file(*some(3))
    run(clock=clock)
    file(*some(2))
    assert run(clock=clock).counts["withdrawn"] == 1
    gone = datasets()["2"]
    assert (gone.state, set(gone.withdrawn_reason)) == ("withdrawn", {"en", "ko", "zh"})
    assert run(clock=clock).counts["withdrawn"] == 0
    file(*some(3))
    run(clock=clock)
    back = datasets()["2"]
    assert (back.pk, back.state, back.withdrawn_reason) == (gone.pk, "published", {})


def test_what_staff_took_back_stays_taken_back(file):
    clock = Clock()
    file(record("a"))
    run(clock=clock)
    Dataset.objects.update(state="withdrawn", withdrawn_reason={"en": "Wrong."})
    file(record("a", description="Anew."))
    run(clock=clock)
    assert (datasets()["a"].state, datasets()["a"].texts) == ("withdrawn", {"en": "Anew."})


def test_a_catalogue_that_shrank_by_more_than_half_takes_nothing_back_until_somebody_confirms(file):
    clock = Clock()
    file(*some(5))
    run(clock=clock)
    file(*some(2))
    found = run(clock=clock)
    assert (found.state, found.problem["key"]) == ("done", "shrank")
    assert (found.problem["params"]["seen"], found.problem["params"]["known"]) == (2, 5)
    assert len(datasets(state="published")) == 5
    assert run(clock=clock, is_confirmed=True).counts["withdrawn"] == 3


def test_a_document_that_breaks_off_keeps_what_was_read_and_takes_nothing_back(file, tmp_path, monkeypatch):
    monkeypatch.setattr(portions, "SIZE", 2)
    clock = Clock()
    file(*some(6))
    run(clock=clock)
    whole = document(*some(6, description="Anew."))
    (tmp_path / "data.json").write_text(whole[: len(whole) * 3 // 4])
    found = run(clock=clock)
    assert (found.state, found.problem["key"], found.problem["params"]["record"]) == ("failed", "broken_json", 5)
    assert len(datasets(state="published")) == 6
    assert sum(one.texts == {"en": "Anew."} for one in datasets().values()) == 4
    file(*some(6, description="Anew."))
    assert run(clock=clock).counts["unchanged"] == 4


@pytest.mark.parametrize(
    ("text", "key"),
    [("", "broken_json"), ("<html>", "broken_json"), ("{}", "no_catalogue"), ('{"dataset": {}}', "no_catalogue"), ("[1]", "no_catalogue"),
     ('{"dataset": [' + "[" * 100_000, "too_deep"), ('{"dataset": [{"title": "\\ud800"}, {"n": 1e999999}]}', "broken_json")],
)  # fmt: skip
def test_a_document_that_is_no_catalogue_fails_and_says_so(file, tmp_path, text, key):
    (tmp_path / "data.json").write_text(text)
    found = run()
    assert found.problem["key"] == key
    assert found.state == "failed"


def test_an_empty_catalogue_is_read_without_a_word(file):
    file()
    assert (run().state, datasets()) == ("done", {})


class Killed(BaseException):
    """As if the process were gone."""


def test_a_killed_run_goes_on_behind_the_last_portion_that_was_written(file, monkeypatch):
    monkeypatch.setattr(portions, "SIZE", 2)
    clock = Clock()
    file(*some(7))
    write, calls = running.write, []

    def dying(*args, **options):
        calls.append(write(*args, **options))
        if len(calls) == 3:
            raise Killed  # behind the writing, before the commit
        return calls[-1]

    monkeypatch.setattr(running, "write", dying)
    with pytest.raises(Killed):
        run(clock=clock)
    assert (len(datasets()), HarvestRun.objects.get().state) == (4, "running")
    monkeypatch.setattr(running, "write", write)
    found = run(clock=clock)
    assert (found.state, found.counts["added"], found.counts["read"]) == ("done", 7, 7)
    assert (HarvestRun.objects.count(), len(datasets()), HarvestRecord.objects.count()) == (1, 7, 7)


def test_a_run_whose_document_is_lost_begins_anew_and_nothing_is_there_twice(file, monkeypatch, settings):
    monkeypatch.setattr(portions, "SIZE", 2)
    clock = Clock()
    file(*some(5))
    assert run(clock=clock, seconds=0).state == "running"
    kept = list(settings.OPENDATA_DIR.rglob("data.json"))
    assert len(kept) == 1
    kept[0].unlink()
    found = run(clock=clock)
    assert (found.state, found.counts["unchanged"], found.counts["added"]) == ("done", 2, 3)
    assert len(datasets()) == 5
    assert sorted(HarvestRun.objects.values_list("state", flat=True)) == ["done", "stopped"]


def test_a_run_of_the_day_before_yesterday_begins_anew(file, monkeypatch):
    monkeypatch.setattr(portions, "SIZE", 2)
    clock = Clock()
    file(*some(3))
    run(clock=clock, seconds=0)
    clock.later(hours=25)
    assert run(clock=clock).counts["unchanged"] == 2


def test_a_stopped_run_ends_behind_its_portion_and_goes_on_when_asked(file, monkeypatch):
    monkeypatch.setattr(portions, "SIZE", 2)
    clock = Clock()
    file(*some(5))

    def stop(done, promised):
        if done == 2:
            harvesting.stop(slug="them", by=SYSTEM, now=NOW)

    found = harvesting.harvest(slug="them", by=SYSTEM, clock=clock, progress=stop)
    assert (found.state, len(datasets())) == ("stopped", 2)
    with pytest.raises(Refused):
        harvesting.stop(slug="them", by=SYSTEM, now=NOW)
    found = run(clock=clock)
    assert (found.state, found.counts["added"]) == ("done", 5)


def test_nothing_of_the_document_is_left_behind_when_a_run_has_ended(file, settings):
    file(record())
    run()
    assert not list(settings.OPENDATA_DIR.rglob("*.json"))


def test_a_source_that_moves_keeps_its_data_sets(file, tmp_path):
    clock = Clock()
    file(record("a"))
    run(clock=clock)
    before = datasets()["a"]
    moved = tmp_path / "moved.json"
    moved.write_text(document(record("a", description="Anew.")))
    facts = harvesting.SourceFacts(kind="data-json", url=moved.as_uri())
    harvesting.change_source(slug="them", facts=facts, by=SYSTEM, now=NOW)
    run(clock=clock)
    assert [(one.pk, one.slug) for one in datasets().values()] == [(before.pk, before.slug)]


def test_records_that_get_other_identifiers_stay_the_same_data_sets(file):
    clock = Clock()
    file(*some(4))
    run(clock=clock)
    before = {one.titles["en"]: (one.pk, one.slug, one.public_id) for one in datasets().values()}
    file(*(record(f"https://them.example/{number}", f"Set {number}") for number in range(4)))
    found = run(clock=clock)
    assert (found.counts["moved"], found.counts["added"], found.counts["withdrawn"], found.problem) == (4, 0, 0, {})
    assert {one.titles["en"]: (one.pk, one.slug, one.public_id) for one in datasets().values()} == before
    assert set(datasets()) == {f"https://them.example/{number}" for number in range(4)}
    assert HarvestRecord.objects.count() == 4
    assert run(clock=clock).counts["unchanged"] == 4
    file(*some(4))
    run(clock=clock)
    assert {one.titles["en"]: one.pk for one in datasets().values()} == {title: one[0] for title, one in before.items()}


def test_twins_that_vanish_are_not_taken_for_ones_that_moved(file):
    clock = Clock()
    file(record("a", "Same"), record("b", "Same"), record("c", "Other"), record("d", "More"))
    run(clock=clock)
    file(record("e", "Same"), record("c", "Other"), record("d", "More"))
    found = run(clock=clock)
    assert (found.counts["moved"], found.counts["withdrawn"], found.counts["added"]) == (0, 2, 1)


def test_two_sources_may_use_the_same_identifiers(file, tmp_path):
    file(record("a"))
    other = tmp_path / "other.json"
    other.write_text(document(record("a")))
    builders.source(other, slug="others")
    run()
    run("others")
    assert len({datasets(slug)["a"].slug for slug in ("them", "others")}) == 2


def test_texts_that_the_database_could_not_hold_are_cleaned(file, tmp_path):
    text = document(record("a", "T\0itle", description="d\ud800e\0f", keyword=["k\0"], extra={"x": "y\0"}))
    (tmp_path / "data.json").write_text(text)
    assert run().counts["added"] == 1
    assert (datasets()["a"].titles, datasets()["a"].keywords) == ({"en": "Title"}, ["k"])


def test_only_one_process_reads_a_source(file, transactional_db, monkeypatch):
    from django.db import connections

    monkeypatch.setattr(locking, "PATIENCE_SECONDS", 0)
    file(record())
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            key = [locking.LOCK, builders.row().pk]
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
            with pytest.raises(Refused) as refused:
                run()
            assert refused.value.refusal.key == "opendata.harvest_running"
            with pytest.raises(Refused):
                harvesting.ask(slug="them")
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
    finally:
        other.close()
    assert run().state == "done"


def test_a_worker_reads_in_turns_until_the_end(file, monkeypatch):
    monkeypatch.setattr(portions, "SIZE", 2)
    monkeypatch.setattr("madang.city.opendata.services.harvesting.asking.TURN_SECONDS", 0.0)
    file(*some(5))
    harvesting.ask(slug="them")
    assert run_pending() == 4  # three portions, and the end
    assert (HarvestRun.objects.get().state, len(datasets())) == ("done", 5)


def test_sources_are_read_when_their_hours_are_over_and_only_then(file, tmp_path):
    builders.source(tmp_path / "data.json", slug="hourly", every_hours=1)
    builders.source(tmp_path / "data.json", slug="off", every_hours=1, is_on=False)
    file(record())
    clock = Clock()
    assert harvesting.ask_for_due(now=clock()) == 1
    run("hourly", clock=clock)
    assert harvesting.ask_for_due(now=clock()) == 0
    clock.later(hours=1)
    assert harvesting.ask_for_due(now=clock()) == 1


@pytest.mark.parametrize(
    ("slug", "facts", "key"),
    [
        ("Bad Slug", {}, "harvest_slug"), ("them", {}, "harvest_slug_taken"), ("new", {"kind": "csw"}, "harvest_kind"),
        ("new", {"url": "javascript:alert(1)"}, "harvest_address"), ("new", {"every_hours": 0}, "harvest_hours"),
        ("new", {"publisher": "nobody"}, "no_publisher"),
    ],
)  # fmt: skip
def test_sources_that_cannot_be_are_refused(file, slug, facts, key):
    told = {"kind": "ckan", "url": "https://x.example/"} | facts
    with pytest.raises(Refused) as refused:
        harvesting.add_source(slug=slug, facts=harvesting.SourceFacts(**told), by=SYSTEM, now=NOW)
    assert refused.value.refusal.key == f"opendata.{key}"


def test_only_operators_may_name_files_of_this_machine():
    from madang.city.people.rules import Actor

    facts = harvesting.SourceFacts(kind="data-json", url="file:///etc/passwd")
    with pytest.raises(Refused):
        harvesting.add_source(slug="sly", facts=facts, by=Actor("staff", 1), now=NOW)


def test_an_unknown_source_and_one_that_is_off_are_refused(tmp_path):
    builders.source(tmp_path / "x.json", slug="off", is_on=False)
    for slug, key in (("nobody", "no_harvest_source"), ("off", "harvest_off")):
        for act in (run, lambda slug: harvesting.ask(slug=slug)):
            with pytest.raises(Refused) as refused:
                act(slug)
            assert refused.value.refusal.key == f"opendata.{key}"


def test_every_problem_has_a_sentence_that_its_params_fill():
    from madang.city.opendata.rules.harvesting import Problem

    for key, sentence in harvesting.RECORD_PROBLEMS.items():
        assert "%(" not in str(sentence) % Problem(key, "f", "v").to_json()


def test_the_document_of_a_file_may_begin_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "bom.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"dataset": [record()]}).encode())
    builders.source(path)
    assert run().counts["added"] == 1
