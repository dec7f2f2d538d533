"""Queries that came out in other letters than meant: Korean typed on Latin keys or the other way round, Chinese as pinyin.

Nothing is rewritten that the index knows as it stands, and only into words that it knows.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import log
from typing import Self

from madang.city.kernel.text import Script, normalise, on_korean_keys, on_latin_keys, readings, script_of, words

LONGEST_PINYIN = 60
LONGEST_SYLLABLE = 6
LEAST_PAIRS = 0.6
LEAST_KNOWN = 0.5
KEPT = 8
CHARACTER_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Path:
    """A way to read the first letters of a run of pinyin: its likelihood (log), the characters, how many pairs are known."""

    score: float
    text: str
    pairs: int


@dataclass(frozen=True)
class Romanised:
    """Chinese characters by their reading, and how often each stands alone and before another.

    characters  "tu" -> the characters read so          counts  characters and pairs of them -> how often
    """

    characters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    total: int = 0

    @classmethod
    def of(cls, texts: Mapping[str, int]) -> Self:
        """Count the characters of texts (text -> how often)."""
        counts: Counter[str] = Counter()
        for text, often in texts.items():
            for at, char in enumerate(text):
                counts[char] += often
                if at:
                    counts[text[at - 1 : at + 1]] += often
        characters: dict[str, list[str]] = {}
        for char in sorted(key for key in counts if len(key) == 1):
            for reading in readings(char):
                for spelt in {reading, reading.replace("v", "u")}:
                    characters.setdefault(spelt, []).append(char)
        total = sum(often for key, often in counts.items() if len(key) == 1)
        return cls({spelt: tuple(found) for spelt, found in characters.items()}, dict(counts), total)

    def chinese(self, latin: str) -> str | None:
        """Return the likeliest characters for pinyin without tones, None if it is none or says nothing known."""
        letters = "".join(char for char in latin if char.isalpha())
        starts = _word_starts(latin)
        if not letters or len(letters) > LONGEST_PINYIN:
            return None
        reached: list[dict[str, Path]] = [{} for _ in range(len(letters) + 1)]
        reached[0][""] = Path(0.0, "", 0)
        for at in range(len(letters)):
            paths = sorted(reached[at].values(), key=lambda path: -path.score)[:KEPT]
            for past in range(at + 1, min(at + LONGEST_SYLLABLE, len(letters)) + 1):
                if paths and not any(at < start < past for start in starts):
                    self._extend(paths, letters[at:past], reached[past])
        best = max(reached[-1].values(), key=lambda path: path.score, default=None)
        if best is None or len(best.text) < 2 or best.pairs < LEAST_PAIRS * (len(best.text) - 1):
            return None
        return best.text

    def _extend(self, paths: Iterable[Path], syllable: str, ends: dict[str, Path]) -> None:
        """Add to ends, by last character, the best way to go on with a syllable."""
        for char in self.characters.get(syllable, ()):
            for path in paths:
                before = path.text[-1:]
                together = self.counts.get(before + char, 0) if before else 0
                share = CHARACTER_SHARE * self.counts[char] / self.total
                share += (1 - CHARACTER_SHARE) * together / self.counts[before] if together else 0.0
                found = Path(path.score + log(share), path.text + char, path.pairs + bool(together))
                if char not in ends or found.score > ends[char].score:
                    ends[char] = found


@dataclass(frozen=True, slots=True)
class Known:
    """What the index can tell about a word: whether it is right as it stands, and how much of it (0..1) some text has."""

    is_right: Callable[[str], bool]
    share: Callable[[str], float]


def meant(query: str, known: Known, romanised: Romanised) -> str | None:
    """Return the query in the letters it was meant in, None if it is in them already."""
    found = " ".join(_other_keys(word, known) or word for word in query.split())
    if found != query and normalise(found) != normalise(query):
        return found
    listed = words(query)
    if not listed or any(script_of(word[0]) is not Script.LATIN for word in listed) or all(map(known.is_right, listed)):
        return None
    return romanised.chinese(" ".join(listed))


def _other_keys(word: str, known: Known) -> str | None:
    """Return the word that the same keys type in the other layout, if that one is known and this one is not."""
    scripts = {script_of(char) for char in word if char.isalnum()}
    if scripts == {Script.LATIN} and word.isalpha() and not known.is_right(normalise(word)):
        korean = on_korean_keys(word)
        return korean if len(korean) > 1 and _is_written_out(korean) and known.share(korean) >= LEAST_KNOWN else None
    if scripts == {Script.HANGUL} and not (_is_written_out(word) and known.share(word)):
        latin = on_latin_keys(word).lower()
        return latin if latin.isascii() and len(latin) > 2 and known.is_right(latin) else None
    return None


def _is_written_out(word: str) -> bool:
    return all("가" <= char <= "힣" for char in word)


def _word_starts(latin: str) -> frozenset[int]:
    """Return where, among the letters alone, the words of a text begin: no syllable goes across."""
    starts, letters = set(), 0
    for word in latin.split():
        starts.add(letters)
        letters += sum(char.isalpha() for char in word)
    return frozenset(starts)
