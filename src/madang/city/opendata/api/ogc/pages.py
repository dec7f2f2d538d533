"""The API's documents as pages: links in words, features and properties as tables."""

from typing import Any

from django.utils.translation import gettext as _

from madang.city.opendata.api.ogc import documents

MOST_COLUMNS = 12
MOST_ROWS = 500
_QUIET = frozenset({"self", "alternate", "collection"})


def page_of(body: dict[str, Any], title: str = "") -> dict[str, Any]:
    """Return what the template prints of a document, whichever it is. title: where the document has none of its own."""
    title = str(title or body.get("title") or body.get("info", {}).get("title") or _titles(body))
    links = [one for one in body.get("links", []) if one["rel"] not in _QUIET]
    return {
        "title": title,
        "words": body.get("description", ""),
        "links": [(_words(one), one["href"]) for one in links],
        "other_form": next((one["href"] for one in body.get("links", []) if one["rel"] == "alternate"), ""),
        "lists": _lists(body),
        "table": _table(body),
        "facts": _facts(body),
    }


def _titles(body: dict[str, Any]) -> str:
    if "collections" in body:
        return _("Collections")
    if "conformsTo" in body:
        return _("Which standards hold here")
    return _("Features")


def _words(link: dict[str, Any]) -> str:
    known = {"next": _("Next page"), "items": _("Features"), "data": _("Collections"), "enclosure": "GeoJSON"}
    known |= {"describedby": _("The data set’s page"), "conformance": _("Which standards hold here")}
    known[documents.QUERYABLES] = _("What filters may name")
    name = link.get("title") or known.get(link["rel"], link["rel"])
    is_json = link["rel"] == "items" and link["type"] == documents.GEOJSON
    return f"{name} (GeoJSON)" if is_json else str(name)


def _lists(body: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return lines of a list: title, address, words."""
    if "collections" in body:
        return [(one["title"], f"{one['links'][0]['href']}?f=html", one["description"]) for one in body["collections"]]
    if "conformsTo" in body:
        return [(one, "", "") for one in body["conformsTo"]]
    return [(path, "", operations["get"]["summary"]) for path, operations in body.get("paths", {}).items()]


def _table(body: dict[str, Any]) -> dict[str, Any] | None:
    features = body.get("features")
    if not features:
        return None
    names = list(features[0]["properties"])[:MOST_COLUMNS]
    rows = [(one["id"], [_cell(one["properties"].get(name)) for name in names], _where(one)) for one in features[:MOST_ROWS]]
    base = next(one["href"] for one in body["links"] if one["rel"] == "collection")
    return {"names": names, "rows": rows, "base": f"{base}/items"}


def _facts(body: dict[str, Any]) -> list[tuple[str, str]]:
    if body.get("type") == "Feature":
        properties = [(name, _cell(value)) for name, value in body["properties"].items()]
        return [*properties, (_("Place"), _where(body))]
    if "$schema" in body:
        return [(name, str(one.get("format") or one.get("type", ""))) for name, one in body["properties"].items()]
    if "numberReturned" in body:
        matched = body.get("numberMatched")
        return [(_("Features here"), str(body["numberReturned"]))] + (
            [(_("Features in all"), str(matched))] if matched is not None else []
        )
    box = body.get("extent", {}).get("spatial", {}).get("bbox", [[]])[0]
    return [(_("From west, south to east, north"), ", ".join(f"{one:g}" for one in box))] if box else []


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)


def _where(feature: dict[str, Any]) -> str:
    shape = feature.get("geometry")
    if not shape:
        return ""
    if shape["type"] == "Point":
        return ", ".join(f"{one:g}" for one in reversed(shape["coordinates"][:2]))
    return str(shape["type"])
