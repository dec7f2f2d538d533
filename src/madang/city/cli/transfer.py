"""import, export: lists in, catalogue out."""

import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from madang.city.cli.frame import Failure, migrated_database, print_json, progress, say

SHOWN_REFUSALS = 20
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
BY = "system:city"


def _close(report: Any, seconds: float, *, as_json: bool, counted: Sequence[str], refusals: Sequence[str]) -> None:
    """Tell what an import did; a refused one ends with exit code 2."""
    if as_json:
        print_json(asdict(report) | {"loaded": report.loaded, "seconds": round(seconds, 2)})
    if not report.loaded:
        for line in () if as_json else refusals[:SHOWN_REFUSALS]:
            say(line)
        rows = "row was" if len(refusals) == 1 else "rows were"
        raise Failure(f"Nothing was loaded: {len(refusals)} {rows} refused. Correct the file and import it again.")
    if not as_json:
        said = ", ".join(f"{getattr(report, name)} {name}" for name in counted)
        say(f"{said} ({seconds:.1f} s).")


def _lines(path: Path, refused: Sequence[Any]) -> list[str]:
    return [f"{path}:{one.line}: {one.reason}" for one in refused]


@click.group("import")
def import_group() -> None:
    """Bring lists and maps into the city, whole or not at all."""


@import_group.command("services")
@click.argument("file", type=FILE)
@click.option("--format", "form", type=click.Choice(["lgsl"]), required=True, help="The list's format.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_services(file: Path, form: str, as_json: bool) -> None:
    """Load a national list of services from FILE. A second run changes nothing."""
    with migrated_database():
        from madang.city.kernel import clock
        from madang.city.portal.services import importing

        started = time.perf_counter()
        with _faults(), progress("Reading services") as tick:
            report = importing.import_services(file, form=form, by=BY, now=clock.now(), progress=tick)
        counted = ("added", "changed", "retired", "unchanged")
        seconds = time.perf_counter() - started
        _close(report, seconds, as_json=as_json, counted=counted, refusals=_lines(file, report.refused))


@import_group.command("links")
@click.argument("file", type=FILE)
@click.option("--authorities", type=FILE, help="A table with the authorities' names: columns slug and name.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_links(file: Path, authorities: Path | None, as_json: bool) -> None:
    """Attach the deep links of other authorities in FILE to the services of the national list."""
    with migrated_database():
        from madang.city.kernel import clock
        from madang.city.portal.services import links

        started = time.perf_counter()
        with _faults(), progress("Reading links") as tick:
            report = links.import_links(file, by=BY, now=clock.now(), authorities=authorities, progress=tick)
        counted = ("added", "changed", "removed", "unchanged", "authorities")
        seconds = time.perf_counter() - started
        _close(report, seconds, as_json=as_json, counted=counted, refusals=_lines(file, report.refused))


@import_group.command("areas")
@click.argument("file", type=FILE)
@click.option("--level", required=True, help="What the areas are: city, district, neighbourhood ...")
@click.option("--code-field", required=True, help="Column with each area's code.")
@click.option("--name-field", required=True, help="Column with the name, or by language: en:name_en,ko:name_ko")
@click.option("--parent-field", default="", help="Column with the code of the area above.")
@click.option("--population-field", default="", help="Column with the number of residents.")
@click.option("--scheme", help="Name of the list of codes.  [default: MADANG_AREA_SCHEME]")
@click.option("--repair", is_flag=True, help="Mend broken shapes and say so, where else they are refused.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_areas(file: Path, scheme: str | None, as_json: bool, **options: Any) -> None:
    """Load areas and their shapes from FILE, a GeoJSON file."""
    with migrated_database():
        from django.conf import settings

        from madang.city.kernel import clock
        from madang.city.places import services as places

        started = time.perf_counter()
        with _faults(), progress("Reading areas") as tick:
            report = places.import_areas(file, scheme=scheme or settings.AREA_SCHEME, now=clock.now(), progress=tick, **options)
        counted = ("added", "changed", "retired", "unchanged")
        for one in () if as_json else report.repaired:
            say(f"{file}: feature {one.feature} was repaired: {one.reason}")
        refusals = [f"{file}: feature {one.feature}: {one.reason}" for one in report.refused]
        _close(report, time.perf_counter() - started, as_json=as_json, counted=counted, refusals=refusals)


class _faults:  # noqa: N801 - reads as a word in a with statement
    """Turn what is foreseen in a file into one sentence for the person."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, problem: BaseException | None, trace: Any) -> None:
        from madang.city.kernel.refusals import Refused, sentence
        from madang.urban.formats.faults import FileFault

        if isinstance(problem, Refused):
            raise Failure(sentence(problem.refusal)) from problem
        if isinstance(problem, (FileFault, ValueError)):
            raise Failure(f"{problem}") from problem


@click.group("export")
def export_group() -> None:
    """Write what the city publishes into files."""


@export_group.command("services")
@click.option(
    "--format",
    "form",
    type=click.Choice(["cpsv-ap-ttl", "cpsv-ap-jsonld"]),
    required=True,
    help="CPSV-AP 3.2.0 as Turtle or JSON-LD.",
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
def export_services(form: str, output: Path) -> None:
    """Write the whole catalogue in the European vocabulary of public services."""
    with migrated_database():
        from madang.city.kernel.database.replica import reading_replica
        from madang.city.portal.queries import export

        started, size = time.perf_counter(), 0
        unfinished = output.with_name(output.name + ".unfinished")
        try:
            with unfinished.open("w", encoding="utf-8") as file, reading_replica("portal"), progress("Writing services") as tick:
                for part in export.catalogue(form.removeprefix("cpsv-ap-"), progress=tick):
                    size += file.write(part)
            unfinished.replace(output)
        except OSError as problem:
            raise Failure(f"{output} cannot be written: {problem.strerror}.") from problem
        say(f"{output}: {size:,} characters ({time.perf_counter() - started:.1f} s).")


COMMANDS = (import_group, export_group)
