"""Hand in the files of Haneul's offices, have them read, and publish what the gate lets through."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.db import connection

from madang.city.demo.story.plaza import tables
from madang.city.demo.story.plaza.tables import City, Place
from madang.city.opendata.queries import catalogue as shown
from madang.city.opendata.queries import versions
from madang.city.opendata.rules.disclosure import Choice, Decision, Finding, Kind, Measure, Reason
from madang.city.opendata.rules.states import VersionState
from madang.city.opendata.services import catalogue, gate, publishers, publishing, systems, uploading
from madang.city.people.rules import SYSTEM
from madang.city.places import queries as places
from madang.urban.formats.tabular import Wanted

FILE = Path(__file__).resolve().parents[2] / "datasets.yaml"
AT_ONCE = 2
METRES_A_DEGREE = 111_000
BEFORE = timedelta(days=60)
LATEST_DAYS = 45  # so that some promises are kept and some are not
NEWS = {"en": "The newest months are in.", "ko": "최근 달을 더했습니다.", "zh": "已加入最近几个月。"}


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it was handed in."""

    spec: Mapping[str, Any]
    version_id: UUID
    at: datetime


def open_the_plaza(now: datetime) -> None:
    """Publish every data set that is not there yet; those with a history get their earlier version first."""
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    there = {one.slug for one in shown.lines_of([spec["slug"] for spec in told], now) if one.number}
    specs = [spec for spec in told if spec["slug"] not in there and not versions.under_way(spec["slug"])]
    city = _city()
    drawn = {spec["slug"]: tables.table(spec, city) for spec in specs}
    old = [spec for spec in specs if spec.get("versions") == 2]
    before = now - BEFORE
    _publish([_hand_in(spec, tables.earlier(drawn[spec["slug"]], spec), before) for spec in old])
    days = enumerate(specs)
    _publish([_hand_in(spec, drawn[spec["slug"]], now - timedelta(days=number * 11 % LATEST_DAYS)) for number, spec in days])
    systems.publish_all(now=now)


def _city() -> City:
    return City({level: tuple(_places(level)) for level in ("district", "neighbourhood")})


def _places(level: str) -> Iterator[Place]:
    for area in places.areas(settings.AREA_SCHEME, level):
        reach = area.square_metres**0.5 / METRES_A_DEGREE / 4
        yield Place(area.name["en"], area.name["ko"], area.population or 0, area.longitude, area.latitude, reach)


def _hand_in(spec: Mapping[str, Any], rows: Sequence[Sequence[Any]], now: datetime) -> Handed:
    slug = catalogue.save_dataset(slug=spec["slug"], facts=_facts(spec, now), by=SYSTEM, now=now)
    file = tables.as_csv(rows, **spec.get("as", {}))
    wanted, note = Wanted(keys=tuple(spec.get("keys", ()))), NEWS if spec.get("versions") == 2 else None
    version_id = uploading.receive(
        slug=slug, file=[file], file_name=f"{slug}.csv", wanted=wanted, note=note, reads_later=False, by=SYSTEM, now=now
    )  # fmt: skip
    return Handed(spec, version_id, now)


def _facts(spec: Mapping[str, Any], now: datetime) -> catalogue.DatasetFacts:
    return catalogue.DatasetFacts(
        titles=spec["title"],
        texts=spec["text"],
        publisher=publishers.for_department(code=spec["by"], now=now),
        themes=tuple(spec["themes"]),
        keywords=tuple(spec["words"]),
        update_promise=spec["promise"],
    )


def _publish(handed: Sequence[Handed]) -> None:
    """Have files read, several at once, then decide at the gate what the description says and publish them."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(_read, [handed[place::AT_ONCE] for place in range(AT_ONCE)]))
    for one in handed:
        if versions.prepared(one.version_id).state is not VersionState.AT_GATE:
            raise RuntimeError(f"{one.spec['slug']}: {versions.prepared(one.version_id).problem}")
        if one.spec.get("gate") == "waits":
            continue
        if findings := versions.findings(one.version_id):
            decision = Decision(tuple(_choice(found) for found in findings))
            gate.decide(version_id=one.version_id, decision=decision, by=SYSTEM, now=one.at)
        publishing.publish(version_id=one.version_id, by=SYSTEM, now=one.at)


def _choice(found: Finding) -> Choice:
    """Hide small groups; everything else in these invented tables is about things and offices."""
    if found.kind is Kind.SMALL_CELLS:
        return Choice(Measure.SUPPRESS, found.key)
    return Choice(Measure.KEEP, found.key, reason=Reason.NOT_PERSONAL)


def _read(handed: Sequence[Handed]) -> None:
    try:
        with uploading.one_reader():
            for one in handed:
                uploading.read_now(version_id=one.version_id, now=one.at)
    finally:
        connection.close()
