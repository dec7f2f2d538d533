"""`python -m madang.urban STUDY COMMAND ...`: every study runs on files, with no database."""

import argparse
import sys
from collections.abc import Sequence

from madang.urban.ballots import command as ballots
from madang.urban.formats.faults import FileFault
from madang.urban.opinions import command as opinions

STUDIES = (ballots, opinions)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 2 after one sentence about what is wrong with the file or the arguments."""
    parser = argparse.ArgumentParser(prog="python -m madang.urban", description="The mathematics of cities, on files.")
    studies = parser.add_subparsers(metavar="STUDY", required=True)
    for study in STUDIES:
        study.add(studies)
    given = parser.parse_args(arguments)
    try:
        return given.run(given)
    except FileFault as fault:
        print(f"{parser.prog}: {fault}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
