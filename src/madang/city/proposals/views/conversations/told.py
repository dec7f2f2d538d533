"""Statements with how everybody and each group take them: as bars with words, and as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from madang.city.look.parts import Column, Table
from madang.city.look.templatetags.look import number
from madang.city.proposals.queries.conversations import GROUPS
from madang.city.proposals.queries.opinions import Map, Taken
from madang.city.proposals.rules.opinions import Counts
from madang.city.proposals.views.door import marked
from madang.urban.opinions import Way


@dataclass(frozen=True, slots=True)
class Part:
    """How a group takes a statement: where the bar's parts begin and how wide they are, in percent, and the same in words."""

    label: str
    agree: float
    passes: float
    disagree: float
    words: str

    @property
    def passes_from(self) -> float:
        """Return where those who pass begin."""
        return self.agree

    @property
    def disagree_from(self) -> float:
        """Return where those who disagree begin."""
        return self.agree + self.passes


@dataclass(frozen=True, slots=True)
class ToldStatement:
    """A statement with its parts; ``verdict`` says what it stands for where it is told."""

    number: int
    text: Any
    verdict: str
    parts: tuple[Part, ...]


def group_name(place: int) -> str:
    """Return the name of a group, by its place: Group A."""
    return _("Group %(letter)s") % {"letter": GROUPS[place]}


def bridging(found: Map) -> list[ToldStatement]:
    """Return the statements that every group goes along with, the strongest first."""
    words = {Way.AGREE: _("Every group agrees"), Way.DISAGREE: _("Every group disagrees")}
    return _told(found, [(one.number, words[one.way]) for one in found.bridging])


def consensus(found: Map) -> list[ToldStatement]:
    """Return the statements that most people go along with and that do not stand among those of every group."""
    words = {Way.AGREE: _("Most people agree"), Way.DISAGREE: _("Most people disagree")}
    joined = {one.number for one in found.bridging}
    return _told(found, [(one.number, words[one.way]) for one in found.consensus if one.number not in joined])


def divisive(found: Map) -> list[ToldStatement]:
    """Return the statements on which groups differ, the widest first."""
    return _told(found, [(one, "") for one in found.divisive])


def groups(found: Map) -> list[dict[str, Any]]:
    """Return each group with what tells it from the others."""
    words = {Way.AGREE: _("This group agrees"), Way.DISAGREE: _("This group disagrees")}
    return [
        {
            "name": group_name(place),
            "css": f"md-k-c{place + 1}",
            "size": one.size,
            "told": _told(found, [(pick.number, words[pick.way]) for pick in one.stands_for]),
        }
        for place, one in enumerate(found.groups)
    ]


def places_table(found: Map) -> Table:
    """Return the picture as a table: each group, its people, where its middle lies."""
    rows = [
        [group_name(place), number(one.size), number(len(one.dots)), f"{one.centre[0]:.2f}", f"{one.centre[1]:.2f}"]
        for place, one in enumerate(found.groups)
    ]
    labels = (_("People"), _("Dots"), _("Across"), _("Up"))
    return Table(_("Groups on the map"), [Column(_("Group")), *(Column(one, numeric=True) for one in labels)], rows)


def whole_table(found: Map, links: Sequence[Sequence[Any]]) -> Table:
    """Return every statement with its counts, for everybody and for each group; ``links`` to receipt and report."""
    parts = [_("Everybody"), *(group_name(place) for place in range(len(found.groups)))]
    columns = [Column(_("Statement")), *(Column(one, numeric=True) for one in parts), Column(_("Receipt")), Column(_("Report"))]
    rows = [
        [marked(one.text, one.language), *(_counts(counts) for counts in _all(one)), *two]
        for one, two in zip(found.statements, links, strict=True)
    ]
    return Table(_("Every statement: how many agree, pass and disagree"), columns, rows)


def _told(found: Map, picks: Iterable[tuple[int, str]]) -> list[ToldStatement]:
    known = {one.number: one for one in found.statements}
    return [
        ToldStatement(pick, marked(known[pick].text, known[pick].language), verdict, _parts(known[pick]))
        for pick, verdict in picks
        if pick in known
    ]


def _parts(one: Taken) -> tuple[Part, ...]:
    labels = [_("Everybody"), *(group_name(place) for place in range(len(one.told.groups)))]
    return tuple(_part(label, counts) for label, counts in zip(labels, _all(one), strict=True))


def _all(one: Taken) -> list[Counts | None]:
    return [one.told.everyone, *one.told.groups]


def _part(label: str, counts: Counts | None) -> Part:
    if counts is None or not counts.seen:
        return Part(label, 0, 0, 0, _("too few to show") if counts is None else _("nobody has voted on it"))
    told = {"agree": number(counts.agree), "passes": number(counts.passes), "disagree": number(counts.disagree)}
    words = _("%(agree)s agree, %(passes)s pass, %(disagree)s disagree") % told
    agree, passes, disagree = (round(100 * one / counts.seen, 2) for one in (counts.agree, counts.passes, counts.disagree))
    return Part(label, agree, passes, disagree, words)


def _counts(counts: Counts | None) -> str:
    if counts is None:
        return _("too few")
    return f"{number(counts.agree)} / {number(counts.passes)} / {number(counts.disagree)}"
