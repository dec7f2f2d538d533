"""Files of votes: every fault has its line."""

import pytest

from madang.urban.formats.faults import FileFault
from madang.urban.formats.votes import read_votes


@pytest.fixture
def read(tmp_path):
    def reading(content):
        file = tmp_path / "votes.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_votes(file)

    return reading


def test_votes_are_read_in_the_order_of_the_file(read):
    rows = read("person,statement,vote\n7,3,1\n7,1,-1\n2,3,0\n")
    assert rows.people.tolist() == [7, 7, 2]
    assert rows.statements.tolist() == [3, 1, 3]
    assert rows.values.tolist() == [1, -1, 0]


def test_columns_may_stand_in_any_order_among_others(read):
    rows = read("at,vote,statement,person\n2026-01-01,1,길,김\n")
    assert (rows.people.tolist(), rows.statements.tolist(), rows.values.tolist()) == (["김"], ["길"], [1])


def test_byte_order_marks_quotes_spaces_empty_lines_and_line_ends_of_windows_do_no_harm(read):
    rows = read(b'\xef\xbb\xbfperson,statement,vote\r\n\r\n"1", 2 ,-1\r\n')
    assert (rows.people.tolist(), rows.statements.tolist(), rows.values.tolist()) == ([1], [2], [-1])


def test_ids_are_texts_as_soon_as_one_is_not_written_as_a_number(read):
    rows = read("person,statement,vote\n007,1,1\n7,2,1\n")
    assert rows.people.tolist() == ["007", "7"]
    assert rows.statements.tolist() == [1, 2]


def test_a_file_without_votes_is_read_as_none(read):
    assert len(read("person,statement,vote\n").values) == 0


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        ("", "", "Empty CSV file"),
        ("person,vote\n1,1\n", ":1", "the column 'statement' must stand there once; the first line names person, vote"),
        ("person,statement,vote,vote\n1,1,1,1\n", ":1", "the column 'vote' must stand there once"),
        ("person,statement,vote\n1,2,1\n\n3,4\n", ":4", "2 cells where the first line names 3"),
        ("person,statement,vote\n1,2,1\n\n\n1,3,agree\n", ":5:vote", "'agree' is no vote; write 1, 0 or -1"),
        ("person,statement,vote\n1,2,\n", ":2:vote", "no vote is given"),
        ("person,statement,vote\n1,2,1\n ,2,1\n", ":3:person", "no person is given"),
        ("person,statement,vote\n1,2,1\n3,2,0\n1,2,1\n", ":4", "person 1 has voted on statement 2 above; keep one vote"),
        (b"person,statement,vote\n1,2,1\n\xff,2,1\n", ":3:person", "a byte is no UTF-8"),
        ("person,statement,vote\n1,2,1\n".encode("utf-16"), ":1", "the first line is no UTF-8"),
        ('person,statement,vote\n1,"2,1\n1,3,1\n', "", "cells where the first line names 3"),
    ],
)
def test_a_fault_names_its_place_and_the_remedy(read, content, place, words):
    with pytest.raises(FileFault) as caught:
        read(content)
    assert words in str(caught.value)
    assert f"votes.csv{place}:" in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileFault, match=r"none\.csv: the file cannot be read: No such file"):
        read_votes(tmp_path / "none.csv")
