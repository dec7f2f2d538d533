"""Lists are loaded whole or not at all, and the first broken line is named."""

import pytest

from madang.city.kernel.refusals import Refusal
from madang.city.voting.rules.electorate import Roll
from madang.city.voting.rules.rolls import Fault, letter_code, read_roll, tidy, why_not_roll


@pytest.mark.parametrize(
    ("text", "roll", "entry"),
    [
        ("010-1234-5678", Roll.PHONES, "1012345678"),
        ("+82 10 1234 5678", Roll.PHONES, "1012345678"),
        ("+82 (0)10.1234.5678", Roll.PHONES, "1012345678"),
        ("0082-10-1234-5678", Roll.PHONES, "1012345678"),
        ("1012345678", Roll.PHONES, "1012345678"),  # a spreadsheet took the first 0
        ("02-123-4567", Roll.PHONES, "21234567"),
        ("+1 202 555 0100", Roll.PHONES, "+12025550100"),
        ("12345", Roll.PHONES, None),
        ("no phone", Roll.PHONES, None),
        ("1" * 16, Roll.PHONES, None),
        ("10+12345678", Roll.PHONES, None),
        (" Haru@Haneul.example ", Roll.MAILS, "haru@haneul.example"),
        ("haru@haneul", Roll.MAILS, None),
        ("a b@haneul.example", Roll.MAILS, None),
        ("7k3f-92xa-0ilo", Roll.CODES, "7K3F92XA0110"),
        ("7K3F92X", Roll.CODES, None),
        ("7K3F/92XA", Roll.CODES, None),
        ("코드일이삼사오육", Roll.CODES, None),
    ],
)
def test_an_entry_is_read_however_it_was_typed(text, roll, entry):
    assert tidy(text, roll) == entry


def test_a_list_may_have_a_header_blank_lines_and_further_columns():
    lines = ["\ufeff전화번호,이름", "010-1234-5678,하루", "", '"+82 10 9876 5432",소라']
    reading = read_roll(lines, Roll.PHONES)
    assert reading.entries == ("1012345678", "1098765432")
    assert reading.faults == ()
    assert why_not_roll(reading) is None


def test_broken_and_repeated_lines_are_named():
    lines = ["010-1234-5678", "010-12", "+82 10 1234 5678", "phone"]
    reading = read_roll(lines, Roll.PHONES)
    assert reading.faults == (Fault(2, "broken"), Fault(3, "twice", 1), Fault(4, "broken"))
    told = {"line": 2, "first": 0, "faults": 3, "least": 8}
    assert why_not_roll(reading) == Refusal("voting.roll_line_broken", told, status=422)


def test_codes_that_look_alike_are_the_same_and_short_ones_are_too_easy_to_guess():
    reading = read_roll(["O1IL-2345", "0111-2345", "abc"], Roll.CODES)
    assert reading.faults == (Fault(2, "twice", 1), Fault(3, "short"))


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        (["abc"], "roll_line_short"),
        (["7K3F92XA", "7k3f-92xa"], "roll_line_twice"),
        (["code"], "roll_empty"),
        ([], "roll_empty"),
        (['"' + "x" * 200_000], "roll_line_broken"),
    ],
)
def test_a_list_that_cannot_be_loaded_is_refused(lines, refused):
    assert why_not_roll(read_roll(lines, Roll.CODES)).key == f"voting.{refused}"


def test_a_letters_code_is_drawn_in_groups_of_four_and_read_back():
    code = letter_code([0, 1, 10, 31, 22, 5, 0, 9, 30, 17, 18, 20, 99])
    assert code == "01AZ-P509-YHJM"
    assert tidy(code.lower(), Roll.LETTERS) == "01AZP509YHJM"
