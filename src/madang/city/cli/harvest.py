"""harvest: other catalogues that are read into the Open Data Plaza."""

from pathlib import Path
from typing import Any

import click

from madang.city.cli.frame import migrated_database, print_json, progress, refusals, say

KINDS = click.Choice(["ckan", "dcat", "data-json"])
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print as JSON.")


@click.group()
def harvest() -> None:
    """Other catalogues that are read into the Open Data Plaza."""


@harvest.command("add")
@click.argument("slug")
@click.argument("address")
@click.option("--kind", type=KINDS, required=True, help="How the catalogue speaks.")
@click.option("--title", default="", help="What it is called, in the city's language.")
@click.option("--publisher", default="", help="Slug of the publisher of records that name nobody.")
@click.option("--every-hours", type=click.IntRange(1, 8_760), help="Read it by itself so often.")
@click.option("--replace", is_flag=True, help="Change the catalogue of this name, for example after it moved.")
def add(slug: str, address: str, replace: bool, **said: Any) -> None:
    """Add the catalogue at ADDRESS (an address on the web, or a file here) under the name SLUG."""
    with migrated_database(), refusals():
        from madang.city.kernel import clock
        from madang.city.kernel.text import city_key
        from madang.city.opendata.services import harvesting
        from madang.city.people.rules import SYSTEM

        title = said.pop("title")
        url = address if "://" in address else Path(address).resolve().as_uri()
        facts = harvesting.SourceFacts(url=url, titles={city_key(): title} if title else {}, **said)
        save = harvesting.change_source if replace else harvesting.add_source
        save(slug=slug, facts=facts, by=SYSTEM, now=clock.now())
        say(f"{slug} is {'changed' if replace else 'added'}. Read it with `madang harvest run {slug}`.")


@harvest.command("list")
@AS_JSON
def list_all(as_json: bool) -> None:
    """Print the catalogues, each with its last harvest."""
    with migrated_database():
        from madang.city.opendata.queries import harvests

        found = harvests.sources()
        if as_json:
            print_json([_plain(one) for one in found])
            return
        for one in found:
            click.echo("\t".join((one.slug, one.kind, one.url, one.last.state if one.last else "never", str(one.datasets))))
        if not found:
            say("No other catalogue is harvested. Add one with `madang harvest add`.")


def _plain(one: Any) -> dict[str, Any]:
    names = ("slug", "kind", "url", "every_hours", "is_on", "datasets", "problems")
    last = {"state": one.last.state, "begun_at": one.last.begun_at.isoformat(), "counts": one.last.counts} if one.last else None
    return {name: getattr(one, name) for name in names} | {"last": last}


@harvest.command("run")
@click.argument("slug")
@click.option("--anew", is_flag=True, help="From its beginning, even if a harvest stopped in the middle.")
@click.option("--withdraw", is_flag=True, help="Take back what is gone, even if that is more than half.")
@AS_JSON
def run(slug: str, anew: bool, withdraw: bool, as_json: bool) -> None:
    """Read the catalogue SLUG, going on where a harvest stopped. Exit code 1 if it could not be read to its end."""
    with migrated_database(), refusals():
        from madang.city.kernel import clock
        from madang.city.opendata.services import harvesting
        from madang.city.people.rules import SYSTEM

        wishes = harvesting.Wishes(anew=anew, is_confirmed=withdraw)
        with progress(f"Harvesting {slug}") as tick:
            report = harvesting.harvest(
                slug=slug, by=SYSTEM, clock=clock.now, wishes=wishes, progress=lambda done, all_: tick(done, all_ or done)
            )
        if as_json:
            print_json({"state": report.state, "counts": report.counts, "problem": report.problem})
        else:
            _tell(report)
        if report.state != "done":
            raise SystemExit(1)


def _tell(report: Any) -> None:
    from madang.city.opendata.services.harvesting import RUN_PROBLEMS

    said = ", ".join(f"{number} {name}" for name, number in report.counts.items() if name not in ("read", "promised"))
    say(f"{report.state}: {report.counts.get('read', 0)} records read" + (f" ({said})." if said else "."))
    if report.problem:
        say(str(RUN_PROBLEMS[report.problem["key"]]) % report.problem["params"])


@harvest.command("stop")
@click.argument("slug")
def stop(slug: str) -> None:
    """Stop the harvest of SLUG behind its present records; the next one goes on from there."""
    with migrated_database(), refusals():
        from madang.city.kernel import clock
        from madang.city.opendata.services import harvesting
        from madang.city.people.rules import SYSTEM

        harvesting.stop(slug=slug, by=SYSTEM, now=clock.now())
        say(f"The harvest of {slug} stops in a moment.")


COMMANDS = (harvest,)
