"""What search keeps of a data set's words, and what it asks for: words, stems and pairs of letters. Pure.

PostgreSQL without extensions knows no Korean and no Chinese: the pieces are made here, it only keeps and counts them.
A piece of a title stands twice, the second time with TITLE_MARK before it, so that titles are found without ranking.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from madang.city.kernel.text import (
    Script,
    bare_eojeol,
    keystrokes,
    ngrams,
    normalise,
    on_korean_keys,
    on_latin_keys,
    script_of,
    simplified,
    stem,
    words,
)

TITLE_MARK = "="
LONGEST_TEXT = 6_000
LONGEST_WORD = 60
MOST_WORDS = 12
MOST_PAIRS = 10
MOST_PIECES = 4_000
SHORTEST_PREFIX = 2
KEYS_TO_MISTYPE = range(4, 31)


@dataclass(frozen=True, slots=True)
class Searched:
    """The texts of a data set that search looks into."""

    titles: Sequence[str]
    keywords: Sequence[str] = ()
    texts: Sequence[str] = ()
    publisher: Sequence[str] = ()


def pieces(text: str) -> Iterator[str]:
    """Yield what is kept of a text: each word, its stem or bare form, and of Hangul and Han every pair and the last letter."""
    for word in words(simplified(text)):
        script, kept = script_of(word[0]), word[:LONGEST_WORD]
        yield kept
        if script is Script.LATIN:
            yield stem(kept)
        elif script in (Script.HANGUL, Script.HAN):
            if script is Script.HANGUL:
                yield bare_eojeol(kept)
            yield from ngrams(word, 2)
            yield word[-1]


def vector(searched: Searched) -> str:
    """Return the text of a tsvector: pieces weighted A (title), B (keyword), C (text), D (publisher)."""
    places: dict[str, dict[str, None]] = {}
    parts = (("A", searched.titles), ("B", searched.keywords), ("C", searched.texts), ("D", searched.publisher))
    for weight, texts in parts:
        for text in texts:
            for piece in pieces(text[:LONGEST_TEXT]):
                if piece in places or len(places) < MOST_PIECES:
                    places.setdefault(piece, {})[weight] = None
                if weight == "A":
                    places.setdefault(TITLE_MARK + piece, {})["A"] = None
    return " ".join(f"{_quoted(piece)}:{','.join(f'1{one}' for one in weights)}" for piece, weights in places.items())


def asked(query: str, *, in_titles: bool = False, all_words: bool = True) -> str:
    """Return the text of a tsquery for what somebody typed; "" if it holds no word. The last word may be unfinished.

    in_titles  only what stands in titles
    all_words  every word must be there, else any of them
    """
    told = words(simplified(query))[:MOST_WORDS]
    mark = TITLE_MARK if in_titles else ""
    may_go_on = bool(told) and (len(told) > 1 or len(told[-1]) >= SHORTEST_PREFIX)
    parts = [_alternatives(word, mark, goes_on=may_go_on and place == len(told)) for place, word in enumerate(told, start=1)]
    return (" & " if all_words else " | ").join(f"({part})" for part in parts)


def _alternatives(word: str, mark: str, *, goes_on: bool) -> str:
    script, kept = script_of(word[0]), word[:LONGEST_WORD]
    if script in (Script.HANGUL, Script.HAN):
        return _by_pairs(bare_eojeol(kept) if script is Script.HANGUL else kept, kept, mark)
    forms = [_quoted(mark + form) for form in dict.fromkeys((kept, stem(kept)))]
    if goes_on:
        forms[0] += ":*"
    return " | ".join(forms)


def _by_pairs(bare: str, whole: str, mark: str) -> str:
    if len(bare) == 1:
        return _quoted(mark + bare) + ":*"
    pairs = " & ".join(_quoted(mark + pair) for pair in dict.fromkeys(ngrams(bare, 2)[:MOST_PAIRS]))
    if len(bare) == len(whole) == 2:
        return pairs
    return f"{_quoted(mark + whole)} | ({pairs})"


def _quoted(piece: str) -> str:
    escaped = piece.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def words_of(searched: Searched) -> set[str]:
    """Return the words of titles and keywords that somebody may mistype: long enough, of letters that are typed one by one."""
    found = {word for text in (*searched.titles, *searched.keywords) for word in words(text)}
    found |= {bare_eojeol(word) for word in found if script_of(word[0]) is Script.HANGUL}
    return {word for word in found if may_be_mistyped(word)}


def may_be_mistyped(word: str) -> bool:
    """Tell whether a slip in a word can be told from another word."""
    is_typed = bool(word) and len(word) <= 40 and script_of(word[0]) in (Script.LATIN, Script.HANGUL)
    return is_typed and not word.isdecimal() and len(keystrokes(word)) in KEYS_TO_MISTYPE


def near_forms(word: str) -> list[str]:
    """Return a word as keystrokes and every form that lacks one: words at most one slip apart share one of them.

    Source: the symmetric deletion of W. Garbe's SymSpell, with distance 1.
    """
    keys = keystrokes(word)
    return sorted({keys, *(keys[:at] + keys[at + 1 :] for at in range(len(keys)))})


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that a word was meant to be: fewest slips, at most one in seven keys or fewer, else two."""
    keys = keystrokes(word)
    most = 1 if len(keys) <= 7 else 2
    counted = sorted((slips(keys, keystrokes(one)), abs(len(one) - len(word)), one) for one in candidates)
    return counted[0][2] if counted and 0 < counted[0][0] <= most else None


def slips(left: str, right: str) -> int:
    """Return how many keys are missing, needless, wrong or swapped between two texts (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for at, one in enumerate(left, start=1):
        earlier, before, row = before, row, [at]
        for place, other in enumerate(right, start=1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (one != other))
            if at > 1 and place > 1 and one == right[place - 2] and left[at - 2] == other:
                cost = min(cost, earlier[place - 2] + 1)
            row.append(cost)
    return row[-1]


def texts_in_order(texts: Mapping[str, str]) -> list[str]:
    """Return the texts that are there, in the order of their languages."""
    return [texts[lang] for lang in sorted(texts) if texts[lang] and texts[lang].strip()]


def is_empty(query: str) -> bool:
    """Tell whether a query holds no word at all."""
    return not words(normalise(query))


def query_words(query: str) -> list[str]:
    """Return the words of what somebody typed, in their normal form."""
    return words(query)[:MOST_WORDS]


def on_other_keys(word: str) -> tuple[str, ...]:
    """Return what the same keys type in the other keyboard layout: Korean for Latin letters, Latin for Korean ones."""
    script = script_of(word[0])
    if script is Script.LATIN:
        return (on_korean_keys(word),)
    return (on_latin_keys(word),) if script is Script.HANGUL else ()
