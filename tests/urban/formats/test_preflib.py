import pytest

from madang.urban.formats.faults import FileFault
from madang.urban.formats.preflib import read_preflib

HEADER = """# TITLE: A new playground
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 9
# ALTERNATIVE NAME 1: Slide
# ALTERNATIVE NAME 3: 모래밭
"""


def written(folder, ballots, name="vote.toi", header=HEADER):
    file = folder / name
    file.write_bytes(ballots if isinstance(ballots, bytes) else (header + ballots).encode())
    return file


def test_rankings_are_read_with_their_ties_counts_and_names(tmp_path):
    election = read_preflib(written(tmp_path, "4: 1,{2,3}\n\n3: 2\n 2 : 3 , 1 \r\n"))
    assert election.kind == "rankings"
    assert election.title == "A new playground"
    assert election.names == ("Slide", "Candidate 2", "모래밭")
    assert election.ballots == ((4, ((1,), (2, 3))), (3, ((2,),)), (2, ((3,), (1,))))


def test_approvals_are_the_first_of_two_categories(tmp_path):
    election = read_preflib(written(tmp_path, "4: {1,3},2\n3: {},{1,2,3}\n1: 2,{1,3}\n1: {1,2,3},{}", "vote.cat"))
    assert election.kind == "approvals"
    assert election.ballots == ((4, (1, 3)), (3, ()), (1, (2,)), (1, (1, 2, 3)))


@pytest.mark.parametrize("name", ["vote.soc", "vote.toc", "vote.SOI"])
def test_complete_strict_rankings_fit_every_ending(tmp_path, name):
    assert read_preflib(written(tmp_path, "9: 3,1,2\n", name)).ballots == ((9, ((3,), (1,), (2,))),)


def test_a_byte_order_mark_is_no_trouble(tmp_path):
    assert read_preflib(written(tmp_path, ("\ufeff" + HEADER + "9: 1\n").encode(), "vote.soi")).title == "A new playground"


@pytest.mark.parametrize(
    ("ballots", "name", "place", "words"),
    [
        ("9: 1,4\n", "vote.soi", "6:6", "there is no candidate 4; they are numbered from 1 to 3"),
        ("9: 0\n", "vote.soi", "6:4", "there is no candidate 0"),
        ("4: 1\n5: 2,{1,2}\n", "vote.toi", "7:9", "candidate 2 stands on this ballot twice"),
        ("9: 1,{2,3}\n", "vote.soi", "6:6", "a tie cannot stand in a .soi; name the file .toi"),
        ("9: 1,{2,3}\n", "vote.soc", "6:6", "name the file .toc"),
        ("9: 1,2\n", "vote.soc", "6:7", "the ballot ranks 2 of 3 candidates; in a .soc all must be ranked"),
        ("9: 1,{}\n", "vote.toi", "6:7", "the rank is empty; leave it out"),
        ("9: 1,{2,3\n", "vote.toi", "6:10", "a comma or } must follow, not ''"),
        ("9: 1;2\n", "vote.soi", "6:5", "a comma must stand between two ranks, not ';'"),
        ("9: 1,\n", "vote.soi", "6:6", "here must stand the number of a candidate, not ''"),
        ("9: Slide\n", "vote.soi", "6:4", "not 'S'"),
        ("9: ²\n", "vote.soi", "6:4", "not '²'"),
        ("9 1\n", "vote.soi", "6:3", "a colon must follow the count, not '1'"),
        ("nine: 1\n", "vote.soi", "6:1", "a ballot begins with how many voters cast it and a colon, not with 'n'"),
        ("0: 1\n", "vote.soi", "6:1", "not with '0'"),
        ("9" * 5000 + ": 1\n", "vote.soi", "6:1", "a ballot begins with how many voters cast it"),
        ("9: 1,2,3\n", "vote.cat", "6:9", "3 categories; only two (Yes and No) can be counted as approvals"),
        ("8: 1\n", "vote.soi", "3", "the header names 9 voters, the ballots are 8; fetch the whole file"),
        ("# NUMBER CATEGORIES: 3\n9: 1,2\n", "vote.cat", "6", "3 categories; only two"),
        (
            "# DATA TYPE: toc\n9: 1\n",
            "vote.soi",
            None,
            "the header says DATA TYPE: toc, the name ends with .soi; rename the file",
        ),
        ("9: 1\n", "vote.txt", None, "is no PrefLib file: its name must end with .soc, .soi, .toc, .toi, .cat"),
        (b"3\n1,Slide\n", "vote.soi", "1", "no line '# NUMBER ALTERNATIVES: ...' stands above"),
        (b"# TITLE: only\n", "vote.soi", "1", "no line '# NUMBER ALTERNATIVES: ...' stands above"),
        (b"# NUMBER ALTERNATIVES: many\n", "vote.soi", "1:23", "NUMBER ALTERNATIVES is 'many'; write a whole number"),
        (b"# NUMBER ALTERNATIVES: 0\n1: 1\n", "vote.soi", "1", "0 alternatives; there must be 1 to 10,000"),
        (b"# NUMBER ALTERNATIVES: 3\n# TITLE: caf\xe9\n", "vote.soi", "2:13", "byte 0xe9 is no UTF-8; save the file as UTF-8"),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_remedy(tmp_path, ballots, name, place, words):
    file = written(tmp_path, ballots, name)
    with pytest.raises(FileFault) as fault:
        read_preflib(file)
    assert str(fault.value).startswith(f"{file}:{place}: " if place else f"{file}: ")
    assert words in str(fault.value)


def test_a_missing_file_is_a_fault_too(tmp_path):
    with pytest.raises(FileFault, match="the file cannot be read: No such file"):
        read_preflib(tmp_path / "none.soi")
