"""Deep links into the sites of other authorities: which authority, which service, to do what."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection, transaction

from madang.city.journal import services as journal
from madang.city.portal.models import Service, ServiceLink
from madang.city.portal.services import storing
from madang.urban.formats.tables import Row, read_table

LINK_COLUMNS = ("authority", "service", "interaction", "url", "lgsl", "lgil")
INTERACTIONS = {
    "providing-information": "information", "applications-for-service": "apply", "reporting": "report",
    "paying-for-goods-and-services": "pay",
}  # fmt: skip
LONGEST_URL = 2_000
LIST = "lgsl"
BATCH = 2_000

Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Link:
    """A deep link, as it is kept."""

    service_id: int
    authority: str
    authority_name: str
    interaction: str
    url: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be taken, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an import of links did. Where anything was refused, nothing was loaded."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    authorities: int = 0
    refused: tuple[Refusal, ...] = ()

    @property
    def loaded(self) -> bool:
        """Tell whether the file was taken."""
        return not self.refused


@transaction.atomic
def import_links(path: Path, *, by: str, now: datetime, authorities: Path | None = None, progress: Tick | None = None) -> Report:
    """Make the deep links to services of the Local Government Services List what a file says; a second run changes nothing.

    path         rows of authority, service, interaction, url, LGSL code, LGIL code, under a header that need not fit
    authorities  a table with `slug` and `name`, for the names that residents see

    All or nothing. Raises FileFault for a file that cannot be read.
    """
    names = _names(authorities) if authorities else {}
    rows = list(read_table(path, required=(), columns=LINK_COLUMNS))
    services = dict(Service.objects.filter(source=LIST).values_list("external_id", "pk"))
    links, refused = _links(rows, services, names, progress)
    if refused:
        return Report(refused=tuple(refused))
    storing.lock()
    added, changed, unchanged = _compare(links.values())
    put(added + changed)
    removed = _remove_others(links.keys(), services.values())
    report = Report(len(added), len(changed), removed, unchanged, len({link.authority for link in links.values()}))
    if added or changed or removed:
        storing.grow()
        counts = {"added": report.added, "changed": report.changed, "removed": removed}
        journal.note(verb="linked", about=f"catalogue:{LIST}", actor=by, at=now, details=counts)
    return report


def put(links: Iterable[Link]) -> None:
    """Add links; one that stands already gets the new address and name."""
    rows = [ServiceLink(**{name: getattr(link, name) for name in Link.__dataclass_fields__}) for link in links]
    ServiceLink.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, update_fields=["url", "authority_name"],
        unique_fields=["service", "authority", "interaction"],
    )  # fmt: skip


Key = tuple[int, str, str]


def _names(path: Path) -> Mapping[str, str]:
    return {row.cells["slug"]: row.cells["name"].strip() for row in read_table(path, required=("slug", "name")) if not row.fault}


def _links(
    rows: list[Row], services: Mapping[str, int], names: Mapping[str, str], progress: Tick | None
) -> tuple[dict[Key, Link], list[Refusal]]:
    links: dict[Key, Link] = {}
    refused: list[Refusal] = []
    for number, row in enumerate(rows, 1):
        cells = {name: _in_one_piece(cell) if name == "url" else cell.strip() for name, cell in row.cells.items()}
        reason = row.fault or _why_not(cells, services)
        if not reason:
            link = _link(cells, services, names)
            key = (link.service_id, link.authority, link.interaction)
            reason = "" if links.setdefault(key, link).url == link.url else "another row has another address for the same"
        if reason:
            refused.append(Refusal(row.line, reason))
        if progress and (number % 500 == 0 or number == len(rows)):
            progress(number, len(rows))
    return links, refused


def _in_one_piece(url: str) -> str:
    """Return an address as a browser sends it: no blanks around it, those within encoded."""
    return "%20".join(url.split())


def _why_not(cells: Mapping[str, str], services: Mapping[str, int]) -> str:
    if cells["lgsl"] not in services:
        return f"no service has the LGSL number {cells['lgsl']!r}; import the services first"
    if cells["interaction"] not in INTERACTIONS:
        return f"the interaction {cells['interaction']!r} is not one of {', '.join(INTERACTIONS)}"
    if not cells["authority"] or len(cells["authority"]) > 120:
        return "the authority is missing, or longer than 120 characters"
    return _why_not_address(cells["url"])


def _why_not_address(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return f"{url[:80]!r} is no web address"
    if parts.scheme not in {"http", "https"} or not parts.hostname or any(char.isspace() for char in url):
        return f"{url[:80]!r} is no web address that begins with http:// or https://"
    return "" if len(url) <= LONGEST_URL else f"the address is longer than {LONGEST_URL} characters"


def _link(cells: Mapping[str, str], services: Mapping[str, int], names: Mapping[str, str]) -> Link:
    authority = cells["authority"]
    name = names.get(authority, "")[:200]
    return Link(services[cells["lgsl"]], authority, name, INTERACTIONS[cells["interaction"]], cells["url"])


def _compare(links: Iterable[Link]) -> tuple[list[Link], list[Link], int]:
    """Return the links that are new, those that changed, and how many stand as they are."""
    standing = {key[:3]: key[3:] for key in _standing()}
    added, changed, unchanged = [], [], 0
    for link in links:
        old = standing.get((link.service_id, link.authority, link.interaction))
        if old is None:
            added.append(link)
        elif old != (link.url, link.authority_name):
            changed.append(link)
        else:
            unchanged += 1
    return added, changed, unchanged


def _standing() -> Iterator[tuple[int, str, str, str, str]]:
    rows = ServiceLink.objects.filter(service__source=LIST)
    return rows.values_list("service_id", "authority", "interaction", "url", "authority_name").iterator(chunk_size=BATCH)


def _remove_others(kept: Iterable[Key], services: Iterable[int]) -> int:
    """Delete the links of the list that the file no longer has; return how many."""
    wanted = list(kept)
    ids, authorities, interactions = ([key[part] for key in wanted] for part in range(3))
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM portal_servicelink WHERE service_id = ANY(%s) AND (service_id, authority, interaction) NOT IN "
            "(SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[]))",
            [list(services), ids, authorities, interactions],
        )
        return int(cursor.rowcount)
