"""``python -m madang.urban opinions FILE``: the opinion map of a file of votes."""

import argparse
import json
from pathlib import Path

import numpy as np

from madang.urban.formats.votes import read_votes
from madang.urban.opinions.mapping import opinion_map
from madang.urban.opinions.report import as_dict, as_text, positions
from madang.urban.opinions.votes import sorted_votes


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a program; its ``run`` takes the parsed arguments."""
    words = "map the opinions in a file of votes: person,statement,vote with votes 1, 0, -1"
    parser = subparsers.add_parser("opinions", help=words, description=words)
    parser.add_argument("file", type=Path, help="comma-separated values in UTF-8")
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="STATEMENT", help="statements that count nowhere")
    parser.add_argument("--json", action="store_true", help="print everything, the people's positions too, as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the map of a file. Raises FileFault for a file that cannot be read."""
    rows = read_votes(arguments.file)
    left_out = [name for name in np.unique(rows.statements).tolist() if str(name) in arguments.leave_out]
    found = opinion_map(sorted_votes(rows.people, rows.statements, rows.values, left_out=left_out))
    if arguments.json:
        print(json.dumps(as_dict(found) | {"positions": positions(found)}, ensure_ascii=False))
    else:
        print("\n".join(as_text(found)))
    return 0
