"""The library's IMAP protocol over a reader of our own.

``imaplib`` holds a message twice while it arrives, and a wait that is cut short makes its stream
unusable, so it could wait for new mail only without a limit (decision 0024).
"""

import contextlib
import imaplib
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

from lotse.mail import tls
from lotse.mail.mailboxes import Account

TIMEOUT_SECONDS = 60
BEAT_SECONDS = 10
"""A third of a lease, so that it is renewed in time."""
_CHUNK = 65_536
_LONGEST_LINE = 16_000_000
"""A search over two million messages answers in one line."""


class Reader(imaplib.IMAP4):
    """A conversation that holds each byte once and survives timeouts."""

    def __init__(self, account: Account, heartbeat: Callable[[], None]) -> None:
        self._account = account
        self._heartbeat = heartbeat
        self._unread = bytearray()
        super().__init__(account.host, account.port, TIMEOUT_SECONDS)

    @property
    def has_unread(self) -> bool:
        """Whether something has arrived that a look at the socket would not show."""
        return bool(self._unread) or (
            isinstance(self.sock, ssl.SSLSocket) and self.sock.pending() > 0
        )

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        self.host, self.port = host, port
        plain = socket.create_connection((host, port), timeout)
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self.sock = plain
        if self._account.tls == "implicit":
            self._encrypt()

    def starttls(self, ssl_context: ssl.SSLContext | None = None) -> Any:
        state, answer = self._simple_command("STARTTLS")
        if state != "OK" or self._unread:
            # Bytes from before the encryption could be somebody else's (CVE-2011-0411).
            raise self.error("STARTTLS refused")
        self._encrypt()
        # What was said before the encryption does not count.
        self._get_capabilities()
        return state, answer

    def read(self, size: int) -> bytes:
        if size > 2 * settings.MAIL_MAX_BYTES:
            raise self.abort("more than was asked for")
        whole, beat_at = bytearray(size), time.monotonic()
        have = min(size, len(self._unread))
        whole[:have] = self._unread[:have]
        del self._unread[:have]
        with memoryview(whole) as view:
            while have < size:
                arrived = self.sock.recv_into(view[have:])
                if not arrived:
                    raise self.abort("connection cut in the middle of a message")
                have += arrived
                if time.monotonic() - beat_at > BEAT_SECONDS:
                    self._heartbeat()
                    beat_at = time.monotonic()
        return bytes(whole)

    def readline(self) -> bytes:
        searched = 0
        while (end := self._unread.find(b"\n", searched)) < 0:
            searched = len(self._unread)
            if searched > _LONGEST_LINE:
                raise self.abort("a line without end")
            chunk = self.sock.recv(_CHUNK)
            if not chunk:
                raise self.abort("connection closed")
            self._unread += chunk
        line = bytes(self._unread[: end + 1])
        del self._unread[: end + 1]
        return line

    def send(self, data: Any) -> None:
        self.sock.sendall(data)

    def shutdown(self) -> None:
        self.hang_up()
        self.sock.close()

    def hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def begin_idle(self) -> bytes:
        """Start waiting for news; return the tag that ends it."""
        tag: bytes = self._new_tag()
        del self.tagged_commands[tag]
        self.send(tag + b" IDLE\r\n")
        while (line := self.readline()).startswith(b"*"):
            pass
        if not line.startswith(b"+"):
            raise self.abort("IDLE refused")
        return tag

    def end_idle(self, tag: bytes) -> None:
        self.send(b"DONE\r\n")
        while not self.readline().startswith(tag + b" "):
            pass

    def _encrypt(self) -> None:
        self.sock = tls.client_context().wrap_socket(self.sock, server_hostname=self.host)
