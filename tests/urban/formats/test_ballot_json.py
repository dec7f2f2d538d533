import json

import pytest

from madang.urban.formats.ballot_json import read_ballot_json
from madang.urban.formats.faults import FileFault


def written(folder, content):
    file = folder / "vote.json"
    file.write_bytes(
        content if isinstance(content, bytes) else (content if isinstance(content, str) else json.dumps(content)).encode()
    )
    return file


def test_rankings_have_counts_and_names(tmp_path):
    whole = {"kind": "rankings", "title": "공원", "candidates": ["Ann", "Ben", "Cho"], "ballots": [[12, [[3], [1, 2]]], [1, []]]}
    election = read_ballot_json(written(tmp_path, whole))
    assert (election.kind, election.title, election.names) == ("rankings", "공원", ("Ann", "Ben", "Cho"))
    assert election.ballots == ((12, [[3], [1, 2]]), (1, []))


def test_candidates_may_be_a_number_and_a_ballot_without_count_is_cast_once(tmp_path):
    election = read_ballot_json(written(tmp_path, {"candidates": 3, "ballots": [[], [3, 1], [4, [2]]]}))
    assert election.names == ("Candidate 1", "Candidate 2", "Candidate 3")
    assert (election.kind, election.ballots) == ("approvals", ((1, []), (1, [3, 1]), (4, [2])))


@pytest.mark.parametrize(
    ("ballots", "kind"),
    [([[[2], [1]]], "rankings"), ([[5, [[2]]]], "rankings"), ([{"1": 2}], "scores"), ([[5, {"1": 2}]], "scores")],
)
def test_the_kind_is_told_by_the_first_ballot_that_says_something(tmp_path, ballots, kind):
    assert read_ballot_json(written(tmp_path, {"candidates": 2, "ballots": [[], *ballots][kind == "scores" :]})).kind == kind


def test_scores_are_by_candidate_and_a_purse_may_limit_them(tmp_path):
    election = read_ballot_json(
        written(tmp_path, {"kind": "scores", "candidates": 3, "purse": 10, "ballots": [[2, {"3": 7, "1": 3}], {}]})
    )
    assert (election.ballots, election.purse) == (((2, {3: 7, 1: 3}), (1, {})), 10)


TWO = '{"candidates": 2,\n "ballots": [\n  [3, [[1]]],\n  %s\n]}'


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (TWO % "[2, [[1], [3]]]", "4:3", "ballot 2: there is no candidate 3; they are numbered from 1 to 2"),
        (TWO % "[2, [[1], [2, 1]]]", "4:3", "ballot 2: candidate 1 stands there twice"),
        (TWO % "[2, [[1], []]]", "4:3", "ballot 2: rank 2 is empty; leave it out"),
        (TWO % "[2, [1, 2]]", "4:3", "ballot 2: a ranking is a list of ranks, each a list of candidates"),
        (TWO % "[2, [[true]]]", "4:3", "there is no candidate True"),
        (TWO % "[0, [[1]]]", "4:3", "ballot 2: the count must be a whole number from 1, not 0"),
        (TWO % "[1.5, [[1]]]", "4:3", "the count must be a whole number from 1, not 1.5"),
        (TWO % '"one"', "4:3", "a ranking is a list of ranks"),
        (TWO % "[2, [[1]", "5:2", "is not JSON: Expecting ',' delimiter"),
        (TWO % "[NaN, [[1]]]", "4:4", "NaN is no JSON number; write a whole one"),
        ('{"candidates": 2, "ballots": [{"1": 2, "1": 3}]}', "1:31", "ballot 1: candidate 1 stands there twice"),
        ('{"candidates": 2, "ballots": [{"1": 2},\n {"0": 2}]}', "2:2", "ballot 2: there is no candidate '0'"),
        ('{"candidates": 2, "ballots": [{"1": 2.5}]}', "1:31", "scores are an object from candidates to whole numbers"),
        ('{"candidates": 2, "ballots": [[1, 1]]}', "1:31", "ballot 1: candidate 1 stands there twice"),
        ('{"kind": "approvals", "candidates": 2, "ballots": [{}]}', "1:52", "an approval ballot is a list of candidates"),
        ('{"candidates": 2,\n "ballots": [], "ballots": []}', "2:28", "the key 'ballots' stands there twice"),
        ('{"candidates": 2}', "1:1", 'the whole must be one object such as {"kind"'),
        ("[]", "1:1", "the whole must be one object"),
        ("", "1:1", "is not JSON: Expecting value"),
        ('{"candidates": 2, "ballots": [[]]}', "1:1", '"kind" must be one of rankings, approvals, scores, not None'),
        ('{"kind": "scored", "candidates": 2, "ballots": []}', "1:10", "not 'scored'"),
        ('{"candidates": 0, "ballots": []}', "1:16", '"candidates" must be a list of 1 to 10,000 names, or how many they are'),
        ('{"candidates": 10001, "ballots": []}', "1:16", '"candidates" must be'),
        ('{"candidates": [1, 2], "ballots": []}', "1:16", '"candidates" must be'),
        ('{"ballots": []}', "1:1", '"candidates" must be'),
        ('{"kind": "scores", "candidates": 2, "purse": "ten", "ballots": []}', "1:46", "the purse must be a whole number from 1"),
        (
            '{"candidates": 2, "purse": 5,\n "ballots": [{"1": 3, "2": 3}]}',
            "2:14",
            "ballot 1: gives away 6 points of 5, or some below 0",
        ),
        (
            '{"candidates": 2, "purse": 5,\n "ballots": [{"1": 3, "2": -3}]}',
            "2:14",
            "ballot 1: gives away 0 points of 5, or some below 0",
        ),
        ('{"candidates": 2, "ballots": [{"1": 1048577}]}', "1:31", "whole numbers up to 1,048,576"),
        ("[" * 100_000, None, "is nested too deep"),
        ('{"candidates": ' + "9" * 5000 + ', "ballots": []}', None, "holds too long a number"),
        (b'{"candidates": ["\xff"]}', "1:18", "byte 0xff is no UTF-8"),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_remedy(tmp_path, content, place, words):
    file = written(tmp_path, content)
    with pytest.raises(FileFault) as fault:
        read_ballot_json(file)
    assert str(fault.value).startswith(f"{file}:{place}: " if place else f"{file}: ")
    assert words in str(fault.value)


def test_the_place_of_a_ballot_is_found_behind_other_keys(tmp_path):
    content = '{"title": "ballots: [1]", "candidates": ["ballots", "b"], "note": {"ballots": [9]},\n"ballots": [\n[[2]],\n[[5]]]}'
    with pytest.raises(FileFault, match=r"vote\.json:4:1: ballot 2: there is no candidate 5"):
        read_ballot_json(written(tmp_path, content))
