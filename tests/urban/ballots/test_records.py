"""Ballot records: one way to write a ballot, everything else refused with a sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.urban.ballots import records
from madang.urban.ballots.records import BadRecord, Paper, Record, Terms, Token

VOTE = "MD-7K3F-92X"
TOKEN = Token(bytes(32), bytes(range(32)), bytes([7]) * 384)
SINGLE = Terms(VOTE, "single", 3)
APPROVAL = Terms(VOTE, "approval", 12, minimum=2, maximum=3)
RANKING = Terms(VOTE, "ranking", 4, minimum=1, maximum=3)
SCORE = Terms(VOTE, "score", 12, minimum=1, maximum=12, most_points=5)
POINTS = Terms(VOTE, "points", 12, minimum=1, maximum=12, most_points=10)


def fault(raw: bytes, terms: Terms = SINGLE) -> str:
    """Return the one-word name of what is wrong with the bytes."""
    with pytest.raises(BadRecord) as found:
        records.read(raw, terms)
    return found.value.fault


def changed(terms: Terms = SINGLE, **parts: object) -> bytes:
    """Return a good record of [1] with some of its parts replaced."""
    held = json.loads(records.electronic(terms.vote, [1], TOKEN))
    return records.canonical(held | parts)


def with_token(**parts: object) -> bytes:
    return changed(token=json.loads(records.electronic(VOTE, [1], TOKEN))["token"] | parts)


def with_paper(**parts: object) -> bytes:
    return records.canonical({"choice": [1], "paper": {"batch": "A1", "number": 1, "overrides": None} | parts, "vote": VOTE})


def test_a_record_is_written_as_the_format_says():
    raw = records.electronic(VOTE, [2], Token(b"\x01" * 32, b"\x02" * 32, b"\x03" * 3), revision=2)
    assert raw.decode() == (
        f'{{"choice":[2],"revision":2,"token":{{"prefix":"{"01" * 32}","serial":"{"02" * 32}","signature":"AwMD"}},"vote":"MD-7K3F-92X"}}'
    )
    on_paper = records.on_paper(VOTE, [], Paper("A1", 7))
    assert on_paper.decode() == '{"choice":[],"paper":{"batch":"A1","number":7,"overrides":null},"vote":"MD-7K3F-92X"}'


def test_what_is_written_is_read():
    assert records.read(records.electronic(VOTE, [3], TOKEN, 100), SINGLE) == Record([3], 100, TOKEN, None)
    paper = Paper("north-2", 100_000, bytes(32))
    assert records.read(records.on_paper(VOTE, [], paper), SINGLE) == Record([], 0, None, paper)


def test_a_token_is_signed_for_its_vote_alone():
    assert TOKEN.signed("A-1") == bytes(32) + b"madang-vote-token/1\nA-1\n" + bytes(range(32)).hex().encode()
    assert TOKEN.signed("A-1") != TOKEN.signed("A-2")


@pytest.mark.parametrize(
    ("terms", "choice"),
    [
        (SINGLE, []), (SINGLE, [3]), (APPROVAL, []), (APPROVAL, [1, 12]), (APPROVAL, [2, 3, 10]), (RANKING, []),
        (RANKING, [[4]]), (RANKING, [[2, 3], [1]]), (SCORE, {}), (SCORE, {"1": 5, "10": 1, "2": 5}), (POINTS, {"12": 10}),
        (POINTS, {"1": 3, "2": 7}),
    ],
)  # fmt: skip
def test_good_choices_are_read(terms, choice):
    assert records.why_not_choice(choice, terms) == ""
    assert records.read(records.electronic(VOTE, choice, TOKEN), terms).choice == choice


@pytest.mark.parametrize(
    ("terms", "choice", "sentence"),
    [
        (SINGLE, [1, 2], "from 1 to 1 options may be chosen, these are 2"),
        (SINGLE, [0], "from 1 to 3, rising"),
        (SINGLE, [4], "from 1 to 3, rising"),
        (SINGLE, [True], "from 1 to 3, rising"),
        (SINGLE, [1.0], "from 1 to 3, rising"),
        (SINGLE, ["1"], "from 1 to 3, rising"),
        (SINGLE, {"1": 1}, "the choice is a list"),
        (SINGLE, 1, "the choice is a list"),
        (SINGLE, None, "the choice is a list"),
        (SINGLE, [[1]], "from 1 to 3, rising"),
        (APPROVAL, [1], "from 2 to 3 options may be chosen, these are 1"),
        (APPROVAL, [1, 2, 3, 4], "these are 4"),
        (APPROVAL, [2, 1], "rising"),
        (APPROVAL, [2, 2], "rising"),
        (RANKING, [1, 2], "each rank is a list"),
        (RANKING, [[1], []], "each rank is a list"),
        (RANKING, [[3, 1]], "each rank is a list"),
        (RANKING, [[1], [1]], "an option is ranked twice"),
        (RANKING, [[1], [2], [3], [4]], "these are 4"),
        (RANKING, [[5]], "from 1 to 4"),
        (SCORE, [1], "an object"),
        (SCORE, {"13": 1}, "option numbers from 1 to 12"),
        (SCORE, {"01": 1}, "option numbers from 1 to 12"),
        (SCORE, {"٣": 1}, "option numbers from 1 to 12"),
        (SCORE, {"1": 0}, "an option without points is left out"),
        (SCORE, {"1": 6}, "from 1 to 5"),
        (SCORE, {"1": True}, "from 1 to 5"),
        (POINTS, {"1": 5, "2": 6}, "there are 10 points to give, these are 11"),
    ],
)
def test_bad_choices_are_refused_with_a_sentence(terms, choice, sentence):
    assert sentence in records.why_not_choice(choice, terms)
    assert fault(changed(terms, choice=choice), terms) == "choice"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: b" " + raw,
        lambda raw: raw + b"\n",
        lambda raw: raw.replace(b":", b": ", 1),
        lambda raw: raw[:-1] + b',"vote":"MD-7K3F-92X"}',
        lambda raw: b'{"vote":"MD-7K3F-92X",' + raw[1:],
        lambda raw: raw.replace(b"MD", b"\\u004dD"),
        lambda raw: raw.replace(b"MD", b"\\ud800"),
        lambda raw: raw.replace(b"[1]", b"[1e0]"),
        lambda raw: raw.replace(b"[1]", b"[" * 9_000 + b"]" * 6_000),
        lambda raw: raw.replace(b"[1]", b"1" * 5_000),
        lambda raw: raw.decode().encode("utf-16"),
        lambda raw: raw[:-1],
        lambda raw: b"\xff" + raw,
        lambda raw: b"",
    ],
)
def test_bytes_that_are_not_canonical_are_refused(spoil):
    assert fault(spoil(records.electronic(VOTE, [1], TOKEN))) == "not_canonical"


def test_what_is_too_long_is_refused_before_it_is_read():
    assert fault(b"[" * 16_385) == "too_long"
    assert fault(b"[" * 16_384) == "not_canonical"


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (b"[]", "shape"),
        (b"NaN", "shape"),
        (changed(extra=1), "shape"),
        (changed(paper={"batch": "A", "number": 1, "overrides": None}), "shape"),
        (records.canonical({"choice": [1], "revision": 1, "vote": VOTE}), "shape"),
        (changed(vote="MD-0000-00"), "vote"),
        (changed(vote=None), "vote"),
        (changed(revision=0), "revision"),
        (changed(revision=101), "revision"),
        (changed(revision=True), "revision"),
        (changed(revision="1"), "revision"),
        (changed(token=None), "token"),
        (changed(token={"prefix": "00" * 32, "serial": "00" * 32}), "token"),
        (with_token(prefix="00" * 31), "token"),
        (with_token(serial="AB" * 32), "token"),
        (with_token(serial=12), "token"),
        (with_token(signature="****"), "token"),
        (with_token(signature="AA==A"), "token"),
        (with_token(signature="AB=="), "token"),
        (with_token(signature="é"), "token"),
        (with_token(signature=None), "token"),
        (with_paper(batch=""), "paper"),
        (with_paper(batch="A 1"), "paper"),
        (with_paper(batch="A" * 21), "paper"),
        (with_paper(number=0), "paper"),
        (with_paper(number=100_001), "paper"),
        (with_paper(overrides="zz"), "paper"),
        (with_paper(extra=1), "paper"),
    ],
)
def test_records_of_another_shape_are_refused_by_name(raw, named):
    assert fault(raw) == named


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(raw):
    assert fault(raw) in {"not_canonical", "shape"}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    )
)
def test_no_choice_breaks_the_reading(choice):
    for terms in (SINGLE, APPROVAL, RANKING, SCORE, POINTS):
        problem = records.why_not_choice(choice, terms)
        raw = changed(terms, choice=choice)
        if problem:
            assert fault(raw, terms) == "choice"
        else:
            assert records.read(raw, terms).choice == choice


def ballot(choice: list[int], serial: int, revision: int = 1) -> Record:
    return Record(choice, revision, Token(bytes(32), bytes([serial]) * 32, b""), None)


def test_the_last_revision_counts_whatever_comes_first():
    first, second, other = ballot([1], 1), ballot([2], 1, 2), ballot([3], 2)
    assert records.counting([first, second, other]) == [second, other]
    assert records.counting([second, other, first]) == [second, other]


def test_paper_overrides_every_revision_of_its_serial():
    paper = Record([1], 0, None, Paper("A", 1, bytes([1]) * 32))
    plain = Record([], 0, None, Paper("A", 2))
    cast = [ballot([2], 1), plain, ballot([3], 1, 2), paper, ballot([2], 2)]
    assert records.counting(cast) == [ballot([2], 2), plain, paper]
