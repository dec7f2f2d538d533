"""A data set in the words of schema.org, which search engines read from its page.

https://schema.org/Dataset, https://developers.google.com/search/docs/appearance/structured-data/dataset
"""

import json
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from madang.city.kernel.text import localised, text_key
from madang.city.opendata.queries.export import reading
from madang.city.opendata.queries.export.describing import downloads, good_address
from madang.city.opendata.queries.export.reading import Described
from madang.city.opendata.queries.export.shared import at, dataset_at
from madang.city.opendata.queries.export.vocabulary import TAGS, file_type
from madang.city.opendata.rules.licences import licence

_SAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def schema_org(slug: str, now: datetime) -> SafeString:
    """Return what stands in a page's element ``<script type="application/ld+json">``; "" if there is no such data set.

    No text of a data set can end the element.
    """
    found = reading.one(slug, now)
    if found is None:
        return SafeString("")
    return mark_safe(json.dumps(_dataset(found, text_key()), ensure_ascii=False).translate(_SAFE))  # noqa: S308 - nothing can end it


def _dataset(found: Described, lang: str) -> dict[str, Any]:
    title = localised(found.titles, lang) or found.slug
    publisher = {
        "@type": "Organization",
        "name": localised(found.publisher.names, lang) or found.publisher.slug,
        "url": found.publisher.home_url or at(f"data/by/{found.publisher.slug}"),
    }
    said: dict[str, Any] = {
        "@context": "https://schema.org", "@type": "Dataset", "@id": dataset_at(found.slug), "url": dataset_at(found.slug),
        "name": title, "description": (localised(found.texts, lang) or title)[:5_000], "identifier": found.public_id.urn,
        "keywords": list(found.keywords), "inLanguage": [TAGS.get(one, one) for one in found.titles],
        "license": str(found.extras.get("licence_url") or "") or licence(found.licence).url,
        "isAccessibleForFree": True, "creator": publisher, "publisher": publisher,
        "datePublished": found.issued_at.date().isoformat(), "dateModified": found.changed_at.date().isoformat(),
        "version": str(found.current.number) if found.current else "",
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": at("data#catalogue"), "url": at("data")},
        "temporalCoverage": _period(found), "spatialCoverage": _place(found, lang), "distribution": _files(found),
    }  # fmt: skip
    return {name: value for name, value in said.items() if value not in ("", [], None)}


def _period(found: Described) -> str:
    first, last = found.period
    return f"{first or '..'}/{last or '..'}" if first or last else ""


def _place(found: Described, lang: str) -> dict[str, Any] | None:
    if found.place is None:
        return None
    said: dict[str, Any] = {"@type": "Place", "name": localised(found.place.names, lang)}
    if found.place.box:
        west, south, east, north = found.place.box
        said["geo"] = {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
    return said


def _files(found: Described) -> list[dict[str, str]]:
    own = [
        {"@type": "DataDownload", "encodingFormat": file_type(form, "").iana, "contentUrl": dataset_at(found.slug, f".{form}")}
        for form in (downloads(found.current) if found.current else ())
    ]
    others = [
        {"@type": "DataDownload", "encodingFormat": one.media_type or one.format, "contentUrl": one.url}
        for one in found.files
        if good_address(one.url) and not one.is_service
    ]
    return own + others
