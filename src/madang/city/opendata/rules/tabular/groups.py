"""Groups of conditions in one parameter: ``or=(a__exact=1,b__less=2,and(c__null,d__in="x,y"))``."""

import re
from collections.abc import Callable

from madang.city.opendata.rules.tabular.literals import quoted
from madang.city.opendata.rules.tabular.values import Condition, Either

DEEPEST = 5
MOST_PARTS = 200
_OPEN = re.compile(r"(or|and)=?\(")
_NAME = re.compile(r"[^=,()]+")
_VALUE = re.compile(r'=(?:"((?:[^"]|"")*)"|([^,()"]*))')


def read_group(text: str, *, is_any: bool, condition: Callable[[str, str], Condition]) -> Either | None:
    """Return the group in brackets, None where brackets, commas or quotes do not match or groups nest too deep.

    condition  reads ``name, value``; what it raises passes through
    """
    if not text.startswith("("):
        return None
    reader = _Groups(text, condition)
    found = reader.group(1, is_any, 1)
    return found if found is not None and reader.at == len(text) else None


def spell_part(part: Condition | Either, spell: Callable[[Condition], tuple[str, str]]) -> str:
    """Return a part of a group as ``read_group`` reads it."""
    if isinstance(part, Condition):
        name, value = spell(part)
        return f"{name}={quoted(value)}" if value else (f'{name}=""' if part.values else name)
    inside = ",".join(spell_part(one, spell) for one in part.parts)
    return f"{'or' if part.is_any else 'and'}({inside})"


class _Groups:
    def __init__(self, text: str, condition: Callable[[str, str], Condition]) -> None:
        self.text = text
        self.condition = condition
        self.at = 0
        self.parts = 0

    def group(self, start: int, is_any: bool, depth: int) -> Either | None:
        """Read parts from ``start`` to the closing bracket."""
        self.at = start
        found: list[Condition | Either] = []
        while depth <= DEEPEST and self.parts <= MOST_PARTS:
            part = self._part(depth)
            if part is None:
                return None
            found.append(part)
            mark, self.at = self.text[self.at : self.at + 1], self.at + 1
            if mark == ")":
                return Either(tuple(found), is_any)
            if mark != ",":
                return None
        return None

    def _part(self, depth: int) -> Condition | Either | None:
        self.parts += 1
        if inner := _OPEN.match(self.text, self.at):
            return self.group(inner.end(), inner[1] == "or", depth + 1)
        name = _NAME.match(self.text, self.at)
        if name is None:
            return None
        value = _VALUE.match(self.text, name.end())
        self.at = value.end() if value else name.end()
        return self.condition(name[0].strip(), _said(value) if value else "")


def _said(found: re.Match[str]) -> str:
    return found[1].replace('""', '"') if found[1] is not None else found[2]
