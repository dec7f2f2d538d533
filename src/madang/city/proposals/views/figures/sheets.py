"""The dashboard as sheets: what each tells, its lines with their codes, and the same as a chart, a table and plain rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madang.city.kernel.text import localised, text_key
from madang.city.look import charts
from madang.city.look.parts import Column, Table
from madang.city.look.templatetags.look import number, percent
from madang.city.proposals.queries.figures import Dashboard, LeagueLine
from madang.city.proposals.rules.figures import gathered
from madang.city.proposals.views import words
from madang.city.proposals.views.figures.asked import Asked

LONGEST_LABEL = 24
WHOLE_CITY = "-"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet: the code that its receipt goes by, what it is called, and its values; the first one is drawn."""

    code: str
    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Figures of one kind. ``columns`` name the line and each value; ``shares`` are the places of values from 0 to 1."""

    name: str
    title: str
    sub: str
    columns: Sequence[str]
    lines: Sequence[Line]
    shares: frozenset[int] = frozenset()
    is_over_time: bool = False

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the lines as a file holds them."""
        for line in self.lines:
            yield line.code, line.label, *line.values


def sheets(found: Dashboard, league: Sequence[LeagueLine], asked: Asked) -> dict[str, Sheet]:
    """Return every sheet by its name."""
    made = (_funnel(found), _topics(found), _areas(found, asked), _begun(found), _answers(found), _league(league))
    return {one.name: one for one in made}


def _funnel(found: Dashboard) -> Sheet:
    steps = found.funnel
    title = _("Of %(all)s ideas, %(adopted)s were adopted") % {"all": number(steps.published), "adopted": number(steps.adopted)}
    lines = (
        Line("published", _("Published"), (steps.published,)),
        Line("reached", _("Enough supporters"), (steps.reached,)),
        Line("answered", _("Answered"), (steps.answered,)),
        Line("adopted", _("Adopted"), (steps.adopted,)),
        Line("done", pgettext("idea", "Done"), (steps.done,)),
    )
    sub = _("How far the ideas that were published in this time have come by now")
    return Sheet("funnel", title, sub, (_("Step"), _("Ideas")), lines)


def _topics(found: Dashboard) -> Sheet:
    lines = [Line(one.topic, words.topic(one.topic), (one.published, one.adopted, one.supports)) for one in found.topics]
    columns = (_("Topic"), _("Ideas"), _("Adopted"), _("Supports"))
    return Sheet("topics", _("What ideas are about"), _("Ideas by topic, the most first"), columns, lines)


def _areas(found: Dashboard, asked: Asked) -> Sheet:
    parents = {one.id: one.parent_id for one in asked.areas.values()}
    counted = gathered(found.areas, parents, [one.id for one in drawn_areas(asked)])
    named = [
        Line(asked.areas[pk].code, localised(asked.areas[pk].name, text_key()), (count,)) for pk, count in counted.items()
    ]  # fmt: skip
    whole = found.areas.get(None, 0)
    named.sort(key=lambda one: (-(one.values[0] or 0), one.code))
    if whole:
        named.append(Line(WHOLE_CITY, _("The whole city"), (whole,)))
    return Sheet("areas", _("Where ideas come from"), _("Ideas by the area that they are for"), (_("Area"), _("Ideas")), named)


def drawn_areas(asked: Asked) -> list[Any]:
    """Return the areas that the map shows: those right below the chosen one, or below the whole city; else the chosen one."""
    areas = asked.areas.values()
    above = {asked.area.id} if asked.area else {one.id for one in areas if one.parent_id is None}
    return [one for one in areas if one.parent_id in above] or ([asked.area] if asked.area else [])


def _begun(found: Dashboard) -> Sheet:
    lines = [Line(month, month, (count,)) for month, count in found.begun]
    return Sheet(
        "begun",
        _("New ideas by month"),
        _("Ideas by the month of publication"),
        (_("Month"), _("Ideas")),
        lines,
        is_over_time=True,
    )


def _answers(found: Dashboard) -> Sheet:
    lines = [
        Line(
            one.month,
            one.month,
            (round(one.median_days, 1), round(one.days_of_nine_in_ten, 1), one.answers, one.in_time / one.answers),
        )
        for one in found.months
    ]
    columns = (_("Month"), _("Median days"), _("Nine in ten within days"), _("Answers"), _("In time"))
    sub = _("Median days from enough support to the city's answer, by the month of the answer")
    return Sheet("answers", _("How long answers take"), sub, columns, lines, frozenset({3}), is_over_time=True)


def _league(league: Sequence[LeagueLine]) -> Sheet:
    lines = [
        Line(
            one.department_code,
            localised(one.department, text_key()),
            (
                None if one.median_days is None else round(one.median_days, 1),
                one.answers,
                one.waiting,
                one.overdue,
                one.overdue_share,
            ),
        )
        for one in league
    ]
    columns = (
        _("Department"), _("Median days"), _("Answers"), _("Waiting"), _("Overdue now"), _("Late or overdue"),
    )  # fmt: skip
    sub = _("Median days to the first answer, in the year up to today; who keeps their days best stands first")
    return Sheet("league", _("Who answers in time"), sub, columns, lines, frozenset({4}))


def table(sheet: Sheet, asked: Asked) -> Table:
    """Return a sheet as a table, each line with the way to its receipt."""
    base = reverse("proposals:figures-receipt")
    rows = [[line.label, *_cells(sheet, line), _where_from(sheet, line, asked, base)] for line in sheet.lines]
    columns = [Column(sheet.columns[0]), *(Column(label, numeric=True) for label in sheet.columns[1:]), Column(_("Receipt"))]
    return Table(sheet.title, columns, rows)


def _cells(sheet: Sheet, line: Line) -> Iterator[str]:
    for place, value in enumerate(line.values):
        if value is None:
            yield "–"
        else:
            yield percent(value) if place in sheet.shares else number(_plain(value))


def _where_from(sheet: Sheet, line: Line, asked: Asked, base: str) -> Any:
    if line.values[0] is None:
        return ""
    url = asked.address(base, of=sheet.name, code=line.code)
    told = '<a class="govuk-link" rel="nofollow" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>'
    return format_html(told, url, _("Where from?"), line.label)


def chart(sheet: Sheet, asked: Asked, *, half: bool = True) -> charts.Chart:
    """Return a sheet as bars, or months as a line, with its table; lines without a value stand in the table alone."""
    drawn = [(_short(line.label), _plain(line.values[0])) for line in sheet.lines if line.values[0] is not None]
    told = {
        "title": sheet.title, "sub": sheet.sub, "name": sheet.name, "label": sheet.columns[0], "value": sheet.columns[1],
        "rows": drawn, "half": half, "foot": foot(sheet, asked),
    }  # fmt: skip
    made = charts.lines(**told, from_zero=True) if sheet.is_over_time and len(drawn) > 1 else charts.bars(**told)
    return replace(made, table=table(sheet, asked))


def foot(sheet: Sheet, asked: Asked) -> Any:
    """Return the way to the same figures as a file."""
    url = asked.address(reverse("proposals:figures-csv"), of=sheet.name)
    told = '<a class="md-noprint" href="{}" download>{}<span class="govuk-visually-hidden"> {}</span></a>'
    return format_html(told, url, _("Figures as CSV"), sheet.title)


def _plain(value: float) -> float:
    """Return a figure without a needless ``.0``."""
    return int(value) if value == int(value) else value


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
