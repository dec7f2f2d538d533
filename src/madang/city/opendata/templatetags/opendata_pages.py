"""``{% load opendata_pages %}``: small things that only the pages of data sets print."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madang.city.kernel import clock
from madang.city.opendata.queries import export
from madang.city.opendata.rules.disclosure import Measure
from madang.city.opendata.views.dataset.evidence import problem_words
from madang.city.opendata.views.dataset.words import file_size as size_words

register = template.Library()


@register.simple_tag
def problem(told: Mapping[str, Any], with_value: bool) -> dict[str, Any]:
    """Where a file could not be read, and what helps."""
    return problem_words(told, with_value=with_value)


@register.simple_tag
def schema_org(dataset: Any) -> SafeString:
    """The data set in schema.org's words, for search engines."""
    told = export.schema_org(dataset.slug, clock.now())
    return format_html('<script type="application/ld+json">{}</script>', told) if told else SafeString("")


@register.filter
def file_size(count: int) -> str:
    """2.1 MB."""
    return size_words(count)


@register.filter
def host(url: str) -> str:
    """The host of an address, which tells where a link leads."""
    return urlsplit(url).hostname or ""


@register.filter
def share(score: int) -> float:
    """A score of 100 as a share of 1."""
    return score / 100


@register.simple_tag
def applied_words(applied: Mapping[str, Any]) -> list[str]:
    """What the gate did to a table, in words."""
    lines = []
    if columns := applied.get("dropped"):
        lines.append(_("Left out: %(columns)s") % {"columns": ", ".join(map(str, columns))})
    if cells := applied.get("cells"):
        lines += _hidden(int(cells.get("primary", 0)), int(cells.get("complementary", 0)) + int(cells.get("earlier", 0)), applied)
    coarser = [
        column
        for one in applied.get("measures", ())
        if one.get("measure") not in (Measure.DROP.value, Measure.SUPPRESS.value)
        for column in one.get("columns", ())
    ]
    if coarser:
        lines.append(_("Told less exactly, or emptied: %(columns)s") % {"columns": ", ".join(coarser)})
    return lines


def _hidden(small: int, others: int, applied: Mapping[str, Any]) -> list[str]:
    words = ngettext(
        "%(count)s count below %(k)s is not shown: its cell is empty",
        "%(count)s counts below %(k)s are not shown: their cells are empty",
        small,
    )
    lines = [words % {"count": f"{small:,}", "k": applied.get("k", "")}]
    if others:
        words = ngettext(
            "%(count)s further count is hidden, so that nobody can work the small ones out",
            "%(count)s further counts are hidden, so that nobody can work the small ones out",
            others,
        )
        lines.append(words % {"count": f"{others:,}"})
    return lines
