"""Real servers on loopback: one for mail that can refuse, one for push."""

import contextlib
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Post:
    """A mail server's memory: what it took, and how it answers recipients and texts from now on."""

    mails: list[EmailMessage] = field(default_factory=list)
    to_recipient: str = "250 fine"
    to_text: str = "250 taken"
    hang_up_after_text: bool = False
    silent_after_text: bool = False
    asked: threading.Event = field(default_factory=threading.Event)
    port: int = 0


class _Mail(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        post: Post = self.server.post  # type: ignore[attr-defined]
        self._say("220 test")
        while line := self.rfile.readline().strip():
            verb = line.split(b" ")[0].upper()
            if verb == b"RCPT":
                self._say(post.to_recipient)
            elif verb == b"DATA":
                self._say("354 go on")
                if not self._take(post):
                    return
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _take(self, post: Post) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if post.to_text.startswith("2"):
            post.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        post.asked.set()
        if post.silent_after_text:
            self.rfile.readline()
        if post.hang_up_after_text or post.silent_after_text:
            return False
        self._say(post.to_text)
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class _Threaded(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextlib.contextmanager
def mail_server() -> Iterator[Post]:
    """Run a mail server."""
    with _Threaded(("127.0.0.1", 0), _Mail) as server:
        server.post = Post(port=server.server_address[1])  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.post  # type: ignore[attr-defined]
        server.shutdown()


@dataclass
class PushService:
    """A push service's memory: what it was sent, and its answer from now on."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    status: int = 201
    url: str = ""


@contextlib.contextmanager
def push_service() -> Iterator[PushService]:
    """Run a push service."""
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.calls.append({"headers": dict(self.headers), "body": body})
            self.send_response(service.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.url = f"http://127.0.0.1:{server.server_address[1]}/push/1"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield service
        server.shutdown()
