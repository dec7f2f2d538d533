"""Bring what a source offers into the catalogue's tables: new versions where something changed, nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection
from django.db.models import OuterRef, Subquery

from madang.city.kernel.refusals import Refusal, Refused
from madang.city.kernel.text import localised, sort_key
from madang.city.portal.definitions import ServiceDefinition, to_json
from madang.city.portal.models import Service, ServiceVersion

CATALOGUE_LOCK = 0x636174616C6F67
SORT_LENGTH = 300
BATCH = 500
COLUMNS = (
    "status", "department_id", "titles", "summaries", "words", "life_events", "topics", "audience", "takes_applications",
    "has_rules", "sort_en", "sort_ko", "sort_zh", "changed_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """A service as a source offers it; department_id is None for lists from outside."""

    definition: ServiceDefinition
    external_id: str = ""
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of the services offered, by slug."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()

    @property
    def altered(self) -> bool:
        """Tell whether anything in the catalogue is another than before."""
        return bool(self.added or self.changed or self.retired)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the catalogue holds of a service."""

    id: int
    slug: str
    status: str
    checksum: str
    number: int


def lock() -> None:
    """Wait until no other change of the catalogue is under way; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CATALOGUE_LOCK])


def grow() -> None:
    """Give the catalogue a new, ever larger number, so that every process knows its index is old.

    The number is the instant in microseconds, so a catalogue restored from a backup never meets the number of another.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO portal_catalogueversion (id, number) "
            "VALUES (1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint) "
            "ON CONFLICT (id) DO UPDATE SET number = greatest(portal_catalogueversion.number + 1, excluded.number)"
        )


def store(offered: Sequence[Offered], *, source: str, by: str, now: datetime, retire_missing: bool) -> Stored:
    """Make the source's part of the catalogue what is offered. The caller holds the transaction and the lock.

    retire_missing  retire services of the source that are no longer offered

    Raises Refused if another source has a slug already.
    """
    standing = _standing(source)
    known = [standing.get(one.external_id or one.definition.id) for one in offered]
    _check_slugs([one.definition.id for one, old in zip(offered, known, strict=True) if old is None])
    fresh = [one for one, old in zip(offered, known, strict=True) if old is None]
    pairs = [(one, old) for one, old in zip(offered, known, strict=True) if old is not None]
    altered = [(one, old) for one, old in pairs if _differs(one, old)]
    _add(fresh, source=source, by=by, now=now)
    _change(altered, by=by, now=now)
    gone = _missing(standing, offered) if retire_missing else []
    Service.objects.filter(pk__in=[old.id for old in gone]).update(status="retired", changed_at=now)
    ended = [old for one, old in altered if one.definition.status == "retired" and old.status != "retired"]
    stored = Stored(
        added=tuple(one.definition.id for one in fresh if one.definition.status != "retired"),
        changed=tuple(old.slug for one, old in altered if old not in ended),
        unchanged=tuple(old.slug for one, old in pairs if not _differs(one, old)),
        retired=tuple(one.definition.id for one in fresh if one.definition.status == "retired")
        + tuple(old.slug for old in (*ended, *gone)),
    )
    if stored.altered:
        grow()
    return stored


def _standing(source: str) -> Mapping[str, _Standing]:
    rows = Service.objects.filter(source=source).select_for_update(of=("self",)).select_related(None)
    found = rows.values_list("external_id", "slug", "pk", "status", "current__checksum", "current__number")
    return {
        external or slug: _Standing(pk, slug, status, checksum or "", number or 0)
        for external, slug, pk, status, checksum, number in found
    }


def _check_slugs(slugs: Sequence[str]) -> None:
    taken = Service.objects.filter(slug__in=slugs).values_list("slug", "source").first()
    if taken:
        raise Refused(Refusal("portal.slug_taken", {"slug": taken[0], "source": taken[1]}))


def _differs(one: Offered, old: _Standing) -> bool:
    return one.definition.checksum != old.checksum or one.definition.status != old.status


def _missing(standing: Mapping[str, _Standing], offered: Sequence[Offered]) -> list[_Standing]:
    keys = {one.external_id or one.definition.id for one in offered}
    return [old for key, old in standing.items() if key not in keys and old.status != "retired"]


def _columns(one: Offered, now: datetime) -> dict[str, object]:
    definition = one.definition
    sorting = {f"sort_{lang}": sort_key(localised(definition.title, lang), lang)[:SORT_LENGTH] for lang in ("en", "ko", "zh")}
    return sorting | {
        "status": str(definition.status),
        "department_id": one.department_id,
        "titles": dict(definition.title),
        "summaries": dict(definition.summary),
        "words": {lang: list(words) for lang, words in definition.words.items()},
        "life_events": list(definition.life_events),
        "topics": list(definition.topics),
        "audience": list(definition.audience),
        "takes_applications": definition.can_be_applied_for,
        "has_rules": bool(definition.eligibility),
        "changed_at": now,
    }


def _add(fresh: Sequence[Offered], *, source: str, by: str, now: datetime) -> None:
    rows = [Service(slug=one.definition.id, source=source, external_id=one.external_id, **_columns(one, now)) for one in fresh]
    Service.objects.bulk_create(rows, batch_size=BATCH)
    _publish([(row.pk, one.definition, one.definition.version) for row, one in zip(rows, fresh, strict=True)], by=by, now=now)


def _change(altered: Sequence[tuple[Offered, _Standing]], *, by: str, now: datetime) -> None:
    rows = [Service(pk=old.id, **_columns(one, now)) for one, old in altered]
    Service.objects.bulk_update(rows, COLUMNS, batch_size=BATCH)
    renewed = [(one, old) for one, old in altered if one.definition.checksum != old.checksum]
    _publish([(old.id, one.definition, max(one.definition.version, old.number + 1)) for one, old in renewed], by=by, now=now)


def _publish(versions: Sequence[tuple[int, ServiceDefinition, int]], *, by: str, now: datetime) -> None:
    """Add versions and make them the services' present ones. The numbers only grow, whatever a file says."""
    rows = [
        ServiceVersion(
            service_id=service_id, number=number, definition=to_json(replace(definition, version=number)),
            checksum=definition.checksum, published_at=now, published_by=by,
        )
        for service_id, definition, number in versions
    ]  # fmt: skip
    ServiceVersion.objects.bulk_create(rows, batch_size=BATCH)
    newest = ServiceVersion.objects.filter(service=OuterRef("pk")).order_by("-number").values("pk")[:1]
    Service.objects.filter(pk__in=[row.service_id for row in rows]).update(current=Subquery(newest))
