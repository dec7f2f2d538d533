"""A list of data sets, its facets and its order, as a page prints them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from madang.city.kernel.text import localised, text_key
from madang.city.look.parts import Row, Tag
from madang.city.look.templatetags.look import date_table, number
from madang.city.opendata.queries import catalogue
from madang.city.opendata.queries.catalogue import DatasetLine, Facet, Found, PublisherView, Wanted
from madang.city.opendata.rules.frequencies import Keeping
from madang.city.opendata.rules.licences import licence
from madang.city.opendata.rules.themes import THEMES
from madang.city.opendata.views.catalogue.said import first_line, said

FACETS = ("publisher", "theme", "licence", "format", "promise", "table")
SORTS = {
    "relevance": gettext_lazy("Best match"), "newest": gettext_lazy("Newest"), "use": gettext_lazy("Most used"),
    "title": gettext_lazy("Title"),
}  # fmt: skip
FACET_WORDS = {
    "publisher": gettext_lazy("Who publishes"), "theme": gettext_lazy("Theme"), "licence": gettext_lazy("Licence"),
    "format": gettext_lazy("Format"), "promise": gettext_lazy("Update promise"), "table": gettext_lazy("With a table"),
}  # fmt: skip
VALUE_WORDS = {
    ("promise", "kept"): gettext_lazy("kept"), ("promise", "broken"): gettext_lazy("broken"),
    ("promise", "none"): gettext_lazy("nothing promised"), ("table", "yes"): gettext_lazy("yes"),
    ("table", "no"): gettext_lazy("no"),
}  # fmt: skip
FORMAT_WORDS = {"xlsx": "Excel", "xls": "Excel 97", "parquet": "Parquet", "geojson": "GeoJSON", "other": gettext_lazy("other")}
SHOWN = 8
LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its words, how many have it, and the address that chooses it or takes it back."""

    label: Any
    count: int
    url: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FacetShown:
    """A facet: the values shown at once, and those behind one tap."""

    name: str
    label: Any
    choices: Sequence[Choice]
    more: Sequence[Choice] = ()


def wanted_of(asked: Mapping[str, str], **fixed: str) -> Wanted:
    """Return what the address asks for; what a page is about already stands fixed."""
    table = {"yes": True, "no": False}.get(asked.get("table", ""))
    told: dict[str, Any] = {name: asked.get(name, "")[:120] for name in FACETS if name != "table"}
    q, sort = asked.get("q", "").strip()[:LONGEST_QUERY], asked.get("sort", "")
    default = "relevance" if q else "newest"
    return Wanted(
        q=q, lang=text_key(), table=table, sort=sort if sort in SORTS and (q or sort != "relevance") else default,
        after=asked.get("after", ""), **(told | fixed),
    )  # fmt: skip


def query_of(wanted: Wanted, fixed: Iterable[str] = (), **changes: Any) -> str:
    """Return the part of an address behind the question mark, first page; what is fixed is left out. "" for nothing."""
    changed = replace(wanted, after="", **changes)
    table = {True: "yes", False: "no"}.get(changed.table) if changed.table is not None else ""
    pairs = {"q": changed.q, **{name: getattr(changed, name) for name in FACETS if name != "table"}, "table": table}
    if changed.sort != ("relevance" if changed.q else "newest"):
        pairs["sort"] = changed.sort
    kept = {name: value for name, value in pairs.items() if value and name not in fixed}
    return f"?{urlencode(kept)}" if kept else "?"


def rows(lines: Iterable[DatasetLine]) -> list[Row]:
    """Return data sets as rows of a list."""
    return [row(one) for one in lines]


def row(one: DatasetLine) -> Row:
    """Return a data set as a row: what it is, whose, how large, in which formats, and whether its promise is broken."""
    meta: list[Any] = [said(one.publisher_names)]
    if one.rows is not None:
        meta.append(ngettext("%(n)s row", "%(n)s rows", one.rows) % {"n": number(one.rows)})
    if one.formats:
        meta.append(", ".join(format_words(name) for name in one.formats[:4]))
    is_late = one.promise.keeping is Keeping.BROKEN
    tag = Tag(_("Overdue"), "heed", "clock") if is_late else None
    return Row(
        title=said(one.titles) or one.slug,
        url=reverse("opendata:dataset", args=[one.slug]),
        text=first_line(one.texts),
        meta=meta,
        tag=tag,
        side=date_table(one.data_changed_at or one.changed_at),
    )


def format_words(name: str) -> str:
    """Return what a format is called on pages."""
    return str(FORMAT_WORDS.get(name, name.upper()))


def facets(found: Found, wanted: Wanted, publishers: Mapping[str, PublisherView], fixed: Sequence[str] = ()) -> list[FacetShown]:
    """Return the facets that tell something: those with several values, and those that are chosen."""
    shown = []
    for name in FACETS:
        counts = found.counts.get(name, ())
        chosen = _chosen(wanted, name)
        if name in fixed or (len(counts) < 2 and not chosen):
            continue
        choices = [_choice(one, name, wanted, publishers, fixed) for one in counts]
        shown.append(FacetShown(name, FACET_WORDS[name], choices[:SHOWN], choices[SHOWN:60]))
    return shown


def _chosen(wanted: Wanted, name: str) -> str:
    if name == "table":
        return {True: "yes", False: "no", None: ""}[wanted.table]
    return str(getattr(wanted, name))


def _choice(one: Facet, name: str, wanted: Wanted, publishers: Mapping[str, PublisherView], fixed: Sequence[str]) -> Choice:
    is_chosen = _chosen(wanted, name) == one.value
    value: Any = "" if is_chosen else one.value
    change = {"table": {"yes": True, "no": False}.get(value)} if name == "table" else {name: value}
    url = query_of(wanted, fixed, **change)
    return Choice(value_words(name, one.value, publishers), one.count, url, is_chosen)


def value_words(name: str, value: str, publishers: Mapping[str, PublisherView]) -> Any:
    """Return what a value of a facet is called."""
    if name == "publisher":
        return said(publishers[value].names) if value in publishers else value
    if name == "theme":
        return said(THEMES[value].titles) if value in THEMES else value
    if name == "licence":
        return said(licence(value).titles)
    return format_words(value) if name == "format" else VALUE_WORDS.get((name, value), value)


def chips(wanted: Wanted, publishers: Mapping[str, PublisherView], fixed: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return what the list is narrowed to, each with the address that takes it back."""
    found = []
    for name in FACETS:
        if (value := _chosen(wanted, name)) and name not in fixed:
            words = f"{FACET_WORDS[name]}: {value_words(name, value, publishers)}"
            found.append({"words": _plain(name, value, publishers, words), "url": query_of(wanted, fixed, **_without(name))})
    return found


def _plain(name: str, value: str, publishers: Mapping[str, PublisherView], words: str) -> str:
    if name == "publisher" and value in publishers:
        return localised(publishers[value].names, text_key())
    if name == "theme" and value in THEMES:
        return localised(THEMES[value].titles, text_key())
    return localised(licence(value).titles, text_key()) if name == "licence" else words


def _without(name: str) -> dict[str, Any]:
    return {name: None if name == "table" else ""}


def sorts(wanted: Wanted, fixed: Sequence[str] = ()) -> list[Choice]:
    """Return the orders to choose from; the best match only where there are words."""
    offered = [name for name in SORTS if wanted.q or name != "relevance"]
    return [Choice(SORTS[name], 0, query_of(wanted, fixed, sort=name), name == wanted.sort) for name in offered]


def publishers_by_slug(found: Found) -> dict[str, PublisherView]:
    """Return the publishers of a list's facet."""
    return {one.slug: one for one in catalogue.publishers_named([facet.value for facet in found.counts.get("publisher", ())])}
