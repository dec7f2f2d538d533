"""Fetch documents of other catalogues: bounded in time and size, tried again, never from inside the city's own network."""

import http.client
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any, BinaryIO
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from django.conf import settings

from madang.city.kernel.http import outward

AGENT = "MadangHarvester"
CONNECT_SECONDS, READ_SECONDS, DOCUMENT_SECONDS = 10, 60, 1_800
MOST_BYTES = 4 * 1024**3
MOST_PAGE_BYTES = 64 * 1024**2
MOST_REDIRECTS = 5
TRIES = 4
BACK_OFF_SECONDS = 2
MOST_WAIT_SECONDS = 120
CHUNK = 65_536
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})


class Unfetched(Exception):
    """Raised where a document cannot be had; ``key`` names why, ``params`` fill its sentence."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(f"{key} {params}")
        self.key, self.params = key, params


class _Passing(Exception):
    """Raised for what may be over in a moment."""

    def __init__(self, reason: str, wait: float = 0) -> None:
        super().__init__(reason)
        self.reason, self.wait = reason, wait


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page that came whole: where from at last, as what, its bytes."""

    url: str
    media_type: str
    body: bytes


class Fetcher:
    """Fetches for one run; waits between tries, and between pages where the source's robots.txt asks for it."""

    def __init__(self, wait: Callable[[float], None] = time.sleep) -> None:
        self._wait = wait
        self._robots: dict[str, RobotFileParser | None] = {}

    def page(self, url: str, *, accept: str = "*/*", most_bytes: int = MOST_PAGE_BYTES) -> Fetched:
        """Return a document of bounded size. Raises Unfetched."""

        def read(place: str, answer: http.client.HTTPResponse) -> Fetched:
            body = b"".join(_decoded(answer, place, most_bytes))
            return Fetched(place, answer.headers.get_content_type(), body)

        return self._tried(url, accept, read)

    def file(self, url: str, path: Path, *, accept: str = "*/*", most_bytes: int = MOST_BYTES) -> None:
        """Write a document to a path; it is there whole or not at all. Raises Unfetched."""
        part = path.with_suffix(".part")

        def write(place: str, answer: http.client.HTTPResponse) -> None:
            with part.open("wb") as out:
                _copy(_decoded(answer, place, most_bytes), out)
            part.replace(path)

        try:
            self._tried(url, accept, write)
        finally:
            part.unlink(missing_ok=True)

    def _tried(self, url: str, accept: str, use: Callable[[str, http.client.HTTPResponse], Any]) -> Any:
        self._heed_robots(url)
        reason = ""
        for tries in range(TRIES):
            try:
                with _answer(url, accept) as (place, answer):
                    return use(place, answer)
            except _Passing as passing:
                reason = passing.reason
                if tries + 1 < TRIES:
                    self._wait(min(passing.wait or BACK_OFF_SECONDS * 4**tries, MOST_WAIT_SECONDS))
        raise Unfetched("unreachable", url=url[:200], reason=reason)

    def _heed_robots(self, url: str) -> None:
        """Obey what a site says to this program by name; its rules for every crawler are not meant for a chosen catalogue."""
        home = _home(url)
        first = home not in self._robots
        if first:
            self._robots[home] = _own_rules(home)
        rules = self._robots[home]
        if rules is None:
            return
        if not rules.can_fetch(AGENT, url):
            raise Unfetched("robots", url=url[:200])
        delay = rules.crawl_delay(AGENT)
        if delay and not first:
            self._wait(min(float(delay), MOST_WAIT_SECONDS))


def _home(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError as problem:
        raise Unfetched("address", url=url[:200]) from problem
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


def _own_rules(home: str) -> RobotFileParser | None:
    try:
        with _answer(home, "text/plain") as (place, answer):
            text = b"".join(_decoded(answer, place, CHUNK)).decode("utf-8", "replace")
    except (Unfetched, _Passing):
        return None
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    rules.default_entry = None  # type: ignore[attr-defined] # the part for every crawler
    return rules if any(entry.applies_to(AGENT) for entry in rules.entries) else None  # type: ignore[attr-defined]


@contextmanager
def _answer(url: str, accept: str) -> Iterator[tuple[str, http.client.HTTPResponse]]:
    """Give the answer of 200 behind redirects, and where it came from. Raises Unfetched or _Passing."""
    for _ in range(MOST_REDIRECTS + 1):
        connection, target = _connection(url)
        with closing(connection), _ended_in_time(connection), closing(_asked(connection, target, accept)) as answer:
            if answer.status in _MOVED:
                url = _next(url, answer)
                continue
            _check(url, answer)
            try:
                yield url, answer
            except (OSError, http.client.HTTPException, zlib.error) as problem:
                raise _Passing(str(problem) or type(problem).__name__) from problem
            return
    raise Unfetched("redirects", url=url[:200])


@contextmanager
def _ended_in_time(connection: http.client.HTTPConnection) -> Iterator[None]:
    """Cut the line of a server that sends a byte now and then, whatever it is sending."""

    def cut() -> None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(DOCUMENT_SECONDS, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _asked(connection: http.client.HTTPConnection, target: str, accept: str) -> http.client.HTTPResponse:
    head = {"Accept": accept, "Accept-Encoding": "gzip", "User-Agent": f"{AGENT}/1 (+{settings.SITE_URL})", "Connection": "close"}
    try:
        connection.request("GET", target, headers=head)
        return connection.getresponse()
    except ssl.SSLCertVerificationError as problem:
        raise Unfetched("certificate", host=connection.host, reason=problem.verify_message) from problem
    except (OSError, http.client.HTTPException) as problem:
        raise _Passing(str(problem) or type(problem).__name__) from problem


def _next(url: str, answer: http.client.HTTPResponse) -> str:
    following = urljoin(url, answer.headers.get("Location", ""))
    if urlsplit(url).scheme == "https" and urlsplit(following).scheme != "https":
        raise Unfetched("downgrade", url=following[:200])
    return following


def _check(url: str, answer: http.client.HTTPResponse) -> None:
    if answer.status in _AGAIN:
        told = answer.headers.get("Retry-After", "")
        raise _Passing(f"HTTP {answer.status}", float(told) if told.isascii() and told.isdecimal() and len(told) < 6 else 0)
    if answer.status != 200:
        raise Unfetched("status", url=url[:200], status=answer.status)


def _connection(url: str) -> tuple[http.client.HTTPConnection, str]:
    """Return a connection to an address that was looked at before, so that no name can lead elsewhere a moment later."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise Unfetched("address", url=url[:200]) from problem
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise Unfetched("address", url=url[:200])
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    kind = _Secure if parts.scheme == "https" else _Plain
    connection = kind(host, port, timeout=CONNECT_SECONDS)
    connection.address = allowed_address(host, connection.port)
    return connection, _as_ascii(target)


def _as_ascii(target: str) -> str:
    return "".join(char if "!" <= char <= "~" else "".join(f"%{byte:02X}" for byte in char.encode()) for char in target)


def allowed_address(host: str, port: int) -> str:
    """Return the first address of a host. Raises Unfetched where any of them is private, unless that is allowed."""
    try:
        found = outward.addresses_of(host, port)
    except (OSError, UnicodeError) as problem:
        raise Unfetched("unknown_host", host=host[:200]) from problem
    if not settings.HARVEST_PRIVATE and not all(map(outward.is_open, found)):
        raise Unfetched("private", host=host[:200])
    return found[0]


class _Plain(http.client.HTTPConnection):
    address = ""

    def connect(self) -> None:
        """Connect to the address that was allowed, not to what the name means now."""
        self.sock = socket.create_connection((self.address, self.port), CONNECT_SECONDS)
        self.sock.settimeout(READ_SECONDS)


class _Secure(_Plain):
    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        """Connect, and hold the certificate against the name."""
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _decoded(answer: http.client.HTTPResponse, url: str, most_bytes: int) -> Iterator[bytes]:
    """Yield the body unpacked. Raises Unfetched where it is too large or takes too long, _Passing where it breaks off."""
    packed = zlib.decompressobj(wbits=31) if answer.headers.get("Content-Encoding", "").lower() == "gzip" else None
    until, size = time.monotonic() + DOCUMENT_SECONDS, 0
    while block := answer.read1(CHUNK):
        for part in _unpacked(packed, block) if packed else (block,):
            size += len(part)
            if size > most_bytes:
                raise Unfetched("too_large", url=url[:200], most_mb=most_bytes // 1024**2)
            yield part
        if time.monotonic() > until:
            raise Unfetched("too_slow", url=url[:200], minutes=DOCUMENT_SECONDS // 60)
    if answer.length or (packed is not None and not packed.eof):
        raise _Passing("it broke off")


def _unpacked(packed: Any, block: bytes) -> Iterator[bytes]:
    while block:
        yield packed.decompress(block, CHUNK)
        block = packed.unconsumed_tail


def _copy(parts: Iterator[bytes], out: BinaryIO) -> None:
    for part in parts:
        try:
            out.write(part)
        except OSError as problem:
            raise Unfetched("no_space", reason=problem.strerror) from problem
