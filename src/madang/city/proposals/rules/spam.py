"""Why a text looks like spam, so that a moderator can read it: each sign with its points. Nothing is dropped by it.

A text with HELD points or more waits for a moderator, and its author is told.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from madang.city.kernel.text import normalise, simplified
from madang.city.proposals.rules.spam_words import ADVERTISING, INSULTS, SHORTENERS
from madang.urban.texts import resemblance, shingles

HELD = 6
NEW_ACCOUNT = timedelta(days=3)
COPIED = 0.7
COMPARED = 20
SHORTEST_COMPARED = 20
MOST_A_SIGN = 6
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]\"']+|\b[a-z0-9-]+\.(?:com|net|org|info|biz|top|xyz|shop|link|cn|kr)/[^\s<>()]*", re.I
)
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([^/:?#]+)", re.I)
_BETWEEN_LETTERS = re.compile(r"(?<=\w)[\s.*_~|,-]+(?=\w)")
_SHOUTED = re.compile(r"([!?~♥★☎ㅋㅎ1])\1{9,}")
_NUMBERS = (
    re.compile(r"(?<!\d)\d{6}[- ]?[1-8]\d{6}(?!\d)"),  # resident registration number of Korea
    re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"),  # identity number of China
    re.compile(r"(?<!\d)(?:\+?82[- ]?|0)1[016-9][- .]?\d{3,4}[- .]?\d{4}(?!\d)"),  # mobile telephones of Korea
    re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)"),  # and of China
    re.compile(r"[\w.+-]{2,}@[\w-]+\.[a-z]{2,}", re.I),
)


class Sign(StrEnum):
    """What speaks for spam."""

    LINKS = "links"
    SHORTENED = "shortened"
    ADVERTISING = "advertising"
    INSULTS = "insults"
    PERSONAL = "personal"
    OWN_COPY = "own_copy"
    OTHERS_COPY = "others_copy"
    SPEED = "speed"
    NEW = "new"
    SHOUTING = "shouting"


@dataclass(frozen=True, slots=True)
class Finding:
    """A sign, its points, and what was found: numbers and words for the sentence that a moderator reads."""

    sign: Sign
    points: int
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Who writes, and what was written before.

    last_hour  texts by the same person within the hour, this one not counted
    own        their latest texts, newest first
    others     the latest texts of other people, newest first
    """

    account_age: timedelta
    last_hour: int = 0
    own: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def findings(text: str, circumstances: Circumstances) -> tuple[Finding, ...]:
    """Return what speaks for spam in a text, most points first; nothing for most texts."""
    signs = (*_of_words(text), *_of_links(text), *_of_copies(text, circumstances), *_of_writer(text, circumstances))
    return tuple(sorted(signs, key=lambda one: (-one.points, one.sign)))


def points(found: Iterable[Finding]) -> int:
    """Return the points of all signs together."""
    return sum(one.points for one in found)


def is_held(found: Iterable[Finding]) -> bool:
    """Tell whether a text waits for a moderator."""
    return points(found) >= HELD


def _of_words(text: str) -> Iterable[Finding]:
    plain = simplified(normalise(text))
    tight = _BETWEEN_LETTERS.sub("", plain)  # "카.지.노" is written to pass by
    for sign, words, each in ((Sign.ADVERTISING, ADVERTISING, 2), (Sign.INSULTS, INSULTS, 3)):
        if found := sorted(word for word in words if _stands_in(word, plain, tight)):
            yield Finding(sign, min(MOST_A_SIGN, each * len(found)), {"words": ", ".join(found), "count": len(found)})
    if shouted := _SHOUTED.search(text):
        yield Finding(Sign.SHOUTING, 1, {"sign": shouted[1]})
    if count := sum(len(pattern.findall(text)) for pattern in _NUMBERS):
        yield Finding(Sign.PERSONAL, 4, {"count": count})


def _stands_in(word: str, plain: str, tight: str) -> bool:
    """Tell whether a word stands in a text: Latin ones as whole words, all others anywhere and with signs in between."""
    if word.isascii():
        return re.search(rf"\b{re.escape(word)}\b", plain) is not None
    return word in tight


def _of_links(text: str) -> Iterable[Finding]:
    hosts = [found[1].lower() for link in _LINK.findall(text) if (found := _HOST.match(link))]
    if hosts:
        yield Finding(Sign.LINKS, {1: 1, 2: 2}.get(len(hosts), 4), {"count": len(hosts), "hosts": ", ".join(sorted(set(hosts)))})
    if short := sorted(set(hosts) & SHORTENERS):
        yield Finding(Sign.SHORTENED, 2, {"hosts": ", ".join(short)})


def _of_copies(text: str, circumstances: Circumstances) -> Iterable[Finding]:
    own, others = (copies(text, texts) for texts in (circumstances.own, circumstances.others))
    if own:
        yield Finding(Sign.OWN_COPY, min(MOST_A_SIGN, 2 + 2 * own), {"count": own})
    if others:
        yield Finding(Sign.OTHERS_COPY, min(MOST_A_SIGN, 3 + others), {"count": others})


def copies(text: str, texts: Collection[str]) -> int:
    """Return how many of the texts are near copies of one: seven tenths of the runs of four letters in either are in both."""
    runs = _runs(text)
    if len(runs) < SHORTEST_COMPARED:
        return 0
    return sum(resemblance(runs, _runs(other)) >= COPIED for other in list(texts)[:COMPARED])


def _runs(text: str) -> frozenset[int]:
    return shingles("".join(letter for letter in simplified(normalise(text)) if letter.isalnum()))


def _of_writer(text: str, circumstances: Circumstances) -> Iterable[Finding]:
    if circumstances.last_hour >= 5:
        yield Finding(Sign.SPEED, 4 if circumstances.last_hour >= 10 else 2, {"count": circumstances.last_hour})
    if circumstances.account_age < NEW_ACCOUNT:
        yield Finding(Sign.NEW, 2 if _LINK.search(text) else 1, {"days": circumstances.account_age.days})
