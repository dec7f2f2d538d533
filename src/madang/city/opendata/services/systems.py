"""Publish what the platform's own systems offer: through the same reading and the same gate as every file."""

import csv
import hashlib
import io
import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from madang.city.kernel.jobs import enqueue
from madang.city.kernel.refusals import Refused
from madang.city.kernel.registries.datasets import DatasetSource, Terms, datasets, terms_of
from madang.city.opendata.models import Dataset, Disclosure, Publisher, Version
from madang.city.opendata.rules.disclosure import Choice, Decision, Finding, Kind, Measure, Reason, advised, read_findings
from madang.city.opendata.rules.facts import DatasetFacts
from madang.city.opendata.rules.states import DatasetState, Source, VersionState
from madang.city.opendata.services import catalogue, gate, publishers, publishing, uploading
from madang.city.opendata.services.publishers import PublisherFacts
from madang.city.people import queries as people
from madang.city.people.rules import SYSTEM
from madang.urban.formats.tabular import Wanted

CITY_SLUG = "city"
PIECE_BYTES = 1 << 20
_TYPES = {"number": "decimal"}
_log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What became of one publication.

    PUBLISHED  there is a new version
    SAME       the rows are those of the present version, which counts as confirmed
    EMPTY      there are no rows, so nothing is published
    WAITS      the gate, or a person, has to look first
    FAILED     the rows could not be read as a table
    """

    PUBLISHED = "published"
    SAME = "same"
    EMPTY = "empty"
    WAITS = "waits"
    FAILED = "failed"


def publish_all(*, now: datetime) -> dict[str, Outcome]:
    """Publish every registered data set here and now; for the terminal and the demo. Returns what became of each."""
    with uploading.one_reader():
        return {slug: publish(slug=slug, now=now) for slug in sorted(datasets())}


def publish_later() -> int:
    """Have every registered data set published by a job of its own, so that a fault of one stops no other; return how many."""
    slugs = sorted(datasets())
    for slug in slugs:
        enqueue("opendata.publish_system", key=f"opendata.publish_system:{slug}", slug=slug)
    return len(slugs)


def publish(*, slug: str, now: datetime) -> Outcome:
    """Publish one registered data set; one that is registered no more, or was taken back, is left alone."""
    source = datasets().get(slug)
    if source is None or Dataset.objects.filter(slug=slug, state=DatasetState.WITHDRAWN.value).exists():
        return Outcome.WAITS
    data, count = _as_csv(source)
    if not count:
        return Outcome.EMPTY
    _describe(source, now)
    if _is_known(slug, data):
        return _confirm(slug, now)
    terms = terms_of(source)
    types = {column.name: _TYPES.get(column.type, column.type) for column in source.columns}
    wanted = Wanted(types=types, keys=terms.keys)
    version_id = uploading.receive(
        slug=slug, file=_pieces(data), file_name=f"{slug}.csv", wanted=wanted, by=SYSTEM, now=now
    )  # fmt: skip
    uploading.read_now(version_id=version_id, now=now)
    return _through_the_gate(version_id, source, now)


def _as_csv(source: DatasetSource) -> tuple[bytes, int]:
    text, count = io.StringIO(newline=""), 0
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in source.columns])
    for row in source.rows():
        writer.writerow([_cell(value) for value in row])
        count += 1
    return text.getvalue().encode(), count


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _pieces(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), PIECE_BYTES):
        yield data[start : start + PIECE_BYTES]


def _describe(source: DatasetSource, now: datetime) -> None:
    """Save what the source says of itself, unless it stands there already; what editors added stays out of it."""
    terms = terms_of(source)
    facts = DatasetFacts(
        titles=source.title,
        texts=terms.text,
        publisher=_publisher(terms, now),
        themes=terms.themes,
        keywords=terms.keywords,
        licence=terms.licence,
        update_promise=terms.update_promise,
        contact_name=settings.CITY_OFFICE["en"],
        contact_email=settings.CITY_EMAIL,
        place=settings.CITY_NAME["en"],
        source=Source.SYSTEM,
        external_id=source.slug,
        extras={"columns": {column.name: dict(column.meaning) for column in source.columns}},
    )
    row = Dataset.objects.filter(slug=source.slug).first()
    is_same = (
        row is not None and row.extras == facts.extras and (row.titles, row.texts) == (dict(facts.titles), dict(facts.texts))
    )
    if not is_same:
        catalogue.save_dataset(slug=source.slug, facts=facts, by=SYSTEM, now=now)


def _publisher(terms: Terms, now: datetime) -> str:
    if terms.department and people.department(terms.department) is not None:
        return publishers.for_department(code=terms.department, now=now)
    if not Publisher.objects.filter(slug=CITY_SLUG).exists():
        facts = PublisherFacts(names=settings.CITY_OFFICE, home_url=settings.SITE_URL, email=settings.CITY_EMAIL)
        publishers.save_publisher(slug=CITY_SLUG, facts=facts, now=now)
    return CITY_SLUG


def _is_known(slug: str, data: bytes) -> bool:
    """Tell whether the newest version that is public or waits was made of these very bytes."""
    states = [VersionState.PUBLISHED.value, VersionState.AT_GATE.value]
    newest = Version.objects.filter(dataset__slug=slug, state__in=states).select_related("original").order_by("-id").first()
    original = newest.original if newest else None
    return original is not None and original.sha256 == hashlib.sha256(data).hexdigest()


@transaction.atomic
def _confirm(slug: str, now: datetime) -> Outcome:
    row = Dataset.objects.select_for_update().get(slug=slug)
    if row.versions.order_by("-id").values_list("state", flat=True).first() == VersionState.AT_GATE.value:
        return Outcome.WAITS
    row.data_changed_at = now
    row.save(update_fields=["data_changed_at"])
    catalogue.refresh(slug=slug, now=now)
    return Outcome.SAME


def _through_the_gate(version_id: UUID, source: DatasetSource, now: datetime) -> Outcome:
    terms = terms_of(source)
    version = Version.objects.get(public_id=version_id)
    if version.state != VersionState.AT_GATE.value:
        _log.error("the data set %s could not be read: %s", version.dataset_id, version.problem)
        return Outcome.FAILED
    passing = Disclosure.objects.filter(version=version).order_by("-id").first()
    findings = read_findings(passing.findings) if passing else ()
    if missed := _small_and_missed(source, findings):
        _log.warning(
            "the data set %s waits: the gate takes %s for no count of people, but small numbers stand there", source.slug, missed
        )
        return Outcome.WAITS
    try:
        if findings:
            gate.decide(version_id=version_id, decision=_standing(findings, terms), by=SYSTEM, now=now)
        publishing.publish(version_id=version_id, by=SYSTEM, now=now)
    except Refused as refused:
        _log.warning("the data set %s waits at the gate: %s", version.dataset_id, refused.refusal.key)
        return Outcome.WAITS
    version.refresh_from_db()
    return Outcome.PUBLISHED if version.state == VersionState.PUBLISHED.value else Outcome.SAME


def _small_and_missed(source: DatasetSource, findings: Iterable[Finding]) -> str:
    """Return a column of whole numbers about people that holds small ones and that the gate has not found; "" if there is none.

    The gate knows counts by their names; a system may call them what the gate has never heard.
    """
    terms = terms_of(source)
    seen = {name for one in findings if one.kind is Kind.SMALL_CELLS for name in one.columns}
    wholes = [(at, one.name) for at, one in enumerate(source.columns) if one.type == "integer" and one.name not in seen]
    if not terms.is_about_people or not wholes:
        return ""
    rows = source.rows()
    return next((name for row in rows for at, name in wholes if row[at] is not None and 0 < row[at] < terms.k), "")


def _standing(findings: Iterable[Finding], terms: Terms) -> Decision:
    """Return the decision that holds for every version: what is advised; small numbers stay where they count no people."""
    found = tuple(findings)
    choices = advised(found, terms.k).choices
    if terms.is_about_people:
        return Decision(choices, terms.k)
    harmless = (Kind.SMALL_CELLS, Kind.COORDINATES)
    kept = {one.key for one in found if one.kind in harmless}
    stay = (Choice(Measure.KEEP, one.finding, reason=Reason.NOT_PERSONAL) if one.finding in kept else one for one in choices)
    return Decision(tuple(stay), terms.k)
