"""Import an address register from GeoJSON points."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from madang.city.places import rules
from madang.city.places.models import House, Street
from madang.city.places.services.areas import Report
from madang.city.places.services.reading import Progress, Refusal
from madang.urban.formats.geojson import Feature, read_features

NEEDED = ("street_code", "number")


@transaction.atomic
def import_addresses(path: Path, *, register: str, progress: Progress | None = None) -> Report:
    """Make a register what a GeoJSON file of points says, all or nothing.

    Each feature has the properties ``street_code``, ``street_en``, ``street_ko``, ``street_zh`` (one of them at least),
    ``number`` and, where there is one, ``postcode``. Counts are of houses. Raises FileFault.
    """
    features = read_features(Path(path))
    if refused := tuple(_refusals(features)):
        return Report(refused=refused)
    before = set(House.objects.filter(street__register=register).values_list("street__code", "number"))
    streets = _save_streets(register, features)
    wanted: dict[tuple[str, str], House] = {}
    for done, one in enumerate(features, start=1):
        key = (str(one.properties["street_code"]), str(one.properties["number"]))
        wanted[key] = _house(streets[key[0]], one)
        if progress:
            progress(done, len(features))
    House.objects.filter(street__register=register).delete()
    House.objects.bulk_create(wanted.values(), batch_size=2_000)
    Street.objects.filter(register=register).exclude(code__in=streets).delete()
    both = len(before & wanted.keys())
    return Report(added=len(wanted) - both, unchanged=both, retired=len(before) - both)


def _refusals(features: Iterable[Feature]) -> Iterator[Refusal]:
    for one in features:
        if reason := _why_not(one):
            yield Refusal(one.index, str(one.properties.get("street_code", "")), reason)


def _why_not(one: Feature) -> str:
    if one.geometry is None or one.geometry.geom_type != "Point":
        return one.fault or "is no point"
    missing = [name for name in NEEDED if not one.properties.get(name)]
    if missing:
        return f"has no {missing[0]}"
    return "" if _names(one.properties) else "has no street name: give street_en, street_ko or street_zh"


def _names(properties: Mapping[str, Any]) -> dict[str, str]:
    return {lang: name for lang in rules.LANGUAGES if (name := str(properties.get(f"street_{lang}") or "").strip())}


def _save_streets(register: str, features: Iterable[Feature]) -> dict[str, int]:
    named = {str(one.properties["street_code"]): _names(one.properties) for one in features}
    rows = [Street(register=register, code=code, name=name, grams=rules.grams(name)) for code, name in named.items()]
    Street.objects.bulk_create(
        rows, batch_size=2_000, update_conflicts=True, unique_fields=["register", "code"], update_fields=["name", "grams"]
    )
    return dict(Street.objects.filter(register=register, code__in=named).values_list("code", "id"))


def _house(street: int, one: Feature) -> House:
    place = one.geometry
    return House(
        street_id=street,
        number=str(one.properties["number"]),
        postcode=str(one.properties.get("postcode") or ""),
        longitude=place.x,  # type: ignore[union-attr]
        latitude=place.y,  # type: ignore[union-attr]
    )
