"""A tiny server that speaks clamd's INSTREAM and finds the EICAR test file, as ClamAV does."""

import contextlib
import socketserver
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

# The harmless test file of the European Institute for Computer Antivirus Research, in two halves so that no scanner takes this file for it.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*").encode()


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        if self.rfile.read(len(b"zINSTREAM\0")) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        seen = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            seen += self.rfile.read(size)
        self.server.seen.append(len(seen))
        self.wfile.write(self.server.answer or (b"stream: Eicar-Signature FOUND\0" if EICAR in seen else b"stream: OK\0"))


class Server(socketserver.ThreadingUnixStreamServer):
    """The server; ``answer`` overrides its verdict, ``seen`` are the sizes it was sent."""

    answer = b""

    def __init__(self, address: str) -> None:
        super().__init__(address, _Handler)
        self.seen: list[int] = []


@contextlib.contextmanager
def clamd() -> Iterator[Server]:
    """Serve on a Unix socket while the block runs."""
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder) / "clamd.sock")
        with Server(address) as server:
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            yield server
            server.shutdown()
            thread.join()
