import pytest

from madang.urban.formats.faults import FileFault
from madang.urban.formats.tables import read_table


def rows(tmp_path, content, **options):
    file = tmp_path / "table.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_table(file, **{"required": ()} | options))


def test_a_mark_at_the_beginning_and_cells_over_several_lines_are_no_trouble(tmp_path):
    found = rows(tmp_path, b'\xef\xbb\xbfa,b\n1,"two\nlines"\n3,four\n')
    assert [(row.line, row.cells) for row in found] == [(2, {"a": "1", "b": "two\nlines"}), (4, {"a": "3", "b": "four"})]


def test_blank_lines_are_left_out_and_the_next_row_keeps_its_line(tmp_path):
    assert [row.line for row in rows(tmp_path, "a,b\n\n1,2\n")] == [3]


def test_a_ragged_row_is_given_with_its_fault(tmp_path):
    found = rows(tmp_path, "a,b\n1\n1,2\n1,2,3\n")
    assert [(row.line, row.fault) for row in found] == [
        (2, "1 cells where the first line names 2"),
        (3, ""),
        (4, "3 cells where the first line names 2"),
    ]


def test_columns_can_be_named_where_the_header_does_not_fit(tmp_path):
    found = rows(tmp_path, "x\n1,2\n", columns=("a", "b"))
    assert found[0].cells == {"a": "1", "b": "2"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "table.csv:1: the file is empty"),
        (b"a,a\n", "stands there twice"),
        (b"a,b\n1,\xff\n", "table.csv:2:3: byte 0xff is no UTF-8"),
        (b'a,b\n1,"open\n', "the file ends inside a quotation"),
        (b'a,b\n1,"x"y\n', "table.csv:2: this line cannot be read"),
        (b"a,b\n" + b"x" * 1_000_001, "a line of more than 1,000,000 bytes"),
        (b'a,b\n1,"' + b"x" * 200_000 + b'"\n', "a cell of more than 131,072 characters"),
        (b"\x1f\x8bzip", "this file is compressed"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(tmp_path, content, words):
    with pytest.raises(FileFault) as fault:
        rows(tmp_path, content)
    assert words in str(fault.value)


def test_a_missing_column_is_named_with_those_that_are_there(tmp_path):
    with pytest.raises(FileFault, match=r"the column 'c' is missing; the first line names a, b"):
        rows(tmp_path, "a,b\n", required=("c",))


def test_a_missing_file_is_a_fault_too(tmp_path):
    with pytest.raises(FileFault, match="cannot be read"):
        list(read_table(tmp_path / "none.csv", required=()))
