"""The ``madang`` program: one command for all that a city's operators do at a terminal."""

import sys

import click

from madang.city.cli import care, catalogue, city_services, figures, harvest, opendata, serving, transfer
from madang.city.cli.frame import Failure, say


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="madang", prog_name="madang")
def cli() -> None:
    """Run a city: serve it, feed it, search it, keep it safe."""


for command in (
    *serving.COMMANDS,
    *transfer.COMMANDS,
    *catalogue.COMMANDS,
    *care.COMMANDS,
    *city_services.COMMANDS,
    *figures.COMMANDS,
    *harvest.COMMANDS,
    *opendata.COMMANDS,
):
    cli.add_command(command)


def main() -> None:
    """Run the program; a foreseen failure is one sentence and exit code 2."""
    try:
        sys.exit(cli.main(standalone_mode=False))
    except Failure as failure:
        say(f"madang: {failure}")
        sys.exit(2)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        say("madang: stopped")
        sys.exit(130)
