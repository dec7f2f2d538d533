"""The documents of the API: landing page, what it conforms to, collections, what can be asked of one."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from madang.city.kernel.text import localised
from madang.city.kernel.text.languages import text_key
from madang.city.opendata.api.ogc.parameters import CRS84
from madang.city.opendata.queries.ogc import Collection

GEOJSON, JSON, HTML = "application/geo+json", "application/json", "text/html"
OPENAPI, SCHEMA = "application/vnd.oai.openapi+json;version=3.0", "application/schema+json"
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
_FEATURES = "http://www.opengis.net/spec/ogcapi-features-{}/1.0/conf/{}"
_CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf/{}"
CONFORMS_TO = [
    *(_FEATURES.format(1, name) for name in ("core", "oas30", "geojson", "html")),
    *(_FEATURES.format(3, name) for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")),
    *(
        _CQL2.format(name)
        for name in (
            "cql2-text", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison", "property-property",
            "basic-spatial-functions", "basic-spatial-functions-plus", "spatial-functions", "temporal-functions",
        )
    ),
]  # fmt: skip
TYPES: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string"}, "integer": {"type": "integer"}, "decimal": {"type": "number"}, "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"}, "datetime": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "format": "time"},
}  # fmt: skip


def root() -> str:
    """Return the address of the landing page."""
    return f"{settings.SITE_URL}/ogc"


def link(rel: str, path: str, kind: str, title: str = "") -> dict[str, str]:
    """Return a link; ``path`` is below the landing page."""
    told = {"rel": rel, "href": f"{root()}{path}", "type": kind}
    return told | ({"title": title} if title else {})


def both(path: str, query: str, form: str, kind: str = JSON) -> list[dict[str, str]]:
    """Return the links from a document to itself and to its other form; ``query`` is all of its address but ``f``."""
    told = f"{query}&" if query else ""
    kinds = {"json": kind, "html": HTML}
    return [link("self" if one == form else "alternate", f"{path}?{told}f={one}", kinds[one]) for one in ("json", "html")]


def landing(form: str) -> dict[str, Any]:
    """Return the landing page."""
    return {
        "title": _("Data with a place"),
        "description": _("Data sets of %(city)s that have a place on the map.")
        % {"city": localised(settings.CITY_OFFICE, text_key())},
        "links": [
            *both("/", "", form),
            link("service-desc", "/api?f=json", OPENAPI, _("How to ask, for programs")),
            link("service-doc", "/api?f=html", HTML, _("How to ask")),
            link("conformance", "/conformance", JSON, _("Which standards hold here")),
            link("data", "/collections", JSON, _("Collections")),
        ],
    }


def conformance(form: str) -> dict[str, Any]:
    """Return which classes of the standards hold."""
    return {"links": both("/conformance", "", form), "conformsTo": CONFORMS_TO}


def path_of(held: Collection) -> str:
    """Return where a collection stands, below the landing page."""
    return f"/collections/{quote(held.slug)}"


def collection(held: Collection, form: str | None = None) -> dict[str, Any]:
    """Return a collection; ``form`` None within a list of them."""
    path, lang = path_of(held), text_key()
    told: dict[str, Any] = {
        "id": held.slug,
        "title": localised(held.titles, lang),
        "description": localised(held.texts, lang),
        "itemType": "feature",
        "crs": [CRS84],
        "storageCrs": CRS84,
        "links": [
            *(both(path, "", form) if form else [link("self", path, JSON)]),
            link("items", f"{path}/items?f=json", GEOJSON),
            link("items", f"{path}/items?f=html", HTML),
            link(QUERYABLES, f"{path}/queryables", SCHEMA),
            {"rel": "describedby", "href": f"{settings.SITE_URL}/data/{quote(held.slug)}", "type": HTML},
            {"rel": "enclosure", "href": f"{settings.SITE_URL}/data/{quote(held.slug)}.geojson", "type": GEOJSON},
        ],
    }
    extent = _extent(held)
    return told | ({"extent": extent} if extent else {})


def _extent(held: Collection) -> dict[str, Any]:
    extent: dict[str, Any] = {}
    if box := held.box:
        extent["spatial"] = {"bbox": [[round(one, 9) + 0.0 for one in box]], "crs": CRS84}
    if period := held.period:
        extent["temporal"] = {"interval": [[_instant(one) for one in period]]}
    return extent


def _instant(told: Any) -> str:
    text = str(told).replace(" ", "T")
    return f"{text}T00:00:00Z" if len(text) == 10 else f"{text.removesuffix('Z')}Z"


def queryables(held: Collection) -> dict[str, Any]:
    """Return what filters may name, as a JSON Schema."""
    properties: dict[str, Any] = {
        column.name: {"title": column.source_name or column.name, **TYPES[column.type]}
        | ({"x-ogc-unit": column.unit} if column.unit else {})
        for column in held.table.columns
        if column.type in TYPES
    }
    for name in sorted(held.schema.geometry):
        kind = "geometry-any" if held.shape else "geometry-point"
        properties[name] = {"title": "Geometry", "x-ogc-role": "primary-geometry", "format": kind}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{root()}{path_of(held)}/queryables",
        "type": "object",
        "title": localised(held.titles, text_key()),
        "properties": properties,
        "additionalProperties": False,
    }
