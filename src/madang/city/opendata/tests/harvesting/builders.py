"""Catalogues elsewhere, as files and as a server on this machine; sources and what they left in the tables."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from madang.city.opendata.models import Dataset, HarvestRecord, HarvestSource
from madang.city.opendata.services.harvesting import Report, SourceFacts, Wishes, add_source, harvest
from madang.city.opendata.services.harvesting.fetching import Fetcher
from madang.city.people.rules import SYSTEM

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


class Clock:
    """Tells a time that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def later(self, **how: float) -> None:
        self.now += timedelta(**how)


def record(identifier: str = "one", title: str = "Bike stations", **more: Any) -> dict[str, Any]:
    """Return a data set as DCAT-US says it."""
    return {
        "@type": "dcat:Dataset", "identifier": identifier, "title": title, "description": "Where they stand.", "keyword": ["bike"],
        "modified": "2026-01-02", "accrualPeriodicity": "R/P1M", "license": "https://creativecommons.org/licenses/by/4.0/",
        "publisher": {"name": "Roads office"}, "contactPoint": {"fn": "Lee", "hasEmail": "mailto:lee@x.example"},
        "distribution": [{"title": "File", "downloadURL": f"https://files.example/{title.replace(' ', '-')}.csv", "mediaType": "text/csv"}],
    } | more  # fmt: skip


def document(*records: Any) -> str:
    """Return a data.json."""
    return json.dumps({"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": list(records)})


def source(path: Path | None = None, *, slug: str = "them", kind: str = "data-json", url: str = "", **facts: Any) -> str:
    """Add a catalogue that lies in a file, or at an address; return its slug."""
    add_source(slug=slug, facts=SourceFacts(kind=kind, url=url or path.as_uri(), **facts), by=SYSTEM, now=NOW)
    return slug


def run(slug: str = "them", clock: Clock | None = None, **wishes: Any) -> Report:
    """Read a source; nobody waits between tries."""
    fetcher = Fetcher(wait=lambda seconds: None)
    return harvest(slug=slug, by=SYSTEM, clock=clock or Clock(), wishes=Wishes(**wishes), fetcher=fetcher)


def datasets(slug: str = "them", **which: Any) -> dict[str, Dataset]:
    """Return the data sets of a source by identifier."""
    return {row.external_id: row for row in Dataset.objects.filter(harvest_source__slug=slug, **which)}


def problems(slug: str = "them") -> dict[str, dict[str, Any]]:
    """Return the problems of a source's records by identifier."""
    rows = HarvestRecord.objects.filter(source__slug=slug).exclude(problem={})
    return {row.identifier: row.problem for row in rows}


def row(slug: str = "them") -> HarvestSource:
    return HarvestSource.objects.get(slug=slug)


Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def server(answer: Callable[[str], Answer | str | None]) -> Iterator[str]:
    """Serve what ``answer`` returns for a path with its question: a text, or status, head and body; None is 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = answer(self.path)
            status, head, body = (
                (404, {}, b"") if found is None else (200, {}, found.encode()) if isinstance(found, str) else found
            )
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **head}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_port}"
    finally:
        made.shutdown()
        made.server_close()
        thread.join()


def packed(text: str) -> Answer:
    """Return a text as a server packs it."""
    body = gzip.compress(text.encode())
    return 200, {"Content-Encoding": "gzip", "Content-Length": str(len(body))}, body
