"""The part of Solr's query language that CKAN's clients use in ``q`` and ``fq``: words, phrases, fields, ranges, and/or/not."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, v_args

from madang.city.opendata.rules.ckan.faults import unreadable_query

MOST_CHARACTERS = 8_000
MOST_DEPTH = 20
MOST_PARTS = 300


@dataclass(frozen=True, slots=True)
class Words:
    """Words that are searched for in all texts; ``is_phrase``: as they stand, one after the other."""

    text: str
    is_phrase: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A field has a value; a star in it stands for any text."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Span:
    """A field lies between two values, "*" where a side is open."""

    field: str
    least: str
    most: str
    has_least: bool = True
    has_most: bool = True


@dataclass(frozen=True, slots=True)
class Every:
    """Whatever there is (``*:*``)."""


@dataclass(frozen=True, slots=True)
class Clause:
    """All of the parts, or one at least."""

    parts: tuple["Query", ...]
    is_all: bool


@dataclass(frozen=True, slots=True)
class Negated:
    """Not the part."""

    part: "Query"


Query = Words | Match | Span | Every | Clause | Negated

_GRAMMAR = r"""
start: any_of
any_of: all_of (_OR all_of)*
all_of: clause (_AND? clause)*
?clause: thing
       | "+" thing
       | ("-" | _NOT) thing             -> negated
?thing: "(" any_of ")"
      | FIELD values                    -> field
      | EVERY                           -> every
      | WORD                            -> words
      | PHRASE                          -> words
?values: WORD                           -> value
       | PHRASE                         -> value
       | RANGE                          -> span
       | "(" some ")"
some: each (_OR each)*
each: one (_AND? one)*
?one: "+"? value
    | ("-" | _NOT) value                -> negated
    | "(" some ")"
?value: WORD                            -> value
      | PHRASE                          -> value
      | RANGE                           -> span

_OR.3: /(OR\b|\|\|)/
_AND.3: /(AND\b|&&)/
_NOT.3: /(NOT\b|!)/
EVERY.4: "*:*"
FIELD.2: /[A-Za-z_][\w.-]*:/
PHRASE: /"(?:[^"\\]|\\.)*"/
RANGE: /[\[{]\s*(?:"[^"]*"|[^\s\]}"]+)\s+TO\s+(?:"[^"]*"|[^\s\]}"]+)\s*[\]}]/
WORD: /(?:[^\s+\-!(){}\[\]"\\:^~|&]|\\.)(?:[^\s(){}\[\]"\\:]|\\.|:(?=\/\/|\d))*/
%ignore /\s+/
"""


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", maybe_placeholders=False)


def parsed(text: str) -> Query:
    """Return what a query says. Raises CkanFault (Search Query Error) where it is too long, too deep, or no query."""
    if not text.strip():
        return Every()
    if len(text) > MOST_CHARACTERS:
        raise unreadable_query(f"it is longer than {MOST_CHARACTERS} characters")
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth > MOST_DEPTH:
            raise unreadable_query(f"brackets are nested more than {MOST_DEPTH} deep")
    try:
        return _Builder().transform(_parser().parse(text))
    except UnexpectedInput as problem:
        raise unreadable_query(f"it cannot be read at character {(problem.pos_in_stream or 0) + 1}") from problem


@v_args(inline=True)
class _Builder(Transformer[Token, Any]):
    def start(self, whole: Any) -> Query:
        return whole

    def any_of(self, *parts: Any) -> Any:
        return _clause(parts, is_all=False)

    def all_of(self, *parts: Any) -> Any:
        return _clause(parts, is_all=True)

    some, each = any_of, all_of

    def negated(self, part: Any) -> Negated:
        return Negated(part)

    def every(self, _: Token) -> Every:
        return Every()

    def words(self, token: Token) -> Words:
        return Words(_plain(token), token.type == "PHRASE")

    def value(self, token: Token) -> Match:
        return Match("", _plain(token))

    def span(self, token: Token) -> Span:
        least, _, most = token[1:-1].strip().partition(" TO ")
        return Span("", least.strip().strip('"'), most.strip().strip('"'), token[0] == "[", token[-1] == "]")

    def field(self, name: Token, values: Any) -> Any:
        return _named(values, name[:-1])


def _clause(parts: tuple[Any, ...], *, is_all: bool) -> Any:
    if len(parts) > MOST_PARTS:
        raise unreadable_query(f"it has more than {MOST_PARTS} parts")
    return parts[0] if len(parts) == 1 else Clause(tuple(parts), is_all)


def _named(values: Any, field: str) -> Any:
    match values:
        case Match(_, value):
            return Match(field, value)
        case Span(_, least, most, has_least, has_most):
            return Span(field, least, most, has_least, has_most)
        case Negated(part):
            return Negated(_named(part, field))
        case Clause(parts, is_all):
            return Clause(tuple(_named(part, field) for part in parts), is_all)
    raise AssertionError(values)


def _plain(token: Token) -> str:
    text = token[1:-1] if token.type == "PHRASE" else str(token)
    out, escaped = [], False
    for character in text:
        if character == "\\" and not escaped:
            escaped = True
            continue
        out.append(character)
        escaped = False
    return "".join(out)
