"""The catalogue as DCAT-US 1.1: one data.json, as data.gov and many tools read it.

https://resources.data.gov/resources/dcat-us/
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings

from madang.city.kernel.text import city_key, language_code, localised
from madang.city.opendata.queries.export import reading
from madang.city.opendata.queries.export.describing import downloads, good_address
from madang.city.opendata.queries.export.reading import Described
from madang.city.opendata.queries.export.shared import at, dataset_at
from madang.city.opendata.queries.export.vocabulary import file_type
from madang.city.opendata.rules.licences import licence
from madang.city.opendata.rules.themes import THEMES

_REPEATED = {
    "UPDATE_CONT": "R/PT1S", "CONT": "R/PT1S", "HOURLY": "R/PT1H", "DAILY": "R/P1D", "WEEKLY_3": "R/P0.33W",
    "WEEKLY_2": "R/P3.5D", "WEEKLY": "R/P1W", "BIWEEKLY": "R/P2W", "MONTHLY_3": "R/P0.33M", "MONTHLY_2": "R/P0.5M",
    "MONTHLY": "R/P1M", "BIMONTHLY": "R/P2M", "QUARTERLY": "R/P3M", "ANNUAL_3": "R/P4M", "ANNUAL_2": "R/P6M",
    "ANNUAL": "R/P1Y", "BIENNIAL": "R/P2Y", "TRIENNIAL": "R/P3Y", "QUADRENNIAL": "R/P4Y", "QUINQUENNIAL": "R/P5Y",
    "DECENNIAL": "R/P10Y", "IRREG": "irregular",
}  # fmt: skip
SCHEMA = "https://project-open-data.cio.gov/v1.1/schema"


def data_json(now: datetime) -> Iterator[str]:
    """Yield the document in parts, one data set after the other, in the city's language."""
    head = {
        "@context": f"{SCHEMA}/catalog.jsonld", "@id": at("data.json"), "@type": "dcat:Catalog",
        "conformsTo": SCHEMA, "describedBy": f"{SCHEMA}/catalog.json",
    }  # fmt: skip
    yield json.dumps(head)[:-1] + ', "dataset": [\n'
    for number, found in enumerate(reading.every(now)):
        yield (",\n" if number else "") + json.dumps(_dataset(found), ensure_ascii=False)
    yield "\n]}\n"


def _dataset(found: Described) -> dict[str, Any]:
    lang = city_key()
    title = localised(found.titles, lang) or found.slug
    publisher = localised(found.publisher.names, lang) or found.publisher.slug
    themes = [localised(THEMES[code].titles, lang) for code in found.themes if code in THEMES]
    said: dict[str, Any] = {
        "@type": "dcat:Dataset",
        "identifier": found.external_id if found.harvested_from else found.public_id.urn,
        "accessLevel": "public",
        "title": title,
        "description": localised(found.texts, lang) or title,
        "keyword": list(found.keywords) or themes or [publisher],
        "modified": found.changed_at.isoformat(timespec="seconds"),
        "issued": found.issued_at.isoformat(timespec="seconds"),
        "publisher": {"@type": "org:Organization", "name": publisher},
        "contactPoint": _contact(found, publisher),
        "landingPage": found.landing_url if good_address(found.landing_url) else dataset_at(found.slug),
        "license": str(found.extras.get("licence_url") or "") or licence(found.licence).url,
        "language": [language_code(one) for one in found.titles],
        "theme": themes,
        "accrualPeriodicity": _REPEATED.get(found.update_promise, ""),
        "temporal": _temporal(found),
        "spatial": _spatial(found),
        "isPartOf": at(f"data/series/{found.series.slug}") if found.series else "",
        "distribution": [*_downloads(found, title), *_files(found)],
    }
    return {name: value for name, value in said.items() if value}


def _contact(found: Described, publisher: str) -> dict[str, str]:
    email = found.contact_email or found.publisher.email or settings.CITY_EMAIL
    return {"@type": "vcard:Contact", "fn": found.contact_name or publisher, "hasEmail": f"mailto:{email}"}


def _temporal(found: Described) -> str:
    first, last = found.period
    return f"{first.isoformat() if first else '..'}/{last.isoformat() if last else '..'}" if first or last else ""


def _spatial(found: Described) -> str:
    if found.place is None:
        return ""
    if found.place.box:
        return ",".join(str(figure) for figure in found.place.box)
    return localised(found.place.names, city_key())


def _downloads(found: Described, title: str) -> Iterator[dict[str, str]]:
    for form in downloads(found.current) if found.current else ():
        media = {"mediaType": file_type(form, "").iana, "format": form.upper()}
        yield {"@type": "dcat:Distribution", "title": title, "downloadURL": dataset_at(found.slug, f".{form}"), **media}


def _files(found: Described) -> Iterator[dict[str, str]]:
    for one in found.files:
        if not good_address(one.url):
            continue
        said = {
            "title": localised(one.titles, city_key()), "description": localised(one.texts, city_key()),
            "accessURL" if one.is_service else "downloadURL": one.url, "format": one.format,
        }  # fmt: skip
        if not one.is_service:
            said["mediaType"] = one.media_type or file_type(one.format, "").iana or "application/octet-stream"
        yield {"@type": "dcat:Distribution", **{name: value for name, value in said.items() if value}}
