"""A result as its page prints it: the headline, bars, rounds, ties, tables by group, and what it would be weighted."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from madang.city.kernel.text import localised, text_key
from madang.city.look.charts import KINDS, Chart
from madang.city.look.parts import Column, Figure, Table
from madang.city.look.templatetags.look import number, percent
from madang.city.voting.queries.votes import VoteView
from madang.city.voting.rules.groups import Dimension
from madang.city.voting.rules.tables import REST
from madang.city.voting.rules.votes import YES, Kind, Rule
from madang.city.voting.views import words

TRANSFERS = (Rule.IRV, Rule.STV)
BY_POINTS = (Kind.SCORE, Kind.POINTS)
BAR_STEP = 34
LONGEST_LABEL = 34


def page(vote: VoteView, figures: Mapping[str, Any], *, is_final: bool) -> dict[str, Any]:
    """Return what the page of a result prints."""
    names = {one.number: localised(one.text, text_key()) for one in vote.options}
    return summary(vote, figures, is_final=is_final) | {
        "chart": _chart(vote, figures, names),
        "ranking": _ranking(figures, names) if not figures["outcome"]["rounds"] else (),
        "rounds": _rounds(figures, names) if vote.rule in TRANSFERS and figures["outcome"]["rounds"] else None,
        "ties": [_tie(one, names) for one in figures["outcome"]["ties"]],
        "tables": _tables(vote, figures.get("tables", {}), names) if is_final else (),
        "k": figures.get("k"),
        "weighted": _weighted(vote, figures, names) if figures.get("weighted") else None,
    }


def summary(vote: VoteView, figures: Mapping[str, Any], *, is_final: bool) -> dict[str, Any]:
    """Return what of a result stands first: the sentence that says it, whether enough took part, the large figures."""
    return {
        "headline": headline(vote, figures, is_final=is_final),
        "below_quorum": bool(figures["quorum"]) and not figures["quorum"]["met"],
        "figures": _figures(figures),
    }


def headline(vote: VoteView, figures: Mapping[str, Any], *, is_final: bool) -> str:
    """Return the sentence that says the result."""
    names = {one.number: localised(one.text, text_key()) for one in vote.options}
    won = [names[number] for number in figures["winners"]]
    if figures["ballots"] == figures["blank"]:
        return _("Nobody chose an option")
    if figures["quorum"] and not figures["quorum"]["met"] and is_final:
        return _("Too few took part: the vote decides nothing")
    if not won or len(won) > vote.seats:
        return _("A tie: %(options)s") % {"options": _listed(won)} if won else _("No option beats all others")
    return _won(vote, figures, won) if is_final else _leads(won)


def _won(vote: VoteView, figures: Mapping[str, Any], won: Sequence[str]) -> str:
    if vote.kind is Kind.YES_NO:
        told = _("%(share)s said yes") if figures["winners"] == [YES] else _("%(share)s said no")
        return told % {"share": _share(figures, figures["winners"][0])}
    return ngettext("%(options)s wins", "%(options)s win", len(won)) % {"options": _listed(won)}


def _leads(won: Sequence[str]) -> str:
    return ngettext("%(options)s leads so far", "%(options)s lead so far", len(won)) % {"options": _listed(won)}


def _listed(won: Sequence[str]) -> str:
    return ", ".join(f"“{one}”" for one in won)


def _share(figures: Mapping[str, Any], option: int) -> str:
    tally = figures["outcome"]["rounds"][0]["tally"]
    return percent(tally[str(option)] / max(1, sum(tally.values())))


def _figures(figures: Mapping[str, Any]) -> list[Figure]:
    """Return the large figures: who took part, of how many, and what was needed."""
    cast, entitled, quorum = figures["ballots"], figures["entitled"], figures["quorum"]
    found = [Figure(number(cast), _("took part"))]
    if entitled:
        of_all = _("of %(n)s people who may vote") % {"n": number(entitled)}
        found.append(Figure(percent(cast / entitled, 1 if cast * 10 < entitled else 0), of_all))
    if quorum:
        found.append(Figure(number(quorum["needed"]), _("were needed, and took part") if quorum["met"] else _("were needed")))
    if figures["blank"]:
        found.append(Figure(number(figures["blank"]), ngettext("blank ballot", "blank ballots", figures["blank"])))
    return found


def _chart(vote: VoteView, figures: Mapping[str, Any], names: Mapping[int, str]) -> Chart | None:
    """Return the bars of the first look at the votes, the most first; None where a rule compares pairs alone."""
    rounds = figures["outcome"]["rounds"]
    if not rounds:
        return None
    tally = {int(one): float(Fraction(value)) for one, value in rounds[0]["tally"].items()}
    order = sorted(tally, key=lambda one: (-tally[one], one))
    whole = figures["ballots"] - figures["blank"]
    shares = vote.kind not in BY_POINTS and vote.rule is not Rule.BORDA and whole > 0
    unit = _unit(vote)
    rows = [
        (names[one], number(tally[one], 0 if tally[one].is_integer() else 2), *((percent(tally[one] / whole),) if shares else ()))
        for one in order
    ]
    columns = [Column(_("Option")), Column(unit, numeric=True), *((Column(_("Of ballots"), numeric=True),) if shares else ())]
    title = _("First choices") if vote.rule in TRANSFERS else unit
    values = [
        {"option": _short(names[one]), "value": tally[one], "label": f"{row[1]} ({row[2]})" if shares else row[1]}
        for one, row in zip(order, rows, strict=True)
    ]
    sub = _("%(n)s ballots that are not blank") % {"n": number(whole)}
    return Chart(title, sub, "result", _bars(values), Table(title, columns, rows))


def _unit(vote: VoteView) -> str:
    if vote.kind in BY_POINTS or vote.rule is Rule.BORDA:
        return pgettext("counted for an option", "Points")
    return _("Marks") if vote.kind is Kind.APPROVAL else pgettext("counted for an option", "Votes")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1].rstrip()}…"


def _bars(values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return bars from zero, each under its own name, so that long names have room on a phone."""
    y = {"field": "option", "type": "nominal", "sort": None, "axis": None, "scale": {"paddingInner": 0.55, "paddingOuter": 0.3}}
    x = {"field": "value", "type": "quantitative", "axis": None, "scale": {"zero": True, "domainMax": _room(values)}}
    bars = {"mark": {"type": "bar", "color": KINDS[0], "height": 12, "yOffset": 9}, "encoding": {"x": x}}
    named = {
        "mark": {"type": "text", "align": "left", "x": 0, "dy": -9},
        "encoding": {"text": {"field": "option"}},
    }
    counted = {"mark": {"type": "text", "align": "left", "dx": 6, "dy": 9}, "encoding": {"x": x, "text": {"field": "label"}}}
    return {
        "data": {"values": list(values)},
        "height": {"step": BAR_STEP * 1.4},
        "encoding": {"y": y},
        "layer": [bars, named, counted],
    }


def _room(values: Sequence[Mapping[str, Any]]) -> float:
    """Return the end of the axis, so that the words behind the longest bar fit."""
    return max((float(one["value"]) for one in values), default=0) * 1.4 or 1.0


def _ranking(figures: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    return [", ".join(names[one] for one in group) for group in figures["outcome"]["ranking"]]


def _rounds(figures: Mapping[str, Any], names: Mapping[int, str]) -> Table:
    """Return the rounds as a table: a row for each option, a column for each round."""
    rounds = figures["outcome"]["rounds"]
    columns = [Column(_("Option")), *(Column(_("Round %(n)s") % {"n": n}, numeric=True) for n in range(1, len(rounds) + 1))]
    rows = [[name, *(_votes(one["tally"].get(str(option))) for one in rounds)] for option, name in names.items()]
    if any(one["exhausted"] for one in rounds):
        rows.append([_("No choice left on the ballot"), *(_votes(one["exhausted"]) for one in rounds)])
    rows.append([_("What follows"), *(_follows(one, names) for one in rounds[:-1]), _last(rounds[-1], figures, names)])
    return Table(_("Round by round"), columns, rows)


def _votes(value: Any) -> str:
    if value is None:
        return "–"
    votes = Fraction(value)
    return number(float(votes), 0 if votes.denominator == 1 else 2)


def _follows(one: Mapping[str, Any], names: Mapping[int, str]) -> str:
    told = [_("%(option)s wins") % {"option": names[option]} for option in one.get("elected", ())]
    if one.get("surplus_of"):
        told.append(_("surplus of %(option)s goes on") % {"option": names[one["surplus_of"]]})
    if one.get("eliminated"):
        told.append(_("%(option)s leaves") % {"option": names[one["eliminated"]]})
    return ", ".join(told) or "–"


def _last(one: Mapping[str, Any], figures: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Return what the last round says: who wins, where no round said so of itself."""
    told = _follows(one, names)
    won = figures["winners"]
    return _("%(option)s wins") % {"option": names[won[0]]} if told == "–" and len(won) == 1 else told


def _tie(one: Mapping[str, Any], names: Mapping[int, str]) -> str:
    tied = _listed([names[option] for option in one["candidates"]])
    if one["chosen"] is None:
        return _("Round %(n)s: %(options)s have the same, and the tie stands.") % {"n": one["round"], "options": tied}
    told = {"n": one["round"], "options": tied, "chosen": names[one["chosen"]]}
    if one["about"] == "leaving":
        return _("Round %(n)s: %(options)s have the same. The lot let “%(chosen)s” leave.") % told
    return _("Round %(n)s: %(options)s have the same. The lot put “%(chosen)s” first.") % told


def _tables(vote: VoteView, tables: Mapping[str, Any], names: Mapping[int, str]) -> list[tuple[Any, Table | None]]:
    """Return a table by area, age and gender; None where it cannot be told without telling of few."""
    return [(label, _table(vote, tables[one], one, names) if one in tables else None) for one, label in words.DIMENSIONS.items()]


def _table(vote: VoteView, table: Mapping[str, Any], dimension: Dimension, names: Mapping[int, str]) -> Table:
    shows_means = bool(table["rows"]) and "means" in table["rows"][0]
    columns = [Column(words.DIMENSIONS[dimension]), Column(_("Took part"), numeric=True)]
    if shows_means:
        columns += [Column(_("%(option)s, mean points") % {"option": name}, numeric=True) for name in names.values()]
    else:
        rest = _("Blank or few") if vote.kind is not Kind.APPROVAL else ""
        columns += [Column(rest if one == REST else names[one], numeric=True) for one in table["columns"]]
    rows = []
    for row in table["rows"]:
        cells = (row["means"] or [None] * len(names)) if shows_means else row.get("chosen", ())
        rows.append([_group(row["group"], dimension), _cell(row["people"]), *(_cell(one) for one in cells)])
    return Table(words.DIMENSIONS[dimension], columns, rows)


def _cell(value: float | None) -> str:
    if value is None:
        return _("hidden")
    return number(value, 0 if isinstance(value, int) else 2)


def _group(group: str, dimension: Dimension) -> str:
    if not group:
        return _("not known")
    return str(words.GENDERS.get(group, group)) if dimension is Dimension.GENDER else group.replace("-", "–")


def _weighted(vote: VoteView, figures: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    """Return the weighted result beside the raw one."""
    weighted, tally = figures["weighted"], figures["outcome"]["rounds"][0]["tally"] if figures["outcome"]["rounds"] else {}
    by_points = vote.kind in BY_POINTS
    whole = figures["ballots"] - (0 if by_points or vote.kind is Kind.APPROVAL else figures["blank"])
    raw_is_known = vote.rule not in (Rule.BORDA,) and bool(tally)
    unit = _("mean points") if by_points else _("%% of ballots") % {}
    columns = [Column(_("Option"))]
    columns += [Column(_("As cast, %(unit)s") % {"unit": unit}, numeric=True)] if raw_is_known else []
    columns.append(Column(_("Weighted, %(unit)s") % {"unit": unit}, numeric=True))
    rows = []
    for option, name in names.items():
        raw = float(Fraction(tally.get(str(option), 0))) / max(1, whole)
        shown = [number(raw, 1) if by_points else number(100 * raw, 0)] if raw_is_known else []
        rows.append([name, *shown, number(weighted["shares"][str(option)], 1 if by_points else 0)])
    return {
        "table": Table(_("As cast and weighted"), columns, rows),
        "won": _listed([names[one] for one in weighted["winners"]]),
        "is_other": weighted["winners"] != figures["winners"],
        "ballots": weighted["ballots"],
        "worth": weighted["worth"],
        "by_census": weighted["source"] == "census",
        "is_settled": weighted["is_settled"],
    }
