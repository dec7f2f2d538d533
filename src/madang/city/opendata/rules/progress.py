"""The steps in which a file becomes a version, as ``Version.step`` keeps them, and how far each one is."""

from enum import StrEnum


class Step(StrEnum):
    """What is being done with a file; pages say it in words."""

    WAITING = "waiting"
    FETCHING = "fetching"
    SNIFFING = "sniffing"
    READING = "reading"
    TYPING = "typing"
    SORTING = "sorting"
    PROFILING = "profiling"
    STORING = "storing"
    COMPARING = "comparing"
    INSPECTING = "inspecting"
    DONE = "done"


# Where each step begins and ends on the one bar of 0 to 100.
_SPANS: dict[str, tuple[int, int]] = {
    Step.WAITING: (0, 0),
    Step.FETCHING: (0, 10),
    Step.SNIFFING: (10, 12),
    Step.READING: (12, 40),
    Step.TYPING: (40, 60),
    Step.SORTING: (60, 75),
    Step.PROFILING: (75, 82),
    Step.STORING: (82, 88),
    Step.COMPARING: (88, 94),
    Step.INSPECTING: (94, 99),
    Step.DONE: (100, 100),
}


def step_named(name: str) -> Step:
    """Return the step of a name that a reader of files reports; a name of its own counts as reading."""
    return Step(name) if name in _SPANS else Step.READING


def percent(step: Step, share: float | None) -> int:
    """Return how much of the whole way is done, 0 to 100, where ``share`` (0 to 1, None: unknown) of a step is."""
    start, end = _SPANS[step]
    within = min(max(share or 0.0, 0.0), 1.0)
    return round(start + (end - start) * within)
