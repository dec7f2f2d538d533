from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from madang.city.journal.models import Note
from madang.city.kernel.jobs import run_pending
from madang.city.kernel.refusals import Refused
from madang.city.notices.models import Notice
from madang.city.opendata.models import Original, Version
from madang.city.opendata.queries import versions as queries
from madang.city.opendata.rules.states import VersionState
from madang.city.opendata.services import uploading
from madang.city.opendata.store import originals
from madang.city.opendata.tests.versions.made import NOW, TREES, dataset
from madang.city.people.rules import SYSTEM, Actor
from madang.city.people.tests import builders as people
from madang.urban.formats.tabular import Wanted

pytestmark = pytest.mark.django_db
SITES = '장소,코드,방문자\n나루시장,0164A,"1,204"\n도서관,0165,2877\n'.encode("cp949")


def receive(content: bytes = SITES, **more):
    told = {
        "slug": more.pop("slug", None) or dataset(is_public=False),
        "file_name": "C:\\temp\\장소.csv",
        "by": SYSTEM,
        "now": NOW,
    }
    return uploading.receive(**{**told, "file": iter([content]), **more})


def test_a_file_is_kept_read_and_waits_at_the_gate():
    clerk = people.staff(department_code="parks")
    version_id = receive(by=Actor("staff", clerk.id), note={"en": " first ", "ko": ""})
    before = queries.prepared(version_id)
    assert (before.state, before.done, before.key) == (VersionState.RECEIVED, 0, "")
    run_pending()
    found = queries.prepared(version_id)
    assert (found.state, found.done, found.rows, found.file_name) == (VersionState.AT_GATE, 100, 2, "장소.csv")
    assert found.how_read.encoding.replace("-", "").lower() in ("cp949", "euckr", "uhc")
    assert [(one.source_name, one.type) for one in found.typed_columns] == [
        ("장소", "text"),
        ("코드", "text"),
        ("방문자", "integer"),
    ]
    assert found.typed_columns[1].evidence.value == "0164A"
    assert found.note == {"en": "first"}
    assert b"".join(originals.stream(found.original.sha256)) == SITES
    assert Note.objects.filter(verb="received-file").count() == 1
    assert Notice.objects.get(account=people.account_of(clerk)).subject["en"].startswith("Ready to be looked at")


def test_a_faulty_file_names_row_column_value_and_remedy_and_leaves_no_table():
    version_id = receive(wanted=Wanted(types={"코드": "integer"}))
    run_pending()
    found = queries.prepared(version_id)
    assert (found.state, found.key) == (VersionState.FAILED, "")
    assert {name: found.problem[name] for name in ("row", "column", "value")} == {"row": 1, "column": "코드", "value": "0164A"}
    assert found.problem["remedy"]
    assert found.problem["message"]


def test_a_file_is_read_again_as_its_publisher_decides():
    version_id = receive(wanted=Wanted(types={"코드": "integer"}))
    run_pending()
    uploading.read_again(version_id=version_id, wanted=Wanted(types={"방문자": "text"}, keys=("코드",)), by=SYSTEM, now=NOW)
    run_pending()
    found = queries.prepared(version_id)
    assert (found.state, found.problem) == (VersionState.AT_GATE, {})
    assert found.typed_columns[2].type == "text"
    assert found.decided.keys == ("코드",)


def test_a_reading_whose_process_died_begins_anew():
    version_id = receive()
    Version.objects.filter(public_id=version_id).update(state=VersionState.READING.value, step="sorting", done=70)
    run_pending()
    assert queries.prepared(version_id).state is VersionState.AT_GATE


def test_a_version_that_was_thrown_away_is_not_read():
    version_id = receive()
    uploading.discard(version_id=version_id, by=SYSTEM, now=NOW)
    uploading.discard(version_id=version_id, by=SYSTEM, now=NOW)
    run_pending()
    assert queries.prepared(version_id).state is VersionState.DISCARDED
    assert Note.objects.filter(verb="discarded-version").count() == 1


def test_a_version_that_is_thrown_away_while_it_is_read_stays_thrown_away():
    version_id = receive(TREES.encode(), reads_later=False)

    def stop(step, done):
        uploading.discard(version_id=version_id, by=SYSTEM, now=NOW)

    uploading.read_now(version_id=version_id, now=NOW, tell=stop)
    found = queries.prepared(version_id)
    assert (found.state, found.key) == (VersionState.DISCARDED, "")


def test_the_same_bytes_are_kept_once():
    slug = dataset(is_public=False)
    assert receive(slug=slug) != receive(slug=slug)
    assert Original.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"file": iter([])}, "opendata.empty_file"),
        ({"file": None}, "opendata.file_or_link"),
        ({"url": "https://example.org/a.csv"}, "opendata.file_or_link"),
        ({"file": None, "url": "file:///etc/passwd"}, "opendata.bad_link"),
        ({"file": None, "url": "https://user:secret@example.org/a.csv"}, "opendata.bad_link"),
        ({"slug": "nowhere"}, "opendata.no_dataset"),
    ],
)
def test_what_cannot_be_received_is_refused(told, key):
    with pytest.raises(Refused) as refused:
        receive(**told)
    assert refused.value.refusal.key == key
    assert Version.objects.count() == 0


def test_a_file_beyond_the_quota_is_refused_and_nothing_is_kept(settings, store):
    slug = dataset(is_public=False)
    Original.objects.create(sha256="0" * 64, bytes=1, stored_bytes=10**9 * settings.DATA_QUOTA_GB - 50, received_at=NOW)
    with pytest.raises(Refused) as refused:
        receive(TREES.encode(), slug=slug)
    assert (refused.value.refusal.key, refused.value.refusal.status) == ("opendata.no_room", 413)
    assert [path for path in store.rglob("*") if path.is_file()] == []


class _Web(BaseHTTPRequestHandler):
    """A small web: a file, one that stops in the middle, ways that lead elsewhere, nothing."""

    def do_GET(self):
        ways = {"/in": "http://127.0.0.1:9/", "/round": "/round", "/away": "/a/trees.csv", "/ftp": "ftp://localhost/x"}
        if self.path in ways:
            self.send_response(302)
            self.send_header("Location", ways[self.path])
            self.end_headers()
        elif self.path in ("/a/trees.csv", "/short"):
            body = TREES.encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body) + (100 if self.path == "/short" else 0)))
            self.end_headers()
            self.wfile.write(body)
        else:
            self.send_error(404)

    def log_message(self, *args):
        """Say nothing."""


@contextmanager
def web() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Web)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("path", ["/a/trees.csv", "/away"])
def test_a_link_is_fetched_read_and_its_bytes_kept(settings, path):
    settings.OPENDATA_LINK_HOSTS = ["localhost"]
    with web() as home:
        version_id = receive(file=None, url=home + path, file_name="")
        run_pending()
    found = queries.prepared(version_id)
    assert (found.state, found.rows, found.file_name) == (VersionState.AT_GATE, 400, "trees.csv")
    assert b"".join(originals.stream(found.original.sha256)) == TREES.encode()


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/gone", "opendata.link_answered"),
        ("/short", "opendata.link_broke"),
        ("/round", "opendata.link_turns"),
        ("/in", "opendata.link_inside"),
        ("/ftp", "opendata.bad_link"),
    ],
)
def test_a_link_that_brings_no_file_is_a_problem_of_the_version(settings, path, key):
    settings.OPENDATA_LINK_HOSTS = ["localhost"]
    with web() as home:
        version_id = receive(file=None, url=home + path)
        run_pending()
    found = queries.prepared(version_id)
    assert (found.state, found.problem["key"]) == (VersionState.FAILED, key)
    assert found.problem["message"]


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "169.254.169.254",
        "10.0.0.1",
        "[64:ff9b::a00:1]",
        "2130706433",
    ],
)
def test_machines_of_the_inside_are_never_asked(host):
    version_id = receive(file=None, url=f"http://{host}:9/a.csv")
    run_pending()
    assert queries.prepared(version_id).problem["key"] == "opendata.link_inside"
