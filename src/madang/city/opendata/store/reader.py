"""The program that reads files: a process of its own, so that neither its memory nor its end is the worker's.

It is told by a line of JSON on standard input what to read, tells by lines on standard output how far it is, and ends when
standard input does: so it never outlives who started it.
"""

import json
import os
import queue
import resource
import sys
import threading
from pathlib import Path
from typing import Any

from madang.urban.formats import tabular
from madang.urban.formats.faults import FileFault

SPARE_BYTES = 4 << 30  # allocators set apart far more than they use; the parent looks at what is used


def main() -> None:
    """Read the files that standard input names, one after the other; print steps, then the table or the fault of each."""
    asked: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(asked,), daemon=True).start()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        _answer(asked.get())


def _answer(asked: dict[str, Any]) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, ((asked["memory_mb"] << 22) + SPARE_BYTES, hard))
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


def _listen(asked: "queue.SimpleQueue[dict[str, Any]]") -> None:
    for line in sys.stdin:
        asked.put(json.loads(line))
    os._exit(0)


def _say(values: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(values, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
