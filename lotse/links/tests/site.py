"""A web site on loopback whose pages answer as told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    url: str = ""
    pages: dict[str, int] = field(default_factory=dict)
    """Path to status; 404 for what is not named."""
    leads: dict[str, str] = field(default_factory=dict)
    """Path to where it leads on."""
    only_get: set[str] = field(default_factory=set)
    """Paths that answer HEAD with 405."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of each request."""
    agents: set[str] = field(default_factory=set)


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            self._answer()

        def _answer(self) -> None:
            site.asked.append((self.command, self.path))
            site.agents.add(self.headers.get("User-Agent", ""))
            is_refused = self.command == "HEAD" and self.path in site.only_get
            self.send_response(405 if is_refused else site.pages.get(self.path, 404))
            if self.path in site.leads:
                self.send_header("Location", site.leads[self.path])
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
