"""The description of the API in OpenAPI 3.0."""

from collections.abc import Mapping
from typing import Any

from madang.city.opendata.api.ogc.documents import GEOJSON, HTML, JSON, SCHEMA, root
from madang.city.opendata.api.ogc.parameters import CRS84, DEFAULT_LIMIT
from madang.city.opendata.queries.ogc import MOST_ITEMS

_TEXT = {"type": "string"}


def _query(name: str, says: str, schema: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": says, "schema": schema, **more}


PARAMETERS: dict[str, dict[str, Any]] = {
    "f": _query("f", "The form of the answer.", {"type": "string", "enum": ["json", "html"]}),
    "collectionId": {"name": "collectionId", "in": "path", "required": True, "description": "A collection.", "schema": _TEXT},
    "featureId": {
        "name": "featureId", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1},
        "description": "The number of a feature in the present version of the data set.",
    },
    "limit": _query("limit", "How many features at most.",
                    {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": DEFAULT_LIMIT}),
    "after": _query("after", "Begin behind the feature with this number; next links say it.", {"type": "integer", "minimum": 0}),
    "bbox": _query("bbox", "West, south, east, north in degrees.", {
        "oneOf": [{"type": "array", "items": {"type": "number"}, "minItems": number, "maxItems": number} for number in (4, 6)],
    }, style="form", explode=False),
    "bbox-crs": _query("bbox-crs", "The reference system of bbox.", {"type": "string", "enum": [CRS84]}),
    "datetime": _query("datetime", "An instant, or two with a slash between them; .. is open.", _TEXT, explode=False),
    "filter": _query("filter", "A filter in CQL2 text over the queryables.", _TEXT),
    "filter-lang": _query("filter-lang", "The language of filter.", {"type": "string", "enum": ["cql2-text"]}),
    "filter-crs": _query("filter-crs", "The reference system of geometries in filter.", {"type": "string", "enum": [CRS84]}),
    "collectionsAfter": _query("after", "Begin behind the collection with this name; next links say it.", _TEXT),
}  # fmt: skip
_ANY = {"type": "object"}
SCHEMAS: dict[str, Any] = {
    "exception": {
        "type": "object", "required": ["code"], "properties": {"code": _TEXT, "description": _TEXT},
    },
    "link": {
        "type": "object", "required": ["href", "rel"], "properties": {"href": _TEXT, "rel": _TEXT, "type": _TEXT, "title": _TEXT},
    },
    "linked": {
        "type": "object", "required": ["links"],
        "properties": {"links": {"type": "array", "items": {"$ref": "#/components/schemas/link"}}},
    },
    "feature": {
        "type": "object", "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]}, "id": {"type": "integer"},
            "geometry": {"type": "object", "nullable": True}, "properties": {"type": "object", "nullable": True},
        },
    },
    "features": {
        "type": "object", "required": ["type", "features"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]}, "numberMatched": {"type": "integer"},
            "numberReturned": {"type": "integer"}, "timeStamp": {"type": "string", "format": "date-time"},
            "features": {"type": "array", "items": {"$ref": "#/components/schemas/feature"}},
        },
    },
}  # fmt: skip


def _answer(kind: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": "The answer.", "content": {kind: {"schema": schema}, HTML: {"schema": _TEXT}}}


def _get(says: str, name: str, parameters: tuple[str, ...], answer: dict[str, Any]) -> dict[str, Any]:
    wrong = {"content": {JSON: {"schema": {"$ref": "#/components/schemas/exception"}}}}
    told = {
        "summary": says, "operationId": name, "tags": ["Features"],
        "parameters": [{"$ref": f"#/components/parameters/{one}"} for one in (*parameters, "f")],
        "responses": {
            "200": answer, "400": {"description": "A parameter is not known or not valid.", **wrong},
            "404": {"description": "There is nothing here.", **wrong},
        },
    }  # fmt: skip
    return {"get": told}


def description() -> dict[str, Any]:
    """Return the description of all addresses."""
    linked = _answer(JSON, {"$ref": "#/components/schemas/linked"})
    of_items = ("collectionId", "limit", "after", "bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs")
    of_one, items = ("collectionId",), "/collections/{collectionId}/items"
    properties = {
        "in": "query", "name": "properties", "required": False, "style": "form", "explode": True,
        "description": "Any queryable by its name: features whose property equals the value.",
        "schema": {"type": "object", "additionalProperties": _TEXT},
    }  # fmt: skip
    features = _get("Features", "getFeatures", of_items, _answer(GEOJSON, {"$ref": "#/components/schemas/features"}))
    features["get"]["parameters"].append(properties)
    return {
        "openapi": "3.0.3",
        "info": {"title": "OGC API Features", "version": "1.0.1", "license": {"name": "Apache-2.0"}},
        "servers": [{"url": root()}],
        "tags": [{"name": "Features"}],
        "paths": {
            "/": _get("Landing page", "getLandingPage", (), linked),
            "/conformance": _get("Conformance", "getConformance", (), _answer(JSON, _ANY)),
            "/api": _get("This description", "getApi", (), _answer("application/vnd.oai.openapi+json;version=3.0", _ANY)),
            "/collections": _get("Collections", "getCollections", ("collectionsAfter",), linked),
            "/collections/{collectionId}": _get("A collection", "getCollection", of_one, linked),
            "/collections/{collectionId}/queryables": _get("Queryables", "getQueryables", of_one, _answer(SCHEMA, _ANY)),
            items: features,
            f"{items}/{{featureId}}": _get(
                "A feature", "getFeature", (*of_one, "featureId"), _answer(GEOJSON, {"$ref": "#/components/schemas/feature"})
            ),
        },
        "components": {"parameters": PARAMETERS, "schemas": SCHEMAS},
    }
