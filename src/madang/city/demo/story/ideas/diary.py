"""What happens when: noted in any order, lived through in the order of time."""

from collections.abc import Callable
from datetime import datetime

Act = Callable[[datetime], None]


class Diary:
    """A year in which things happen at their time, and nothing after its end."""

    def __init__(self, ends_at: datetime) -> None:
        self.ends_at = ends_at
        self._acts: list[tuple[datetime, int, Act]] = []

    def note(self, at: datetime, act: Act) -> None:
        """Let something happen at a time; of two things at once the one that was noted first comes first.

        Raises ValueError for a time after the end, when nothing happens any more.
        """
        if at > self.ends_at:
            raise ValueError(f"{at} is after the end of the story, {self.ends_at}")
        self._acts.append((at, len(self._acts), act))

    def live(self) -> None:
        """Let everything happen."""
        for at, _, act in sorted(self._acts, key=lambda one: one[:2]):
            act(at)
