"""Load a national list into the catalogue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.portal.definitions import ServiceDefinition, checksum_of
from madang.city.portal.definitions.model import Channels, Cost, Status
from madang.city.portal.models import Service
from madang.city.portal.services import storing
from madang.city.portal.services.importing.listed import FORMATS, Listed, Refusal
from madang.city.portal.services.importing.subjects import Sorter
from madang.city.portal.services.storing import Offered

LIST_LANGUAGE = "en"
STEP = 100

Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did. Where anything was refused, nothing was loaded."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0
    refused: tuple[Refusal, ...] = ()

    @property
    def loaded(self) -> bool:
        """Tell whether the file was taken."""
        return not self.refused


@transaction.atomic
def import_services(path: Path, *, form: str, by: str, now: datetime, progress: Tick | None = None) -> Report:
    """Make the services of a list what a file says. What the list dropped is retired; its number is never used again.

    form      the list's format, one of FORMATS; it is also the source that the services bear
    progress  called with (services done, services)

    Raises FileFault for a file that cannot be read, Refused if another source has a slug already.
    """
    listed, refused = FORMATS[form](path)
    if refused:
        return Report(refused=tuple(refused))
    storing.lock()
    stored = storing.store(_offered(listed, form, progress), source=form, by=by, now=now, retire_missing=True)
    report = Report(len(stored.added), len(stored.changed), len(stored.retired), len(stored.unchanged))
    if stored.altered:
        counts = {"added": report.added, "changed": report.changed, "retired": report.retired}
        journal.note(verb="imported", about=f"catalogue:{form}", actor=by, at=now, details=counts)
    return report


def _offered(listed: Sequence[Listed], form: str, progress: Tick | None) -> list[Offered]:
    slugs = dict(Service.objects.filter(source=form).values_list("external_id", "slug"))
    sorter = Sorter.load()
    found = []
    for number, one in enumerate(listed, 1):
        definition = _definition(one, slugs.get(one.external_id, one.slug), form, sorter)
        found.append(Offered(replace(definition, checksum=checksum_of(definition)), one.external_id))
        if progress and (number % STEP == 0 or number == len(listed)):
            progress(number, len(listed))
    return found


def _definition(one: Listed, slug: str, form: str, sorter: Sorter) -> ServiceDefinition:
    subjects = sorter.subjects(one.title)
    return ServiceDefinition(
        id=slug,
        version=1,
        status=Status.LIVE if one.is_live else Status.RETIRED,
        title={LIST_LANGUAGE: one.title},
        summary={LIST_LANGUAGE: one.summary},
        description={LIST_LANGUAGE: one.paragraphs},
        authority="",
        topics=subjects.topics,
        life_events=subjects.life_events,
        audience=subjects.audience,
        channels=Channels(),
        cost=Cost(),
        words={},
        external={form: one.external_id},
    )
