"""Files: taken by what they are, stored where nobody else reads them, scanned before anybody does."""

import io
import os
import re
import struct
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from madang.city.kernel import jobs
from madang.city.kernel.refusals import Refused
from madang.city.people.tests import builders as people
from madang.city.portal.models import Draft, Upload
from madang.city.portal.queries import uploads as queries
from madang.city.portal.rules.uploads import Limits
from madang.city.portal.services import uploads
from madang.city.portal.tests import builders as cases
from madang.city.portal.tests.applying import builders as make
from madang.city.portal.tests.applying.clamd import EICAR, clamd
from madang.city.portal.tests.builders import NOW

pytestmark = pytest.mark.django_db
LIMITS = Limits(kinds=("pdf", "png", "zip", "docx", "xlsx", "odt", "csv"), max_mb=1, count=2)


@pytest.fixture(autouse=True)
def _folder(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make.stall()


@pytest.fixture
def view():
    return make.draft()


def add(view, file, limits=LIMITS):
    return uploads.add_upload(owner=uploads.DraftRef(view.id, limits), field="licence", file=file, now=NOW)


def refused(view, file, limits=LIMITS):
    """Return why a file is refused; nothing may be left behind."""
    before = make.stored_files()
    with pytest.raises(Refused) as caught:
        add(view, file, limits)
    assert make.stored_files() == before
    assert Upload.objects.count() == len(before)
    return caught.value.refusal.key.removeprefix("portal.")


def test_a_file_lies_under_a_random_name_that_only_the_city_reads(view):
    kept = add(view, make.pdf("허가증.pdf"))
    row = Upload.objects.get()
    path = make.stored_files()[0]
    assert kept.name == "허가증.pdf"
    assert "허가증" not in row.path
    assert path.stat().st_mode & 0o777 == 0o600
    assert row.size_bytes == path.stat().st_size
    assert len(row.sha256) == 64
    assert row.scan == "unscanned"


def test_a_zip_bomb_is_refused_by_its_list_and_never_unpacked(view):
    assert refused(view, make.zipped({"zeros.bin": bytes(60_000_000)})) == "file_bomb"


def test_a_bomb_that_lies_about_its_size_is_refused(view):
    held = io.BytesIO(make.zipped({"zeros.bin": bytes(900_000)}).read())
    raw = bytearray(held.getvalue())
    place = raw.rfind(b"PK\x01\x02")
    struct.pack_into("<I", raw, place + 24, 10)
    assert refused(view, SimpleUploadedFile("a.zip", bytes(raw))) == "file_broken"


def test_a_zip_in_a_zip_is_refused(view):
    inner = make.zipped({"a.txt": b"a"}).read()
    assert refused(view, make.zipped({"inner.zip": inner})) == "file_nested"
    assert refused(view, make.zipped({"harmless.txt": inner})) == "file_nested"


def test_a_list_of_contents_too_long_to_read_is_refused_unread(view):
    raw = bytearray(make.zipped({"a.txt": b"a"}).read())
    struct.pack_into("<I", raw, raw.rfind(b"PK\x05\x06") + 12, 50_000_000)
    assert refused(view, SimpleUploadedFile("a.zip", bytes(raw))) == "file_broken"


def test_a_zip_that_climbs_out_of_its_folder_is_refused(view):
    assert refused(view, make.zipped({"../../etc/passwd": b"x"})) == "file_broken"


def test_a_locked_zip_is_refused(view):
    raw = bytearray(make.zipped({"a.txt": b"a"}).read())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.rfind(mark) + flags] |= 1
    assert refused(view, SimpleUploadedFile("a.zip", bytes(raw))) == "file_locked"


def test_office_files_are_known_by_what_they_hold(view):
    assert add(view, make.docx("letter.pdf")).name == "letter.docx"
    assert refused(view, make.docx("letter.docx", **{"word/vbaProject.bin": b"x"})) == "file_macros"
    odt = io.BytesIO()
    with zipfile.ZipFile(odt, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", "<x/>")
    assert add(view, SimpleUploadedFile("brief.odt", odt.getvalue())).kind == "odt"


@pytest.mark.parametrize(
    ("file", "key"),
    [
        (SimpleUploadedFile("a.pdf", b""), "file_empty"),
        (SimpleUploadedFile("a.pdf", b"%PDF-" + bytes(1024 * 1024)), "file_too_large"),
        (SimpleUploadedFile("a.pdf", b"MZ" + bytes(500), content_type="application/pdf"), "file_wrong_kind"),
        (SimpleUploadedFile("a.png", b"<svg onload=alert(1)>", content_type="image/png"), "file_wrong_kind"),
        (SimpleUploadedFile("bill.exe.pdf", b"%PDF-1.7 x"), "file_two_endings"),
    ],
)
def test_other_hostile_files_leave_nothing_behind(view, file, key):
    assert refused(view, file) == key


def test_a_picture_that_is_also_an_archive_is_refused(view):
    both = make.png().read() + make.zipped({"a.txt": b"a"}).read()
    assert refused(view, SimpleUploadedFile("a.png", both)) == "file_two_things"


def test_tables_in_korean_encodings_are_text_and_programs_are_not(view):
    assert add(view, SimpleUploadedFile("표.csv", "이름,나이\n김하루,4\n".encode("cp949"))).kind == "csv"
    assert refused(view, SimpleUploadedFile("a.csv", b"a,b\n\x00\x01\x02")) == "file_wrong_kind"


def test_too_many_files_are_refused(view):
    add(view, make.pdf())
    add(view, make.pdf())
    assert refused(view, make.pdf()) == "file_too_many"


def test_a_disk_that_fails_leaves_nothing_behind(view):
    class Broken(io.BytesIO):
        """A file that can be read once, and then not any more: its connection or its disk is gone."""

        reads = 0

        def read(self, size=-1):
            self.reads += 1
            if self.reads > 5:
                raise OSError("gone")
            return super().read(size)

    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7" + bytes(700_000))
    file.file = Broken(file.read())
    with pytest.raises(OSError, match="gone"):
        add(view, file)
    assert make.stored_files() == []
    assert not Upload.objects.exists()


def test_the_file_of_another_draft_is_not_taken_for_an_answer_nor_removed(view):
    other = make.draft()
    theirs = add(other, make.pdf())
    make.save(view, "you", make.YOU)
    make.save(make.again(view), "stall", make.STALL)
    saved = make.save(make.again(view), "papers", {"licence-files": [str(theirs.id)]})
    assert [error.key for error in saved.errors] == ["required"]
    assert not uploads.remove_upload(draft_id=view.id, upload=theirs.id, now=NOW)
    assert Upload.objects.count() == 1


def test_an_infected_file_is_found_loses_its_bytes_and_stands_in_no_answer(view, settings, django_capture_on_commit_callbacks):
    with clamd() as server:
        settings.VIRUS_SCANNER = f"clamd:{server.server_address}"
        clean, bad = add(view, make.pdf("clean.pdf")), add(view, make.pdf("bad.pdf", EICAR))
        assert clean.scan == bad.scan == "waiting"
        make.save(view, "you", make.YOU)
        make.save(make.again(view), "stall", make.STALL)
        both = {"licence-files": [str(clean.id), str(bad.id)]}
        assert make.save(make.again(view), "papers", both).is_done
        with pytest.raises(Refused, match="being_scanned"):
            queries.download(bad.id, viewer=people.viewer_for(view.resident_id))
        with django_capture_on_commit_callbacks(execute=True):
            jobs.run_pending()
    assert dict(Upload.objects.values_list("name", "scan")) == {"clean.pdf": "clean", "bad.pdf": "infected"}
    assert [one["name"] for one in make.again(view).answers["licence"]] == ["clean.pdf"]
    assert len(make.stored_files()) == 1
    with pytest.raises(Refused, match="infected"):
        queries.download(bad.id, viewer=people.viewer_for(view.resident_id))
    assert queries.download(clean.id, viewer=people.viewer_for(view.resident_id)).name == "clean.pdf"


def test_a_step_whose_only_file_was_infected_is_open_again(view, settings):
    with clamd() as server:
        settings.VIRUS_SCANNER = f"clamd:{server.server_address}"
        bad = add(view, make.pdf("bad.pdf", EICAR))
        for step, inputs in (
            ("you", make.YOU),
            ("stall", make.STALL),
            ("helpers", {}),
            ("papers", {"licence-files": [str(bad.id)]}),
        ):
            assert make.save(make.again(view), step, inputs).is_done
        jobs.run_pending()
    assert "papers" in make.again(view).open_steps


def test_a_scanner_that_is_away_or_stammers_leaves_the_file_waiting(view, settings):
    settings.VIRUS_SCANNER = "clamd:/nowhere/clamd.sock"
    kept = add(view, make.pdf())
    row = Upload.objects.get()
    with pytest.raises(uploads.ScannerFailed, match=r"/nowhere/clamd\.sock cannot be reached"):
        uploads.scan_upload(upload_id=row.pk, now=NOW)
    with clamd() as server:
        settings.VIRUS_SCANNER = f"clamd:{server.server_address}"
        server.answer = b"stream: INSTREAM size limit exceeded. ERROR\0"
        with pytest.raises(uploads.ScannerFailed, match="size limit exceeded"):
            uploads.scan_upload(upload_id=row.pk, now=NOW)
        assert queries.uploads_of_draft(view.id)[0].scan == "waiting"
        server.answer = b""
        uploads.scan_upload(upload_id=row.pk, now=NOW)
        uploads.scan_upload(upload_id=row.pk, now=NOW)
        assert len(server.seen) == 2
    assert queries.uploads_of_draft(view.id)[0].id == kept.id
    assert queries.uploads_of_draft(view.id)[0].scan == "clean"


def test_a_setting_that_names_no_scanner_is_told(settings):
    settings.VIRUS_SCANNER = "norton"
    with pytest.raises(ValueError, match="write none, or clamd"):
        uploads.scanner()


def test_bytes_that_no_row_knows_are_swept_after_a_day(view):
    add(view, make.pdf())
    lost = make.stored_files()[0].parent / "0123"
    lost.write_bytes(b"left by a process that was killed")
    assert uploads.sweep(now=NOW) == 0
    os.utime(lost, (0, 0))
    assert uploads.sweep(now=NOW) == 1
    assert len(make.stored_files()) == 1


def test_files_go_with_their_draft(view, django_capture_on_commit_callbacks):
    from madang.city.portal.services import drafts

    add(view, make.pdf())
    with django_capture_on_commit_callbacks(execute=True):
        drafts.expire(now=NOW + timedelta(days=91))
    assert not Draft.objects.exists()
    assert make.stored_files() == []


def test_a_request_for_papers_takes_files_too_and_the_case_decides_who_sees_them():
    made, clerk = cases.waiting()
    request = made.requests.get()
    kept = uploads.add_upload(owner=uploads.RequestRef(request.pk), field="proof", file=make.pdf(), now=NOW)
    row = Upload.objects.get()
    assert (row.case_id, row.request_id) == (made.pk, request.pk)
    for viewer in (people.viewer_for(made.applicant_id), clerk):
        assert queries.download(kept.id, viewer=viewer).name == "licence.pdf"
    strangers = [people.resident(), people.staff(department_code="parks")]
    for stranger in strangers:
        with pytest.raises(Refused, match="file_unknown"):
            queries.download(kept.id, viewer=people.viewer_for(stranger))


def test_files_are_handed_out_to_be_saved_and_never_run(view):
    kept = add(view, make.pdf("허가증.pdf"))
    browser = people.signed_in(view.resident_id)
    answer = browser.get(f"/my/files/{kept.id}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in answer["Cache-Control"]
    assert people.signed_in(people.resident()).get(f"/my/files/{kept.id}").status_code == 404
    assert browser.get(f"/my/files/{uuid4()}").status_code == 404


def test_100_megabytes_are_let_go_and_the_answers_stay(view):
    temp_before = {*Path(tempfile.gettempdir()).glob("*.upload.*")}
    browser = people.signed_in(view.resident_id)
    make.save(view, "you", make.YOU)
    make.save(make.again(view), "stall", make.STALL)
    make.save(make.again(view), "helpers", {})
    big = SimpleUploadedFile("film.pdf", b"%PDF-1.7" + bytes(100 * 1024 * 1024))
    page = browser.post(f"/my/drafts/{view.public_id}/steps/papers", {"note": "hello", "licence": big, "go": "next"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "“film.pdf” is larger than 1 MB" in text
    assert "hello</textarea>" in text
    assert make.stored_files() == []
    assert {*Path(tempfile.gettempdir()).glob("*.upload.*")} == temp_before


class Weighing(TemporaryFileUploadHandler):
    """Django's own handler, which writes what it gets to the disk; it notes how much that was."""

    most = 0

    def receive_data_chunk(self, raw_data, start):
        Weighing.most = max(Weighing.most, start + len(raw_data))
        return super().receive_data_chunk(raw_data, start)


def test_what_answers_a_request_is_let_go_as_soon_as_it_is_too_large_and_the_words_stay(settings):
    settings.FILE_UPLOAD_HANDLERS = [f"{__name__}.Weighing"]
    made, _viewer = cases.waiting()
    browser = people.signed_in(made.applicant_id)
    here = f"/my/cases/{made.reference}/answer"
    files = [SimpleUploadedFile("film.pdf", b"%PDF-1.7" + bytes(30 * 1024 * 1024)), make.pdf("letter.pdf")]
    page = browser.post(here, {"words": "Here it is.", "files": files})
    text = page.content.decode()
    assert page.status_code == 422
    assert "“film.pdf” is larger than 10 MB" in text
    assert "Here it is.</textarea>" in text
    assert 0 < Weighing.most <= 10 * 1024 * 1024
    assert make.stored_files() == []
    assert browser.post(here, {"words": "Here it is.", "files": [make.pdf("letter.pdf")]}).status_code == 302


def test_an_answer_whose_token_ran_out_is_kept_to_be_sent_again():
    made, _viewer = cases.waiting()
    browser = people.signed_in(made.applicant_id, Client(enforce_csrf_checks=True))
    here = f"/my/cases/{made.reference}/answer"
    page = browser.post(here, {"words": "Here it is.", "files": [make.pdf()], "csrfmiddlewaretoken": "x" * 64})
    text = page.content.decode()
    assert page.status_code == 422
    assert "This page was open for too long" in text
    assert "Here it is.</textarea>" in text
    assert make.stored_files() == []
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
    assert browser.post(here, {"words": "Here it is.", "csrfmiddlewaretoken": token}).status_code == 302
    foreign = browser.post(here, {"words": "Here it is."}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403


def test_a_connection_lost_in_the_middle_of_an_upload_leaves_nothing_behind(view):
    from django.test import RequestFactory

    from madang.city.portal.views.apply.steps import step

    temp_before = {*Path(tempfile.gettempdir()).glob("*.upload.*")}

    class Cut(io.BytesIO):
        """The body of a request that breaks off: three pieces arrive, then the line is dead."""

        pieces = 0

        def read(self, size=-1):
            self.pieces += 1
            if self.pieces > 3:
                raise OSError("connection reset")
            return super().read(size)

    head = (
        b'--x\r\nContent-Disposition: form-data; name="licence"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-'
    )
    request = RequestFactory().post("/", b"x", content_type="multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = "9000000"
    request._stream = Cut(head + bytes(4_000_000))
    request.viewer = people.viewer_for(view.resident_id)
    answer = step(request, public_id=view.public_id, step_id="papers")
    assert answer.status_code == 400
    assert make.stored_files() == []
    assert not Upload.objects.exists()
    assert {*Path(tempfile.gettempdir()).glob("*.upload.*")} == temp_before
