"""The publishers' pages: a file handed in, read, corrected, let through and published; nobody else gets that far."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from madang.city.opendata.models import Correction, Dataset, Version
from madang.city.opendata.queries import desk, versions
from madang.city.opendata.rules.states import Fate, VersionState
from madang.city.opendata.services import publishing, uploading
from madang.city.opendata.tests import builders
from madang.city.opendata.tests.builders import NOW
from madang.city.people.rules import SYSTEM, Role
from madang.city.people.tests import builders as people

pytestmark = pytest.mark.django_db
TREES = "번호,수종,둘레\n001,은행나무,120\n002,느티나무,88\n003,벚나무,61\n"
FACTS = {
    "title_ko": "가로수", "publisher": "parks", "licence": "cc-by-4.0", "update_promise": "ANNUAL", "keywords": "나무, 가로수",
    "themes": ["ENVI"], "data-url": "",
}  # fmt: skip


def client_of(role: Role = Role.HEAD, department: str = "parks") -> Client:
    return people.signed_in(people.staff(role, department_code=department))


def file(text: str = TREES, encoding: str = "cp949") -> SimpleUploadedFile:
    return SimpleUploadedFile("가로수.csv", text.encode(encoding))


def read(text: str = TREES, **more: object) -> UUID:
    """Return the id of a version of a data set of the parks that was read and stands at the gate."""
    slug = builders.dataset(slug=str(more.pop("slug", "trees")), is_public=False)
    return read_next(slug, text)


def read_next(slug: str, text: str) -> UUID:
    version_id = uploading.receive(
        slug=slug, file=[text.encode("cp949")], file_name="가로수.csv", reads_later=False, by=SYSTEM, now=NOW
    )
    uploading.read_now(version_id=version_id, now=NOW)
    return version_id


def page(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(f"opendata:{name}", args=args)).content.decode()


def test_a_caseworker_adds_a_data_set_with_its_file() -> None:
    builders.publisher()
    client = client_of(Role.CASEWORKER)
    answer = client.post(reverse("opendata:staff-new"), FACTS | {"data-file": file()})
    version = Version.objects.get()
    assert answer["Location"] == reverse("opendata:staff-version", args=[version.public_id])
    dataset = Dataset.objects.get()
    assert (dataset.titles, dataset.keywords, dataset.state) == ({"ko": "가로수"}, ["나무", "가로수"], "draft")
    uploading.read_now(version_id=version.public_id, now=NOW)
    assert "CP949" in page(client, "staff-version", version.public_id)


def test_what_is_missing_is_named_and_what_was_typed_stays() -> None:
    builders.publisher()
    answer = client_of().post(reverse("opendata:staff-new"), FACTS | {"title_ko": "", "keywords": "나무"})
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "Give the data set a title" in words
    assert "Choose a file, or give its address" in words
    assert 'value="나무"' in words
    assert not Dataset.objects.exists()


def test_a_broken_file_is_told_with_its_place_and_changes_nothing() -> None:
    version_id = read()
    client = client_of()
    sent = {"type-0": "text", "type-1": "integer", "type-2": "integer"}
    client.post(reverse("opendata:staff-reread", args=[version_id]), sent)
    uploading.read_now(version_id=version_id, now=NOW)
    assert versions.prepared(version_id).state is VersionState.FAILED
    words = page(client, "staff-version", version_id)
    assert "This file could not be read" in words
    assert "row 1, column 수종" in words
    assert "은행나무" in words
    client.post(reverse("opendata:staff-reread", args=[version_id]), {"forget": "1"})
    uploading.read_now(version_id=version_id, now=NOW)
    assert versions.prepared(version_id).state is VersionState.AT_GATE


def test_a_type_is_corrected_and_the_reason_names_the_publisher() -> None:
    version_id = read()
    client = client_of()
    assert "001" in page(client, "staff-version", version_id)
    sent = {"type-0": "text", "type-1": "text", "type-2": "decimal", "key-0": "on"}
    client.post(reverse("opendata:staff-reread", args=[version_id]), sent)
    uploading.read_now(version_id=version_id, now=NOW)
    found = versions.prepared(version_id)
    assert [column.type for column in found.typed_columns] == ["text", "text", "decimal"]
    assert found.typed_columns[2].evidence.why_key == "publisher"
    assert found.decided.keys == ("번호",)


def test_publishing_twice_is_publishing_once() -> None:
    version_id = read()
    client = client_of()
    for _ in range(2):
        client.post(reverse("opendata:staff-publish", args=[version_id]), {"note": "First rows"})
    assert versions.version("trees").number == 1
    assert versions.version("trees").note == {"en": "First rows"}
    assert "Look at it as everybody does" in page(client, "staff-version", version_id)


def test_what_changes_is_shown_before_it_is_public() -> None:
    publishing.publish(version_id=read(), by=SYSTEM, now=NOW)
    version_id = read_next("trees", TREES + "004,단풍나무,40\n")
    words = page(client_of(), "staff-version", version_id)
    assert "What changes" in words
    assert "Rows added" in words


def test_progress_is_told_until_the_file_is_read() -> None:
    slug = builders.dataset(slug="trees", is_public=False)
    version_id = uploading.receive(slug=slug, file=[TREES.encode()], file_name="a.csv", reads_later=False, by=SYSTEM, now=NOW)
    client, address = client_of(), reverse("opendata:staff-progress", args=[version_id])
    assert 'role="progressbar"' in client.get(address).content.decode()
    assert "X-Live-Done" not in client.get(address).headers
    uploading.read_now(version_id=version_id, now=NOW)
    assert client.get(address).headers["X-Live-Done"] == "reload"


def test_a_version_that_is_not_wanted_is_thrown_away() -> None:
    version_id = read()
    client_of().post(reverse("opendata:staff-discard", args=[version_id]))
    assert versions.prepared(version_id).state is VersionState.DISCARDED


def test_taking_a_data_set_back_needs_a_reason_that_everybody_reads() -> None:
    publishing.publish(version_id=read(), by=SYSTEM, now=NOW)
    client = client_of()
    assert client.post(reverse("opendata:staff-withdraw", args=["trees"]), {"reason": ""}).status_code == 422
    client.post(reverse("opendata:staff-withdraw", args=["trees"]), {"reason": "Half of them were counted twice."})
    assert "Half of them were counted twice." in Client().get("/data/trees").content.decode()
    client.post(reverse("opendata:staff-restore", args=["trees"]))
    assert Client().get("/data/trees").status_code == 200


def test_what_is_said_of_a_data_set_is_changed() -> None:
    builders.dataset(slug="trees", is_public=False)
    client, address = client_of(), reverse("opendata:staff-describe", args=["trees"])
    assert 'value="ANNUAL"' in client.get(address).content.decode()
    assert client.post(address, FACTS | {"title_ko": ""}).status_code == 422
    assert client.post(address, FACTS | {"title_ko": "나무"}).status_code == 302
    row = Dataset.objects.get()
    assert (row.titles, row.update_promise, row.publisher.slug) == ({"ko": "나무"}, "ANNUAL", "parks")


def test_a_correction_is_taken_over_or_declined_with_a_word() -> None:
    publishing.publish(version_id=read(), by=SYSTEM, now=NOW)
    version = Version.objects.get(number=1)
    for _ in range(2):
        Correction.objects.create(
            dataset=version.dataset, version=version, position=0, row={"번호": "001", "수종": "은행나무", "둘레": 120},
            wanted={"둘레": "121"}, why="I measured it.", made_at=NOW,
        )  # fmt: skip
    client = client_of()
    assert "I measured it." in page(client, "staff-corrections")
    first, second = Correction.objects.order_by("id")
    client.post(reverse("opendata:staff-answer", args=[first.public_id]), {"accept": "1"})
    client.post(
        reverse("opendata:staff-answer", args=[second.public_id]), {"accept": "0", f"{second.public_id}-answer": "It is 120."}
    )
    assert [one.state for one in Correction.objects.order_by("id")] == [Fate.ACCEPTED, Fate.DECLINED]
    assert "I measured it." not in page(client, "staff-corrections")


def test_the_desk_puts_first_what_waits() -> None:
    publishing.publish(version_id=read(slug="old"), by=SYSTEM, now=NOW)
    read(slug="waiting")
    found = desk.desk(frozenset({"parks"}), now=NOW)
    assert [line.slug for line in found.page.rows] == ["waiting", "old"]
    assert found.to_do == 1
    words = page(client_of(), "staff-data")
    assert "You: look and publish" in words
    assert "1 thing waits for your department." in words


MOVES = ("staff-reread", "staff-publish", "staff-discard")


@pytest.mark.parametrize(
    ("role", "department", "looks", "changes"),
    [
        (Role.CASEWORKER, "parks", 200, 302),
        (Role.HEAD, "parks", 200, 302),
        (Role.ADMINISTRATOR, "culture", 200, 302),
        (Role.CASEWORKER, "culture", 404, 403),
        (Role.AUDITOR, "parks", 200, 403),
    ],
)
def test_who_may_look_and_who_may_change(role: Role, department: str, looks: int, changes: int) -> None:
    version_id = read()
    client = client_of(role, department)
    assert client.get(reverse("opendata:staff-dataset", args=["trees"])).status_code == looks
    for name in MOVES:
        answer = client.post(reverse(f"opendata:{name}", args=[version_id]), {"forget": "1"})
        assert answer.status_code == changes, name


def test_residents_and_strangers_are_not_let_in() -> None:
    version_id = read()
    for name, args in (("staff-data", []), ("staff-new", []), ("staff-version", [version_id]), ("staff-corrections", [])):
        address = reverse(f"opendata:{name}", args=args)
        assert people.signed_in(people.resident()).get(address).status_code == 403
        assert Client().get(address).status_code == 302
