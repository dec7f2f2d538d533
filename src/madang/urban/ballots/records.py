"""Ballot records: the exact bytes that a ballot of a secret vote is, so that one and the same ballot has one and the same hash.

A record is canonical JSON (UTF-8, keys sorted, no blanks) of one of two shapes:

    {"choice": ..., "revision": 1, "token": {"prefix": hex, "serial": hex, "signature": base64}, "vote": "MD-7K3F-92X"}
    {"choice": ..., "paper": {"batch": "A1", "number": 1, "overrides": hex or null}, "vote": "MD-7K3F-92X"}

``choice`` is a rising list of option numbers (yes_no, single, approval), a list of ranks, each a rising list of option numbers
(ranking), or an object from option number to points, none of them 0 (score, points). An empty one is a blank ballot. So a
choice, too, can be written in one way only.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Choice = list[int] | list[list[int]] | dict[str, int]

MOST_BYTES = 16_384
MOST_REVISIONS = 100
MOST_OF_A_BATCH = 100_000
TOKEN_BYTES = 32
_HEX = re.compile(r"[0-9a-f]{64}")
_BATCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}")
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")


class BadRecord(ValueError):
    """Raised for bytes that are no ballot of the vote, with a sentence; ``fault`` names it in one word for translation.

    fault  too_long, not_canonical, shape, vote, revision, token, paper, choice
    """

    def __init__(self, fault: str, message: str) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Terms:
    """What a record of one vote may hold.

    vote         the vote's public id
    kind         yes_no, single, approval, ranking, score or points
    options      how many there are, numbered from 1
    minimum      the least options to mark, rank or give points to, unless the ballot is blank
    maximum      the most
    most_points  the most for one option (score) or for all together (points)
    """

    vote: str
    kind: str
    options: int
    minimum: int = 1
    maximum: int = 1
    most_points: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """What lets somebody vote once: a serial number that the registrar signed without seeing it (RFC 9474)."""

    prefix: bytes
    serial: bytes
    signature: bytes

    def signed(self, vote: str) -> bytes:
        """Return the message that the signature is over: the random prefix, then what the token is for."""
        return self.prefix + token_message(vote, self.serial)


@dataclass(frozen=True, slots=True)
class Paper:
    """Where a ballot on paper lies, and the serial of the electronic ballots that it stands for, if there are any."""

    batch: str
    number: int
    overrides: bytes | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A ballot that was read: either with a token and a revision from 1, or on paper with revision 0."""

    choice: Choice
    revision: int
    token: Token | None
    paper: Paper | None


def token_message(vote: str, serial: bytes) -> bytes:
    """Return what a token's signature is over, without the random prefix of RFC 9474."""
    return b"madang-vote-token/1\n" + vote.encode() + b"\n" + serial.hex().encode()


def canonical(value: Any) -> bytes:
    """Return a JSON value as the one text that is hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def electronic(vote: str, choice: Choice, token: Token, revision: int = 1) -> bytes:
    """Return the record of a ballot with a token."""
    signature = base64.b64encode(token.signature).decode()
    held = {"prefix": token.prefix.hex(), "serial": token.serial.hex(), "signature": signature}
    return canonical({"choice": choice, "revision": revision, "token": held, "vote": vote})


def on_paper(vote: str, choice: Choice, paper: Paper) -> bytes:
    """Return the record of a ballot on paper."""
    overrides = paper.overrides.hex() if paper.overrides is not None else None
    held = {"batch": paper.batch, "number": paper.number, "overrides": overrides}
    return canonical({"choice": choice, "paper": held, "vote": vote})


def read(raw: bytes, terms: Terms) -> Record:
    """Return the ballot that the bytes are. Raises BadRecord where they are none of this vote; signatures are not checked."""
    if len(raw) > MOST_BYTES:
        raise BadRecord("too_long", f"a record has at most {MOST_BYTES:,} bytes, this one {len(raw):,}")
    held = _parsed(raw)
    kinds = {frozenset({"choice", "revision", "token", "vote"}), frozenset({"choice", "paper", "vote"})}
    if not isinstance(held, dict) or frozenset(held) not in kinds:
        raise BadRecord("shape", "a record holds choice, vote and either revision and token, or paper, and nothing else")
    if held["vote"] != terms.vote:
        raise BadRecord("vote", f"the record is not for the vote {terms.vote}")
    if fault := why_not_choice(held["choice"], terms):
        raise BadRecord("choice", fault)
    if "paper" in held:
        return Record(held["choice"], 0, None, _paper(held["paper"]))
    if not _is_whole(held["revision"], MOST_REVISIONS):
        raise BadRecord("revision", f"a revision is a whole number from 1 to {MOST_REVISIONS}")
    return Record(held["choice"], held["revision"], _token(held["token"]), None)


def _parsed(raw: bytes) -> Any:
    try:
        value = json.loads(raw)
        written = canonical(value)
    except (ValueError, RecursionError) as problem:
        raise BadRecord("not_canonical", "the record is no JSON text in UTF-8") from problem
    if written != raw:
        raise BadRecord("not_canonical", "the record is not written canonically: keys sorted, each once, no blanks")
    return value


def _token(held: Any) -> Token:
    if not isinstance(held, dict) or set(held) != {"prefix", "serial", "signature"}:
        raise BadRecord("token", "a token holds prefix, serial and signature")
    if not is_serial(held["prefix"]) or not is_serial(held["serial"]):
        raise BadRecord("token", "prefix and serial are 64 hex digits each, in small letters")
    try:
        signature = base64.b64decode(held["signature"], validate=True)
    except (TypeError, ValueError, binascii.Error) as problem:
        raise BadRecord("token", "the signature is not base64") from problem
    if base64.b64encode(signature).decode() != held["signature"]:
        raise BadRecord("token", "the signature is not plain base64")
    return Token(bytes.fromhex(held["prefix"]), bytes.fromhex(held["serial"]), signature)


def _paper(held: Any) -> Paper:
    if not isinstance(held, dict) or set(held) != {"batch", "number", "overrides"}:
        raise BadRecord("paper", "paper holds batch, number and overrides")
    batch, number, overrides = held["batch"], held["number"], held["overrides"]
    if not is_batch(batch) or not _is_whole(number, MOST_OF_A_BATCH):
        raise BadRecord("paper", "a batch is named by letters, figures and dashes; its ballots are numbered from 1")
    if overrides is not None and not is_serial(overrides):
        raise BadRecord("paper", "what a ballot on paper overrides is a serial of 64 hex digits, or null")
    return Paper(batch, number, None if overrides is None else bytes.fromhex(overrides))


def is_batch(name: Any) -> bool:
    """Tell whether a batch of ballots on paper may have this name: up to 20 letters, figures and dashes."""
    return isinstance(name, str) and _BATCH.fullmatch(name) is not None


def why_not_choice(choice: Any, terms: Terms) -> str:
    """Return what is wrong with a choice, as a sentence; empty where nothing is. An empty choice is a blank ballot."""
    if terms.kind in ("score", "points"):
        return _why_not_points(choice, terms)
    if not isinstance(choice, list):
        return "the choice is a list"
    if terms.kind == "ranking":
        return _why_not_ranks(choice, terms)
    if not _is_rising(choice, terms.options):
        return f"the choice is a list of different option numbers from 1 to {terms.options}, rising"
    return _why_not_number(len(choice), terms)


def _why_not_ranks(choice: list[Any], terms: Terms) -> str:
    if not all(isinstance(rank, list) and rank and _is_rising(rank, terms.options) for rank in choice):
        return f"each rank is a list of different option numbers from 1 to {terms.options}, rising"
    ranked = [option for rank in choice for option in rank]
    if len(set(ranked)) < len(ranked):
        return "an option is ranked twice"
    return _why_not_number(len(ranked), terms)


def _why_not_points(choice: Any, terms: Terms) -> str:
    if not isinstance(choice, dict):
        return "the choice is an object from option number to points"
    if not all(_NUMBER.fullmatch(option) and int(option) <= terms.options for option in choice):
        return f"points go to option numbers from 1 to {terms.options}"
    if not all(_is_whole(points, terms.most_points) for points in choice.values()):
        return f"points are whole numbers from 1 to {terms.most_points}; an option without points is left out"
    if terms.kind == "points" and sum(choice.values()) > terms.most_points:
        return f"there are {terms.most_points} points to give, these are {sum(choice.values())}"
    return _why_not_number(len(choice), terms)


def _why_not_number(marked: int, terms: Terms) -> str:
    if marked and not terms.minimum <= marked <= terms.maximum:
        return f"from {terms.minimum} to {terms.maximum} options may be chosen, these are {marked}"
    return ""


def _is_rising(numbers: list[Any], most: int) -> bool:
    if not all(_is_whole(one, most) for one in numbers):
        return False
    return all(one < another for one, another in pairwise(numbers))


def _is_whole(value: Any, most: int) -> bool:
    return type(value) is int and 1 <= value <= most


def is_serial(value: Any) -> bool:
    """Tell whether a value is 64 hex digits in small letters, as serials and prefixes are written."""
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def counting(records: Iterable[Record]) -> list[Record]:
    """Return the records that count: of each serial the highest revision unless paper stands for it, and all on paper."""
    paper: list[Record] = []
    last: dict[bytes, Record] = {}
    for one in records:
        if one.token is None:
            paper.append(one)
        elif one.token.serial not in last or last[one.token.serial].revision < one.revision:
            last[one.token.serial] = one
    overridden = {one.paper.overrides for one in paper if one.paper}
    return [one for serial, one in last.items() if serial not in overridden] + paper
