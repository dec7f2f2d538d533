"""Lists, letters, answers, tablets and ballots on paper: what each member of staff may do, what is refused, the second click."""

import io
import re
import zipfile

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madang.city.kernel import clock, jobs
from madang.city.look.tests.pages import text
from madang.city.people.rules import Role
from madang.city.people.tests import builders as people
from madang.city.voting.models import HandOver, Issued, Kiosk, LetterRun, PaperEntry, RollEntry, SecretBallot
from madang.city.voting.queries import letters as letter_queries
from madang.city.voting.rules.electorate import Electorate, Roll
from madang.city.voting.services import letters
from madang.city.voting.tests import builders as make
from madang.city.voting.tests.secret.builders import held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_keys")]


@pytest.fixture(autouse=True)
def _now(monkeypatch, settings, tmp_path):
    cache.clear()
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


@pytest.fixture
def at_opening(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: make.OPENS)


def signed_in(role=Role.CASEWORKER, code="parks"):
    return people.signed_in(people.staff(role, department_code=code))


def drafted(roll):
    """Return the reference of an official draft with a list, and a browser of the head who keeps it."""
    chief = people.staff(Role.HEAD, department_code="parks")
    return make.draft(make.official(electorate=Electorate(roll=roll)), people.viewer_for(chief)), people.signed_in(chief)


def upload(browser, reference, data, name="list.csv"):
    return browser.post(f"/staff/votes/{reference}/list", {"file": SimpleUploadedFile(name, data)})


def workbook(*cells):
    """Return the smallest workbook that holds these numbers and texts in its first column."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"{"" if isinstance(one, int) else chr(32) + chr(116) + chr(61) + repr("inlineStr")}>'
        + (f"<v>{one}</v>" if isinstance(one, int) else f"<is><t>{one}</t></is>")
        + "</c></row>"
        for n, one in enumerate(cells, 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/'
        f'vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def test_a_list_with_faults_names_every_line_and_loads_nothing():
    reference, browser = drafted(Roll.NUMBERS)
    assert upload(browser, reference, b"phone\n010-1111-2222\n010-3333-4444\n").status_code == 302
    page = text(upload(browser, reference, b"phone\n010-1111-2222\n12\n\n+82 10 1111 2222\n"))
    assert "Line 3 cannot be read. Nothing was loaded; 2 lines are to be mended" in page
    assert re.search(r"3</th><td[^>]*>Cannot be read", page)
    assert re.search(r"5</th><td[^>]*>The same as line 2", page)
    assert "1111-2222" not in page
    assert RollEntry.objects.count() == 2
    assert "2 entries are on the list." in text(browser.get(f"/staff/votes/{reference}"))


def test_a_list_may_be_a_workbook_or_have_semicolons():
    reference, browser = drafted(Roll.NUMBERS)
    assert upload(browser, reference, workbook("전화번호", 1011112222, "010-3333-4444"), "list.xlsx").status_code == 302
    assert RollEntry.objects.count() == 2
    lines = "번호;이름\n010-1111-2222;김하루\n010-3333-4444;이소라\n010-5555-6666;박미나\n".encode("cp949")
    assert upload(browser, reference, lines).status_code == 302
    assert RollEntry.objects.count() == 3


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The submitted file is empty."),
        (b"PK\x03\x04broken", "This file cannot be read as a table."),
        (b"phone\n", "The list is empty."),
    ],
)
def test_what_is_no_list_is_refused_in_words(data, said):
    reference, browser = drafted(Roll.NUMBERS)
    answer = upload(browser, reference, data)
    assert answer.status_code == 422
    assert said in text(answer)


def test_lists_and_letters_belong_to_who_keeps_the_draft():
    reference, _browser = drafted(Roll.NUMBERS)
    for status, browser in ((404, signed_in(Role.HEAD, "roads")), (403, signed_in()), (403, people.signed_in(people.resident()))):
        assert upload(browser, reference, b"010-1111-2222\n").status_code == status
        assert browser.post(f"/staff/votes/{reference}/letters", {"count": "2"}).status_code == status
    assert Client().get(f"/staff/votes/{reference}/list").status_code == 302
    assert not RollEntry.objects.exists()


def test_letters_are_printed_by_a_job_and_fetched_once_by_who_ordered_them(monkeypatch):
    monkeypatch.setattr(letter_queries, "PART", 2)
    reference, browser = drafted(Roll.LETTERS)
    url = f"/staff/votes/{reference}/letters"
    assert browser.post(url, {"go": "order", "count": "3"}).status_code == 302
    assert "Letters are being printed" in text(browser.get(url))
    assert "still being printed" in text(browser.post(f"/staff/votes/{reference}", {"go": "announce"}))
    jobs.run_pending()
    assert "3 letters are ready." in text(browser.get(f"{url}/progress"))
    other = signed_in(Role.HEAD)
    assert "Fetch the letters" not in text(other.get(url))
    assert other.post(f"{url}/take").status_code == 403
    answer = browser.post(f"{url}/take")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert [archive.read(name)[:5] for name in archive.namelist()] == [b"%PDF-", b"%PDF-"]
    assert browser.post(f"{url}/take").status_code == 404
    assert (RollEntry.objects.count(), LetterRun.objects.count()) == (3, 0)


def test_letters_that_are_thrown_away_leave_neither_file_nor_code(tmp_path, django_capture_on_commit_callbacks):
    reference, browser = drafted(Roll.LETTERS)
    url = f"/staff/votes/{reference}/letters"
    browser.post(url, {"go": "order", "count": "1"})
    jobs.run_pending()
    (kept,) = (tmp_path / "letters").iterdir()
    assert b"PDF" not in kept.read_bytes()[:400]
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(url, {"go": "stop"})
    assert not kept.exists()
    assert not RollEntry.objects.exists()
    assert browser.post(url, {"go": "stop"}).status_code == 404


def test_an_order_that_was_stopped_prints_nothing():
    reference, browser = drafted(Roll.LETTERS)
    browser.post(f"/staff/votes/{reference}/letters", {"go": "order", "count": "1"})
    key = LetterRun.objects.get().key
    browser.post(f"/staff/votes/{reference}/letters", {"go": "stop"})
    assert letters.print_letters(reference=reference, run=key, now=make.NOW) == 0
    assert not RollEntry.objects.exists()


@pytest.mark.parametrize("count", ["0", "50001", "x"])
def test_a_number_of_letters_that_is_none_is_told(count):
    reference, browser = drafted(Roll.LETTERS)
    page = browser.post(f"/staff/votes/{reference}/letters", {"go": "order", "count": count})
    assert "govuk-error-summary" in text(page)
    assert not LetterRun.objects.exists()


ANSWER = {
    "decision": "in_part", "next_on_day": "1", "next_on_month": "3", "next_on_year": "2027",
    "text_en": "We plant half of the trees.", "text_ko": "", "text_zh": "",
}  # fmt: skip


def test_the_named_department_answers_once_and_everybody_reads_it(monkeypatch):
    reference = make.opened(make.official())
    make.counted(reference)
    monkeypatch.setattr(clock, "now", lambda: make.CLOSES)
    url = f"/staff/votes/{reference}/answer"
    for browser in (signed_in(Role.HEAD, "roads"), signed_in(), people.signed_in(people.resident())):
        assert browser.get(url).status_code == 403
        assert browser.post(url, ANSWER).status_code == 403
    assert Client().post(url, ANSWER).status_code == 302
    chief = signed_in(Role.HEAD)
    assert "Answer the result" in text(chief.get(f"/staff/votes/{reference}"))
    page = text(chief.post(url, dict.fromkeys(ANSWER, "")))
    assert "Choose what the city does" in page
    assert "Write the reasons that everybody reads" in page
    assert "Say by which day the next step comes." in text(chief.post(url, ANSWER | {f"next_on_{one}": "" for one in
                                                                                    ("day", "month", "year")}))  # fmt: skip
    assert chief.post(url, ANSWER).status_code == 302
    for public in ("", "/result"):
        page = text(Client().get(f"/votes/{reference}{public}"))
        assert "The city does a part of it" in page
        assert "Next step by Monday 1 March 2027" in page or "Next step by 1 March 2027" in page
        assert "We plant half of the trees." in page
    assert chief.post(url, ANSWER | {"decision": "not"}).status_code == 409


def test_a_late_answer_stands_first_on_the_desk(monkeypatch):
    reference = make.opened(make.official())
    due = make.counted(reference).answer_due_on
    monkeypatch.setattr(clock, "now", lambda: make.CLOSES.replace(year=due.year, month=due.month, day=due.day + 1))
    page = text(signed_in(Role.CASEWORKER, "roads").get("/staff/votes"))
    assert ", late</b>" in page
    assert reference in page


def opened_station(reference, browser, hours="8"):
    page = browser.post(f"/staff/votes/{reference}/tablets", {"place": "Central library", "hours": hours})
    found = re.search(r"/votes/tablet/([\w-]{40,})", text(page))
    return page, (found[1] if found else "")


@pytest.mark.usefixtures("at_opening")
def test_somebody_takes_a_tablet_over_votes_and_is_forgotten():
    mina = people.resident("Kim Mina")
    reference, desk, tablet = make.opened(), signed_in(), Client()
    _page, secret = opened_station(reference, desk)
    assert tablet.get(f"/votes/tablet/{secret}").headers["Location"] == "/votes/tablet"
    url = f"/staff/votes/{reference}/tablets/{Kiosk.objects.get().public_id}/hand-over"
    page = text(desk.post(url, {"words": "Kim Mina 1984-03-14"}))
    signed = re.search(r'name="person" value="([^"]+)"', page)[1]
    page = text(desk.post(url, {"person": signed}))
    code = re.search(r"vo-code\">([0-9A-Z]{4}-[0-9A-Z]{4})<", page)[1]
    assert "<svg" in page
    answer = tablet.post("/votes/tablet", {"code": code.lower()})
    assert answer.headers["Location"] == f"/votes/{reference}/ballot"
    assert "I am done: forget me on this tablet" in text(tablet.get(f"/votes/{reference}/ballot"))
    tablet.post(f"/votes/{reference}/ballot", {"choice": "2", "go": "cast"})
    back = tablet.get("/votes/tablet")
    assert back.headers["Clear-Site-Data"] == '"storage"'
    assert tablet.get(f"/votes/{reference}/ballot").status_code == 302
    assert "This code was used" in text(tablet.post("/votes/tablet", {"code": code}))
    page = text(desk.get(f"/staff/votes/{reference}/tablets"))
    assert re.search(r"took a tablet over[^>]*>1</td>", page)
    assert "Mina" not in page
    assert secret not in page
    assert mina


@pytest.mark.usefixtures("at_opening")
def test_a_station_that_is_ended_takes_nobody_any_more():
    reference, desk, tablet = make.opened(), signed_in(), Client()
    _page, secret = opened_station(reference, desk)
    tablet.get(f"/votes/tablet/{secret}")
    one = f"/staff/votes/{reference}/tablets/{Kiosk.objects.get().public_id}"
    for _click in range(2):
        assert desk.post(f"{one}/end").status_code == 302
    assert "Ended" in text(desk.get(f"/staff/votes/{reference}/tablets"))
    assert tablet.post("/votes/tablet", {"code": "AAAAAAAA"}).status_code == 403
    other = make.opened()
    assert desk.post(f"/staff/votes/{other}/tablets/{Kiosk.objects.get().public_id}/end").status_code == 404


@pytest.mark.usefixtures("at_opening")
def test_tablets_are_for_staff_who_serve_and_a_tablet_without_a_place_shows_nothing():
    reference = make.opened()
    for browser in (people.signed_in(people.resident()), signed_in(Role.AUDITOR)):
        assert browser.post(f"/staff/votes/{reference}/tablets", {"place": "Here", "hours": "1"}).status_code == 403
    assert "govuk-error-summary" in text(opened_station(reference, signed_in(), hours="15")[0])
    assert not Kiosk.objects.exists()
    assert Client().get("/votes/tablet").status_code == 403
    station = opened_station(reference, signed_in())[1]
    url = f"/staff/votes/{reference}/tablets/{Kiosk.objects.get().public_id}/hand-over"
    forged = signed_in().post(url, {"person": "resident:1"})
    assert "Find the person again." in text(forged)
    assert station
    assert not HandOver.objects.exists()


@pytest.mark.usefixtures("at_opening")
def test_two_clerks_type_a_batch_and_see_which_ballots_differ_but_not_how():
    vote = held(3)
    first, second = signed_in(), signed_in(code="roads")
    admit, batch = (f"/staff/votes/{vote.reference}/paper/{one}" for one in ("admit", "batch"))
    for email in people_emails(vote):
        page = text(first.post(admit, {"words": email}))
        signed = re.search(r'name="person" value="([^"]+)"', page)[1]
        assert "Give them a ballot paper." in text(first.post(admit, {"person": signed}))
    assert "They came to vote on paper before." in text(first.post(admit, {"person": signed}))
    assert Issued.objects.filter(on_paper=True).count() == 3
    told = {"batch": "LIB-01", "ballots": "1\n2\n-\n"}
    assert first.post(batch, told).headers["Location"] == f"/staff/votes/{vote.reference}/paper"
    page = text(second.post(batch, told | {"ballots": "1\n3\n-"}))
    assert "The other clerk read these ballots differently" in page
    assert "Ballot 2: you typed 3" in page
    assert "Look again at the ballots 2" in re.sub(r"<[^>]+>", "", text(first.get(f"/staff/votes/{vote.reference}/paper")))
    assert ">1 2 -<" not in page
    assert "Ballot 2: you typed 2" in text(first.get(f"{batch}?batch=LIB-01"))
    assert second.post(batch, told).status_code == 302
    assert (SecretBallot.objects.count(), PaperEntry.objects.count()) == (3, 0)
    assert "This batch is in the box already." in text(second.post(batch, told))
    assert re.search(r"LIB-01</th><td[^>]*>3<", text(second.get(f"/staff/votes/{vote.reference}/paper")))


def people_emails(vote):
    from madang.city.people.models import Account

    accounts = [people.account_of(int(one.removeprefix("resident:"))) for one in vote.people]
    return list(Account.objects.filter(pk__in=accounts).values_list("email", flat=True))


@pytest.mark.usefixtures("at_opening")
def test_a_batch_that_cannot_be_read_names_its_lines_and_keeps_nothing():
    vote, clerk = held(1), signed_in()
    url = f"/staff/votes/{vote.reference}/paper/batch"
    assert "These lines cannot be read: 2, 3." in text(clerk.post(url, {"batch": "A1", "ballots": "1\ntwo\n2 @beef\n3"}))
    assert "Ballot 1 of the batch cannot be read." in text(clerk.post(url, {"batch": "A1", "ballots": "9"}))
    assert "Name the batch" in text(clerk.post(url, {"batch": "A 1!", "ballots": "1"}))
    assert not PaperEntry.objects.exists()
    for browser in (people.signed_in(people.resident()), signed_in(Role.AUDITOR)):
        for page in ("", "/admit", "/batch"):
            assert browser.get(f"/staff/votes/{vote.reference}/paper{page}").status_code == 403
    assert clerk.get(f"/staff/votes/{make.opened()}/paper").status_code == 404
