"""The words of others that the export uses: prefixes, authority lists of the EU, media types."""

from collections.abc import Mapping
from dataclasses import dataclass

EU = "http://publications.europa.eu/resource/authority"
IANA = "http://www.iana.org/assignments/media-types/"
PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TAGS = {"en": "en", "ko": "ko", "zh": "zh-Hans"}
LANGUAGES = {"en": "ENG", "ko": "KOR", "zh": "ZHO"}
SHA_256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


@dataclass(frozen=True, slots=True)
class FileType:
    """A format of files: its code in the EU's list, its media type at IANA; either may be empty."""

    eu: str
    iana: str


FILE_TYPES: Mapping[str, FileType] = {
    "csv": FileType("CSV", "text/csv"),
    "tsv": FileType("TSV", "text/tab-separated-values"),
    "parquet": FileType("PARQUET", "application/vnd.apache.parquet"),
    "geojson": FileType("GEOJSON", "application/geo+json"),
    "xlsx": FileType("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "xls": FileType("XLS", "application/vnd.ms-excel"),
    "ods": FileType("ODS", "application/vnd.oasis.opendocument.spreadsheet"),
    "json": FileType("JSON", "application/json"),
    "jsonld": FileType("JSON_LD", "application/ld+json"),
    "xml": FileType("XML", "application/xml"),
    "rdf": FileType("RDF_XML", "application/rdf+xml"),
    "ttl": FileType("RDF_TURTLE", "text/turtle"),
    "html": FileType("HTML", "text/html"),
    "pdf": FileType("PDF", "application/pdf"),
    "txt": FileType("TXT", "text/plain"),
    "zip": FileType("ZIP", "application/zip"),
    "gz": FileType("GZIP", "application/gzip"),
    "kml": FileType("KML", "application/vnd.google-earth.kml+xml"),
    "kmz": FileType("KMZ", "application/vnd.google-earth.kmz"),
    "shp": FileType("SHP", "application/vnd.shp"),
    "gpkg": FileType("GPKG", "application/geopackage+sqlite3"),
    "doc": FileType("DOC", "application/msword"),
    "docx": FileType("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "png": FileType("PNG", "image/png"),
    "jpeg": FileType("JPEG", "image/jpeg"),
}
_ALIASES = {"excel": "xlsx", "turtle": "ttl", "rdf/xml": "rdf", "text": "txt", "htm": "html", "jpg": "jpeg", "json-ld": "jsonld"}
_BY_MEDIA_TYPE = {one.iana: one for one in FILE_TYPES.values()}


def file_type(form: str, media_type: str) -> FileType:
    """Return what a format's name or media type means; a media type that nobody lists is kept as it is."""
    plain = form.strip().lower().removeprefix(".")
    if plain in FILE_TYPES or plain in _ALIASES:
        return FILE_TYPES[_ALIASES.get(plain, plain)]
    bare = media_type.split(";", maxsplit=1)[0].strip().lower()
    if found := _BY_MEDIA_TYPE.get(bare) or _BY_MEDIA_TYPE.get(plain):
        return found
    left, _, right = bare.partition("/")
    return FileType("", bare if left.isascii() and left.isalpha() and right and " " not in right else "")
