"""The names of formats, told apart from what other catalogues call them. Pure."""

import re

OPEN = frozenset(
    {
        "csv",
        "tsv",
        "json",
        "geojson",
        "parquet",
        "xml",
        "rdf",
        "ttl",
        "jsonld",
        "ods",
        "gml",
        "kml",
        "gpkg",
        "txt",
        "html",
        "gtfs",
    }
)
MACHINE_READABLE = (OPEN - {"txt", "html"}) | {"xlsx", "xls", "shp", "api", "arrow", "ogc-api", "wfs", "wms", "netcdf", "sqlite"}
_NAMES = {
    "comma separated values": "csv", "text/csv": "csv", "text/tab-separated-values": "tsv", "application/json": "json",
    "application/geo+json": "geojson", "application/vnd.geo+json": "geojson", "application/xml": "xml", "text/xml": "xml",
    "application/rdf+xml": "rdf", "text/turtle": "ttl", "application/ld+json": "jsonld", "text/html": "html", "htm": "html",
    "text/plain": "txt", "text": "txt", "application/pdf": "pdf", "application/zip": "zip", "application/x-zip-compressed": "zip",
    "application/vnd.ms-excel": "xls", "excel": "xlsx", "ms excel": "xlsx", "shapefile": "shp", "esri shapefile": "shp",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx", "application/vnd.apache.parquet": "parquet",
    "application/vnd.google-earth.kml+xml": "kml", "application/vnd.oasis.opendocument.spreadsheet": "ods", "web page": "html",
    "application/geopackage+sqlite3": "gpkg", "rest": "api", "api": "api", "restful": "api", "arcgis rest services": "api",
    "ogc wms": "wms", "ogc wfs": "wfs", "geotiff": "tiff", "image/tiff": "tiff", "application/x-netcdf": "netcdf",
}  # fmt: skip
_URI = re.compile(r"^https?://.*[/#]")


def format_of(told: str, media_type: str = "", url: str = "") -> str:
    """Return the short name of a format in lower case from what is said of it, else from its address; "" if nothing tells."""
    for words in (told, media_type):
        plain = (
            _URI.sub("", words.strip().casefold()) if words.strip().casefold().startswith("http") else words.strip().casefold()
        )
        plain = plain.split(";")[0].strip().lstrip(".")
        if plain:
            return _NAMES.get(plain, plain if re.fullmatch(r"[\w.+-]{1,30}", plain) else "other")
    ending = re.search(r"\.([a-z0-9]{2,7})(?:[?#]|$)", url.casefold())
    return ending[1] if ending and ending[1] in MACHINE_READABLE | {"pdf", "zip", "txt", "html"} else ""


def of_table(*, has_geometry: bool) -> set[str]:
    """Return the formats that the Plaza makes of every table."""
    return {"csv", "xlsx", "parquet", "json"} | ({"geojson"} if has_geometry else set())
