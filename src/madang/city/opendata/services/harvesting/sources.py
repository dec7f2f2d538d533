"""Say which catalogues are harvested: add one, move it, switch it off."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel.refusals import Refusal, Refused
from madang.city.opendata.models import HarvestSource, Publisher
from madang.city.opendata.models.harvest import KINDS
from madang.city.opendata.rules.facts import is_web_address
from madang.city.people.rules import SYSTEM, Actor

MOST_HOURS = 8_760
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """What is said of a catalogue elsewhere; saving replaces all of it.

    titles       by language; empty: its slug
    kind         ckan, dcat or data-json
    url          where it is; ``file:`` is for operators only
    publisher    the slug of whom records belong to that name nobody, "" for an office of the catalogue's own
    every_hours  how often it is read, None for only when asked
    """

    kind: str
    url: str
    titles: Mapping[str, str] = field(default_factory=dict)
    publisher: str = ""
    every_hours: int | None = None
    is_on: bool = True


@transaction.atomic
def add_source(*, slug: str, facts: SourceFacts, by: Actor, now: datetime) -> None:
    """Add a catalogue. Raises Refused."""
    if not _SLUG.fullmatch(slug):
        raise Refused(Refusal("opendata.harvest_slug", {"slug": slug[:60]}, status=422))
    if HarvestSource.objects.filter(slug=slug).exists():
        raise Refused(Refusal("opendata.harvest_slug_taken", {"slug": slug}))
    _save(HarvestSource(slug=slug, made_at=now), facts, by)
    journal.note(verb="added-catalogue", about=f"harvest-source:{slug}", actor=str(by), at=now, details={"kind": facts.kind})


@transaction.atomic
def change_source(*, slug: str, facts: SourceFacts, by: Actor, now: datetime) -> None:
    """Change a catalogue, for example after it moved: its records and data sets stay the same. Raises Refused."""
    row = HarvestSource.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise Refused(Refusal("opendata.no_harvest_source", {"slug": slug[:60]}, status=404))
    _save(row, facts, by)
    journal.note(verb="changed-catalogue", about=f"harvest-source:{slug}", actor=str(by), at=now, details={"kind": facts.kind})


def _save(row: HarvestSource, facts: SourceFacts, by: Actor) -> None:
    if facts.kind not in KINDS:
        raise Refused(Refusal("opendata.harvest_kind", {"kind": facts.kind[:40]}, status=422))
    is_file = urlsplit(facts.url).scheme == "file" and by == SYSTEM
    if not is_file and not is_web_address(facts.url, 1_000):
        raise Refused(Refusal("opendata.harvest_address", {"url": facts.url[:200]}, status=422))
    if facts.every_hours is not None and not 1 <= facts.every_hours <= MOST_HOURS:
        raise Refused(Refusal("opendata.harvest_hours", status=422))
    row.titles = {lang: text.strip() for lang, text in facts.titles.items() if text.strip()} or {"en": row.slug}
    row.kind, row.url, row.every_hours, row.is_on = facts.kind, facts.url, facts.every_hours, facts.is_on
    row.publisher = _publisher(facts.publisher) if facts.publisher else None
    row.save()


def _publisher(slug: str) -> Publisher:
    row = Publisher.objects.filter(slug=slug).first()
    if row is None:
        raise Refused(Refusal("opendata.no_publisher", {"slug": slug[:120]}, status=422))
    return row
