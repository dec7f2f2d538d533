"""Areas by id, code, level and place in the tree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Avg, QuerySet

from madang.city.kernel.text import localised, sort_key
from madang.city.kernel.text.languages import text_key
from madang.city.places import rules
from madang.city.places.models import Area as AreaRow
from madang.city.places.models import Edition


@dataclass(frozen=True, slots=True)
class Area:
    """An area without its shape."""

    id: int
    scheme: str
    code: str
    level: str
    name: Mapping[str, str]
    parent_id: int | None
    valid_from: date
    valid_to: date | None
    longitude: float
    latitude: float
    bbox: tuple[float, float, float, float]
    square_metres: float
    population: int | None


def area(area_id: int) -> Area | None:
    """Return an area by its id, past ones too; None if there is none."""
    row = AreaRow.objects.defer("geometry").filter(pk=area_id).first()
    return _area(row) if row else None


def area_by_code(scheme: str, code: str, *, on: date | None = None) -> Area | None:
    """Return the area that has a code at present, or had it on a day."""
    row = _standing(on).filter(scheme=scheme, code=code).defer("geometry").first()
    return _area(row) if row else None


def areas(scheme: str | None = None, level: str | None = None, *, on: date | None = None) -> list[Area]:
    """Return the areas of a scheme (the city's own if None) and level (all if None), by code."""
    rows = _standing(on).filter(scheme=scheme or settings.AREA_SCHEME)
    rows = rows.filter(level=level) if level else rows
    return [_area(row) for row in rows.order_by("level", "code").defer("geometry")]


def area_options(level: str, *, lang: str | None = None) -> list[tuple[int, str]]:
    """Return (id, name) of the city's areas of a level in the order of the reader's language, for a choice in a form."""
    key = lang or text_key()
    named = [(one.id, localised(one.name, key)) for one in areas(level=level)]
    return sorted(named, key=lambda pair: sort_key(pair[1], key))


def present(area_id: int) -> Area | None:
    """Return the area that has the same code today as the one with this id, which may be a past one."""
    then = area(area_id)
    return area_by_code(then.scheme, then.code) if then else None


def parts_of(area_id: int) -> list[Area]:
    """Return the areas right below one, by code."""
    rows = AreaRow.objects.filter(parent_id=area_id, valid_to=None).order_by("code").defer("geometry")
    return [_area(row) for row in rows]


def parents(one: Area) -> list[Area]:
    """Return the areas above one, largest first."""
    found: list[Area] = []
    above = area(one.parent_id) if one.parent_id else None
    while above is not None and above.id not in {known.id for known in found}:
        found.insert(0, above)
        above = area(above.parent_id) if above.parent_id else None
    return found


def schemes() -> list[str]:
    """Return the schemes that have areas at present; the city's own comes first."""
    found = AreaRow.objects.filter(valid_to=None).values_list("scheme", flat=True).distinct()
    return sorted(found, key=lambda scheme: (scheme != settings.AREA_SCHEME, scheme))


def levels(scheme: str | None = None) -> list[str]:
    """Return the levels of a scheme, from the largest areas to the smallest."""
    rows = AreaRow.objects.filter(scheme=scheme or settings.AREA_SCHEME, valid_to=None)
    return rules.ordered_levels(list(rows.values_list("level").annotate(mean=Avg("square_metres"))))


def edition() -> int:
    """Return the number that is another one whenever areas have changed; 0 before the first."""
    return Edition.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def _standing(on: date | None) -> QuerySet[AreaRow]:
    if on is None:
        return AreaRow.objects.filter(valid_to=None)
    return AreaRow.objects.filter(valid_from__lte=on).exclude(valid_to__lte=on)


def _area(row: AreaRow) -> Area:
    return Area(
        id=row.pk,
        scheme=row.scheme,
        code=row.code,
        level=row.level,
        name=row.name,
        parent_id=row.parent_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        longitude=row.longitude,
        latitude=row.latitude,
        bbox=(row.west, row.south, row.east, row.north),
        square_metres=row.square_metres,
        population=row.population,
    )
