"""A whole secret vote in memory: keys, tokens, records, log, public file."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from madang.urban.ballots import log, public_file, records
from madang.urban.ballots.records import Paper, Token

VOTE = "MD-7K3F-92X"
ORIGIN = f"haneul.example/votes/{VOTE}"
PSS = padding.PSS(padding.MGF1(hashes.SHA384()), 48)


@cache
def token_key(number: int = 1) -> rsa.RSAPrivateKey:
    """Return a key of 3072 bits; the same number is the same key within a run."""
    return rsa.generate_private_key(65_537, 3072)


def spki(key: rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@cache
def token(serial: int, key: rsa.RSAPrivateKey | None = None, vote: str = VOTE) -> Token:
    """Return a token as a registrar's blind signature leaves it: an ordinary signature."""
    unsigned = Token(hashlib.sha256(b"prefix %d" % serial).digest(), hashlib.sha256(b"serial %d" % serial).digest(), b"")
    signature = (key or token_key()).sign(unsigned.signed(vote), PSS, hashes.SHA384())
    return Token(unsigned.prefix, unsigned.serial, signature)


def terms(kind: str = "single", rule: str = "plurality", options: int = 3, **others: Any) -> dict[str, Any]:
    """Return a vote as it is published."""
    names = [{"en": f"Option {number}"} for number in range(1, options + 1)]
    given = {"id": VOTE, "question": {"en": "Which one?", "ko": "어느 것?"}, "kind": kind, "rule": rule, "seats": 1}
    return given | {"options": names, "minimum": 1, "maximum": 1, "most_points": 0, "ties": "seed:7"} | others


@dataclass
class Made:
    """A vote that was held."""

    vote: dict[str, Any]
    ballots: list[bytes]
    result: Mapping[str, Any]
    entitled: int = 10
    issued: int = 8
    paper: Sequence[tuple[str, int]] = ()
    log_key: ed25519.Ed25519PrivateKey = field(default_factory=ed25519.Ed25519PrivateKey.generate)
    origin: str = ORIGIN

    @property
    def terms(self) -> public_file.Terms:
        return public_file.Terms(self.vote, self.entitled, spki(token_key()))

    @property
    def leaves(self) -> list[bytes]:
        """The leaves of the log, whose ballots were sealed all at once."""
        return [log.leaf_hash(self.terms.entry()), *sorted(map(log.leaf_hash, self.ballots))]

    @property
    def public(self) -> bytes:
        return self.log_key.public_key().public_bytes_raw()

    def checkpoint(self, size: int | None = None) -> str:
        """Return the signed checkpoint of the first ``size`` leaves, of all if it is not given."""
        leaves = self.leaves[:size]
        text = log.checkpoint(self.origin, len(leaves), log.root(len(leaves), log.grown(0, {}, leaves)))
        return log.signed_note(text, self.origin, self.public, self.log_key.sign(text.encode()))

    def held(self) -> dict[str, Any]:
        """Return the public file as it is read."""
        key = log.verifier_key(self.origin, self.public)
        head = public_file.Head(self.terms, self.issued, self.paper, self.origin, key, self.checkpoint(), self.result)
        return json.loads("".join(public_file.lines(head, self.leaves, sorted(self.ballots, key=log.leaf_hash))))


def cast(choices: Iterable[Any], vote: str = VOTE) -> list[bytes]:
    """Return a record for each choice, each with a token of its own."""
    return [records.electronic(vote, choice, token(serial)) for serial, choice in enumerate(choices, 1)]


def small() -> Made:
    """Return a vote of six tokens and two on paper: 2 has three votes, 1 two, 3 one.

    The owner of token 3 changed their mind, that of token 6 went to vote on paper.
    """
    ballots = cast([[1], [2], [3], [], [2], [3]])
    ballots.append(records.electronic(VOTE, [2], token(3), revision=2))
    ballots.append(records.on_paper(VOTE, [1], Paper("A1", 1, token(6).serial)))
    ballots.append(records.on_paper(VOTE, [3], Paper("A1", 2)))
    result = {"winners": [2], "tallies": [{"1": 2, "2": 3, "3": 1}]}
    return Made(terms(), ballots, result, paper=[("A1", 2)])


def rewritten(text: str, change: Callable[[dict[str, Any]], object]) -> str:
    """Return a record with something changed, written as canonically as before."""
    held = json.loads(text)
    change(held)
    return records.canonical(held).decode()


def base64_of(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
