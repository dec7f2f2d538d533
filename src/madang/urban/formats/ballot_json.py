"""Ballots as JSON, in the form that docs/reference/ballots.md describes."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from madang.urban.formats.election import KINDS, MOST_CANDIDATES, MOST_CAST, MOST_POINTS, Election, place, read_text
from madang.urban.formats.faults import FileFault

_BETWEEN = re.compile(r"[\s,:]*")
FORM = '{"kind": "rankings", "candidates": ["Ann", "Ben"], "ballots": [[12, [[1], [2]]]]}'


class _Object(dict[str, Any]):
    """An object, and the key that it holds twice, if any."""

    twice = ""


class _NoNumber(ValueError):
    pass


def read_ballot_json(path: Path) -> Election:
    """Return the election of a JSON file.

    Raises FileFault, with line and column, for a file that is no such JSON and for the first ballot that breaks the form.
    """
    text = read_text(path)
    whole = _parsed(path, text)
    if not isinstance(whole, _Object) or not isinstance(whole.get("ballots"), list):
        raise FileFault(path, f"the whole must be one object such as {FORM}", 1, 1)
    counted = [_counted(ballot) for ballot in whole["ballots"]]
    kind: Any = whole.get("kind", next((_kind(choice) for _, choice in counted if choice), None))
    candidates: Any = whole.get("candidates")
    purse = whole.get("purse")
    if wrong := _wrong_key(whole, kind):
        key, message = wrong
        raise FileFault(path, message, *place(text, _values(text).get(key, 0)))
    names = tuple(f"Candidate {number}" for number in range(1, candidates + 1)) if _is_whole(candidates) else tuple(candidates)
    for index, (count, choice) in enumerate(counted):
        if fault := _count_fault(count) or _FAULTS[kind](choice, len(names)) or _purse_fault(choice, purse):
            starts = _starts(text, _values(text)["ballots"])
            raise FileFault(path, f"ballot {index + 1}: {fault}", *place(text, next(islice(starts, index, None))))
    ballots = (
        (count, {int(one): points for one, points in choice.items()} if kind == "scores" else choice) for count, choice in counted
    )
    return Election(kind, str(whole.get("title", "")), names, tuple(ballots), purse)


def _parsed(path: Path, text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as problem:
        raise FileFault(path, f"is not JSON: {problem.msg}", problem.lineno, problem.colno) from problem
    except _NoNumber as problem:
        raise FileFault(
            path, f"{problem} is no JSON number; write a whole one", *place(text, max(0, text.find(str(problem))))
        ) from problem
    except (RecursionError, ValueError) as problem:
        raise FileFault(path, f"is nested too deep or holds too long a number; ballots look like {FORM}") from problem


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        made.twice = next(name for name in names if names.count(name) > 1)
    return made


def _no_constant(name: str) -> NoReturn:
    raise _NoNumber(name)


def _wrong_key(whole: _Object, kind: Any) -> tuple[str, str] | None:
    """Return the first key that is wrong, and what is wrong with it."""
    candidates: Any = whole.get("candidates")
    purse = whole.get("purse")
    if whole.twice:
        return whole.twice, f"the key {whole.twice!r} stands there twice"
    how_many = len(candidates) if isinstance(candidates, list) and all(isinstance(one, str) for one in candidates) else candidates
    if not (_is_whole(how_many) and 1 <= how_many <= MOST_CANDIDATES):
        return "candidates", f'"candidates" must be a list of 1 to {MOST_CANDIDATES:,} names, or how many they are'
    if kind not in KINDS:
        return "kind", f'"kind" must be one of {", ".join(KINDS)}, not {kind!r}'
    if purse is not None and not (_is_whole(purse) and purse > 0):
        return "purse", f"the purse must be a whole number from 1, not {purse!r}"
    return None


def _counted(ballot: Any) -> tuple[Any, Any]:
    """Return count and choice: `[12, choice]`, or a choice alone, cast once."""
    if isinstance(ballot, list) and len(ballot) == 2 and not isinstance(ballot[0], list) and isinstance(ballot[1], list | dict):
        return ballot[0], ballot[1]
    return 1, ballot


def _kind(choice: Any) -> str | None:
    if isinstance(choice, dict):
        return "scores"
    if isinstance(choice, list):
        return "rankings" if isinstance(choice[0], list) else "approvals"
    return None


def _count_fault(count: Any) -> str:
    return "" if _is_whole(count) and 1 <= count <= MOST_CAST else f"the count must be a whole number from 1, not {count!r}"


def _rankings_fault(choice: Any, candidates: int) -> str:
    if not isinstance(choice, list) or not all(isinstance(rank, list) for rank in choice):
        return "a ranking is a list of ranks, each a list of candidates, such as [[3], [1, 2]]"
    if [] in choice:
        return f"rank {choice.index([]) + 1} is empty; leave it out"
    return _approvals_fault([one for rank in choice for one in rank], candidates)


def _approvals_fault(choice: Any, candidates: int) -> str:
    if not isinstance(choice, list):
        return "an approval ballot is a list of candidates, such as [3, 1]"
    for one in choice:
        if not (_is_whole(one) and 1 <= one <= candidates):
            return f"there is no candidate {one!r}; they are numbered from 1 to {candidates}"
    twice = next((one for one in choice if choice.count(one) > 1), None) if len(set(choice)) < len(choice) else None
    return f"candidate {twice} stands there twice" if twice else ""


def _scores_fault(choice: Any, candidates: int) -> str:
    if not isinstance(choice, _Object) or not all(_is_whole(points) and abs(points) <= MOST_POINTS for points in choice.values()):
        return f'scores are an object from candidates to whole numbers up to {MOST_POINTS:,}, such as {{"3": 5, "1": 2}}'
    if choice.twice:
        return f"candidate {choice.twice} stands there twice"
    unknown = [one for one in choice if not re.fullmatch(r"[1-9][0-9]{0,4}", one) or int(one) > candidates]
    return f"there is no candidate {unknown[0]!r}; they are numbered from 1 to {candidates}" if unknown else ""


def _purse_fault(choice: Any, purse: int | None) -> str:
    if (
        purse is None
        or not isinstance(choice, _Object)
        or (min(choice.values(), default=0) >= 0 and sum(choice.values()) <= purse)
    ):
        return ""
    return f"gives away {sum(choice.values())} points of {purse}, or some below 0"


_FAULTS = {"rankings": _rankings_fault, "approvals": _approvals_fault, "scores": _scores_fault}


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _values(text: str) -> dict[str, int]:
    """Return where the value of each key begins in the text of a JSON object."""
    decode = json.JSONDecoder().raw_decode
    at, found = _after(text, text.index("{") + 1), {}
    while text[at] != "}":
        key, end = decode(text, at)
        found[key] = _after(text, end)
        at = _after(text, decode(text, found[key])[1])
    return found


def _starts(text: str, at: int) -> Iterator[int]:
    """Yield where each element begins of the JSON list that begins at a place of the text."""
    decode = json.JSONDecoder().raw_decode
    at = _after(text, at + 1)
    while text[at] != "]":
        yield at
        at = _after(text, decode(text, at)[1])


def _after(text: str, at: int) -> int:
    """Return the next place that is no white space, comma or colon."""
    found = _BETWEEN.match(text, at)
    return found.end() if found else at
