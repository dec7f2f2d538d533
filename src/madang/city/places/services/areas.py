"""Import areas from GeoJSON: all or nothing, and what stood before stays known."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import connection, transaction

from madang.city.kernel.clock import today
from madang.city.places import rules
from madang.city.places.models import Area, Edition
from madang.city.places.services.reading import Candidate, Columns, Progress, Refusal, read
from madang.urban.formats.geojson import read_features

IMPORT_LOCK = 0x706C61636573
NAMED = ("name", "parent_id", "population", "level")


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did. Where anything was refused, nothing was loaded."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0
    refused: tuple[Refusal, ...] = ()
    repaired: tuple[Refusal, ...] = ()

    @property
    def loaded(self) -> bool:
        """Tell whether the file was taken."""
        return not self.refused


def import_areas(  # noqa: PLR0913 - one argument for each option of the command
    path: Path,
    *,
    scheme: str,
    level: str,
    code_field: str,
    name_field: str,
    now: datetime,
    parent_field: str = "",
    population_field: str = "",
    repair: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Make the areas of a scheme and level what a GeoJSON file says; a second run changes nothing.

    name_field    a column, or columns by language: ``en:name_en,ko:name_ko``
    parent_field  column with the code of the area above, which must be loaded before
    repair        mend broken shapes, and say by how much their area changed, where else they are refused
    progress      called with (features read, features)

    A changed shape ends the old area and begins a new one today; a changed name, population or parent is a correction.
    Areas that the file no longer has end today. A file whose features have a property ``level`` holds several levels,
    of which only the one asked for is read. Raises FileFault for a file that cannot be read, ValueError for a bad level
    or scheme.
    """
    if reason := rules.why_not_level(level) or rules.why_not_scheme(scheme):
        raise ValueError(reason)
    columns = Columns(code_field, rules.name_columns(name_field), parent_field, population_field)
    features = [one for one in read_features(Path(path)) if one.properties.get("level", level) == level]
    reading = read(features, columns, repair=repair, progress=progress)
    with transaction.atomic():
        _wait_for_other_imports()
        parents = _parents(scheme, today(now))
        refused = [*reading.refused, *_orphans(reading.candidates, parents)]
        if refused:
            return Report(refused=tuple(sorted(refused, key=lambda one: one.feature)))
        return _load(reading.candidates, scheme=scheme, level=level, day=today(now), parents=parents, now=now)


def _wait_for_other_imports() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def _parents(scheme: str, day: date) -> Mapping[str, int]:
    return dict(Area.objects.filter(scheme=scheme, valid_to=None).values_list("code", "id"))


def _orphans(candidates: list[Candidate], parents: Mapping[str, int]) -> list[Refusal]:
    reason = "lies below {0!r}, which is not loaded: import the level above first"
    return [
        Refusal(one.feature, one.code, reason.format(one.parent_code))
        for one in candidates
        if one.parent_code and one.parent_code not in parents
    ]


def _load(
    candidates: list[Candidate], *, scheme: str, level: str, day: date, parents: Mapping[str, int], now: datetime
) -> Report:
    standing = {row.code: row for row in Area.objects.select_for_update().filter(scheme=scheme, level=level, valid_to=None)}
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for one in candidates:
        row = _row(one, scheme, level, day, parents)
        counts[_save(row, standing.pop(one.code, None), day)] += 1
    for gone in standing.values():
        _end(gone, day)
    if counts["added"] or counts["changed"] or standing:
        _new_edition(now)
    repaired = tuple(Refusal(one.feature, one.code, one.repaired) for one in candidates if one.repaired)
    return Report(counts["added"], counts["changed"], len(standing), counts["unchanged"], repaired=repaired)


def _row(one: Candidate, scheme: str, level: str, day: date, parents: Mapping[str, int]) -> Area:
    return Area(
        scheme=scheme,
        level=level,
        code=one.code,
        name=dict(one.name),
        parent_id=parents.get(one.parent_code),
        population=one.population,
        valid_from=day,
        **one.shape_columns(),
    )


def _save(row: Area, before: Area | None, day: date) -> str:
    if before is None:
        return _begin(row, day)
    same_shape = bytes(before.geometry) == bytes(row.geometry)
    if same_shape and all(getattr(before, name) == getattr(row, name) for name in NAMED):
        return "unchanged"
    if same_shape or before.valid_from >= day:
        row.pk, row.valid_from = before.pk, before.valid_from
        row.save(force_update=True)
        return "changed"
    _end(before, day)
    row.save(force_insert=True)
    Area.objects.filter(parent_id=before.pk, valid_to=None).update(parent_id=row.pk)
    return "changed"


def _begin(row: Area, day: date) -> str:
    """Add an area; one that ended today under the same code takes up where it left off."""
    ended = Area.objects.filter(scheme=row.scheme, code=row.code, valid_from=day).first()
    row.pk = ended.pk if ended else None
    row.save(force_insert=ended is None, force_update=ended is not None)
    return "added"


def _end(row: Area, day: date) -> None:
    """End an area today; one that began today lasts until tomorrow, since nothing lasts no day."""
    last = day if row.valid_from < day else date.fromordinal(row.valid_from.toordinal() + 1)
    Area.objects.filter(pk=row.pk).update(valid_to=last)


def _new_edition(now: datetime) -> None:
    """Give the areas a number they never had, also where a transaction that gave them one was rolled back."""
    Edition.objects.update_or_create(pk=1, defaults={"number": 1 + secrets.randbits(62), "changed_at": now})
