"""The public file: a ballot a line, read as one JSON object."""

import json
from fractions import Fraction

from madang.urban.ballots import public_file
from madang.urban.ballots.outcomes import Outcome, Round
from tests.urban.ballots.secret_builders import base64_of, small, spki, token_key


def pieces(leaves, ballots):
    made = small()
    head = public_file.Head(made.terms, made.issued, made.paper, made.origin, "key", "checkpoint\n", made.result)
    return "".join(public_file.lines(head, leaves, ballots))


def test_each_ballot_and_each_leaf_has_a_line_of_its_own():
    lines = pieces([bytes(32), b"\x01" * 32], [b'{"choice":[1]}', b'{"choice":[2]}']).splitlines()
    assert f'"{"00" * 32}",' in lines
    assert f'"{"01" * 32}"' in lines
    assert '"{\\"choice\\":[1]}",' in lines
    assert '"{\\"choice\\":[2]}"' in lines


def test_the_file_is_one_object_with_what_the_format_names():
    held = json.loads(pieces([], []))
    assert list(held) == ["format", "vote", "electorate", "token_key", "result", "log", "ballots"]
    assert held["format"] == "madang-ballots/1"
    assert held["vote"]["question"]["ko"] == "어느 것?"
    assert held["electorate"] == {"entitled": 10, "issued": 8, "paper": [{"batch": "A1", "ballots": 2}]}
    assert held["token_key"] == base64_of(spki(token_key()))
    assert held["log"] == {"origin": small().origin, "key": "key", "checkpoint": "checkpoint\n", "leaves": []}
    assert held["ballots"] == []


def test_the_terms_stand_in_the_log_as_the_file_has_them():
    held, entry = json.loads(pieces([], [])), json.loads(small().terms.entry())
    assert entry == {name: held[name] for name in ("format", "token_key", "vote")} | {"entitled": 10}


def test_a_result_has_winners_and_the_tally_of_each_round():
    outcome = Outcome((2,), ((2,), (1,)), (Round({1: Fraction(19, 3), 2: 7}), Round({2: 13})))
    assert public_file.result([2], outcome) == {"winners": [2], "tallies": [{"1": "19/3", "2": 7}, {"2": 13}]}
    assert public_file.result([3, 1], Outcome((1, 3), ((1, 3), (2,)))) == {"winners": [1, 3], "tallies": []}
