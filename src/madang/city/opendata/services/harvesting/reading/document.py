"""Read a data.json of any size: fetched once, kept until the run has ended, read record by record."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit
from urllib.request import url2pathname

import ijson

from madang.city.opendata.services.harvesting.fetching import Fetcher
from madang.city.opendata.services.harvesting.reading.portions import Place, Portion, Unreadable, portioned

BUFFER = 1 << 18
MOST_DEPTH = 100
_OPENS, _CLOSES = frozenset({"start_map", "start_array"}), frozenset({"end_map", "end_array"})
ACCEPT = "application/json, */*;q=0.5"


def read(fetcher: Fetcher, url: str, folder: Path, place: Place) -> Iterator[Portion]:
    """Yield the portions of a document, from ``place`` on if the very document of that place is still kept.

    Raises Unfetched, or Unreadable where it is no JSON or breaks off.
    """
    path = folder / "data.json"
    done = int(place.get("read", 0))
    if not path.exists():
        fetch(fetcher, url, path)
        try:
            _check_depth(path)
        except Unreadable:
            path.unlink()
            raise
        done = 0
    for portion in portioned(_records(path), done):
        yield replace(portion, place={**portion.place, "document": True})


def fetch(fetcher: Fetcher, url: str, path: Path) -> None:
    """Bring a document to a path, over the network or, with ``file:``, from this machine. Raises Unfetched or Unreadable."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if urlsplit(url).scheme != "file":
        fetcher.file(url, path, accept=ACCEPT)
        return
    try:
        shutil.copyfile(url2pathname(urlsplit(url).path), path)
    except OSError as problem:
        raise Unreadable("no_file", url=url[:200], reason=problem.strerror or "") from problem


def _check_depth(path: Path) -> None:
    """Raise Unreadable where values lie so deep in one another that reading them would take all memory."""
    depth = 0
    with path.open("rb") as file:
        _skip_mark(file)
        try:
            for event, _ in ijson.basic_parse(file, use_float=True, buf_size=BUFFER):
                if event in _OPENS:
                    depth += 1
                    if depth > MOST_DEPTH:
                        raise Unreadable("too_deep", most=MOST_DEPTH)
                elif event in _CLOSES:
                    depth -= 1
        except (ijson.JSONError, ValueError):
            return  # what stands before the break is read all the same


def _records(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        _skip_mark(file)
        found = ijson.items(file, "dataset.item", use_float=True, buf_size=BUFFER)
        number = 0
        while True:
            try:
                yield next(found)
            except StopIteration:
                break
            except (ijson.JSONError, UnicodeDecodeError, ValueError, RecursionError, OverflowError) as problem:
                raise Unreadable("broken_json", record=number + 1, reason=" ".join(str(problem).split())[:200]) from problem
            number += 1
    if not number:
        _why_nothing(path)


def _skip_mark(file: BinaryIO) -> None:
    """Pass over a byte order mark."""
    if file.read(3) != b"\xef\xbb\xbf":
        file.seek(0)


def _why_nothing(path: Path) -> None:
    """Raise Unreadable unless the document is a catalogue that is empty."""
    with path.open("rb") as file:
        _skip_mark(file)
        for prefix, event, _ in ijson.parse(file):
            if prefix == "dataset" and event == "start_array":
                return
    raise Unreadable("no_catalogue")
