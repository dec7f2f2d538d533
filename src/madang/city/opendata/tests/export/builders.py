"""Data sets in every shape that the export must say."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

from madang.city.opendata.models import Dataset, Link, Original, Publisher, Series, Table, Version

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def publisher(slug: str = "transport", **facts: Any) -> Publisher:
    told = {"names": {"en": "Transport office", "ko": "교통과"}, "email": "roads@haneul.example", "changed_at": NOW} | facts
    return Publisher.objects.get_or_create(slug=slug, defaults=told)[0]


def series() -> Series:
    told = {"titles": {"en": "Bikes year by year"}, "texts": {}, "publisher": publisher(), "changed_at": NOW}
    return Series.objects.get_or_create(slug="bikes", defaults=told)[0]


def dataset(slug: str = "", **facts: Any) -> Dataset:
    slug = slug or f"set-{next(_numbers)}"
    told = {
        "state": "published", "titles": {"en": "Bike stations", "ko": "자전거 대여소", "zh": "自行车站"},
        "texts": {"en": "Where they stand.", "ko": "위치입니다."}, "themes": ["TRAN", "ENVI"], "keywords": ["bike", "자전거"],
        "update_promise": "MONTHLY", "contact_name": "Lee Sora", "contact_email": "sora@haneul.example",
        "created_at": NOW, "changed_at": NOW, "published_at": NOW - timedelta(days=30), "data_changed_at": NOW,
        "period_from": date(2025, 1, 1), "period_until": date(2025, 12, 31), "place": "Haneul",
    } | facts  # fmt: skip
    return Dataset.objects.create(slug=slug, **{"publisher": publisher(), **told})


def link(of: Dataset, url: str = "https://files.example/bikes.csv", **facts: Any) -> Link:
    return Link.objects.create(dataset=of, url=url, changed_at=NOW, **facts)


def version(of: Dataset, number: int = 1, *, columns: tuple[dict[str, Any], ...] = (), rows: int = 12, **facts: Any) -> Version:
    table = Table.objects.create(
        key=f"key-{next(_numbers)}", rows=rows, bytes=100, columns=list(columns) or [{"name": "a", "type": "text"}], made_at=NOW
    )
    original = Original.objects.create(sha256=f"{next(_numbers):064x}", bytes=10, stored_bytes=10, received_at=NOW)
    told = {"state": "published", "made_by": "system", "made_at": NOW, "published_at": NOW, "note": {"en": f"Year {number}"}}
    made = Version.objects.create(dataset=of, number=number, table=table, original=original, **told | facts)
    of.current = made
    of.save(update_fields=["current"])
    return made


def everything() -> None:
    """Publish data sets of every kind: with versions and place, in a series, of links alone, with next to nothing."""
    of = dataset("bike-stations", series=series())
    version(of, 1)
    version(of, 2, columns=({"name": "x", "role": "longitude"}, {"name": "y", "role": "latitude"}), note={"ko": "새 대여소"})
    linked = dataset(
        "대여소-파일",
        titles={"ko": "파일"},
        texts={},
        licence="other-open",
        place="",
        extras={"licence_url": "https://l.example/1"},
    )
    link(linked, titles={"en": "File"}, format="CSV", bytes=17, extras={"sha256": "AB" * 32})
    link(linked, "https://api.example/x?a=b c&d=<e>", is_service=True, media_type="application/x-own; q=1")
    link(linked, "javascript:alert(1)", format="HTML")
    bare = {"themes": [], "keywords": [], "contact_name": "", "contact_email": "", "update_promise": "", "period_from": None}
    dataset("bare", titles={}, texts={}, licence="unheard-of", period_until=None, **bare)
