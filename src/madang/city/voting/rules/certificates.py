"""The certificate of a result: what was counted, how, and what came out, so that anybody can count it again."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from madang.city.voting.rules.choices import why_not_choice
from madang.city.voting.rules.counting import Ballots, Quorum, result
from madang.city.voting.rules.votes import Kind, Rule, Terms
from madang.urban.ballots.records import canonical

FORMAT = "madang-result/1"
CHOICES_FORMAT = "madang-choices/1"
SEEDED = "seed:"


def vote_as_published(
    reference: str, question: Mapping[str, str], options: Sequence[Mapping[str, str]], terms: Terms, ties: str
) -> dict[str, Any]:
    """Return what a vote asked and how it is counted, the same in certificates and public files.

    ties  ``none``, or ``seed:`` and the seed
    """
    return {
        "id": reference,
        "question": dict(question),
        "kind": terms.kind.value,
        "rule": terms.rule.value,
        "seats": terms.seats,
        "options": [dict(one) for one in options],
        "minimum": terms.minimum,
        "maximum": terms.maximum,
        "most_points": terms.most_points,
        "ties": ties,
    }


def terms_of(vote: Mapping[str, Any]) -> Terms:
    """Read the terms back from what was published."""
    kind, rule = Kind(vote["kind"]), Rule(vote["rule"])
    return Terms(kind, rule, len(vote["options"]), vote["seats"], vote["minimum"], vote["maximum"], vote["most_points"])


def seed_of(ties: str) -> str | None:
    """Return the seed that breaks ties, or None where they stand."""
    return ties.removeprefix(SEEDED) if ties.startswith(SEEDED) else None


def choices_file(vote: Mapping[str, Any], ballots: Iterable[Ballots]) -> bytes:
    """Return the file of all choices: each with how often it was made, as ``python -m madang.urban ballots count`` reads it.

    ballots  as ``counting.together`` orders them, so that the order tells nothing
    """
    candidates, kind = [_first(one) for one in vote["options"]], _FILED[Kind(vote["kind"])]
    readable = {"title": _first(vote["question"]), "kind": kind, "candidates": candidates}
    purse = {"purse": vote["most_points"]} if vote["kind"] == Kind.POINTS else {}
    whole = {"format": CHOICES_FORMAT, "vote": dict(vote), "ballots": [list(one) for one in ballots]}
    return canonical(whole | readable | purse)


_FILED = {
    Kind.YES_NO: "approvals",
    Kind.SINGLE: "approvals",
    Kind.APPROVAL: "approvals",
    Kind.RANKING: "rankings",
    Kind.SCORE: "scores",
    Kind.POINTS: "scores",
}


def _first(texts: Mapping[str, str]) -> str:
    return next(iter(texts.values()), "")


def certificate(
    *,
    vote: Mapping[str, Any],
    choices: bytes,
    figures: Mapping[str, Any],
    quorum: Quorum,
    software: str,
    counted_at: str,
    key: str,
) -> str:
    """Return the text that is signed: canonical JSON.

    choices     the file of choices, of which its SHA-256 is kept
    figures     what ``counting.result`` returned
    software    name and version
    counted_at  an instant in ISO 8601
    key         the public key that it is signed with, Ed25519, base64
    """
    return canonical(
        {
            "format": FORMAT,
            "vote": dict(vote),
            "inputs": {"choices": hashlib.sha256(choices).hexdigest()},
            "quorum": {"people": quorum.people, "percent": quorum.percent},
            "result": dict(figures),
            "software": software,
            "counted_at": counted_at,
            "key": key,
        }
    ).decode()


def differences(text: str, choices: bytes) -> list[str]:
    """Count again from a certificate and its file of choices; return what does not agree, in words, empty where all does.

    Raises ValueError for texts that are no certificate and no file of choices.
    """
    held, file = _parsed(text.encode(), FORMAT), _parsed(choices, CHOICES_FORMAT)
    found = []
    if hashlib.sha256(choices).hexdigest() != held["inputs"]["choices"]:
        found.append("the choices are not those that the certificate names")
    if file["vote"] != held["vote"]:
        found.append("the choices are those of another vote")
    vote, stated = held["vote"], held["result"]
    terms, ballots = terms_of(vote), [(times, choice) for times, choice in file["ballots"]]
    if any(why_not_choice(choice, terms) for _, choice in ballots):
        return [*found, "some choices are no ballots of this vote"]
    quorum = Quorum(held["quorum"]["people"], held["quorum"]["percent"])
    again = result(terms, ballots, seed=seed_of(vote["ties"]), entitled=stated["entitled"], quorum=quorum)
    differing = (name for name in again if stated.get(name) != again[name])
    return found + [f"{name}: {stated.get(name)} is stated, {again[name]} is counted" for name in differing]


def _parsed(raw: bytes, form: str) -> dict[str, Any]:
    held = json.loads(raw)
    if not isinstance(held, dict) or held.get("format") != form:
        raise ValueError(f"this is no file of the format {form}")
    return held
