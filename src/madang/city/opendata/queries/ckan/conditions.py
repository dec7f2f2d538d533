"""Solr's queries as conditions on data sets."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from madang.city.opendata.models import Group
from madang.city.opendata.queries.ckan.loading import uuid_of
from madang.city.opendata.rules import ckan, searching
from madang.city.opendata.rules.ckan.packages import MARK, STATES
from madang.city.opendata.rules.ckan.solr import Query
from madang.city.opendata.rules.licences import LICENCES
from madang.city.opendata.rules.themes import THEMES

_UNITS = {"SECOND": 1, "MINUTE": 60, "HOUR": 3_600, "DAY": 86_400, "WEEK": 604_800, "MONTH": 2_629_746, "YEAR": 31_556_952}
_RELATIVE = re.compile(r"NOW(?:/[A-Z]+)?(?:(?P<sign>[+-])(?P<count>\d{1,6})(?P<unit>[A-Z]+?)S?)?(?:/[A-Z]+)?")
_DATES = {
    "metadata_modified": "changed_at", "metadata_created": "created_at", "last_modified": "data_changed_at",
}  # fmt: skip
_TEXTS = {"name": "slug", "url": "landing_url", "maintainer": "contact_name", "author": "contact_name"}
_IN_WORDS = frozenset({"title", "notes", "text", "title_string"})
ALIASES = frozenset({"group", "title_string", "capacity", "dataset_type", "entity_type", "site_id"})  # of other versions of CKAN
_NOTHING = Q(pk__in=[])


def condition(query: Query, now: datetime) -> Q:
    """Return the condition of a query. Raises CkanFault (Search Query Error) for what cannot be asked of a field."""
    match query:
        case ckan.Every():
            return Q()
        case ckan.Clause(parts, is_all):
            whole = Q() if is_all else _NOTHING
            for part in parts:
                whole = whole & condition(part, now) if is_all else whole | condition(part, now)
            return whole
        case ckan.Negated(part):
            return _NOTHING if isinstance(part, ckan.Every) else ~condition(part, now)
        case ckan.Words(text, _):
            return words(text)
        case ckan.Span():
            return _span(query, now)
        case ckan.Match(field, value):
            return _match(field, value, now)
    raise AssertionError(query)


def words(text: str, *, in_titles: bool = False) -> Q:
    """Return the condition that a data set's texts have the words."""
    asked = searching.asked(text, in_titles=in_titles)
    if not asked:
        return Q() if text in ("*", "") else _NOTHING
    return Q(RawSQL('"opendata_dataset"."words" @@ %s::tsquery', [asked], output_field=BooleanField()))


def _match(field: str, value: str, now: datetime) -> Q:
    if field in _DATES:
        moment = _moment(value, now)
        return Q(**{_DATES[field]: moment}) if moment else Q(**{f"{_DATES[field]}__isnull": False})
    if field in _IN_WORDS:
        return words(value, in_titles=field.startswith("title"))
    if field in _TEXTS:
        return _text(_TEXTS[field], value)
    if field in _LISTS:
        return _LISTS[field](value)
    return _extra(field.removeprefix("extras_"), value)


def _text(column: str, value: str) -> Q:
    if "*" not in value and "?" not in value:
        return Q(**{column: value})
    pattern = "".join({"*": ".*", "?": "."}.get(part, re.escape(part)) for part in re.split(r"([*?])", value))
    return Q(**{f"{column}__regex": f"^{pattern}$"})


def _id(value: str) -> Q:
    if value == "*":
        return Q()
    identity = uuid_of(value)
    return Q(public_id=identity) if identity else _NOTHING


def _organization(value: str) -> Q:
    return _text("publisher__slug", value) | Q(publisher__words_of_clients__foreign_id=value)


def _group(value: str) -> Q:
    if value == "*":
        return ~Q(themes=[]) | Q(pk__in=Group.datasets.through.objects.values("dataset_id"))
    if value.upper() in THEMES:
        return Q(themes__contains=[value.upper()])
    return Q(pk__in=Group.datasets.through.objects.filter(group__slug=value).values("dataset_id"))


def _tag(value: str) -> Q:
    return ~Q(keywords=[]) if value == "*" else Q(keywords__contains=[value[:120]])


def _format(value: str) -> Q:
    return ~Q(formats=[]) if value == "*" else Q(formats__contains=[value.lower()[:120]])


def _licence(value: str) -> Q:
    if value == "*":
        return Q()
    keys = [one.key for one in LICENCES.values() if value in (one.ckan_id, one.key)]
    return Q(licence__in=keys) if keys else Q(**{f"extras__{MARK}__fields__license_id": value})


def _state(value: str) -> Q:
    states = [state.value for state, name in STATES.items() if value in (name, "*")]
    return Q(state__in=states) if states else _NOTHING


def _private(value: str) -> Q:
    is_private = Q(state="draft")
    return is_private if value.lower() == "true" else ~is_private


def _only(*names: str) -> Any:
    return lambda value: Q() if value in (*names, "*") else _NOTHING


_LISTS: dict[str, Any] = {
    "id": _id,
    "organization": _organization,
    "owner_org": _organization,
    "groups": _group,
    "group": _group,
    "tags": _tag,
    "res_format": _format,
    "license_id": _licence,
    "state": _state,
    "private": _private,
    "capacity": lambda value: _private("true" if value == "private" else "false"),
    "type": _only("dataset"),
    "dataset_type": _only("dataset"),
    "entity_type": _only("package"),
    "site_id": _only("default"),
}


def _extra(key: str, value: str) -> Q:
    if value == "*":
        return Q(**{f"extras__{MARK}__extras__contains": [{"key": key}]})
    told = {"frequency": "update_promise", "spatial_text": "place"}
    found = Q(**{f"extras__{MARK}__extras__contains": [{"key": key, "value": value}]})
    return found | Q(**{told[key]: value}) if key in told else found


def _span(span: ckan.Span, now: datetime) -> Q:
    if column := _DATES.get(span.field):
        return _between(column, span, _moment(span.least, now), _moment(span.most, now))
    if span.field not in _TEXTS:
        raise ckan.unreadable_query(f"the field {span.field[:60]} has no ranges; these have: {', '.join([*_DATES, *_TEXTS])}")
    return _between(_TEXTS[span.field], span, _side(span.least), _side(span.most))


def _between(column: str, span: ckan.Span, least: Any, most: Any) -> Q:
    whole = Q()
    if least is not None:
        whole &= Q(**{f"{column}__{'gte' if span.has_least else 'gt'}": least})
    if most is not None:
        whole &= Q(**{f"{column}__{'lte' if span.has_most else 'lt'}": most})
    return whole


def _side(value: str) -> str | None:
    return None if value == "*" else value


def _moment(value: str, now: datetime) -> datetime | None:
    """Return Solr's date, relative ones too; None for a star. Raises CkanFault."""
    if value == "*":
        return None
    if found := _RELATIVE.fullmatch(value):
        unit = found["unit"] or "DAY"
        if unit in _UNITS:
            seconds = int(found["count"] or 0) * _UNITS[unit] * (-1 if found["sign"] == "-" else 1)
            return _shifted(now, seconds)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as problem:
        raise ckan.unreadable_query(f"{value[:60]} is no date: write 2026-11-21T00:00:00Z, NOW-7DAYS or *") from problem
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _shifted(now: datetime, seconds: int) -> datetime:
    try:
        return now + timedelta(seconds=seconds)
    except OverflowError as problem:
        raise ckan.unreadable_query("the date lies too far away") from problem
