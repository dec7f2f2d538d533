"""Whether what somebody marked is a ballot of the vote: the same rules for straw votes, ballot box and paper."""

from collections import Counter
from typing import Any

from madang.city.kernel.refusals import Refusal
from madang.city.voting.rules.votes import Kind, Rule, Terms

STRICT = frozenset({Rule.IRV, Rule.STV})
LONGEST_NUMBER = 4


def why_not_choice(choice: Any, terms: Terms) -> Refusal | None:
    """Refuse what is no ballot. A blank ballot (``[]``, for score and points ``{}``) always is one.

    choice  numbers of options from 1 (yes/no, single, approval); ranks, each a list of numbers, first one first (ranking);
            points by number written as text (score, points)

    In a transferable vote each rank holds one option: laws on run-offs call two an overvote.
    """
    if terms.kind in (Kind.SCORE, Kind.POINTS):
        return _why_not_points(choice, terms)
    if not isinstance(choice, list):
        return _malformed()
    if terms.kind is Kind.RANKING:
        return _why_not_ranking(choice, terms)
    return _why_not_marks(choice, terms)


def tidied(choice: Any, terms: Terms) -> Any:
    """Return a choice that passed ``why_not_choice`` in the one way in which it is kept: rising numbers, none with 0 points."""
    if terms.kind in (Kind.SCORE, Kind.POINTS):
        return {key: choice[key] for key in sorted(choice, key=int) if choice[key]}
    return [sorted(rank) for rank in choice] if terms.kind is Kind.RANKING else sorted(choice)


def _malformed() -> Refusal:
    return Refusal("voting.choice_malformed", status=422)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _why_not_marks(marks: list[Any], terms: Terms) -> Refusal | None:
    if not all(map(_is_number, marks)):
        return _malformed()
    for number, count in Counter(marks).items():
        if not 1 <= number <= terms.options:
            return Refusal("voting.choice_unknown", {"number": number}, status=422)
        if count > 1:
            return Refusal("voting.choice_twice", {"number": number}, status=422)
    return _why_not_count(len(marks), terms)


def _why_not_ranking(ranks: list[Any], terms: Terms) -> Refusal | None:
    if not all(isinstance(rank, list) and rank for rank in ranks):
        return _malformed()
    if terms.rule in STRICT:
        for place, rank in enumerate(ranks, 1):
            if len(rank) > 1:
                return Refusal("voting.choice_same_rank", {"rank": place}, status=422)
    return _why_not_marks([number for rank in ranks for number in rank], terms)


def _why_not_count(marked: int, terms: Terms) -> Refusal | None:
    if marked and marked < terms.minimum:
        return Refusal("voting.choice_few", {"least": terms.minimum}, status=422)
    if marked > terms.maximum:
        return Refusal("voting.choice_many", {"most": terms.maximum}, status=422)
    return None


def _why_not_points(points: Any, terms: Terms) -> Refusal | None:
    if not isinstance(points, dict) or not all(isinstance(key, str) and _is_number(value) for key, value in points.items()):
        return _malformed()
    for key, value in points.items():
        if not key.isascii() or not key.isdigit() or len(key) > LONGEST_NUMBER or key[0] == "0":
            return _malformed()
        if not 1 <= int(key) <= terms.options:
            return Refusal("voting.choice_unknown", {"number": int(key)}, status=422)
        if not 0 <= value <= terms.most_points:
            return Refusal("voting.choice_points", {"number": int(key), "most": terms.most_points}, status=422)
    total = sum(points.values())
    if terms.kind is Kind.POINTS and total > terms.most_points:
        return Refusal("voting.choice_total", {"total": total, "most": terms.most_points}, status=422)
    return _why_not_count(sum(value > 0 for value in points.values()), terms)
