"""Administrators see how harvests stand, start and stop them, and read in words what is wrong."""

import pytest
from django.utils import translation

from madang.city.kernel.jobs import run_pending
from madang.city.opendata.models import HarvestRun, HarvestSource
from madang.city.opendata.services import harvesting
from madang.city.opendata.services.harvesting import locking
from madang.city.opendata.tests.harvesting import builders
from madang.city.opendata.tests.harvesting.builders import NOW, Clock, document, record
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people

pytestmark = pytest.mark.django_db
HOME = "/staff/data/harvests"
THEM = f"{HOME}/of/them"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "data.json"
    builders.source(path, titles={"en": "Their data"}, every_hours=24)

    def write(*records):
        path.write_text(document(*records))

    return write


@pytest.fixture
def admin():
    return people.signed_in(people.staff(Role.ADMINISTRATOR))


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_catalogue_is_added_read_by_a_worker_and_shown_with_its_runs_and_problems(file, admin):
    file(record("a", "Bike stations"), record("b", title=""), record("c", distribution=[{"downloadURL": "ftp://x.example/y"}]))
    assert "It was never read." in page(admin, THEM)
    assert admin.post(f"{THEM}/start").status_code == 302
    run_pending()
    text = page(admin, THEM)
    assert "2 data sets stand here." in text
    assert "2 new, 1 not taken over" in text
    assert "The record has no title. It needs one in “title”." in text
    assert "distribution[0]: “ftp://x.example/y” is no address that a page may link to." in text
    home = page(admin, HOME)
    assert "Their data" in home
    assert "every 24 hours" in home


def test_a_catalogue_can_be_named_and_moved(admin):
    said = {"slug": "new", "title": "New one", "kind": "ckan", "url": "https://them.example/", "every_hours": "24", "is_on": "on"}
    assert admin.post(f"{HOME}/new", said).headers["Location"] == f"{HOME}/of/new"
    assert admin.post(f"{HOME}/of/new/change", said | {"url": "https://moved.example/"}).status_code == 302
    row = HarvestSource.objects.get(slug="new")
    assert (row.url, row.titles, row.every_hours) == ("https://moved.example/", {"en": "New one"}, 24)
    assert "https://moved.example/" in page(admin, f"{HOME}/of/new/change")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"slug": "Bad one"}, "Use lower-case letters, digits and dashes"), ({"slug": "them"}, "There is a catalogue them already."),
        ({"url": "file:///etc/passwd"}, "is no address of a catalogue"), ({"kind": "csw"}, "govuk-error-summary"),
        ({"every_hours": "x"}, "govuk-error-summary"), ({"slug": "\0"}, "govuk-error-summary"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(file, admin, change, words):
    said = {"slug": "new", "kind": "ckan", "url": "https://them.example/", "is_on": "on"} | change
    answer = admin.post(f"{HOME}/new", said)
    assert answer.status_code in (200, 422)
    assert words in answer.content.decode()
    assert not HarvestSource.objects.exclude(slug="them").exists()


def test_a_running_harvest_shows_how_far_it_is_and_can_be_stopped(file, admin, monkeypatch):
    monkeypatch.setattr("madang.city.opendata.services.harvesting.reading.portions.SIZE", 2)
    file(*(record(str(number), f"Set {number}") for number in range(4)))
    clock = Clock()
    builders.run(clock=clock)
    builders.run(clock=clock, seconds=0)
    assert f'data-live="{THEM}/progress"' in page(admin, THEM)
    answer = admin.get(f"{THEM}/progress")
    assert 'aria-valuenow="2"' in answer.content.decode()
    assert "X-Live-Done" not in answer.headers
    assert admin.post(f"{THEM}/stop").status_code == 302
    answer = admin.get(f"{THEM}/progress")
    assert (answer.headers["X-Live-Done"], HarvestRun.objects.latest("id").state) == ("1", "stopped")
    assert "Stopped" in answer.content.decode()
    assert admin.post(f"{THEM}/stop").status_code == 409


def test_somebody_may_confirm_that_a_catalogue_really_shrank(file, admin):
    clock = Clock()
    file(*(record(str(number), f"Set {number}") for number in range(4)))
    builders.run(clock=clock)
    file(record("0", "Set 0"))
    builders.run(clock=clock)
    text = page(admin, THEM)
    assert "Only 1 of 4 known records are still there" in text
    assert "It really shrank" in text
    admin.post(f"{THEM}/start", {"confirm": "1"})
    run_pending()
    assert len(builders.datasets(state="withdrawn")) == 3


@pytest.mark.parametrize("language", ["en", "ko", "zh-hans"])
def test_every_problem_has_its_words_in_every_language(language):
    with translation.override(language):
        told = {**harvesting.RUN_PROBLEMS, **harvesting.RECORD_PROBLEMS, **harvesting.SENTENCES}
        said = {key: str(words) for key, words in told.items()}
    if language != "en":
        with translation.override("en"):
            assert [key for key, words in told.items() if said[key] == str(words)] == []


def test_only_administrators_change_auditors_look_others_stay_outside(file):
    auditor, caseworker = (people.signed_in(people.staff(role)) for role in (Role.AUDITOR, Role.CASEWORKER))
    assert "Read it now" not in page(auditor, THEM)
    for client in (auditor, caseworker):
        assert [client.post(f"{THEM}/{act}").status_code for act in ("start", "stop")] == [403, 403]
        assert client.get(f"{HOME}/new").status_code == 403
    assert [caseworker.get(address).status_code for address in (HOME, THEM, f"{THEM}/progress")] == [403] * 3


def test_nobody_is_shown_a_harvest_without_signing_in(client, file):
    assert client.get(HOME).status_code == 302
    assert client.post(f"{THEM}/start").status_code == 302


@pytest.mark.parametrize("address", [f"{HOME}/of/nobody", f"{HOME}/of/nobody/change", f"{HOME}/of/nobody/progress"])
def test_a_catalogue_that_is_not_there_is_not_found(admin, address):
    assert admin.get(address).status_code == 404


@pytest.mark.parametrize("after", ["x", "-1", "٣", "9" * 40, "5"])
def test_any_page_of_problems_can_be_asked_for(file, admin, after):
    assert admin.get(f"{THEM}?after={after}").status_code == 200


def test_problems_come_in_pages(file, admin, monkeypatch):
    monkeypatch.setattr("madang.city.opendata.queries.harvests.RECORDS", 2)
    file(*(record(str(number), title="") for number in range(3)))
    builders.run()
    from madang.city.opendata.queries import harvests

    first = harvests.records("them", size=2)
    rest = harvests.records("them", after=first[-1].number, size=2)
    assert [one.identifier for one in (*first, *rest)] == ["0", "1", "2"]


def test_a_run_of_a_process_that_is_gone_can_be_gone_on_with(file, admin, monkeypatch):
    monkeypatch.setattr("madang.city.opendata.services.harvesting.reading.portions.SIZE", 2)
    file(*(record(str(number), f"Set {number}") for number in range(4)))
    builders.run(seconds=0)
    assert not locking.is_held(builders.row().pk)
    assert "Go on reading" in page(admin, THEM)
    from madang.city.kernel import clock as kernel_clock

    later = Clock()
    later.later(minutes=1)
    monkeypatch.setattr(kernel_clock, "now", later)
    admin.post(f"{THEM}/start")
    run_pending()
    assert (HarvestRun.objects.get().state, len(builders.datasets())) == ("done", 4)
    assert HarvestRun.objects.get().begun_at > NOW
