"""``python -m madang.urban opinions FILE``."""

import argparse
import json

import pytest

from madang.urban.formats.faults import FileFault
from madang.urban.opinions import command
from tests.urban.opinions.tables import SMALL


@pytest.fixture
def ran(tmp_path, capsys):
    def run(rows, *options):
        file = tmp_path / "votes.csv"
        file.write_text("person,statement,vote\n" + "".join(f"{who},{what},{said}\n" for who, what, said in rows))
        parser = argparse.ArgumentParser()
        command.add(parser.add_subparsers())
        given = parser.parse_args(["opinions", str(file), *options])
        assert given.run(given) == 0
        return capsys.readouterr().out

    return run


def test_a_file_is_told_in_words(ran):
    lines = ran(SMALL).splitlines()
    assert lines[:4] == [
        "13 people, 8 statements, 93 votes",
        "the two axes show 80% of the differences",
        "group 1: 7 people",
        "  agrees with statement 102: 6 of 7",
    ]
    assert "most people disagree with statement 108" in lines
    assert "every group agrees with statement 101" in lines
    assert lines[-1] == "groups differ on statement 104"


def test_a_file_is_told_as_json_with_every_position(ran):
    told = json.loads(ran(SMALL, "--json"))
    assert told["positions"][0] == {"person": 1, "x": 1.528499035, "y": 1.299950929, "group": 0}
    assert told["positions"][-1]["group"] is None
    assert (told["people"], told["votes"], told["ungrouped"]) == (13, 93, 1)
    first = told["groups"][0]["representative"][0]
    assert first == {"statement": 102, "way": "agree", "seen": 7, "hits": 6, "share": 7 / 9, "share_test": 2.121320343559643,
                     "ratio": 5.444444444444445, "ratio_test": pytest.approx(2.650340648964875)}  # fmt: skip
    assert told["statements"][0]["votes"] == [10, 1, 0]
    assert told["statements"][0]["by_group"] == [[6, 0, 0], [4, 1, 0]]
    assert told["bridging"] == [{"statement": 101, "way": "agree"}, {"statement": 108, "way": "disagree"}]


def test_statements_can_be_left_out(ran):
    told = json.loads(ran(SMALL, "--json", "--leave-out", "101", "108"))
    assert [one["statement"] for one in told["statements"]] == list(range(102, 108))


def test_texts_name_people_and_statements_too(ran):
    told = json.loads(ran([("김", "가로수", 1), ("이", "가로수", -1)], "--json"))
    assert [one["person"] for one in told["positions"]] == ["김", "이"]
    assert told["statements"][0]["statement"] == "가로수"


def test_a_file_that_cannot_be_read_names_the_line(ran):
    with pytest.raises(FileFault, match=r"votes.csv:3:vote: '2' is no vote"):
        ran([(1, 1, 1), (2, 1, 2)])
