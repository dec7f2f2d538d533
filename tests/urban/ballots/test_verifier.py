"""The verifier: a file that is right passes, and each thing that is not is named."""

import ast
import json
import random
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from madang.urban.ballots import counting, log, public_file, records, verifier
from madang.urban.ballots.profiles import Approvals, Rankings, Scores
from madang.urban.ballots.records import Paper, Token
from tests.urban.ballots.secret_builders import VOTE, Made, base64_of, cast, rewritten, small, spki, terms, token, token_key


@pytest.fixture
def said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[str]]]:
    """Return a function from a public file (and a receipt) to the exit code and the sentences of what fails."""

    def run(held: Any, receipt: Any = None) -> tuple[int, list[str]]:
        paths = [tmp_path / "file.json", tmp_path / "receipt.json"]
        for path, content in zip(paths, (held, receipt), strict=True):
            path.write_text(content if isinstance(content, str) else json.dumps(content))
        code = verifier.main([str(paths[0]), *(["--receipt", str(paths[1])] if receipt else [])])
        printed = capsys.readouterr().out.splitlines()
        failing = [line.removeprefix("FAILS  ") for line in printed if line.startswith("FAILS  ")]
        assert len(failing) + sum(line.startswith("holds  ") for line in printed) == len(printed)
        return code, failing

    return run


def at(held: dict[str, Any], choice: list[int]) -> int:
    """Return the place of the first electronic ballot with a choice."""
    return next(place for place, text in enumerate(held["ballots"]) if json.loads(text)["choice"] == choice and "token" in text)


def test_a_file_that_is_right_passes(said):
    assert said(small().held()) == (0, [])


def test_what_holds_is_said_in_figures(tmp_path, capsys):
    (tmp_path / "file.json").write_text(json.dumps(small().held()))
    assert verifier.main([str(tmp_path / "file.json")]) == 0
    printed = capsys.readouterr().out
    assert "9 ballots are as they should be" in printed
    assert "6 of 8 tokens came back, 2 ballots are on paper, 10 people may vote" in printed
    assert "7 ballots count, and give the published result: [2] won" in printed


def test_a_token_that_only_paper_stands_for_was_given_out_too(said):
    """Its owner got it, never cast it, and handed its serial over at the polling place."""
    made = Made(terms(), [records.on_paper(VOTE, [1], Paper("A", 1, token(1).serial))], ONE, issued=1, paper=[("A", 1)])
    assert said(made.held()) == (0, [])
    made.issued = 0
    assert said(made.held()) == (1, ["1 tokens came back, but only 0 were given out"])


def test_a_vote_without_ballots_passes(said):
    nobody = Made(terms(ties="none"), [], {"winners": [1, 2, 3], "tallies": [{"1": 0, "2": 0, "3": 0}]}, issued=0)
    assert said(nobody.held()) == (0, [])


def drop_a_ballot(held):
    held["ballots"].pop(at(held, [1]))


def add_a_ballot(held):
    held["ballots"].append(records.electronic(VOTE, [3], token(7)).decode())


def change_a_choice(held):
    place = at(held, [1])
    held["ballots"][place] = rewritten(held["ballots"][place], lambda record: record.update(choice=[3]))


def forge_a_signature(held):
    forged = Token(bytes(32), bytes(32), bytes(384))
    held["ballots"].append(records.electronic(VOTE, [3], forged).decode())


def sign_by_another_key(held):
    held["ballots"].append(records.electronic(VOTE, [3], token(7, token_key(2))).decode())


def take_a_token_of_another_vote(held):
    held["ballots"].append(records.electronic(VOTE, [3], token(7, vote="MD-OTHER")).decode())


def use_a_token_twice(held):
    held["ballots"].append(records.electronic(VOTE, [3], token(1)).decode())


def swap_two_leaves(held):
    held["log"]["leaves"][3:5] = held["log"]["leaves"][4:2:-1]


def replace_a_leaf(held):
    held["log"]["leaves"][3] = "00" * 32


def change_the_root(held):
    name, size, _root, *rest = held["log"]["checkpoint"].split("\n")
    held["log"]["checkpoint"] = "\n".join([name, size, base64_of(bytes(32)), *rest])


def rename_the_checkpoint(held):
    held["log"]["checkpoint"] = held["log"]["checkpoint"].replace("haneul", "gureum", 1)


def replace_the_log_key(held):
    held["log"]["key"] = log.verifier_key(held["log"]["origin"], bytes([9]) * 32)


def replace_the_log_key_by_none(held):
    held["log"]["key"] = log.verifier_key(held["log"]["origin"], (2).to_bytes(32, "little"))


def give_the_key_another_number(held):
    name, _number, key = held["log"]["key"].split("+", 2)
    held["log"]["key"] = f"{name}+00000000+{key}"


def issue_more_tokens_than_people(held):
    held["electorate"]["issued"] = 10


def issue_fewer_tokens_than_came_back(held):
    held["electorate"]["issued"] = 5


def raise_the_number_of_people(held):
    held["electorate"]["entitled"] = 11


def alter_the_winner(held):
    held["result"]["winners"] = [1]


def alter_a_tally(held):
    held["result"]["tallies"][0]["3"] = 2


def add_to_the_result(held):
    held["result"]["turnout"] = 99


def leave_the_winner_out(held):
    del held["result"]["winners"]


def alter_the_seed(held):
    held["vote"]["ties"] = "seed:8"


def alter_the_question(held):
    held["vote"]["question"]["en"] = "Which other one?"


def swap_two_options(held):
    held["vote"]["options"].reverse()


def replace_the_token_key(held):
    held["token_key"] = base64_of(spki(token_key(2)))


def announce_another_batch(held):
    held["electorate"]["paper"] = [{"batch": "A1", "ballots": 1}]


def take_a_paper_twice(held):
    held["ballots"].append(records.on_paper(VOTE, [2], Paper("A1", 2)).decode())


def stand_for_one_token_twice(held):
    held["ballots"].append(records.on_paper(VOTE, [2], Paper("A1", 3, token(6).serial)).decode())


def undo_what_paper_overrides(held):
    place = next(place for place, text in enumerate(held["ballots"]) if '"number":1,' in text)
    held["ballots"][place] = rewritten(held["ballots"][place], lambda record: record["paper"].update(overrides=None))


def lower_a_revision(held):
    place = next(place for place, text in enumerate(held["ballots"]) if '"revision":2' in text)
    held["ballots"][place] = rewritten(held["ballots"][place], lambda record: record.update(revision=1))


@pytest.mark.parametrize(
    ("tamper", "sentences"),
    [
        (drop_a_ballot, ["1 times in the log, but 0 good ballots", "the published tallies are"]),
        (add_a_ballot, ["0 times in the log, but 1 good ballots", "the published tallies are"]),
        (change_a_choice, ["good ballots have it", "the published tallies are"]),
        (forge_a_signature, [f"ballot 10 has a token (serial {'00' * 32}) that the registrar did not sign for this vote (1 in all)"]),
        (sign_by_another_key, ["that the registrar did not sign"]),
        (take_a_token_of_another_vote, ["that the registrar did not sign"]),
        (use_a_token_twice, ["a token is used twice for one revision", "good ballots have it", "the published tallies are"]),
        (swap_two_leaves, ["the leaves of the log do not give the root that was signed"]),
        (replace_a_leaf, ["good ballots have it", "the leaves of the log do not give the root"]),
        (change_the_root, ["the log's key did not sign the checkpoint"]),
        (rename_the_checkpoint, ["the log's key did not sign the checkpoint"]),
        (replace_the_log_key, ["the log's key did not sign the checkpoint"]),
        (replace_the_log_key_by_none, ["the log's key or its signature is no point of the curve"]),
        (give_the_key_another_number, ["the log's key is not this vote's"]),
        (issue_more_tokens_than_people, ["10 tokens, 1 ballots on paper, but only 10 people may vote"]),
        (issue_fewer_tokens_than_came_back, ["6 tokens came back, but only 5 were given out"]),
        (raise_the_number_of_people, ["the log began with other terms"]),
        (alter_the_winner, ["the published winners are [1], not [2]"]),
        (alter_a_tally, ["the published tallies are [{'1': 2, '2': 3, '3': 2}], not [{'1': 2, '2': 3, '3': 1}]"]),
        (add_to_the_result, ["the published turnout are 99, not None"]),
        (leave_the_winner_out, ["the published winners are None, not [2]"]),
        (alter_the_seed, ["the log began with other terms"]),
        (alter_the_question, ["the log began with other terms"]),
        (swap_two_options, ["the log began with other terms"]),
        (replace_the_token_key, ["(7 in all)", "the log began with other terms", "the published tallies are"]),
        (announce_another_batch, ["the ballots on paper are {'A1': 2}, not as announced {'A1': 1}"]),
        (take_a_paper_twice, ["the ballots on paper are {'A1': 3}", "good ballots have it", "the published tallies"]),
        (stand_for_one_token_twice, ["two ballots on paper stand for one token", "good ballots have it", "the published tallies"]),
        (undo_what_paper_overrides, ["good ballots have it", "the published tallies"]),
        (lower_a_revision, ["used twice for one revision", "good ballots have it"]),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)  # fmt: skip
def test_tampering_is_found_and_named(said, tamper, sentences):
    held = small().held()
    tamper(held)
    code, failing = said(held)
    assert code == 1
    for sentence in sentences:
        assert [line for line in failing if sentence in line], (sentence, failing)
    assert len(failing) <= max(len(sentences), 4)


def test_an_old_checkpoint_is_not_enough(said):
    made = small()
    held = made.held()
    held["log"]["checkpoint"] = made.checkpoint(size=8)
    assert said(held) == (1, ["the checkpoint is of a log of 8 leaves, but this one has 10"])


def test_the_checkpoint_of_another_vote_is_not_enough(said):
    made = small()
    held = made.held()
    made.origin = "haneul.example/votes/MD-0000-00"
    held["log"] |= made.held()["log"]
    assert said(held) == (1, ["the log's key is not this vote's"])


def test_a_checkpoint_with_more_lines_than_three_is_not_the_logs(said):
    made = small()
    held = made.held()
    text = held["log"]["checkpoint"].split("\n\n")[0] + "\nmore\n"
    public = made.log_key.public_key().public_bytes_raw()
    held["log"]["checkpoint"] = log.signed_note(text, made.origin, public, made.log_key.sign(text.encode()))
    code, failing = said(held)
    assert code == 1
    assert "is not of the form that the format says" in failing[0]


ONE = {"winners": [1], "tallies": [{"1": 1, "2": 0, "3": 0}]}
UNLIKE = "is not written as the format says, or for another vote"


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda text: " " + text, UNLIKE),
        (lambda text: text + "\n", UNLIKE),
        (lambda text: text.replace('"choice":[2]', '"choice":[2 ]'), "is not written canonically"),
        (lambda text: rewritten(text, lambda one: one.update(vote="MD-OTHER")), UNLIKE),
        (lambda text: rewritten(text, lambda one: one.update(extra=1)), "Extra data"),
        (lambda text: rewritten(text, lambda one: one["token"].update(extra=1)), UNLIKE),
        (lambda text: rewritten(text, lambda one: one.update(revision=0)), UNLIKE),
        (lambda text: rewritten(text, lambda one: one.update(revision=101)), UNLIKE),
        (lambda text: rewritten(text, lambda one: one["token"].update(serial="AB" * 32)), UNLIKE),
        (lambda text: rewritten(text, lambda one: one["token"].update(prefix="ab")), UNLIKE),
        (lambda text: rewritten(text, lambda one: one["token"].update(signature="AA==")), UNLIKE),
        (lambda text: rewritten(text, lambda one: one["token"].update(signature="A" * 512)), "that the registrar did not sign"),
        (lambda text: rewritten(text, lambda one: one.pop("choice")), UNLIKE),
        (lambda text: rewritten(text, lambda one: one.update(choice=[4])), "has a choice that is not offered: [4]"),
        (lambda text: rewritten(text, lambda one: one.update(choice=[1, 2])), "has a choice that is not offered: [1, 2]"),
        (lambda text: rewritten(text, lambda one: one.update(choice=[True])), "has a choice that is not offered: [True]"),
        (lambda text: rewritten(text, lambda one: one.update(choice=[[1]])), "has a choice that is not offered: [[1]]"),
        (lambda text: text.replace("[2]", "[" * 100_000), "is not of the form that the format says"),
        (lambda text: text.replace("[2]", '["\ud800"]'), "is not of the form that the format says"),
        (lambda text: "no JSON", UNLIKE),
        (lambda text: 7, "is not of the form that the format says"),
        (lambda text: None, "is not of the form that the format says"),
    ],
)
def test_a_malformed_ballot_is_named_by_its_number(said, spoil, sentence):
    made = Made(terms(), cast([[2], [2]]), {"winners": [2], "tallies": [{"1": 0, "2": 2, "3": 0}]})
    held = made.held()
    held["ballots"][1] = spoil(held["ballots"][1])
    code, failing = said(held)
    assert code == 1
    assert failing[0].startswith("ballot 2 ")
    assert sentence in failing[0]


@pytest.mark.parametrize(
    ("kind", "choice", "is_good"),
    [
        ("approval", [1, 3], True), ("approval", [3, 1], False), ("approval", [1, 1], False), ("approval", [1, 2, 3, 4], False),
        ("ranking", [[2], [1, 3]], True), ("ranking", [[2], []], False), ("ranking", [[1], [1]], False), ("ranking", [1], False),
        ("score", {"4": 5}, True), ("score", {"4": 0}, False), ("score", {"5": 1}, False), ("score", {"04": 1}, False), ("score", [1], False),
        ("points", {"1": 2, "2": 3}, True), ("points", {"1": 3, "2": 3}, False), ("approval", {"1": 1}, False), ("approval", [], True),
    ],
)  # fmt: skip
def test_choices_are_those_that_the_box_takes(kind, choice, is_good):
    vote = terms(kind, options=4, maximum=3, most_points=5)
    box = records.Terms(VOTE, kind, 4, minimum=1, maximum=3, most_points=5)
    held, _ = verifier.tried(verifier.check_choice, choice, vote)
    assert held is is_good
    assert (records.why_not_choice(choice, box) == "") is is_good


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda held: "{", "Expecting property name"),
        (lambda held: held | {"format": "madang-ballots/2"}, "this program reads madang-ballots/1"),
        (lambda held: {name: held[name] for name in held if name != "log"}, "KeyError('log')"),
        (lambda held: [], "TypeError"),
        (lambda held: held | {"token_key": "AAAA"}, "the token key is not RSA, 3072 bits, e = 65537"),
        (lambda held: held | {"vote": held["vote"] | {"rule": "stv"}}, "this program does not count by the rule stv"),
        (lambda held: held | {"log": held["log"] | {"leaves": ["zz"]}}, "non-hexadecimal"),
        (lambda held: held | {"log": held["log"] | {"leaves": ["AB" * 32]}}, "instead of 64 hex digits"),
        (lambda held: held | {"electorate": {"entitled": 10, "issued": 8, "paper": 3}}, "is not of the form"),
    ],
)
def test_a_malformed_file_is_named(said, spoil, sentence):
    code, failing = said(spoil(small().held()))
    assert code == 1
    assert any(sentence in line for line in failing), failing


def test_a_file_that_is_not_there_is_named(capsys):
    assert verifier.main(["/nowhere/file.json"]) == 1
    assert "No such file" in capsys.readouterr().out


def receipt(made: Made, record: bytes, size: int | None = None) -> dict[str, Any]:
    leaf = log.leaf_hash(record)
    index = made.leaves.index(leaf)
    return {"format": "madang-receipt/1", "vote": VOTE, "leaf": leaf.hex(), "index": index, "checkpoint": made.checkpoint(size)}


def test_a_receipt_tells_what_became_of_its_ballot(said, tmp_path, capsys):
    made = small()
    (tmp_path / "file.json").write_text(json.dumps(made.held()))
    for record, fate in (
        (made.ballots[1], "counts: [2]"),
        (made.ballots[2], "a later one took its place"),
        (made.ballots[5], "a later"),
    ):
        (tmp_path / "receipt.json").write_text(json.dumps(receipt(made, record)))
        assert verifier.main([str(tmp_path / "file.json"), "--receipt", str(tmp_path / "receipt.json")]) == 0
        assert fate in capsys.readouterr().out.splitlines()[-1]


def test_a_receipt_of_an_earlier_checkpoint_holds(said):
    made = small()
    early = min(made.ballots, key=log.leaf_hash)
    assert said(made.held(), receipt(made, early, size=2)) == (0, [])


def test_a_receipt_finds_a_log_that_was_made_anew(said):
    """The operator drops a ballot and makes a whole new log, signed with the right key: only who has a receipt can tell."""
    made = small()
    given = receipt(made, made.ballots[0])
    made.ballots.pop(0)
    made.result = {"winners": [2], "tallies": [{"1": 1, "2": 3, "3": 1}]}
    assert said(made.held(), given) == (1, ["the log is not the one that the receipt was given for"])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"leaf": "00" * 32}, "the receipt's ballot is not in the log"),
        ({"index": 1}, "the receipt's ballot is not in the log"),
        ({"index": 10}, "IndexError"),
        ({"checkpoint": "a\n1\nAA==\n\n"}, "the log's key did not sign the checkpoint"),
        ({"format": "madang-receipt/2"}, "this program reads madang-receipt/1"),
    ],
)
def test_a_receipt_that_is_wrong_is_named(said, change, sentence):
    made = small()
    good = receipt(made, max(made.ballots, key=log.leaf_hash))
    code, failing = said(made.held(), good | change)
    assert code == 1
    assert len(failing) == 1
    assert sentence in failing[0]


# RFC 8032, 7.1: secret key (not needed), public key, message, signature of tests 1, 2, 3
ED25519 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), ED25519)
def test_ed25519_signatures_of_the_rfc_hold(public, message, signature):
    key, text, signed = (bytes.fromhex(one) for one in (public, message, signature))
    assert verifier.is_signed(key, text, signed)
    assert not verifier.is_signed(key, text + b"x", signed)
    assert not verifier.is_signed(key, text, signed[:32] + bytes(32))
    assert not verifier.is_signed(key, text, signed + b"x")
    above = int.from_bytes(signed[32:], "little") + verifier.L
    assert not verifier.is_signed(key, text, signed[:32] + above.to_bytes(32, "little"))


@pytest.mark.parametrize("has_openssl", [True, False])
def test_tokens_are_checked_with_and_without_openssl(monkeypatch, has_openssl):
    if not has_openssl:

        def missing(key: bytes) -> None:
            raise OSError("no libcrypto")

        monkeypatch.setattr(verifier, "openssl_check", missing)
    public = spki(token_key())
    is_good, good = verifier.token_check(base64_of(public)), token(1)
    assert hasattr(is_good, "func") != has_openssl, "the other way was taken"
    message = good.signed(VOTE)
    assert is_good(message, good.signature)
    assert not is_good(message + b"x", good.signature)
    assert not is_good(message, token(2).signature)
    for changed in (b"", good.signature[1:], good.signature + b"x", bytes(384), b"\xff" * 384, good.signature[:-1] + b"x"):
        assert not is_good(message, changed)
    above = int.from_bytes(good.signature, "big") + token_key().public_key().public_numbers().n
    if above < 1 << 3072:
        assert not is_good(message, above.to_bytes(384, "big"))


def imported(source: str) -> set[str]:
    """Return the top names of all modules that a program imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {one.name.partition(".")[0] for one in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add((node.module or ".").partition(".")[0])
    return names


def test_nothing_but_the_standard_library_is_imported():
    assert imported("import numpy.linalg\nfrom madang import urban\nimport os") == {"numpy", "madang", "os"}
    assert imported(Path(verifier.__file__).read_text()) - set(sys.stdlib_module_names) == set()


def test_the_one_file_runs_alone_and_on_all_processors(tmp_path):
    """In a bare interpreter that sees no installed package, with parts so small that every processor gets some."""
    program = tmp_path / "verifier.py"
    program.write_text(Path(verifier.__file__).read_text().replace("1_000, 5, 100_000", "2, 5, 100_000"))
    held = small().held()
    (tmp_path / "good.json").write_text(json.dumps(held))
    change_a_choice(held)
    (tmp_path / "bad.json").write_text(json.dumps(held))
    run = partial(subprocess.run, capture_output=True, text=True, check=False)
    assert run([sys.executable, "-I", "-S", str(program), str(tmp_path / "good.json")]).returncode == 0
    bad = run([sys.executable, "-I", "-S", str(program), str(tmp_path / "bad.json")])
    assert (bad.returncode, bad.stderr) == (1, "")
    assert bad.stdout.count("FAILS") == 2


# ---- Its count against the library's -----------------------------------------------------------------------------

RANKED = ("borda", "irv", "schulze", "copeland", "condorcet")


def ranking(dice: random.Random, options: int) -> list[list[int]]:
    """Return ranks with ties, cut short at random."""
    order = dice.sample(range(1, options + 1), dice.randint(0, options))
    ranks: list[list[int]] = []
    for one in order:
        if ranks and dice.random() < 0.25:
            ranks[-1].append(one)
        else:
            ranks.append([one])
    return [sorted(rank) for rank in ranks]


def a_choice(dice: random.Random, rule: str, options: int) -> Any:
    numbers = range(1, options + 1)
    if rule in RANKED:
        return ranking(dice, options)
    if rule in ("score", "points"):
        return {str(one): dice.randint(1, 3) for one in numbers if dice.random() < 0.5}
    marks = sorted(dice.sample(numbers, dice.randint(0, options)))
    return marks[:1] if rule == "plurality" else marks


def by_the_library(rule: str, options: int, choices: list[Any], seats: int, seed: str | None) -> dict[str, Any]:
    ballots: list[tuple[int, Any]] = [(1, choice) for choice in choices]
    if rule in RANKED:
        profile: Any = Rankings.from_ballots(options, ballots)
    elif rule in ("score", "points"):
        profile = Scores.from_ballots(options, [(1, {int(one): points for one, points in choice.items()}) for choice in choices])
    else:
        profile = Approvals.from_ballots(options, ballots)
    outcome = counting.count(profile, counting.Rule(rule), seed=seed)
    winners = list(outcome.winners)
    for group in outcome.ranking[1:] if seats > 1 else ():
        winners += group if len(winners) < seats else ()
    return public_file.result(winners, outcome)


@pytest.mark.parametrize("rule", ["plurality", "approval", "score", "points", *RANKED])
def test_it_counts_as_the_library_does(rule):
    dice = random.Random(f"count {rule}")
    for turn in range(120):
        options = dice.randint(2, 6)
        choices = [a_choice(dice, rule, options) for _ in range(dice.randint(1, 14))]
        seats = dice.randint(1, options - 1) if rule in ("plurality", "approval", "score", "points", "borda") else 1
        seed = dice.choice([None, str(turn)])
        vote = terms("any", rule, options, seats=seats, ties="none" if seed is None else f"seed:{seed}")
        cast_so = [verifier.Ballot(b"", None, 0, None, None, verifier.canonical(choice)) for choice in choices]
        found = verifier.Count(vote, cast_so).result
        assert found == by_the_library(rule, options, choices, seats, seed), (rule, choices, seats, seed)
