"""PrefLib's text format: rankings and approvals of real elections. Source: https://preflib.github.io/PrefLib-Jekyll/format."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from madang.urban.formats.election import MOST_CANDIDATES, MOST_CAST, Election, is_number, read_text
from madang.urban.formats.faults import FileFault

ENDINGS = ("soc", "soi", "toc", "toi", "cat")
_TOKEN = re.compile(r"\s*(\d+|\S)", re.ASCII)
_NAMED = re.compile(r"ALTERNATIVE NAME (\d+)", re.ASCII)
_Ranks = tuple[tuple[int, ...], ...]


def read_preflib(path: Path) -> Election:
    """Return the election of a file that ends with .soc, .soi, .toc, .toi (rankings), or .cat with two categories (approvals).

    Raises FileFault, with line and column, for a file that cannot be read, breaks the format or contradicts its own header.
    """
    ending = path.suffix[1:].lower()
    if ending not in ENDINGS:
        raise FileFault(path, f"is no PrefLib file: its name must end with .{', .'.join(ENDINGS)}")
    header, ballots = _Header(path), []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.startswith("#"):
            header.take(number, line)
        elif line.strip():
            ballots.append(_Ballot(path, number, line, header.need_candidates(number), ending).read())
    header.check(ending, sum(count for count, _ in ballots))
    names = tuple(header.names.get(number, f"Candidate {number}") for number in range(1, header.need_candidates(1) + 1))
    if ending == "cat":
        return Election("approvals", header.title, names, tuple((count, classes[0]) for count, classes in ballots))
    return Election("rankings", header.title, names, tuple(ballots))


@dataclass(slots=True)
class _Header:
    """What the lines with # say; each number with the line that says it."""

    path: Path
    title: str = ""
    kind: str = ""
    names: dict[int, str] = field(default_factory=dict)
    numbers: dict[str, tuple[int, int]] = field(default_factory=dict)

    def take(self, line: int, text: str) -> None:
        key, colon, value = (part.strip() for part in text[1:].partition(":"))
        if key == "TITLE":
            self.title = value
        elif key == "DATA TYPE":
            self.kind = value.lower()
        elif named := _NAMED.fullmatch(key):
            self.names[int(named[1][:15])] = value
        elif key in {"NUMBER ALTERNATIVES", "NUMBER VOTERS", "NUMBER CATEGORIES"}:
            if not is_number(value):
                raise FileFault(
                    self.path, f"{key} is {value!r}; write a whole number", line, text.index(":") + 2 if colon else None
                )
            self.numbers[key] = int(value), line

    def need_candidates(self, line: int) -> int:
        """Return how many candidates there are; the ballot of that line needs to know."""
        number, said = self.numbers.get("NUMBER ALTERNATIVES", (0, 0))
        if not said:
            message = "no line '# NUMBER ALTERNATIVES: ...' stands above; files from before 2022 lack it, fetch the new one"
            raise FileFault(self.path, message, line)
        if not 1 <= number <= MOST_CANDIDATES:
            raise FileFault(self.path, f"{number} alternatives; there must be 1 to {MOST_CANDIDATES:,}", said)
        return number

    def check(self, ending: str, cast: int) -> None:
        """Raise FileFault where the header and the file differ."""
        if self.kind in ENDINGS and self.kind != ending:
            raise FileFault(self.path, f"the header says DATA TYPE: {self.kind}, the name ends with .{ending}; rename the file")
        voters, line = self.numbers.get("NUMBER VOTERS", (cast, 0))
        if voters != cast:
            raise FileFault(
                self.path, f"the header names {voters:,} voters, the ballots are {cast:,}; fetch the whole file", line
            )
        categories, line = self.numbers.get("NUMBER CATEGORIES", (2, 0))
        if ending == "cat" and categories != 2:
            raise FileFault(self.path, f"{categories} categories; only two (Yes and No) can be counted as approvals", line)


@dataclass(slots=True)
class _Ballot:
    """One line, `count: rank,rank,...`, read from left to right."""

    path: Path
    number: int
    line: str
    candidates: int
    ending: str
    at: int = 0
    seen: set[int] = field(default_factory=set)

    def read(self) -> tuple[int, _Ranks]:
        count = self._next()
        if not is_number(count) or not 1 <= int(count) <= MOST_CAST:
            self._stop(f"a ballot begins with how many voters cast it and a colon, not with {count!r}")
        if (colon := self._next()) != ":":
            self._stop(f"a colon must follow the count, not {colon!r}")
        ranks = [self._rank()]
        while comma := self._next():
            if comma != ",":
                self._stop(f"a comma must stand between two ranks, not {comma!r}")
            ranks.append(self._rank())
        if self.ending in {"soc", "toc"} and len(self.seen) < self.candidates:
            self._stop(
                f"the ballot ranks {len(self.seen)} of {self.candidates} candidates; in a .{self.ending} all must be ranked"
            )
        if self.ending == "cat" and len(ranks) > 2:
            self._stop(f"{len(ranks)} categories; only two (Yes and No) can be counted as approvals")
        return int(count), tuple(ranks)

    def _next(self) -> str:
        """Go to the next whole number or sign; "" at the end of the line."""
        found = _TOKEN.match(self.line, self.at)
        self.at = found.end() if found else len(self.line) + 1
        return found[1] if found else ""

    def _rank(self) -> tuple[int, ...]:
        sign = self._next()
        if sign != "{":
            return (self._candidate(sign),)
        if self.ending in {"soc", "soi"}:
            self._stop(f"a tie cannot stand in a .{self.ending}; name the file .{'toc' if self.ending == 'soc' else 'toi'}")
        return tuple(self._tied())

    def _tied(self) -> Iterator[int]:
        sign = self._next()
        if sign == "}" and self.ending != "cat":
            self._stop("the rank is empty; leave it out")
        while sign != "}":
            yield self._candidate(sign)
            sign = self._next()
            if sign == ",":
                sign = self._next()
            elif sign != "}":
                self._stop(f"a comma or }} must follow, not {sign!r}")

    def _candidate(self, sign: str) -> int:
        if not is_number(sign):
            self._stop(f"here must stand the number of a candidate, not {sign!r}")
        candidate = int(sign)
        if not 1 <= candidate <= self.candidates:
            self._stop(f"there is no candidate {candidate}; they are numbered from 1 to {self.candidates}")
        if candidate in self.seen:
            self._stop(f"candidate {candidate} stands on this ballot twice")
        self.seen.add(candidate)
        return candidate

    def _stop(self, message: str) -> NoReturn:
        """Raise FileFault at the sign that was read last."""
        start = next((found.start(1) for found in _TOKEN.finditer(self.line) if found.end() == self.at), len(self.line))
        raise FileFault(self.path, message, self.number, start + 1)
