"""Finding services by everyday words. Each process holds one index; while a new one is made, the old one answers."""

import hashlib
import json
import pickle
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from madang.city.kernel.registries.search import Hit as SearchHit
from madang.city.kernel.text import localised
from madang.city.portal import thesaurus
from madang.city.portal.models import Service
from madang.city.portal.queries.catalogue import NATIONAL_LIST, SHOWN, Catalogue, ServiceLine, catalogue, catalogue_number
from madang.city.portal.rules import finding
from madang.city.portal.rules.finding import Because, Entry, Filters, Index, Suggestion

KEPT_FILES = 4
DEPTH = 60
LEAST_TYPED = 4
_ENGINE = (Path(finding.__file__).parent, Path(localised.__code__.co_filename).parent)


@dataclass(frozen=True, slots=True)
class FoundService:
    """A service that was found, and why."""

    line: ServiceLine
    because: Because


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query: best first; the corrected query if words look mistyped; the query's language."""

    hits: tuple[FoundService, ...]
    did_you_mean: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Held:
    """An index with the catalogue that it was made from."""

    catalogue: Catalogue
    index: Index


def search(query: str, lang: str, limit: int = 10, *, filters: Filters | None = None, source: str | None = None) -> Answer:
    """Return the services that a query may mean. One SQL query, unless the catalogue has changed.

    lang    the reader's language: en, ko, zh
    source  only services of this list; "city" for the city's own
    """
    held = current()
    found = held.index.search(query, lang, limit=limit + DEPTH, filters=filters)
    lines = held.catalogue.lines  # read a moment before the index: a service published in between is not there yet
    hits = [FoundService(lines[hit.id], hit.matched_because) for hit in found.hits if hit.id in lines]
    kept = [hit for hit in hits if source is None or hit.line.source == source]
    return Answer(tuple(arranged(kept)[:limit]), found.did_you_mean, found.language)


def arranged(hits: Sequence[FoundService]) -> list[FoundService]:
    """Fold the entry of a national list into the city's own service that stands for it, at the better place of the two."""
    own = {hit.line.listed_as: hit for hit in hits if hit.line.is_own and hit.line.listed_as}
    places: dict[int, FoundService] = {}
    for hit in hits:
        shown = own.get(hit.line.listed_as, hit) if hit.line.source == NATIONAL_LIST else hit
        places.setdefault(shown.line.id, shown)
    return list(places.values())


def suggest(prefix: str, lang: str, limit: int = 8) -> list[tuple[Suggestion, ServiceLine]]:
    """Return services one of whose phrases begins with what was typed, the city's own first; else what a search finds."""
    held = current()
    lines = held.catalogue.lines
    found = [(one, lines[one.id]) for one in held.index.suggest(prefix, lang, limit * 3) if one.id in lines]
    if not found and len(prefix.strip()) >= LEAST_TYPED:
        hits = [hit.line for hit in search(prefix, lang, limit).hits]
        found = [(Suggestion(localised(line.titles, lang), line.id, line.listed_as), line) for line in hits]
    return sorted(found, key=lambda pair: not pair[1].is_own)[:limit]


_holding = threading.Lock()
_held: Held | None = None


def current() -> Held:
    """Return the index to answer with.

    Where the catalogue has grown, a new index is made behind the scenes and the old one answers; only the first question
    of a process waits. Inside a transaction the answer must agree with what the transaction sees, so there it waits too.
    """
    number = catalogue_number()
    held = _held
    if held is not None and held.catalogue.number == number:
        return held
    if held is None or connection.in_atomic_block:
        return refresh()
    if _holding.acquire(blocking=False):
        _renew_behind(number)
    return held


def refresh() -> Held:
    """Return the index of the catalogue as it stands now, waiting for it if need be."""
    with _holding:
        number = catalogue_number()
        if _held is not None and _held.catalogue.number == number and number:
            return _held
        return _hold(number, _entries())()


def _renew_behind(number: int) -> None:
    """Read the services here, make the index in a thread; the lock is held until it is done."""
    try:
        make = _hold(number, _entries())
    except BaseException:
        _holding.release()
        raise

    def work() -> None:
        try:
            make()
        finally:
            _holding.release()

    threading.Thread(target=work, name="finding", daemon=True).start()


def _hold(number: int, entries: list[Entry]) -> Callable[[], Held]:
    """Return what makes the index of the entries and holds it; the caller has the lock."""
    lines = catalogue(number)

    def make() -> Held:
        global _held  # noqa: PLW0603 - the one index of the process, changed under the lock
        if _held is None or _held.catalogue.number != number or not number:
            _held = Held(lines, _index(entries))
        return _held

    return make


def _entries() -> list[Entry]:
    texts = "current__definition__description"
    rows = Service.objects.filter(SHOWN).order_by("pk").values(
        "pk", "external_id", "titles", "summaries", "words", "life_events", "topics", "takes_applications", "department__code",
        texts,
    )  # fmt: skip
    return [
        Entry(
            id=row["pk"],
            external_id=row["external_id"],
            titles=row["titles"],
            summaries=row["summaries"],
            words={lang: tuple(words) for lang, words in row["words"].items()},
            descriptions={lang: " ".join(parts) for lang, parts in (row[texts] or {}).items()},
            life_events=tuple(row["life_events"]),
            topics=tuple(row["topics"]),
            authority=row["department__code"] or "",
            is_transactional=row["takes_applications"],
        )
        for row in rows
    ]


def _index(entries: list[Entry]) -> Index:
    """Return the index of the entries, from the disk if the same was made before."""
    file = Path(settings.DATA_DIR) / "cache" / f"finding-{_fingerprint(entries)}.pickle"
    try:
        return _checked(pickle.loads(file.read_bytes()))  # noqa: S301 - written below, into our own data folder
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, TypeError):
        index = finding.build(entries, thesaurus.load(_words_folder()))
    _keep(file, index)
    return index


def _checked(index: Any) -> Index:
    if not isinstance(index, Index):
        raise TypeError("this file holds no index")
    return index


def _words_folder() -> Path:
    """Return the folder of the civic thesaurus: the city's own, else the one that comes along."""
    return Path(settings.THESAURUS_FOLDER or thesaurus.FOLDER)


def _fingerprint(entries: list[Entry]) -> str:
    """Return the hash of all that the index is made from: the services' texts, the thesaurus, the engine itself."""
    digest = hashlib.sha256()
    files = (
        file for folder in (*_ENGINE, _words_folder()) for file in sorted(folder.iterdir()) if file.suffix in {".py", ".yaml"}
    )
    for file in files:
        digest.update(file.read_bytes())
    for entry in entries:
        parts = [getattr(entry, name) for name in Entry.__dataclass_fields__]
        digest.update(json.dumps(parts, sort_keys=True, default=dict).encode())
    return digest.hexdigest()[:32]


def _keep(file: Path, index: Index) -> None:
    """Write the index for the other processes; only the newest few files stay. A full disk is no reason not to answer."""
    unfinished = file.with_suffix(f".{threading.get_native_id()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(pickle.dumps(index, protocol=5))
        unfinished.replace(file)
        newest_first = sorted(file.parent.glob("finding-*.pickle"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in newest_first[KEPT_FILES:]:
            old.unlink(missing_ok=True)
    except OSError:
        unfinished.unlink(missing_ok=True)


class CatalogueSource:
    """The catalogue's part of the one search box."""

    name = "services"
    label = _("Services")

    def search(self, query: str, lang: str, limit: int) -> Sequence[SearchHit]:
        """Return the best services for ``query``."""
        return [
            SearchHit(
                title=localised(hit.line.titles, lang),
                summary=localised(hit.line.summaries, lang),
                url=reverse("portal:service", args=[hit.line.slug]),
                kind="service",
            )
            for hit in search(query, lang, limit).hits
        ]


CATALOGUE_SOURCE = CatalogueSource()
