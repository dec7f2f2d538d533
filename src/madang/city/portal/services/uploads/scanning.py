"""The virus-scan port: `none`, or a clamd of ClamAV behind a socket (`clamd:/run/clamav/clamd.ctl`, `clamd:host:3310`)."""

import socket
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Protocol

from django.conf import settings
from django.db import transaction

from madang.city.journal import services as journal
from madang.city.kernel import jobs
from madang.city.portal.models import Upload
from madang.city.portal.services.uploads.removing import drop_from_answers
from madang.city.portal.services.uploads.storing import erase, place_of

CHUNK = 128 * 1024
WAIT_SECONDS = 60
LONGEST_ANSWER = 4_096


class ScannerFailed(Exception):
    """Raised when the scanner cannot be reached or does not answer; the job tries again later."""


class Scanner(Protocol):
    """Whoever tells whether a file is harmful."""

    def is_infected(self, file: IO[bytes]) -> bool:
        """Tell whether a file is harmful. Raises ScannerFailed."""
        ...


class Clamd:
    """Speaks clamd's INSTREAM: the length of each piece in four bytes, the piece, and a length of nought at the end."""

    def __init__(self, address: str) -> None:
        self.address = address

    def is_infected(self, file: IO[bytes]) -> bool:
        """Send a file and read the verdict. Raises ScannerFailed."""
        try:
            with self._connection() as line:
                line.sendall(b"zINSTREAM\0")
                for chunk in _chunks(file):
                    line.sendall(len(chunk).to_bytes(4, "big") + chunk)
                line.sendall(bytes(4))
                verdict = _answer(line)
        except OSError as problem:
            raise ScannerFailed(f"the virus scanner at {self.address} cannot be reached: {problem}") from problem
        if verdict.endswith("FOUND"):
            return True
        if verdict.endswith("OK"):
            return False
        raise ScannerFailed(f"the virus scanner at {self.address} answered {verdict!r}")

    def _connection(self) -> socket.socket:
        host, colon, port = self.address.rpartition(":")
        if colon and port.isdecimal():
            return socket.create_connection((host, int(port)), timeout=WAIT_SECONDS)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(WAIT_SECONDS)
        try:
            line.connect(self.address)
        except OSError:
            line.close()
            raise
        return line


def scanner() -> Scanner | None:
    """Return the city's scanner, None if it has none. Raises ValueError for a setting that names no scanner."""
    kind, _, address = str(settings.VIRUS_SCANNER).partition(":")
    if kind == "none":
        return None
    if kind == "clamd" and address:
        return Clamd(address)
    raise ValueError(f"MADANG_VIRUS_SCANNER is {settings.VIRUS_SCANNER!r}: write none, or clamd: and a socket or host:port")


def scan_upload(*, upload_id: int, now: datetime) -> None:
    """Scan a file that waits; an infected one loses its bytes and stands in no answer any more. Safe to run twice.

    Raises ScannerFailed, and the file goes on waiting.
    """
    row = Upload.objects.select_related("case").filter(pk=upload_id, scan="waiting").first()
    if row is None:
        return
    port = scanner()
    with place_of(row.path).open("rb") as file:
        infected = port.is_infected(file) if port else None
    verdict = {None: "unscanned", True: "infected", False: "clean"}[infected]
    with transaction.atomic():
        changed = Upload.objects.filter(pk=upload_id, scan="waiting").update(scan=verdict)
        if changed and infected:
            drop_from_answers(row, now)
            journal.note(verb="found-infected", about=f"upload:{upload_id}", actor="system", at=now)
            transaction.on_commit(lambda: erase(row.path))
        if changed and row.case is not None:
            jobs.enqueue("portal.receive", key=f"portal.receive:{row.case.reference}", reference=row.case.reference)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _answer(line: socket.socket) -> str:
    heard = b""
    while not heard.endswith(b"\0") and len(heard) < LONGEST_ANSWER and (piece := line.recv(LONGEST_ANSWER)):
        heard += piece
    return heard.rstrip(b"\0\n").decode("utf-8", "replace")
