"""import dataset, dataset list / decide / publish / discard: the Open Data Plaza at the terminal."""

import contextlib
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from madang.city.cli.frame import Failure, migrated_database, print_json, progress, refusals, say
from madang.city.cli.transfer import FILE, import_group

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print as JSON.")


@import_group.command("dataset")
@click.argument("file", type=FILE)
@click.option("--dataset", "slug", help="The data set that FILE is a version of; a new one is made under this name.")
@click.option("--title", help="Title of a new data set, in the city's language.  [default: the file's name]")
@click.option("--department", help="Code of the department that publishes a new data set.")
@click.option("--licence", help="Licence of a new data set, for example cc-by-4.0.")
@click.option("--type", "types", multiple=True, metavar="COLUMN=TYPE", help="Decide a column's type. May be repeated.")
@click.option("--key", "keys", multiple=True, metavar="COLUMN", help="A column that tells rows apart. May be repeated.")
@click.option("--note", default="", help="What is new in this version, in the city's language.")
@click.option("--publish", is_flag=True, help="Publish it, unless the gate has found something that nobody has decided.")
@AS_JSON
def import_dataset(
    file: Path, slug: str | None, types: tuple[str, ...], note: str, publish: bool, as_json: bool, **said: Any
) -> None:
    """Read FILE (CSV, TSV, Excel, JSON, GeoJSON, Parquet, or one of them zipped) as the next version of a data set.

    Prints each column with its type and the row that decided it. Exit code 2, and nothing is kept, where the file is faulty.
    """
    with migrated_database(), refusals():
        from madang.city.kernel import clock
        from madang.city.kernel.text import city_key
        from madang.city.opendata.queries import versions
        from madang.city.opendata.services import publishing, uploading
        from madang.city.opendata.store.originals import chunks_of
        from madang.city.people.rules import SYSTEM
        from madang.urban.formats.tabular import Wanted

        started = time.perf_counter()
        wanted = Wanted(_pairs(types), tuple(said.pop("keys")))
        version_id = uploading.receive(
            slug=_dataset(slug, file, **said), file=chunks_of(file), file_name=file.name, wanted=wanted, reads_later=False,
            note={city_key(): note} if note else {}, by=SYSTEM, now=clock.now(),
        )  # fmt: skip
        _read(version_id)
        found, refusal = versions.prepared(version_id), ""
        if found.state.value == "failed":
            uploading.discard(version_id=version_id, by=SYSTEM, now=clock.now())
            _tell_problem(file, found, as_json=as_json)
        if publish:
            refusal = _published(version_id, publishing)
        _tell(versions.prepared(version_id), version_id, time.perf_counter() - started, refusal, as_json=as_json)
        if refusal:
            raise Failure(refusal)


def _dataset(slug: str | None, file: Path, *, title: str | None, department: str | None, licence: str | None) -> str:
    """Return the slug of the data set, made if it is new."""
    from madang.city.kernel import clock
    from madang.city.kernel.text import city_key
    from madang.city.opendata.queries.access import department_of
    from madang.city.opendata.rules.licences import DEFAULT
    from madang.city.opendata.services import publishers
    from madang.city.opendata.services.catalogue import DatasetFacts, save_dataset
    from madang.city.people.rules import SYSTEM

    if slug and department_of(slug) is not None:
        return slug
    if not department:
        raise Failure("A new data set needs its publisher: name the department with --department CODE.")
    publisher = publishers.for_department(code=department, now=clock.now())
    titles = {city_key(): title or file.stem}
    facts = DatasetFacts(titles=titles, publisher=publisher, licence=licence or DEFAULT)
    return save_dataset(slug=slug, facts=facts, by=SYSTEM, now=clock.now())


def _pairs(texts: tuple[str, ...]) -> dict[str, str]:
    pairs = dict(text.rpartition("=")[::2] for text in texts)
    if "" in pairs:
        raise Failure("Write --type COLUMN=TYPE, for example --type code=text.")
    return pairs


def _read(version_id: UUID) -> None:
    """Read the file here and now, with a bar; thrown away where the person stops it."""
    from madang.city.kernel import clock
    from madang.city.opendata.services import uploading
    from madang.city.people.rules import SYSTEM

    try:
        with progress("Reading") as tick:
            uploading.read_now(version_id=version_id, now=clock.now(), tell=lambda _step, done: tick(done, 100))
    except KeyboardInterrupt:
        uploading.discard(version_id=version_id, by=SYSTEM, now=clock.now())
        raise


def _published(version_id: UUID, publishing: Any) -> str:
    """Publish a version; return why it cannot be, "" if it is."""
    from madang.city.kernel import clock
    from madang.city.kernel.refusals import Refused, sentence
    from madang.city.people.rules import SYSTEM

    try:
        publishing.publish(version_id=version_id, by=SYSTEM, now=clock.now())
    except Refused as refused:
        return sentence(refused.refusal)
    return ""


def _tell_problem(file: Path, found: Any, *, as_json: bool) -> None:
    problem = dict(found.problem)
    if as_json:
        print_json({"dataset": found.slug, "state": "failed", "problem": problem})
    raise Failure(f"{problem.get('message') or problem.get('key')} Nothing was kept of {file.name}.")


def _tell(found: Any, version_id: UUID, seconds: float, refusal: str, *, as_json: bool) -> None:
    from madang.city.opendata.queries import versions

    findings = versions.findings(version_id)
    if as_json:
        told = {
            "dataset": found.slug, "version": str(found.id), "number": found.number, "state": found.state.value,
            "rows": found.rows, "columns": [dict(one) for one in found.columns], "reading": dict(found.reading),
            "change": dict(found.change), "findings": [one.to_json() for one in findings], "refused": refusal or None,
            "fingerprint": found.key or None, "seconds": round(seconds, 2),
        }  # fmt: skip
        print_json(told)
        return
    for column in found.typed_columns:
        click.echo("\t".join((column.name, column.type, column.unit, column.role, _why(column))))
    number = f"version {found.number}" if found.number else "not public yet"
    say(f"{found.slug}: {found.rows:,} rows, {number} ({seconds:.1f} s). Version id: {found.id}")
    _say_findings(findings)


def _why(column: Any) -> str:
    from madang.urban.formats.tabular import sentence

    return sentence(column.evidence)


def _say_findings(findings: Any) -> None:
    for one in findings:
        say(f"  the gate: {one.key} ({one.certainty.value}), {one.rows} rows; advised: {one.remedy.value}")


@click.group()
def dataset() -> None:
    """Data sets and their versions: what waits, what the gate asks, what becomes public."""


@dataset.command("list")
@click.option("--waiting", is_flag=True, help="Only versions that are read, failed or wait at the gate.")
@AS_JSON
def list_datasets(waiting: bool, as_json: bool) -> None:
    """Print the data sets with their newest public version, and the versions that wait."""
    with migrated_database():
        from madang.city.opendata.queries import versions

        lines = list(versions.overview(waiting_only=waiting))
        for one in lines:
            if as_json:
                continue
            click.echo("\t".join((one.slug, one.state, str(one.number or "-"), str(one.rows or "-"), str(one.version_id or ""))))
        if as_json:
            print_json([{name: getattr(one, name) for name in one.__slots__} for one in lines])


@dataset.command("decide")
@click.argument("which", metavar="ID")
@click.option("--suppress", metavar="k=10", help="Hide small cells below k, and those that would give them away.")
@click.option("--drop", "drops", multiple=True, metavar="COLUMN", help="Leave a column out. May be repeated.")
@click.option("--measure", "measures", multiple=True, metavar="FINDING=MEASURE[:NUMBER]", help="What is done about a finding.")
@click.option("--keep", "keeps", multiple=True, metavar="FINDING=REASON[:WORDS]", help="Publish as it is, and why.")
@click.option("--advised", is_flag=True, help="Take the advised measure for every other finding.")
@AS_JSON
def decide(which: str, as_json: bool, **said: Any) -> None:
    """Decide what the gate has found in a version; ID is the version's, or a data set whose newest version waits.

    Measures: keep, drop, blank, coarsen, band, top, round, suppress. Reasons: office, not-personal, law, consent, other.
    """
    with migrated_database(), refusals():
        from madang.city.cli.deciding import decision_of
        from madang.city.kernel import clock
        from madang.city.opendata.queries import versions
        from madang.city.opendata.services import gate
        from madang.city.people.rules import SYSTEM

        version_id = _version(which)
        decision = decision_of(versions.findings(version_id), **said)
        gate.decide(version_id=version_id, decision=decision, by=SYSTEM, now=clock.now())
        found = versions.prepared(version_id)
        if as_json:
            print_json({"version": str(version_id), "dataset": found.slug, "decision": decision.to_json(), "rows": found.rows})
        else:
            say(f"{found.slug}: decided. `madang dataset publish {version_id}` makes it public.")


@dataset.command("publish")
@click.argument("which", metavar="ID")
def publish(which: str) -> None:
    """Publish a version whose findings are decided; ID is the version's, or a data set whose newest version waits."""
    with migrated_database(), refusals():
        from madang.city.kernel import clock
        from madang.city.opendata.services import publishing
        from madang.city.people.rules import SYSTEM

        number = publishing.publish(version_id=_version(which), by=SYSTEM, now=clock.now())
        say(f"Version {number} is public." if number else "It will be public when the embargo ends.")


@dataset.command("discard")
@click.argument("which", metavar="ID")
def discard(which: str) -> None:
    """Throw away a version that is not public; ID is the version's, or a data set whose newest version waits."""
    with migrated_database(), refusals():
        from madang.city.kernel import clock
        from madang.city.opendata.services import uploading
        from madang.city.people.rules import SYSTEM

        uploading.discard(version_id=_version(which), by=SYSTEM, now=clock.now())
        say("It is thrown away.")


def _version(which: str) -> UUID:
    """Return the version that is meant: by its id, or the newest of a data set that is not public."""
    from madang.city.opendata.queries import versions

    with contextlib.suppress(ValueError):
        return UUID(which)
    waiting = versions.under_way(which)
    if not waiting:
        raise Failure(f"No version of {which!r} waits. `madang dataset list --waiting` prints those that do.")
    return waiting[0].id


COMMANDS = (dataset,)
