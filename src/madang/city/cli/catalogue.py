"""search, services: the catalogue at the terminal."""

from pathlib import Path
from typing import Any

import click

from madang.city.cli.frame import Failure, migrated_database, print_json, progress, refusals, say

FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
BY = "system:city"


@click.command()
@click.argument("query", required=False)
@click.option("--lang", type=click.Choice(["en", "ko", "zh"]), default="en", show_default=True, help="Language of who asks.")
@click.option("--top", default=5, show_default=True, type=click.IntRange(1, 100), help="How many services to print.")
@click.option("--source", help="Only services of this list: city, lgsl.")
@click.option(
    "--batch",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A CSV with columns query, lang.",
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON; --batch always does.")
def search(query: str | None, lang: str, top: int, source: str | None, batch: Path | None, as_json: bool) -> None:
    """Find services by everyday words. Exit code 1 if QUERY finds nothing."""
    if (query is None) == (batch is None):
        raise Failure("Write the words to look for, or --batch FILE.csv, not both.")
    questions = _questions(batch) if batch else [(query or "", lang)]
    with migrated_database():
        from madang.city.portal.queries import finding

        finding.refresh()
        found = True
        for words, language in questions:
            hits = _hits(words, language, top, source)
            found = bool(hits)
            if as_json or batch:
                print_json(hits)
            else:
                _print(hits)
        if not batch and not found:
            say(f"Nothing was found for {query!r}.")
            raise SystemExit(1)


def _questions(file: Path) -> list[tuple[str, str]]:
    from madang.urban.formats.faults import FileFault
    from madang.urban.formats.tables import read_table

    try:
        rows = list(read_table(file, required=("query", "lang")))
    except FileFault as fault:
        raise Failure(str(fault)) from fault
    if bad := [row for row in rows if row.fault]:
        raise Failure(f"{file}:{bad[0].line}: {bad[0].fault}")
    return [(row.cells["query"], row.cells["lang"]) for row in rows]


def _hits(words: str, lang: str, top: int, source: str | None) -> list[dict[str, str]]:
    from madang.city.kernel.text import localised
    from madang.city.portal.queries import finding

    lines = [hit.line for hit in finding.search(words, lang, top, source=source).hits]
    return [{"id": line.slug, "external_id": line.listed_as, "title": localised(line.titles, lang)} for line in lines]


def _print(hits: list[dict[str, str]]) -> None:
    for hit in hits:
        click.echo(f"{hit['title']}  [{hit['id']}]")


@click.group()
def services() -> None:
    """Check service files and publish them."""


@services.command()
@click.argument("folder", type=FOLDER)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def check(folder: Path, strict: bool, as_json: bool) -> None:
    """Check the service files in FOLDER: file, line, column, what is wrong, what to do. Exit code 1 on errors."""
    from madang.city.portal.definitions import check_folder, report_json, report_lines

    report = check_folder(folder)
    if as_json:
        print_json(report_json(report))
    else:
        for line in report_lines(report):
            click.echo(line)
    if not report.passes(strict=strict):
        raise SystemExit(1)


@services.command()
@click.argument("folders", nargs=-1, type=FOLDER)
@click.option("--retire-missing", is_flag=True, help="Retire the city's services that no folder has any more.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def publish(folders: tuple[Path, ...], retire_missing: bool, strict: bool, as_json: bool) -> None:
    """Publish the service files in FOLDERS (without any: those of MADANG_SERVICE_FOLDERS), all or nothing."""
    with migrated_database(), refusals():
        from django.conf import settings

        from madang.city.kernel import clock
        from madang.city.portal.definitions import InvalidService
        from madang.city.portal.services import publishing

        chosen = folders or tuple(settings.SERVICE_FOLDERS)
        if not chosen:
            raise Failure("No folder is named: write one, or set MADANG_SERVICE_FOLDERS.")
        try:
            with progress("Publishing services") as tick:
                definitions = publishing.definitions_of(chosen, strict=strict)
                tick(0, len(definitions))
                report = publishing.publish(definitions=definitions, by=BY, now=clock.now(), retire_missing=retire_missing)
                tick(len(definitions), len(definitions))
        except InvalidService as invalid:
            for finding in invalid.findings:
                say(str(finding))
            raise Failure("Nothing was published: correct the files named above.") from invalid
        _tell(report, as_json=as_json)


def _tell(report: Any, *, as_json: bool) -> None:
    parts = {name: getattr(report, name) for name in ("added", "changed", "retired", "unchanged")}
    if as_json:
        print_json({name: list(slugs) for name, slugs in parts.items()})
        return
    say(", ".join(f"{len(slugs)} {name}" for name, slugs in parts.items()) + ".")
    for name in ("added", "changed", "retired"):
        for slug in parts[name]:
            say(f"  {name}: {slug}")


COMMANDS = (search, services)
