"""The order that arrows give to a ranking: one press moves one option by one place."""

from collections.abc import Sequence


def moved(order: Sequence[int], option: int, *, up: bool, most: int) -> list[int]:
    """Return an order after a press at an option, the first choice first.

    order  options that have a place
    most   how many may have one

    Up puts an option without a place behind the others, and else before its neighbour; down takes the last one's place away.
    """
    changed = list(order)
    if option not in changed:
        return [*changed, option] if up and len(changed) < most else changed
    at = changed.index(option)
    if not up and at == len(changed) - 1:
        return changed[:-1]
    other = max(0, at - 1) if up else at + 1
    changed[at], changed[other] = changed[other], changed[at]
    return changed
