"""Letters on paper: text stays text, every typeface is inside."""

import re
import zlib

import pytest

from madang.city.people.tests import builders as people
from madang.city.portal.rules.cases import Outcome
from madang.city.portal.rules.letters import LETTERS
from madang.city.portal.services import letters
from madang.city.portal.tests.builders import case, decided, service

pytestmark = pytest.mark.django_db
HOSTILE = '#read("/etc/passwd") $x$ *bold* \\ ] } {reference} "quoted" <label> @cite'


def streams(pdf: bytes) -> bytes:
    """Return what stands inside a PDF's packed parts."""
    found = b""
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            found += zlib.decompress(part)
        except zlib.error:
            found += part
    return found


def test_every_letter_has_a_standard_text_that_fills():
    assert set(letters.STANDARD) == set(LETTERS)


@pytest.mark.parametrize(("language", "face"), [("en", b"NotoSansKR"), ("ko", b"NotoSansKR"), ("zh", b"NotoSansSC")])
def test_a_letter_is_a_pdf_with_its_typefaces_inside(language, face):
    made = case(service(), language=language)
    pdf = letters.as_pdf(made.letters.get().pk)
    assert pdf.startswith(b"%PDF-")
    inside = pdf + streams(pdf)
    assert re.search(rb"/FontName\s*/[A-Z]{6}\+" + face, inside)
    assert b"/FontFile" in inside
    assert len(pdf) < 400_000


def test_what_people_write_is_printed_and_never_run():
    made, _ = decided(service(), Outcome.GRANTED, resident_id=people.resident(HOSTILE))
    letter = made.letters.latest("id")
    letter.body = HOSTILE
    letter.save()
    pdf = letters.as_pdf(letter.pk)
    assert pdf.startswith(b"%PDF-")


def test_a_letter_in_a_script_that_our_typefaces_lack_is_printed_all_the_same():
    letter = case(service()).letters.get()
    letter.body = "Dear أمينة, thank you 😀"
    letter.save()
    assert letters.as_pdf(letter.pk).startswith(b"%PDF-")


def test_a_service_writes_its_own_letter_with_answers_in_it():
    own = 'letters:\n  received: {subject: "{service}!", body: "Dear {applicant}: {answers.kind}, {due_date}."}\n'
    letter = case(service(extra=own, days=1)).letters.get()
    assert letter.subject == "Childcare place!"
    assert letter.body == "Dear Kim Haru: A big one, 23 November 2026."


def test_a_name_that_looks_like_a_gap_is_only_a_name():
    letter = case(service(), resident_id=people.resident("{reference} Kim")).letters.get()
    assert "Dear {reference} Kim," in letter.body
