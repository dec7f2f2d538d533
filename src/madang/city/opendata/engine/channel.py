"""Messages between a web worker and the processes of the engine: a head as JSON and a body as bytes, over a socket."""

import base64
import json
import socket
import struct
import time
from datetime import date, datetime
from datetime import time as daytime
from decimal import Decimal
from typing import Any

_LENGTHS = struct.Struct("!IQ")
MOST_HEAD_BYTES = 4_000_000
_FROM_TEXT = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": daytime.fromisoformat,
    "decimal": Decimal,
    "bytes": base64.b64decode,
}


class Closed(Exception):
    """Raised when the other side is gone."""


def send(to: socket.socket, head: dict[str, Any], body: bytes | memoryview = b"") -> None:
    """Send one message. Raises OSError where the other side is gone."""
    text = json.dumps(head, ensure_ascii=True, default=_as_text).encode()
    to.sendall(_LENGTHS.pack(len(text), len(body)) + text)
    if body:
        to.sendall(body)


def receive(of: socket.socket, *, until: float | None = None, most_bytes: int = 1 << 40) -> tuple[dict[str, Any], bytearray]:
    """Return the next message. Raises Closed, TimeoutError at ``until`` (monotonic seconds), ValueError where it is too long.

    The other side may be anybody's SQL, so a head is read as JSON and lengths are held against their limits.
    """
    head_length, body_length = _LENGTHS.unpack(_exactly(of, _LENGTHS.size, until))
    if head_length > MOST_HEAD_BYTES or body_length > most_bytes:
        raise ValueError("a message of the engine is longer than it may be")
    head = json.loads(_exactly(of, head_length, until), object_hook=_as_value)
    return head, _exactly(of, body_length, until)


def _exactly(of: socket.socket, count: int, until: float | None) -> bytearray:
    found = bytearray(count)
    view, have = memoryview(found), 0
    while have < count:
        of.settimeout(None if until is None else max(0.001, until - time.monotonic()))
        got = of.recv_into(view[have:])
        if not got:
            raise Closed
        have += got
    return found


def _as_text(value: Any) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"$": "bytes", "text": base64.b64encode(value).decode()}
    kind = {datetime: "datetime", date: "date", daytime: "time", Decimal: "decimal"}[type(value)]
    return {"$": kind, "text": str(value) if kind == "decimal" else value.isoformat()}


def _as_value(found: dict[str, Any]) -> Any:
    if set(found) != {"$", "text"}:
        return found
    return _FROM_TEXT[found["$"]](found["text"])
