"""Publish service files: what is new becomes a version, what stands stays as it is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.people import queries as people
from madang.city.portal.definitions import InvalidService, ServiceDefinition, check_folder
from madang.city.portal.models import Service
from madang.city.portal.services import links, storing
from madang.city.portal.services.storing import Offered, Stored

CITY = "city"
RESERVED = frozenset({"find", "suggest", "a-z", "figures"})  # words of the site's own addresses under /services/


def definitions_of(folders: Iterable[Path], *, strict: bool = False) -> list[ServiceDefinition]:
    """Return the definitions of all files in the folders; of two with one id, the later folder's.

    strict  warnings count as errors
    Raises InvalidService with every finding if a file has an error.
    """
    codes = {department.code for department in people.departments()}
    found: dict[str, ServiceDefinition] = {}
    for folder in folders:
        report = check_folder(folder, authorities=codes)
        if not report.passes(strict=strict):
            raise InvalidService(report.findings)
        found |= report.definitions
    return list(found.values())


@transaction.atomic
def publish(
    *, definitions: Sequence[ServiceDefinition], by: str, now: datetime, source: str = CITY, retire_missing: bool = False
) -> Stored:
    """Publish definitions: a new version for each whose content changed, never a change of an old one.

    retire_missing  retire services of the source that are no longer among the definitions; their open cases go on

    All or nothing. Raises Refused for an authority that is no department, and for a slug that another source has.
    """
    storing.lock()
    departments = {department.code: department.id for department in people.departments()}
    for definition in definitions:
        if definition.id in RESERVED:
            raise Refused(Refusal("portal.reserved_slug", {"service": definition.id}, status=422))
        if definition.authority not in departments:
            raise Refused(
                Refusal("portal.unknown_authority", {"service": definition.id, "code": definition.authority}, status=422)
            )
    offered = [Offered(one, department_id=departments[one.authority]) for one in definitions]
    stored = storing.store(offered, source=source, by=by, now=now, retire_missing=retire_missing)
    _link(definitions, {*stored.added, *stored.changed})
    if stored.altered:
        counts = {"added": len(stored.added), "changed": len(stored.changed), "retired": len(stored.retired)}
        journal.note(verb="published", about=f"catalogue:{source}", actor=by, at=now, details=counts)
    return stored


def _link(definitions: Sequence[ServiceDefinition], slugs: set[str]) -> None:
    """Attach the deep links that service files name."""
    wanted = {one.id: one.links for one in definitions if one.id in slugs and one.links}
    ids: Mapping[str, int] = dict(Service.objects.filter(slug__in=wanted).values_list("slug", "pk"))
    links.put(
        links.Link(ids[slug], authority, "", interaction, url)
        for slug, authorities in wanted.items()
        for authority, interactions in authorities.items()
        for interaction, url in interactions.items()
    )
