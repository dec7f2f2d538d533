"""Write one portion of records: what is new and what changed as rows, of what is the same only that it was seen."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from madang.city.kernel.text import localised, sort_key
from madang.city.opendata.models import Dataset, HarvestRecord, HarvestRun, HarvestSource, Link
from madang.city.opendata.rules import harvesting as rules
from madang.city.opendata.rules.facts import why_not_facts
from madang.city.opendata.rules.harvesting import Problem, Raw, Told
from madang.city.opendata.rules.searching import vector, words_of
from madang.city.opendata.rules.states import DatasetState, Source
from madang.city.opendata.services.catalogue.indexing import learn, prepare
from madang.city.opendata.services.harvesting import copying
from madang.city.opendata.services.harvesting.publishers import Publishers
from madang.city.opendata.services.harvesting.reading import Portion

LANGUAGES = ("en", "ko", "zh")
_COPIED = (
    "licence", "update_promise", "contact_name", "contact_email", "landing_url", "place", "period_from", "period_until",
)  # fmt: skip
_CHANGED = (
    *_COPIED, "publisher", "titles", "texts", "themes", "keywords", "extras", "state", "withdrawn_reason", "published_at",
    "data_changed_at", "changed_at", "words", "formats", "quality", "sort_en", "sort_ko", "sort_zh",
)  # fmt: skip
ADDED, CHANGED, SAME, BAD, NOTED, REPEATED = "added", "changed", "unchanged", "bad", "noted", "repeated"


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a record from before."""

    pk: int
    fingerprint: str
    dataset_id: int | None
    run_id: int
    is_gone: bool


@dataclass(slots=True)
class _Sorted:
    """A portion, told apart."""

    same: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    told: dict[str, tuple[str, Told]] = field(default_factory=dict)
    bad: dict[str, Problem] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


def write(portion: Portion, *, run: HarvestRun, source: HarvestSource, publishers: Publishers, now: datetime) -> Counter[str]:
    """Write a portion within the caller's transaction; return how many records were of which kind."""
    identified = _identified(portion, source.kind)
    known = _known(source, [name for name, _ in identified])
    found = _sort(identified, known, source.kind, run.pk)
    _see(found, run)
    datasets = _datasets(found.told, known, source, publishers, now)
    _records(found, known, datasets, run, now)
    return found.counts


def _see(found: _Sorted, run: HarvestRun) -> None:
    """Write only that records were seen; what was said twice before and is not any more is no problem now."""
    if found.same:
        same = HarvestRecord.objects.filter(pk__in=found.same)
        same.filter(problem__key="repeated").update(problem={})
        same.update(run=run)
    if found.repeated:
        HarvestRecord.objects.filter(pk__in=found.repeated).update(problem=Problem("repeated").to_json())


def _identified(portion: Portion, kind: str) -> list[tuple[str, Raw | Problem]]:
    """Return each record under its identifier, one that has none under its number; no identifier begins with a blank."""
    found: list[tuple[str, Raw | Problem]] = []
    for number, raw in enumerate(portion.records, portion.first):
        name = rules.identifier_of(kind, raw)
        found.append((f" #{number}", name) if isinstance(name, Problem) else (name, raw))
    return found


def _known(source: HarvestSource, names: Iterable[str]) -> dict[str, Known]:
    rows = HarvestRecord.objects.filter(source=source, identifier__in=list(names))
    fields = rows.values_list("identifier", "pk", "fingerprint", "dataset_id", "run_id", "gone_at")
    return {name: Known(pk, print_, dataset, run, gone_at is not None) for name, pk, print_, dataset, run, gone_at in fields}


def _sort(identified: list[tuple[str, Raw | Problem]], known: Mapping[str, Known], kind: str, run_id: int) -> _Sorted:
    found = _Sorted()
    seen: set[str] = set()
    for name, raw in identified:
        before = known.get(name)
        if name in seen or (before is not None and before.run_id == run_id):
            found.counts[REPEATED] += 1
            found.repeated += [before.pk] if before else []
            continue
        seen.add(name)
        _place(found, name, raw, before, kind)
    return found


def _place(found: _Sorted, name: str, raw: Raw | Problem, before: Known | None, kind: str) -> None:
    print_ = raw if isinstance(raw, Problem) else rules.fingerprint(kind, raw)
    if before is not None and before.dataset_id and before.fingerprint == print_ and not before.is_gone:
        found.same.append(before.pk)
        found.counts[SAME] += 1
        return
    told = _told(kind, raw, print_)
    if isinstance(told, Problem):
        found.bad[name] = told
        found.counts[BAD] += 1
        return
    found.told[name] = (str(print_), told)
    found.counts[CHANGED if before is not None and before.dataset_id else ADDED] += 1
    found.counts[NOTED] += bool(told.notes)


def _told(kind: str, raw: Raw | Problem, print_: str | Problem) -> Told | Problem:
    if isinstance(raw, Problem):
        return raw
    if isinstance(print_, Problem):
        return print_
    told = rules.READERS[kind](raw)
    refusal = why_not_facts(told.facts) if isinstance(told, Told) else None
    return Problem("refused", refusal.key, str(dict(refusal.params))) if refusal else told


def _datasets(
    told: Mapping[str, tuple[str, Told]], known: Mapping[str, Known], source: HarvestSource, publishers: Publishers, now: datetime
) -> dict[str, int]:
    """Write the data sets and their links; return the key of each by its identifier."""
    wanted = [known[name].dataset_id for name in told if name in known]
    present = Dataset.objects.in_bulk([key for key in wanted if key])
    new, changed = {}, {}
    for name, (_, one) in told.items():
        before = known.get(name)
        row = present.get(before.dataset_id) if before and before.dataset_id else None
        if row is None:
            row = new[name] = _made(source, name, one, now)
        else:
            changed[name] = row
        _fill(row, one, publishers, now, was_gone=before is not None and before.is_gone)
    for row, key in zip(new.values(), copying.keys(Dataset, len(new)), strict=True):
        row.pk = key
    rows = new | changed
    links = _links({name: (rows[name].pk, one) for name, (_, one) in told.items()}, [row.pk for row in changed.values()], now)
    _index(rows, links, now)
    _free_slugs(list(new.values()))
    copying.insert(list(new.values()))
    copying.update(list(changed.values()), _CHANGED)
    copying.insert([link for some in links.values() for link in some])
    return {name: row.pk for name, row in rows.items()}


def _made(source: HarvestSource, name: str, told: Told, now: datetime) -> Dataset:
    title = localised(told.facts.titles, "en")
    return Dataset(
        slug=rules.slug(source.slug, name, title), source=Source.HARVEST.value, harvest_source=source, external_id=name,
        state=DatasetState.PUBLISHED.value, created_at=now,
    )  # fmt: skip


def _fill(row: Dataset, told: Told, publishers: Publishers, now: datetime, *, was_gone: bool) -> None:
    facts = told.facts
    row.publisher = publishers.of(told.publisher)
    row.titles, row.texts, row.extras = dict(facts.titles), dict(facts.texts), dict(facts.extras)
    row.themes, row.keywords = list(facts.themes), list(facts.keywords)
    for name in _COPIED:
        setattr(row, name, getattr(facts, name))
    for lang in LANGUAGES:
        setattr(row, f"sort_{lang}", sort_key(localised(row.titles, lang), lang)[:300])
    if was_gone:  # what staff took back stays taken back, what had vanished is there again
        row.state, row.withdrawn_reason = DatasetState.PUBLISHED.value, {}
    row.published_at = facts.issued_at or row.published_at or now
    row.data_changed_at = facts.data_changed_at or row.data_changed_at
    row.changed_at = now


def _links(told: Mapping[str, tuple[int, Told]], changed: list[int], now: datetime) -> dict[str, list[Link]]:
    """Return the links to be written; those of changed data sets replace the present ones, an address keeps its identity."""
    ids = {}
    if changed:
        present = Link.objects.filter(dataset_id__in=changed).order_by("-place", "-id")
        ids = {(dataset, url): public_id for dataset, url, public_id in present.values_list("dataset_id", "url", "public_id")}
        present.delete()
    found: dict[str, list[Link]] = {}
    for name, (key, one) in told.items():
        found[name] = [
            Link(
                dataset_id=key, public_id=ids.pop((key, link.url), None) or uuid4(), place=place, titles=dict(link.titles),
                texts=dict(link.texts), url=link.url, format=link.format, media_type=link.media_type, bytes=link.bytes,
                is_service=link.is_service, extras=dict(link.extras), changed_at=now,
            )
            for place, link in enumerate(one.facts.links or ())
        ]  # fmt: skip
    every = [link for some in found.values() for link in some]
    for link, key in zip(every, copying.keys(Link, len(every)), strict=True):
        link.pk = key
    return found


def _index(rows: Mapping[str, Dataset], links: Mapping[str, list[Link]], now: datetime) -> None:
    words: set[str] = set()
    for name, row in rows.items():
        searched = prepare(row, links[name], now)
        row.words = vector(searched)
        words |= words_of(searched)
    learn(words)


def _free_slugs(rows: list[Dataset]) -> None:
    """Give new data sets a slug that is free, where one has moved on and left its own behind."""
    taken = set(Dataset.objects.filter(slug__in=[row.slug for row in rows]).values_list("slug", flat=True))
    for row in rows:
        if row.slug in taken:
            row.slug = f"{row.slug}-{uuid4().hex[:8]}"
        taken.add(row.slug)


def _records(found: _Sorted, known: Mapping[str, Known], datasets: Mapping[str, int], run: HarvestRun, now: datetime) -> None:
    rows = [
        HarvestRecord(
            source_id=run.source_id, identifier=name, fingerprint=print_, dataset_id=datasets[name], run=run, changed_at=now,
            problem=told.notes[0].to_json() | {"more": len(told.notes) - 1} if told.notes else {},
        )
        for name, (print_, told) in found.told.items()
    ]  # fmt: skip
    for name, problem in found.bad.items():
        before = known.get(name)
        rows.append(
            HarvestRecord(
                source_id=run.source_id, identifier=name, fingerprint="", dataset_id=before.dataset_id if before else None,
                run=run, changed_at=now, problem=problem.to_json(),
            )
        )  # fmt: skip
    HarvestRecord.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["source", "identifier"],
        update_fields=["fingerprint", "dataset", "run", "problem", "changed_at", "gone_at"],
    )


def kinds(counts: Mapping[str, Any]) -> Counter[str]:
    """Return stored counts as ones that can be added to."""
    return Counter({name: int(number) for name, number in counts.items() if isinstance(number, int)})
