"""Another installation on loopback, whose records answer as told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    status: int = 200
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    location: str = ""


@dataclass
class Origin:
    url: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    """By path; 404 for what is not named."""
    asked: list[str] = field(default_factory=list)

    def tell(self, record: Any, slug: str = "halle") -> None:
        """Let a record stand there."""
        body = json.dumps(record).encode()
        self.answers[f"/api/v1/examples/{slug}"] = Answer(body=body)


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Origin]:
    origin = Origin()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            origin.asked.append(self.path)
            answer = origin.answers.get(self.path, Answer(404, b"{}"))
            self.send_response(answer.status)
            if answer.location:
                self.send_header("Location", answer.location)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            try:
                self.wfile.write(answer.body)
            except OSError:
                # Whoever heard enough hangs up.
                return

        def log_message(self, *args: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    origin.url = f"http://{host}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield origin
    finally:
        server.shutdown()
        server.server_close()
