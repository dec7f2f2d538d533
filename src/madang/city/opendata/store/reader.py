"""The program that reads one file: a process of its own, so that neither its memory nor its end is the worker's.

It is told by one line of JSON on standard input what to read, tells by lines on standard output how far it is, and ends when
standard input does: so it never outlives who started it.
"""

import json
import os
import resource
import sys
import threading
from pathlib import Path
from typing import Any

from madang.urban.formats import tabular
from madang.urban.formats.faults import FileFault

MEMORY_TIMES = 3


def main() -> None:
    """Read the file that standard input names; print steps, then the table or the fault."""
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    most = asked["memory_mb"] * MEMORY_TIMES << 20
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _say({"table": _read(asked)})
    except FileFault as fault:
        _say({"fault": _told(fault)})
    except MemoryError:
        _say({"fault": {"key": "opendata.read_memory"}})


def _read(asked: dict[str, Any]) -> dict[str, Any]:
    path = Path(asked["path"])
    _say({"step": "sniffing", "share": None})
    reading = tabular.Reading.from_json(asked["reading"]) if asked.get("reading") else tabular.sniff(path, name=asked["name"])
    table = tabular.load(
        path,
        reading,
        Path(asked["folder"]),
        wanted=tabular.Wanted.from_json(asked["wanted"]),
        progress=lambda step, share: _say({"step": step, "share": share}),
        memory_mb=asked["memory_mb"],
    )
    return {
        "reading": reading.to_json(),
        "columns": [column.to_json() for column in table.columns],
        "rows": table.rows,
        "sort": list(table.sort),
        "profile": {name: profile.to_json() for name, profile in table.profile.items()},
        "notes": [note.to_json() for note in table.notes],
        "path": str(table.path),
    }


def _told(fault: FileFault) -> dict[str, Any]:
    names = ("key", "params", "row", "line", "column", "value", "remedy", "message")
    return {name: getattr(fault, name) for name in names if getattr(fault, name, None) not in (None, "", {})}


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(3)


def _say(values: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(values, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
