"""Fetch a file by its address: http and https only, never from inside the city's own network, within limits of size and time.

Every name is looked up once and the connection made to the address that was looked at, so that a name cannot mean another
machine the second time; each redirection is looked at in the same way.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings

from madang.city.kernel.http import outward
from madang.city.kernel.refusals import Refusal

CHUNK_BYTES = 1 << 18
MOST_REDIRECTIONS = 5
SILENT_SECONDS = 30.0
MOST_SECONDS = 1_800.0
LONGEST_URL = 2_000
_HEAD = {"User-Agent": "Madang", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
_REDIRECTIONS = (301, 302, 303, 307, 308)


class Unfetched(Exception):
    """Raised where a file does not come; ``key`` and ``params`` of the problem that is told."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key, self.params = key, params


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that is coming: its name as the address or the server says, its bytes in pieces. The pieces may raise Unfetched."""

    name: str
    chunks: Iterator[bytes]


def why_not_address(url: str) -> Refusal | None:
    """Refuse what is no address of a file on the web, before anything is asked of the network."""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_web = False
    if not is_web or len(url) > LONGEST_URL or not url.isprintable() or " " in url or parts.username is not None:
        return Refusal("opendata.bad_link", {"url": url[:200]}, status=422)
    return None


def fetch(url: str, *, seconds: float = MOST_SECONDS) -> Fetched:
    """Open a file on the web. Raises Unfetched; the same while its pieces come, where they stop or take too long."""
    until = time.monotonic() + seconds
    for _ in range(MOST_REDIRECTIONS + 1):
        if why_not_address(url):
            raise Unfetched("opendata.bad_link", url=url[:200])
        connection, response = _ask(url, until)
        if response.status in _REDIRECTIONS and (target := response.headers.get("Location")):
            connection.close()
            url = urljoin(url, target)
            continue
        if response.status != 200:
            connection.close()
            raise Unfetched("opendata.link_answered", url=url[:200], status=response.status)
        return Fetched(_name(url, response), _pieces(connection, response, until))
    raise Unfetched("opendata.link_turns", url=url[:200])


def _ask(url: str, until: float) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    parts = urlsplit(url)
    host, is_safe = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_safe else 80)
    connection = http.client.HTTPConnection(host, port)
    try:
        line = socket.create_connection((_address(host, port), port), timeout=_left(until))
        connection.sock = ssl.create_default_context().wrap_socket(line, server_hostname=host) if is_safe else line
        target = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        connection.request("GET", target, headers={"Host": parts.netloc, **_HEAD})
        return connection, connection.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as problem:
        connection.close()
        raise Unfetched("opendata.link_silent", url=url[:200]) from problem
    except Unfetched:
        connection.close()
        raise


def _address(host: str, port: int) -> str:
    """Return the address behind a name. Raises Unfetched where any address of it belongs to no machine of the open web."""
    found = outward.addresses_of(host, port)
    if host not in settings.OPENDATA_LINK_HOSTS and not all(map(outward.is_open, found)):
        raise Unfetched("opendata.link_inside", host=host[:200])
    return min(found)


def _pieces(connection: http.client.HTTPConnection, response: http.client.HTTPResponse, until: float) -> Iterator[bytes]:
    expected, came = response.length, 0
    with closing(connection):
        while expected is None or came < expected:
            if connection.sock is not None:
                connection.sock.settimeout(_left(until))
            try:
                piece = response.read1(CHUNK_BYTES)
            except (OSError, http.client.HTTPException) as problem:
                raise Unfetched("opendata.link_broke") from problem
            if not piece:
                break
            came += len(piece)
            yield piece
    if expected is not None and came < expected:
        raise Unfetched("opendata.link_broke")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise Unfetched("opendata.link_slow")
    return min(left, SILENT_SECONDS)


def _name(url: str, response: http.client.HTTPResponse) -> str:
    told = response.headers.get_filename() or unquote(urlsplit(url).path).rsplit("/", 1)[-1]
    return told.replace("/", "_")[:300]
