"""package_search: conditions, order, a slice of any depth, and counts by facet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Func, Q, QuerySet
from django.db.models.expressions import RawSQL

from madang.city.opendata.models import Dataset, Group
from madang.city.opendata.queries.catalogue import is_public
from madang.city.opendata.queries.ckan.conditions import condition, words
from madang.city.opendata.queries.ckan.loading import packages
from madang.city.opendata.rules import ckan, searching
from madang.city.opendata.rules.ckan.packages import theme_group
from madang.city.opendata.rules.licences import licence

RANKED = 1_000
MOST_FACET_VALUES = 1_000
_SORTS = {
    "name": "slug", "title": "sort_en", "title_string": "sort_en", "metadata_modified": "changed_at", "id": "public_id",
    "metadata_created": "created_at", "last_modified": "data_changed_at", "views_recent": "uses", "views_total": "uses",
    "popularity": "uses", "score": "score",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Search:
    """What package_search is asked; ``facets``: names of facets, ``most_values`` of each."""

    q: str = ""
    fq: tuple[str, ...] = ()
    sort: str = ""
    start: int = 0
    rows: int = 10
    facets: tuple[str, ...] = ()
    most_values: int = 50


@dataclass(frozen=True, slots=True)
class Results:
    """How many data sets fit, those of the page, and counts by facet: {facet: [(value, title, count)]}, most first."""

    count: int
    packages: list[ckan.Package]
    facets: dict[str, list[tuple[str, dict[str, str], int]]]


def found(search: Search, *, now: datetime) -> Results:
    """Return the public data sets that fit. Raises CkanFault (Search Query Error) for what cannot be read."""
    where = is_public(now)
    for text in (search.q, *search.fq):
        where &= condition(_query(text, lenient=text is search.q), now)
    rows = Dataset.objects.filter(where)
    count = rows.count()
    order = _order(search.sort)
    ids: list[int] = []
    if search.rows and search.start < count:
        ids = list(_ordered(rows, order, search.q, count).values_list("pk", flat=True)[search.start : search.start + search.rows])
    facets = {name: _facet(rows, name, search.most_values) for name in search.facets}
    return Results(count, packages(ids), facets)


def _query(text: str, *, lenient: bool) -> Any:
    """Return what a text asks; what people type into a search box is words where it is no query."""
    try:
        return ckan.parsed(text)
    except ckan.CkanFault:
        if lenient and len(text) < 500:
            return ckan.Words(text)
        raise


def _order(sort: str) -> list[tuple[str, bool]]:
    """Return columns with whether they run downwards. Raises CkanFault."""
    order = []
    for part in (sort or "score desc, metadata_modified desc").split(","):
        name, _, direction = part.strip().partition(" ")
        if name not in _SORTS or direction.strip().lower() not in ("", "asc", "desc"):
            raise ckan.unreadable_query(f"it cannot be sorted by {part.strip()[:60]}; by these it can: {', '.join(_SORTS)}")
        order.append((_SORTS[name], direction.strip().lower() == "desc"))
    return order[:5]


def _ordered(rows: QuerySet[Dataset], order: list[tuple[str, bool]], q: str, count: int) -> QuerySet[Dataset]:
    told = [one for one in order if one[0] != "score"]
    asked = searching.asked(q) if any(one[0] == "score" for one in order) else ""
    by: list[Any] = [F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True) for name, down in told]
    if asked and q not in ("*:*", ""):
        by.insert(0, F("uses").desc())
        if count <= RANKED:
            rank = RawSQL("""ts_rank('{0.05, 0.2, 0.5, 1.0}', "opendata_dataset"."words", %s::tsquery)""", [asked])
            rows, by = rows.annotate(score=rank), [F("score").desc(), *by]
    return rows.order_by(*by, "pk")


def _facet(rows: QuerySet[Dataset], name: str, most: int) -> list[tuple[str, dict[str, str], int]]:
    plain = rows.order_by()
    most = min(most, MOST_FACET_VALUES)
    if name in ("tags", "res_format", "groups"):
        return _unnested(plain, name, most)
    if name in ("organization", "owner_org"):
        counted = (
            plain.values_list("publisher__slug", "publisher__names").annotate(n=Count("pk")).order_by("-n", "publisher__slug")
        )
        return [(slug, dict(names), n) for slug, names, n in counted[:most]]
    if name == "license_id":
        licences = plain.values_list("licence").annotate(n=Count("pk")).order_by("-n", "licence")
        return [(licence(key).ckan_id or key, dict(licence(key).titles), n) for key, n in licences[:most]]
    if name in ("type", "dataset_type"):
        total = plain.count()
        return [("dataset", {"en": "dataset"}, total)] if total else []
    return []


_ARRAYS = {"tags": "keywords", "res_format": "formats", "groups": "themes"}


def _unnested(rows: QuerySet[Dataset], name: str, most: int) -> list[tuple[str, dict[str, str], int]]:
    each = Func(F(_ARRAYS[name]), function="unnest")
    counted = rows.annotate(value=each).values_list("value").annotate(n=Count("pk")).order_by("-n", "value")[:most]
    if name == "tags":
        return [(value, {"en": value}, n) for value, n in counted]
    if name == "res_format":
        return [(value.upper(), {"en": value.upper()}, n) for value, n in counted]
    themes = [(theme_group(value).slug, dict(theme_group(value).titles), n) for value, n in counted]
    gathered = Group.objects.filter(datasets__in=rows.values("pk")).annotate(n=Count("datasets")).order_by("-n", "slug")[:most]
    both = themes + [(row.slug, dict(row.titles), row.n) for row in gathered]
    return sorted(both, key=lambda one: (-one[2], one[0]))[:most]


def names(*, now: datetime, limit: int | None = None, offset: int = 0) -> list[str]:
    """Return the names of all public data sets, in their order."""
    rows = Dataset.objects.filter(is_public(now)).order_by("slug").values_list("slug", flat=True)
    return list(rows[offset : None if limit is None else offset + limit])


def newest(*, now: datetime, limit: int, offset: int) -> list[ckan.Package]:
    """Return public data sets, the last changed first."""
    rows = Dataset.objects.filter(is_public(now)).order_by("-changed_at", "pk").values_list("pk", flat=True)
    return packages(list(rows[offset : offset + limit]))


def suggested(text: str, *, now: datetime, limit: int) -> Sequence[tuple[str, dict[str, str]]]:
    """Return names and titles of data sets whose title has the words, or whose name begins so."""
    by_name = Q(slug__startswith=text[:120].lower())
    if not text.strip():
        return []
    rows = Dataset.objects.filter(is_public(now)).filter(words(text, in_titles=True) | by_name)
    return list(rows.order_by("-uses", "slug").values_list("slug", "titles")[:limit])
