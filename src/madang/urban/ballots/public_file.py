"""The public file of a secret vote: all that anybody needs to check it and to count it again (format madang-ballots/1).

One JSON object, written a ballot a line, so that a million ballots need no memory and two files can be compared by lines.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from madang.urban.ballots.outcomes import Outcome, plain_number
from madang.urban.ballots.records import canonical

FORMAT = "madang-ballots/1"
ORIGIN = "{host}/votes/{vote}"


@dataclass(frozen=True, slots=True)
class Terms:
    """What was fixed before anybody voted. The first entry of the log, so that nobody can change it afterwards.

    vote       id, question, kind, rule, seats, options, minimum, maximum, most_points and ties: "none", or "seed:" and the seed
    entitled   how many people may vote
    token_key  the key that tokens are signed with, as DER of SubjectPublicKeyInfo
    """

    vote: Mapping[str, Any]
    entitled: int
    token_key: bytes

    def entry(self) -> bytes:
        """Return the terms as they stand in the log."""
        key = base64.b64encode(self.token_key).decode()
        return canonical({"entitled": self.entitled, "format": FORMAT, "token_key": key, "vote": dict(self.vote)})


@dataclass(frozen=True, slots=True)
class Head:
    """What the file says beside its ballots.

    issued      how many tokens were given out
    paper       batches on paper and how many ballots each holds, none empty
    origin      name of the log
    log_key     its key, as ``log.verifier_key`` writes it
    checkpoint  the signed note over the whole log
    result      what ``result`` returned
    """

    terms: Terms
    issued: int
    paper: Sequence[tuple[str, int]]
    origin: str
    log_key: str
    checkpoint: str
    result: Mapping[str, Any]


def result(winners: Sequence[int], outcome: Outcome) -> dict[str, Any]:
    """Return what is published of a count: who wins the seats, and the votes of each option in each round.

    Rules that only compare two by two (Schulze, Condorcet) have no rounds.
    """
    tallies = [{str(option): plain_number(votes) for option, votes in one.tally.items()} for one in outcome.rounds]
    return {"winners": sorted(winners), "tallies": tallies}


def lines(head: Head, leaves: Iterable[bytes], ballots: Iterable[bytes]) -> Iterator[str]:
    """Yield the file in pieces of text.

    leaves   the hashes of the log's entries, in their order
    ballots  the records, in an order that tells nothing, such as that of their hashes
    """
    yield f'{{\n"format":{_json(FORMAT)},\n"vote":{_json(head.terms.vote)},\n'
    paper = [{"batch": batch, "ballots": number} for batch, number in head.paper]
    people = {"entitled": head.terms.entitled, "issued": head.issued, "paper": paper}
    yield f'"electorate":{_json(people)},\n"token_key":{_json(base64.b64encode(head.terms.token_key).decode())},\n'
    yield f'"result":{_json(head.result)},\n'
    yield f'"log":{{"origin":{_json(head.origin)},"key":{_json(head.log_key)},"checkpoint":{_json(head.checkpoint)},"leaves":[\n'
    yield from _separated(f'"{leaf.hex()}"' for leaf in leaves)
    yield '\n]},\n"ballots":[\n'
    yield from _separated(_json(record.decode()) for record in ballots)
    yield "\n]\n}\n"


def _separated(texts: Iterable[str]) -> Iterator[str]:
    mark = ""
    for text in texts:
        yield mark + text
        mark = ",\n"


def _json(value: Any) -> str:
    return json.dumps(dict(value) if isinstance(value, Mapping) else value, ensure_ascii=False, separators=(",", ":"))
