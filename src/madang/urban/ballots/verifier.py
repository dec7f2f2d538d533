"""Check a secret vote from its public file, and count it again. Needs Python 3.9 or newer and nothing else.

    python verifier.py FILE [--receipt RECEIPT]

It shares no line with the program that ran the vote. It checks that each ballot is written as the format says and has a token
that the registrar signed for this vote (RFC 9474); that each token counts once, by its last ballot, and not where its owner voted
on paper; that no more tokens were given out than people may vote, and no more came back; that the log (RFC 9162) began with the
terms of the vote, holds just these ballots, and is the one that its key signed (C2SP); that the ballots give the result.
Exit code 0 if all of this holds, 1 if anything does not.
"""

from __future__ import annotations

import argparse
import base64
import ctypes
import gc
import hashlib
import json
import multiprocessing
import re
import sys
from collections import Counter, namedtuple
from collections.abc import Callable, Collection
from contextlib import nullcontext
from fractions import Fraction
from functools import partial
from itertools import chain
from typing import Any

FORMAT, RECEIPT, PART, NAMED, MOST_WAYS = "madang-ballots/1", "madang-receipt/1", 1_000, 5, 100_000
PSS = [(b"rsa_padding_mode", b"pss"), (b"rsa_pss_saltlen", b"48"), (b"digest", b"sha384"), (b"rsa_mgf1_md", b"sha384")]
BYTES, HEAD = 384, bytes.fromhex("308201a2300d06092a864886f70d01010105000382018f003082018a0282018100")
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode  # the one text that is hashed


class Wrong(Exception):
    """Raised with a sentence where something does not hold."""


def insist(holds: Any, sentence: str) -> None:
    """Raise Wrong with the sentence unless it holds."""
    if not holds:
        raise Wrong(sentence)


def tried(act: Callable[..., Any], *given: Any) -> tuple[bool, Any]:
    """Return whether it could be done, and what came of it or a sentence that says why not."""
    try:
        return True, act(*given)
    except (Wrong, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError) as problem:
        return False, str(problem) if isinstance(problem, Wrong) else f"is not of the form that the format says: {problem!r}"


def from_hex(text: Any) -> bytes:
    """Return the 32 bytes of a hash or a serial."""
    raw = bytes.fromhex(text)
    insist(raw.hex() == text and len(raw) == 32, f"holds {text!r} instead of 64 hex digits")
    return raw


def token_check(spki: str) -> Callable[[bytes, bytes], bool]:
    """Return what tells whether a message is signed by a public key: RSASSA-PSS, SHA-384, 48 bytes of salt (RFC 8017, 8.1.2)."""
    modulus = base64.b64decode(spki)[len(HEAD) : -5]
    raw = HEAD + modulus + b"\2\3\1\0\1"
    insist(base64.b64encode(raw).decode() == spki and len(modulus) == BYTES, "the token key is not RSA, 3072 bits, e = 65537")
    try:
        return openssl_check(raw)
    except (ImportError, AttributeError, OSError):  # then Python's own pow, which takes ten times as long
        return partial(is_token, int.from_bytes(modulus, "big"))


def openssl_check(raw: bytes) -> Callable[[bytes, bytes], bool]:
    """Return the check by the OpenSSL that Python brings. Raises what import and ctypes raise, OSError where it cannot do it."""
    import _ssl  # noqa: PLC0415 - not every Python has it

    c, pointer = ctypes.CDLL(_ssl.__file__), ctypes.c_void_p
    c.d2i_PUBKEY.restype = c.EVP_PKEY_CTX_new.restype = pointer
    key = pointer(c.d2i_PUBKEY(None, ctypes.byref(ctypes.c_char_p(raw)), ctypes.c_long(len(raw))))
    context, verify = pointer(c.EVP_PKEY_CTX_new(key, None)), c.EVP_PKEY_verify
    verify.argtypes = [pointer, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]
    if {c.EVP_PKEY_verify_init(context), *(c.EVP_PKEY_CTX_ctrl_str(context, *one) for one in PSS)} != {1}:
        raise OSError("OpenSSL does not know this kind of signature")
    return lambda message, signature: verify(context, signature, len(signature), hashlib.sha384(message).digest(), 48) == 1


def is_token(modulus: int, message: bytes, signature: bytes) -> bool:
    """Tell whether the signature over the message is that of the key with the modulus."""
    encoded = pow(int.from_bytes(signature, "big"), 65_537, modulus).to_bytes(BYTES, "big")
    digest, mask = encoded[-49:-1], b"".join([hashlib.sha384(encoded[-49:-1] + bytes([0, 0, 0, n])).digest() for n in range(7)])
    block = (int.from_bytes(encoded[:-49], "big") ^ int.from_bytes(mask[:335], "big")) % (1 << 2679)
    salt = (block % (1 << 384)).to_bytes(48, "big")
    good = len(signature) == BYTES and int.from_bytes(signature, "big") < modulus and encoded[0] < 128 and encoded[-1] == 0xBC
    return good and block >> 384 == 1 and digest == hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the signature is the Ed25519 key's over the message (RFC 8032, 5.1.7)."""
    s, k = int.from_bytes(signature[32:], "little"), hashlib.sha512(signature[:32] + public + message).digest()
    right = plus(point(signature[:32]), times(int.from_bytes(k, "little") % L, point(public)))
    return len(signature) == 64 and s < L and times(s, point(b"\x58" + b"\x66" * 31)) == right


def point(raw: bytes) -> tuple[int, int]:
    """Return the point of Ed25519's curve that 32 bytes stand for (RFC 8032, 5.1.3). Raises Wrong if there is none."""
    sign, y = divmod(int.from_bytes(raw, "little"), 1 << 255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    good = len(raw) == 32 and y < P and (x * x - square) % P == 0 and (x or not sign)
    insist(good, "the log's key or its signature is no point of the curve")
    return (x if x & 1 == sign else P - x), y


def plus(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """Add two points."""
    both = D * one[0] * one[1] * other[0] * other[1] % P
    below = pow(1 - both * both, -1, P)
    x, y = one[0] * other[1] + other[0] * one[1], one[1] * other[1] + one[0] * other[0]
    return x * (1 - both) * below % P, y * (1 + both) * below % P


def times(number: int, one: tuple[int, int]) -> tuple[int, int]:
    """Add a point to itself so many times."""
    half = times(number >> 1, plus(one, one)) if number > 1 else (0, 1)
    return plus(half, one) if number & 1 else half


# What matters of a record: its hash; serial and revision, or (batch, number) and the serial it overrides; the choice's text
Ballot = namedtuple("Ballot", "leaf serial revision paper overrides choice")
ELECTRONIC = r'"revision":([1-9][0-9]?|100),"token":\{"prefix":"(HEX)","serial":"(HEX)","signature":"([A-Za-z0-9+/]{512})"\}'
PAPER = r'"paper":\{"batch":"([A-Za-z0-9-]{1,20})","number":([1-9][0-9]{0,5}),"overrides":(?:null|"(HEX)")\}'
RECORD = re.compile(rf'\{{"choice":(.*?),(?:{ELECTRONIC}|{PAPER}),"vote":"([^"]*)"\}}'.replace("HEX", "[0-9a-f]{64}"))


def ballot(vote: dict, is_good: Callable[[bytes, bytes], bool], text: str) -> tuple:
    """Return what a `Ballot` holds, of a record. Raises Wrong, or whatever comes of a record of another form."""
    found = RECORD.fullmatch(text)
    written, revision, prefix, serial, signature, batch, number, overrides, of = found.groups() if found else [""] * 9
    insist(found and of == vote["id"], "is not written as the format says, or for another vote")
    choice, leaf = json.loads(written), hashlib.sha256(b"\0" + text.encode()).digest()
    insist(canonical(choice) == written, "is not written canonically")
    check_choice(choice, vote)
    if batch:
        return leaf, None, 0, (batch, int(number)), overrides, written
    message = bytes.fromhex(prefix) + f"madang-vote-token/1\n{vote['id']}\n{serial}".encode()
    if not is_good(message, base64.b64decode(signature)):
        raise Wrong(f"has a token (serial {serial}) that the registrar did not sign for this vote")
    return leaf, serial, int(revision), None, None, written


def check_choice(choice: Any, vote: dict) -> None:
    """Insist that a choice is one that the vote offers, and written in the only way that it can be."""
    kind, options, most = vote["kind"], len(vote["options"]), vote["most_points"]
    if kind in ("score", "points"):
        good = all(type(points) is int and 1 <= points <= most for points in choice.values())
        good = good and (kind == "score" or sum(choice.values()) <= most)
        ranks = [sorted(int(one) if one == str(int(one)) else 0 for one in choice)]
    else:
        ranks = choice if kind == "ranking" else [choice]
        good = isinstance(choice, list) and {*map(type, ranks)} <= {list} and (kind != "ranking" or all(ranks))
    marked = [one for rank in ranks for one in rank] if good else []
    good = good and {*map(type, marked)} <= {int} and len({*marked}) == len(marked)
    if marked and good:
        good = min(marked) > 0 and max(marked) <= options and vote["minimum"] <= len(marked) <= vote["maximum"]
    if not good or ranks != [*map(sorted, ranks)]:
        raise Wrong(f"has a choice that is not offered: {str(choice)[:80]}")


def look_at(vote: dict, spki: str, texts: list[str]) -> list[tuple[bool, Any]]:
    """Return for each record whether it is good, and what it holds or what is wrong with it."""
    is_good = token_check(spki)
    return [tried(ballot, vote, is_good, text) for text in texts]


class Count:
    """Ballots under the vote's rule: winners and, of rules that add up, the tally of each round, by option."""

    def __init__(self, vote: dict, ballots: list[Ballot]) -> None:
        self.options, self.rule, self.seats = range(1, len(vote["options"]) + 1), vote["rule"], vote["seats"]
        self.seed = vote["ties"][5:] if vote["ties"].startswith("seed:") else None
        self.ballots = [(json.loads(choice), number) for choice, number in Counter(one.choice for one in ballots).items()]
        self.tallies: list[dict] = []
        self.ways: dict[frozenset, set] = {}
        counts = {"irv": self.runoff, "condorcet": self.unbeaten, "schulze": self.unbeaten}
        winners = sorted(counts.get(self.rule, self.most)())
        plain = [{str(one): int(n) if n.denominator == 1 else str(n) for one, n in tally.items()} for tally in self.tallies]
        self.result = {"winners": winners, "tallies": plain}

    def lot(self, option: int) -> str:
        """Return an option's lot: of those that are tied the lowest loses and the highest wins."""
        return hashlib.sha256(f"{self.seed}:{option}".encode()).hexdigest()

    def most(self) -> list[int]:
        """Return who has the most marks, points, places (symmetric Borda) or won comparisons less lost ones (Copeland)."""
        rules = ("plurality", "approval", "score", "points", "borda", "copeland")
        insist(self.rule in rules, f"this program does not count by the rule {self.rule}")
        self.tallies = [tally := dict.fromkeys(self.options, 0)]
        above = self.compared() if self.rule in rules[4:] else {}
        for (one, other), votes in above.items():
            more = votes - above[other, one]
            tally[one] += more if self.rule == "borda" else (more > 0) - (more < 0)
        for choice, number in [] if above else self.ballots:
            for one in choice:
                tally[int(one)] += number * (choice[one] if isinstance(choice, dict) else 1)
        if self.seed is not None:
            return sorted(self.options, key=lambda one: (tally[one], self.lot(one)))[-self.seats :]
        return [one for one in self.options if sum(tally[other] > tally[one] for other in self.options) < self.seats]

    def compared(self) -> dict[tuple[int, int], int]:
        """Return how many ballots put one option above another; one that is not ranked stands below all that are."""
        above = {(one, other): 0 for one in self.options for other in self.options if one != other}
        for choice, number in self.ballots:
            below = set(self.options)
            for rank in choice:
                below -= set(rank)
                for one in rank:
                    for other in below:
                        above[one, other] += number
        return above

    def unbeaten(self) -> list[int]:
        """Return who beats all others (Condorcet), or whom nobody beats along strongest paths of winning votes (Schulze)."""
        above = self.compared()
        path = {(one, other): votes if votes > above[other, one] else 0 for (one, other), votes in above.items()}
        if self.rule == "condorcet":
            return [one for one in self.options if all(path[one, other] for other in self.options if other != one)]
        for by in self.options:
            for (one, other), strength in path.items():
                if by not in (one, other):
                    path[one, other] = max(strength, min(path[one, by], path[by, other]))
        best = set(self.options) - {other for (one, other), strength in path.items() if strength > path[other, one]}
        return list(best) if self.seed is None else [max(best, key=self.lot)]

    @staticmethod
    def lay(piles: dict[tuple, list], ballots: list, left: Collection[int]) -> dict[tuple, list]:
        """Put each ballot on the pile of those of its best rank that are left, if it ranks any of them; return the piles."""
        for one in ballots:
            for rank in one[0]:
                if tied := tuple([option for option in rank if option in left]):
                    piles.setdefault(tied, []).append(one)
                    break
        return piles

    @staticmethod
    def fewest(piles: dict[tuple, list], left: Collection[int]) -> tuple[dict, list[int]]:
        """Return the votes of those left, equal shares of a pile that several stand above, and who has fewest."""
        tally: dict = dict.fromkeys(left, 0)
        for tied, ballots in piles.items():
            for one in tied:
                tally[one] += Fraction(sum(number for _, number in ballots), len(tied))
        return tally, [one for one in left if tally[one] == min(tally.values())]

    def runoff(self) -> list[int]:
        """Return who stays when the last leave one by one; without a seed all who may stay, and the tallies to the first tie."""
        left = dict.fromkeys(self.options)
        piles = self.lay({}, self.ballots, left)
        while True:
            tally, fewest = self.fewest(piles, left)
            self.tallies.append(tally)
            if len(left) == 1:
                return list(left)
            if len(fewest) > 1 and self.seed is None:
                return list(self.may_stay(frozenset(left)))
            del left[(last := min(fewest, key=self.lot))]
            self.lay(piles, [one for tied in [*piles] if last in tied for one in piles.pop(tied)], left)

    def may_stay(self, left: frozenset) -> set[int]:
        """Return who may win among those left, in whichever way ties for the fewest votes are broken."""
        if len(left) > 1 and left not in self.ways:
            insist(len(self.ways) < MOST_WAYS, "the ties leave too many ways to follow")
            last = self.fewest(self.lay({}, self.ballots, left), left)[1]
            self.ways[left] = set().union(*(self.may_stay(left - {one}) for one in last))
        return self.ways.get(left, set(left))


class Checks:
    """The public file of a vote, its good ballots, and what is wrong with the others."""

    def __init__(self, held: dict) -> None:
        self.held, self.vote, self.log, self.people, texts = held, held["vote"], held["log"], held["electorate"], held["ballots"]
        look, parts = partial(look_at, self.vote, held["token_key"]), [texts[at : at + PART] for at in range(0, len(texts), PART)]
        looked: dict[bool, list] = {True: [], False: []}
        with multiprocessing.Pool() if len(parts) > 3 else nullcontext() as processes:  # all processors, if it pays
            every = chain.from_iterable(processes.imap(look, parts) if processes else map(look, parts))
            for number, (good, found) in enumerate(every, 1):
                looked[good].append(Ballot(*found) if good else f"ballot {number:,} {found}")
                if (number % PART == 0 or number == len(texts)) and sys.stderr.isatty():
                    print(f"\r{number:,} of {len(texts):,} ballots", end="" if number < len(texts) else "\n", file=sys.stderr)
        self.cast, self.faults = looked[True], looked[False]
        paper = [one for one in self.cast if one.paper]
        last = {one.serial: one for one in sorted(self.cast, key=lambda one: one.revision) if one.serial}
        self.counting = [*(last[one] for one in last.keys() - {one.overrides for one in paper}), *paper]

    def ballots(self) -> str:
        """Insist that nothing is wrong with any ballot."""
        insist(not self.faults, "; ".join(self.faults[:NAMED]) + f" ({len(self.faults):,} in all)")
        return f"{len(self.cast):,} ballots are as they should be, each electronic one with a token that the registrar signed"

    def numbers(self) -> str:
        """Insist that nobody voted twice, and that there are no more votes than people."""
        issued, entitled = self.people["issued"], self.people["entitled"]
        uses = Counter((one.serial, one.revision) for one in self.cast if one.serial)
        insist(sum(uses.values()) == len(uses), f"a token is used twice for one revision: {uses.most_common(1)}")
        instead = Counter(one.overrides for one in self.cast if one.overrides)
        insist(sum(instead.values()) == len(instead), f"two ballots on paper stand for one token: {instead.most_common(1)}")
        used, own = len({serial for serial, _ in uses} | {*instead}), sum(one.serial == one.overrides for one in self.cast)
        insist(used <= issued, f"{used:,} tokens came back, but only {issued:,} were given out")
        insist(issued + own <= entitled, f"{issued:,} tokens, {own:,} ballots on paper, but only {entitled:,} people may vote")
        places = [one.paper for one in self.cast if one.paper]
        told = {batch["batch"]: batch["ballots"] for batch in self.people["paper"]}
        found = Counter(batch for batch, _ in places)
        right = sorted((batch, number + 1) for batch in found for number in range(found[batch]))
        insist(told == found and sorted(places) == right, f"the ballots on paper are {dict(found)}, not as announced {told}")
        return f"{used:,} of {issued:,} tokens came back, {len(places):,} ballots are on paper, {entitled:,} people may vote"

    def leaves(self) -> str:
        """Insist that the log began with the terms, and holds all ballots and nothing else."""
        leaves = [from_hex(leaf) for leaf in self.log["leaves"]]
        terms = {"entitled": self.people["entitled"], **{name: self.held[name] for name in ("format", "token_key", "vote")}}
        first = hashlib.sha256(b"\0" + canonical(terms).encode()).digest()
        insist(leaves[:1] == [first], "the log began with other terms (question, options, rule, seed, key)")
        listed, there = Counter(leaves[1:]), Counter(one.leaf for one in self.cast)
        for leaf in (listed - there) | (there - listed):
            raise Wrong(f"the hash {leaf.hex()} is {listed[leaf]} times in the log, but {there[leaf]} good ballots have it")
        return f"all {len(self.cast):,} ballots stand in the log, and nothing else but the terms, which it began with"

    def opened(self, note: str) -> tuple[int, bytes]:
        """Return size and root of a checkpoint that the log's key signed. Raises Wrong if it did not."""
        name, number, public = self.log["key"].split("+", 2)
        good = hashlib.sha256(f"{name}\n".encode() + base64.b64decode(public)).hexdigest()[:8] == number
        insist(good and name.endswith(f"/votes/{self.vote['id']}"), "the log's key is not this vote's")
        text, _, lines = note.partition("\n\n")
        mine = [base64.b64decode(line.split(" ")[2])[4:] for line in lines.split("\n") if line.startswith(f"\u2014 {name} ")]
        good = any(is_signed(base64.b64decode(public)[1:], f"{text}\n".encode(), one) for one in mine)
        insist(good, "the log's key did not sign the checkpoint")
        origin, size, root = text.split("\n")
        insist(origin == name == self.log["origin"], "the checkpoint is another log's")
        return int(size), base64.b64decode(root)

    def root(self, size: int) -> bytes:
        """Return the Merkle tree's root over the first leaves (RFC 9162, 2.1.1)."""
        leaves = [bytes.fromhex(leaf) for leaf in self.log["leaves"][:size]]
        while len(leaves) > 1:
            pairs = zip(leaves[::2], leaves[1::2])
            leaves = [hashlib.sha256(b"\1" + left + right).digest() for left, right in pairs] + leaves[len(leaves) & ~1 :]
        return leaves[0]

    def checkpoint(self) -> str:
        """Insist that the log's key signed just this log."""
        (size, root), there = self.opened(self.log["checkpoint"]), len(self.log["leaves"])
        insist(size == there, f"the checkpoint is of a log of {size:,} leaves, but this one has {there:,}")
        insist(root == self.root(size), "the leaves of the log do not give the root that was signed")
        return f"the log's key signed its root over {size:,} leaves, {root.hex()}"

    def result(self) -> str:
        """Insist that the ballots give the published result."""
        found, told = Count(self.vote, self.counting).result, self.held["result"]
        for name in sorted({*found, *told}):
            insist(told.get(name) == found.get(name), f"the published {name} are {told.get(name)}, not {found.get(name)}")
        return f"{len(self.counting):,} ballots count, and give the published result: {found['winners']} won"

    def receipt(self, path: str) -> str:
        """Insist that a voter's receipt holds, in a log that only grew since; tell whether its ballot counts."""
        receipt = read(path, RECEIPT)
        size, root = self.opened(receipt["checkpoint"])
        insist(root == self.root(size), "the log is not the one that the receipt was given for")
        insist(self.log["leaves"][:size][receipt["index"]] == receipt["leaf"], "the receipt's ballot is not in the log")
        mine = [f"counts: {one.choice}" for one in self.counting if one.leaf.hex() == receipt["leaf"]]
        return f"the receipt's ballot is leaf {receipt['index']:,} of the log; {[*mine, 'a later one took its place'][0]}"


def read(path: str, form: str) -> dict:
    """Return the JSON object of a file."""
    with open(path, encoding="utf-8") as file:
        held: dict = json.load(file)
    insist(held["format"] == form, f"the format of {path} is {held['format']!r}; this program reads {form}")
    return held


def main(arguments: list[str] | None = None) -> int:
    """Check the file that is named, print a sentence for each check, return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", metavar="FILE", help="the public file of a vote")
    parser.add_argument("--receipt", help="the receipt of a voter")
    asked = parser.parse_args(arguments)
    gc.disable()  # nothing here goes in circles
    good, checks = tried(lambda: Checks(read(asked.file, FORMAT)))
    every = (checks.ballots, checks.numbers, checks.leaves, checks.checkpoint, checks.result) if good else ()
    receipts = [partial(checks.receipt, asked.receipt)] if good and asked.receipt else []
    found = [tried(check) for check in (*every, *receipts)] or [(False, f"{asked.file} {checks}")]
    for holds, said in found:
        print("holds" if holds else "FAILS", said, sep="  ")
    return int(not all(holds for holds, _ in found))


if __name__ == "__main__":
    sys.exit(main())
