"""`python -m madang.urban`, called as a function; once as the program itself."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from madang.urban.__main__ import main

HEADER = "# TITLE: A new playground\n# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: Slide\n# ALTERNATIVE NAME 2: Swing\n# ALTERNATIVE NAME 3: 모래밭\n"
TIED = "2: 1,3,2\n2: 2,1,3\n3: 3,2,1\n"


@pytest.fixture
def write(tmp_path):
    def written(ballots, name="vote.soi"):
        file = tmp_path / name
        file.write_text((HEADER if name != "vote.json" else "") + ballots, encoding="utf-8")
        return str(file)

    return written


def counted(capsys, *words):
    assert main(["ballots", "count", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_winners_ranking_rounds_and_ties_are_printed_as_json(write, capsys):
    assert counted(capsys, write(TIED), "--rule", "plurality") == {
        "winners": [3],
        "ranking": [[3], [1, 2]],
        "rounds": [{"tally": {"1": 2, "2": 2, "3": 3}, "exhausted": 0}],
        "ties": [{"round": 1, "about": "place", "candidates": [1, 2], "chosen": None}],
    }


def test_without_ties_broken_a_run_off_names_every_possible_winner(write, capsys):
    # if 1 leaves 3 has 5 of 7; if 2 leaves 1 has 4 of 7
    found = counted(capsys, write(TIED), "--rule", "irv", "--ties", "none")
    assert (found["winners"], found["ranking"]) == ([1, 3], [[1, 3], [2]])


@pytest.mark.parametrize(("seed", "order", "winner"), [("7", [3, 2, 1], 1), ("서울:1", [3, 1, 2], 3)])
def test_a_seed_is_all_that_follows_the_colon(write, capsys, seed, order, winner):
    found = counted(capsys, write(TIED), "--rule", "irv", "--ties", f"seed:{seed}")
    tie = found["ties"][0]
    assert tie == {"round": 1, "about": "leaving", "candidates": [1, 2], "chosen": min((1, 2), key=order.index)}
    assert found["winners"] == [winner]


@pytest.mark.parametrize(
    ("words", "winners"),
    [
        ("--rule borda", [3]),
        ("--rule borda --variant average", [3]),
        ("--rule schulze", [3]),
        ("--rule schulze --variant margins", [3]),
        ("--rule copeland", [1, 2, 3]),
        ("--rule copeland --ties seed:7", [1]),
        ("--rule condorcet", []),
        ("--rule approval", [1, 2, 3]),
        ("--rule stv --seats 2 --ties seed:7", [1, 3]),
    ],
)
def test_every_rule_of_rankings_can_be_named(write, capsys, words, winners):
    # 2 beats 1 by 5 : 2, 3 beats 2 by 5 : 2, 1 beats 3 by 4 : 3
    assert counted(capsys, write(TIED), *words.split())["winners"] == winners


def test_approvals_and_scores_are_counted_from_their_files(write, capsys):
    assert counted(capsys, write("4: {1,3},2\n5: 2,{1,3}\n", "vote.cat"), "--rule", "approval")["winners"] == [2]
    points = write('{"candidates": ["Slide", "Swing"], "purse": 10, "ballots": [[3, {"1": 6, "2": 4}], {"2": 7}]}', "vote.json")
    found = counted(capsys, points, "--rule", "points")
    assert (found["winners"], found["rounds"][0]["tally"]) == ([2], {"1": 18, "2": 19})
    assert counted(capsys, points, "--rule", "score") == found


def test_for_people_there_is_a_table_with_names(write, capsys):
    assert main(["ballots", "count", write(TIED), "--rule", "irv", "--ties", "seed:7"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "A new playground",
        "7 ballots, 3 different; 3 candidates; irv",
        "",
        "place            votes   no.  name",
        "    1                7     1  Slide",
        "    2                3     3  모래밭",
        "    3                2     2  Swing",
        "",
        "round   1: 2 Swing leaves with 2; 0 exhausted",
        "round   2: 3 모래밭 leaves with 3; 0 exhausted",
        "round   3: 0 exhausted",
        "Tie in round 1 (leaving): 1 Slide, 2 Swing; by lot: 2 Swing",
        "Wins: 1 Slide",
    ]


@pytest.mark.parametrize(
    ("ballots", "words", "said"),
    [
        (TIED, "--rule plurality --variant split", ["Tie in round 1 (place): 1 Slide, 2 Swing; not settled; a seed would (--ties seed:TEXT)", "Wins: 3 모래밭"]),
        (TIED, "--rule copeland", ["Tied for the win: 1 Slide, 2 Swing, 3 모래밭"]),
        (TIED, "--rule condorcet", ["Wins: nobody"]),
        (TIED, "--rule stv --seats 2", ["A lot is needed; elected before it: 3 모래밭"]),
        ("60: 1,2\n30: 3\n10: 2\n", "--rule stv --seats 2", ["    2          35.9998     2  Swing", "Elected: 1 Slide, 2 Swing"]),
        ("1: 1\n", "--rule borda --variant average", ["    2              0.5     2  Swing"]),
    ],
)  # fmt: skip
def test_the_table_says_what_is_tied_elected_or_open(write, capsys, ballots, words, said):
    assert main(["ballots", "count", write(ballots), *words.split()]) == 0
    assert set(said) <= set(capsys.readouterr().out.splitlines())


@pytest.mark.parametrize(
    ("name", "ballots", "words", "message"),
    [
        ("vote.soi", "1: 1,4\n", "--rule irv", "vote.soi:6:6: there is no candidate 4; they are numbered from 1 to 3"),
        (
            "vote.json",
            '{"candidates": 1,\n"ballots": [[2]]}',
            "--rule approval",
            "vote.json:2:13: ballot 1: there is no candidate 2",
        ),
        ("vote.soi", TIED, "--rule score", "vote.soi: score counts scores, not rankings; choose another rule"),
        ("vote.soi", TIED, "--rule borda --seats 2", "vote.soi: borda fills one seat, not 2; choose stv"),
        ("vote.soi", TIED, "--rule borda --variant odd", "vote.soi: borda has no variant 'odd'; it has symmetric, average"),
        ("vote.txt", TIED, "--rule irv", "vote.txt: is no PrefLib file"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_exit_code_2(write, capsys, name, ballots, words, message):
    assert main(["ballots", "count", write(ballots, name), *words.split()]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("ballots count vote.soi --rule popularity", "argument --rule: invalid"),
        ("ballots count vote.soi --rule irv --ties odd", "'odd' is neither 'none' nor 'seed:' with a text such as seed:7"),
        ("ballots count vote.soi", "the following arguments are required: --rule"),
        ("ballots", "the following arguments are required: COMMAND"),
        ("", "the following arguments are required: STUDY"),
    ],
)
def test_wrong_words_are_explained_with_exit_code_2(capsys, words, message):
    with pytest.raises(SystemExit) as stop:
        main(words.split())
    assert stop.value.code == 2
    assert message in capsys.readouterr().err


def test_a_public_file_is_handed_to_the_verifier(tmp_path, capsys):
    file = tmp_path / "vote.json"
    file.write_text("{}")
    assert main(["ballots", "verify", str(file)]) == 1
    assert str(file) in capsys.readouterr().out


def test_every_study_stands_in_the_help(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    helped = capsys.readouterr().out
    assert [name for name in ("ballots", "opinions") if f"    {name} " in helped] == ["ballots", "opinions"]


def test_the_example_of_the_reference_page_is_counted(write, capsys):
    page = (Path(__file__).parents[2] / "docs/reference/ballots.md").read_text(encoding="utf-8")
    example = write(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1], "vote.json")
    assert counted(capsys, example, "--rule", "irv")["ranking"] == [[3], [2], [1]]


def test_it_runs_as_a_program(write):
    words = [sys.executable, "-m", "madang.urban", "ballots", "count", write(TIED), "--rule", "irv", "--ties", "seed:7", "--json"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["winners"] == [1]
