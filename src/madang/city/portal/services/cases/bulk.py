"""The same move on many cases, each by itself: what one refuses does not stop the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from madang.city.kernel.refusals import Refusal, Refused

MOST = 200


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one case of many; ``refusal`` is None where it was moved."""

    reference: str
    refusal: Refusal | None = None


def each(references: Sequence[str], move: Callable[[str], None]) -> tuple[Done, ...]:
    """Make a move on every case, in the order given, each in its own transaction; return what became of each.

    Raises Refused for more than 200 cases at once.
    """
    if len(references) > MOST:
        raise Refused(Refusal("portal.too_many_at_once", {"most": MOST}, status=422))
    return tuple(_one(reference, move) for reference in dict.fromkeys(references))


def _one(reference: str, move: Callable[[str], None]) -> Done:
    try:
        move(reference)
    except Refused as problem:
        return Done(reference, problem.refusal)
    return Done(reference)
