"""Sort the entries of a list that knows no subjects into the city's topics, life events and audiences, by their titles' words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from madang.city.kernel.text import stem, words

WORDS = Path(__file__).with_name("subjects.yaml")
MOST = {"topics": 3, "life_events": 3, "audience": 2}
OTHERWISE = {"topics": ("community",), "life_events": (), "audience": ("everyone",)}


@dataclass(frozen=True, slots=True)
class Subjects:
    """What an entry is about."""

    topics: tuple[str, ...]
    life_events: tuple[str, ...]
    audience: tuple[str, ...]


Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Sorter:
    """The reviewed words of subjects.yaml: part -> code -> phrases as stems."""

    parts: Mapping[str, Mapping[str, tuple[Phrase, ...]]]

    @classmethod
    def load(cls, path: Path = WORDS) -> Sorter:
        """Read the words."""
        plain = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return cls(
            {
                part: {code: tuple(_stems(phrase) for phrase in phrases) for code, phrases in codes.items()}
                for part, codes in plain.items()
            }
        )

    def subjects(self, title: str) -> Subjects:
        """Return the subjects of a title: those with the longest phrase in it first."""
        found = _stems(title)
        return Subjects(*(self._best(part, found) for part in ("topics", "life_events", "audience")))

    def _best(self, part: str, title: Phrase) -> tuple[str, ...]:
        lengths = {
            code: max((len(one) for one in phrases if _within(one, title)), default=0)
            for code, phrases in self.parts[part].items()
        }
        codes = sorted((code for code, length in lengths.items() if length), key=lambda code: -lengths[code])
        return tuple(codes[: MOST[part]]) or OTHERWISE[part]


def _stems(text: str) -> Phrase:
    return tuple(stem(word) for word in words(text))


def _within(phrase: Phrase, title: Phrase) -> bool:
    return any(title[start : start + len(phrase)] == phrase for start in range(len(title) - len(phrase) + 1))
