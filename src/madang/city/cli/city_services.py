"""city-service: the other services of the city that sign residents in with the city's accounts."""

from typing import Any

import click

from madang.city.cli.frame import migrated_database, print_json, refusals, say

ONCE = "The secret is shown this once: keep it where the service reads it. Lost? `madang city-service rotate` makes another."


@click.group("city-service")
def city_service() -> None:
    """Other services of the city that sign residents in here (OpenID Connect)."""


@city_service.command("add")
@click.argument("name")
@click.option(
    "--redirect-uri", "redirect_uris", multiple=True, required=True, help="A page to take people back to. May be repeated."
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def add(name: str, redirect_uris: tuple[str, ...], as_json: bool) -> None:
    """Let the service NAME sign residents in; prints its client id and, this once, its secret."""
    with migrated_database(), refusals():
        from django.conf import settings

        from madang.city.kernel import clock
        from madang.city.people import services as people
        from madang.city.people.rules import CITY

        client_id, secret = people.add_city_service(name=name, redirect_uris=redirect_uris, by=CITY, now=clock.now())
        _print_secret(client_id, secret, {"name": name, "issuer": settings.SITE_URL, "redirect_uris": redirect_uris}, as_json)


@city_service.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_all(as_json: bool) -> None:
    """Print the services that sign residents in here; never a secret."""
    with migrated_database():
        from madang.city.people import queries as people

        found = people.city_services()
        if as_json:
            lines = [(one.client_id, one.name, one.redirect_uris, one.added_at.isoformat()) for one in found]
            print_json([dict(zip(("client_id", "name", "redirect_uris", "added_at"), line, strict=True)) for line in lines])
            return
        for one in found:
            click.echo("\t".join((one.client_id, one.name, " ".join(one.redirect_uris))))
        if not found:
            say("No other service signs residents in here.")


@city_service.command("rotate")
@click.argument("service")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def rotate(service: str, as_json: bool) -> None:
    """Give SERVICE (its name or client id) a new secret, printed this once; the old one ends at once."""
    with migrated_database(), refusals():
        from madang.city.kernel import clock
        from madang.city.people import services as people
        from madang.city.people.rules import CITY

        found = _found(service)
        secret = people.rotate_city_service(client_id=found.client_id, by=CITY, now=clock.now())
        _print_secret(found.client_id, secret, {"name": found.name}, as_json)


@city_service.command("remove")
@click.argument("service")
@click.option("--yes", is_flag=True, help="Shut it out without asking.")
def remove(service: str, yes: bool) -> None:
    """Shut SERVICE (its name or client id) out: nobody signs in to it from here any more."""
    with migrated_database(), refusals():
        from madang.city.kernel import clock
        from madang.city.people import services as people
        from madang.city.people.rules import CITY

        found = _found(service)
        if not yes:
            click.confirm(f"Nobody signs in to {found.name} from here any more. Go on?", abort=True)
        people.remove_city_service(client_id=found.client_id, by=CITY, now=clock.now())
        say(f"{found.name} is shut out.")


def _found(words: str) -> Any:
    from madang.city.kernel.refusals import Refusal, Refused
    from madang.city.people import queries as people

    found = people.city_service(words)
    if found is None:
        raise Refused(Refusal("people.no_city_service", {"service": words}))
    return found


def _print_secret(client_id: str, secret: str, more: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json({"client_id": client_id, "client_secret": secret, **more})
        return
    click.echo(f"client_id\t{client_id}\nclient_secret\t{secret}")
    say(ONCE)


COMMANDS = (city_service,)
