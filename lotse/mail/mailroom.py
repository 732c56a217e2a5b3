"""The listener for SMTP and LMTP: takes mail in, and says so only when it is on disk (RFC 5321).

One thread writes for all conversations. While one commit runs, the mails that arrive meanwhile
gather and share the next one, so the pace is not bound to one disk flush a mail.
"""

import asyncio
import logging
import queue
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from typing import AnyStr

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils import timezone

from lotse.mail import gateway
from lotse.mail.gateway import Delivery

log = logging.getLogger(__name__)

_CHUNK = 65_536
_END = b"\r\n.\r\n"
_BATCH_MAILS = 50
_BATCH_BYTES = 40_000_000
_BUFFERED_MAILS = 3
"""Mails of the largest size that all conversations together may hold in memory."""
_SECONDS_TO_TRY_AGAIN = 5
"""A failure later than this is not tried again while the sender waits."""
_SECONDS_TO_FINISH = 15
"""How long a stopping listener waits for mails that are being handed over."""

ACCEPTED = "250 2.0.0 Accepted and stored"
TRY_LATER = "451 4.3.0 The mail could not be stored, please try again later"
TOO_BUSY = "452 4.3.1 Too much mail at once, please try again later"
TOO_MANY_CONNECTIONS = b"421 4.7.0 Too many connections, please try again later\r\n"
TOO_MANY_RECIPIENTS = "452 4.5.3 Too many recipients for one mail"
TOO_LARGE = "552 5.3.4 The mail is too large, at most {megabytes} MB are accepted"
UNKNOWN_RECIPIENT = "550 5.1.1 No such mailbox here, please check the address"


@dataclass(frozen=True)
class _Pending:
    delivery: Delivery
    loop: asyncio.AbstractEventLoop
    done: "asyncio.Future[None]"


class Storeroom:
    """Writes deliveries to the database in a thread of its own, as many per commit as wait."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[_Pending | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="storeroom", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Store what waits, then end."""
        self._waiting.put(None)
        self._thread.join()

    async def store(self, delivery: Delivery) -> None:
        """Return when the delivery is committed (or known already). Raises DatabaseError."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._waiting.put(_Pending(delivery, loop, done))
        await done

    def _run(self) -> None:
        is_stopping = False
        while not is_stopping:
            batch, is_stopping = self._gather()
            if batch:
                self._store(batch)
        connection.close()

    def _gather(self) -> tuple[list[_Pending], bool]:
        batch: list[_Pending] = []
        size = 0
        while len(batch) < _BATCH_MAILS and size < _BATCH_BYTES:
            try:
                pending = self._waiting.get(block=not batch)
            except queue.Empty:
                break
            if pending is None:
                return batch, True
            batch.append(pending)
            size += len(pending.delivery.raw)
        return batch, False

    def _store(self, batch: Sequence[_Pending]) -> None:
        error = _commit(batch)
        is_databases_fault = isinstance(error, (OperationalError, InterfaceError))
        if error is not None and not is_databases_fault and len(batch) > 1:
            # One of them may be the cause; the others shall not wait for its sake.
            for pending in batch:
                _answer([pending], _commit([pending]))
            return
        _answer(batch, error)


def _commit(batch: Sequence[_Pending]) -> Exception | None:
    deliveries = [pending.delivery for pending in batch]
    started = time.monotonic()
    try:
        try:
            gateway.accept_many(deliveries)
        except DatabaseError:
            connection.close()
            if time.monotonic() - started > _SECONDS_TO_TRY_AGAIN:
                # Locked, or not reached in time: the sender has waited long enough.
                raise
            # A connection that broke while idle is no reason to send anybody away.
            gateway.accept_many(deliveries)
    except Exception as error:
        # Whatever went wrong, the sender keeps the mail and tries again.
        log.exception("Storing %s mails failed", len(batch))
        connection.close()
        return error
    return None


def _answer(batch: Sequence[_Pending], error: Exception | None) -> None:
    for pending in batch:
        pending.loop.call_soon_threadsafe(_resolve, pending.done, error)


def _resolve(done: "asyncio.Future[None]", error: Exception | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)


class Mailroom:
    """What the conversations share: who may send what, and how much is in memory."""

    def __init__(self, storeroom: Storeroom) -> None:
        self._storeroom = storeroom
        self.connections = 0
        self.buffered_bytes = 0
        self.being_stored = 0

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= settings.MAIL_MAX_RECIPIENTS:
            return TOO_MANY_RECIPIENTS
        if not gateway.is_known(address):
            return UNKNOWN_RECIPIENT
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        sender = envelope.mail_from or ""
        delivery = Delivery(
            raw=envelope.original_content or b"",
            sender="" if sender == "<>" else sender,
            recipients=tuple(envelope.rcpt_tos),
            source_id=f"smtp:{token_hex(16)}",
            received_at=timezone.now(),
        )
        self.being_stored += 1
        try:
            await self._storeroom.store(delivery)
        except Exception:  # noqa: BLE001
            # Logged where it happened. Only "later" is safe to say.
            return TRY_LATER
        finally:
            self.being_stored -= 1
        return ACCEPTED


class Conversation(SMTP):
    """One SMTP session. Reads the text of a mail in chunks, where the library reads lines."""

    line_length_limit = _CHUNK

    def __init__(
        self,
        room: Mailroom,
        *,
        loop: asyncio.AbstractEventLoop,
        tls: ssl.SSLContext | None,
    ) -> None:
        super().__init__(
            room,
            data_size_limit=settings.MAIL_MAX_BYTES,
            enable_SMTPUTF8=True,
            hostname=settings.MAIL_DOMAIN,
            ident="Lotse",
            tls_context=tls,
            auth_exclude_mechanism=("LOGIN", "PLAIN"),
            loop=loop,
        )
        self._room = room
        self._too_large = TOO_LARGE.format(megabytes=settings.MAIL_MAX_BYTES // 1_000_000)
        self._is_counted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not self._is_counted:
            if self._room.connections >= settings.SMTP_MAX_CONNECTIONS:
                assert isinstance(transport, asyncio.WriteTransport)
                transport.write(TOO_MANY_CONNECTIONS)
                transport.close()
                return
            self._room.connections += 1
            self._is_counted = True
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self._is_counted:
            self._is_counted = False
            self._room.connections -= 1
            super().connection_lost(error)

    async def push(self, status: AnyStr) -> None:
        # The library's own refusal of an announced size does not say what is allowed.
        is_about_size = isinstance(status, str) and status.startswith("552 Error: message size")
        await (super().push(self._too_large) if is_about_size else super().push(status))

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if await self.check_helo_needed():
            return
        assert self.envelope is not None
        if arg or not self.envelope.rcpt_tos:
            await self.push("501 5.5.4 DATA takes no argument" if arg else "503 5.5.1 RCPT first")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        incoming = _Incoming()
        try:
            refusal = await self._receive(incoming)
            status = refusal or await self._hand_over(incoming)
        except (asyncio.CancelledError, ConnectionResetError):
            # The sender is gone; it keeps the mail and will come again.
            self._writer.close()
            raise
        finally:
            self._room.buffered_bytes -= incoming.counted
        replies = self._replies(status)
        self._set_post_data_state()  # type: ignore[no-untyped-call]
        for reply in replies:
            await self.push(reply)

    def _replies(self, status: str) -> list[str]:
        """Return what is answered to a mail."""
        return [status]

    async def _receive(self, incoming: "_Incoming") -> str:
        """Read a mail to its end; return the reason for refusing it, empty if there is none.

        Of a refused mail nothing is kept, but it is read: the answer comes after the data
        (RFC 5321, 4.2.5).
        """
        refusal = ""
        while True:
            chunk = await self._reader.read(_CHUNK)
            if not chunk:
                raise ConnectionResetError
            self._reset_timeout()
            rest = incoming.feed(chunk, is_kept=not refusal)
            refusal = refusal or self._refusal(incoming, len(chunk))
            if rest is not None:
                # The next commands of a pipelining client (RFC 2920).
                self._reader._buffer[0:0] = rest  # type: ignore[attr-defined]
                return refusal

    def _refusal(self, incoming: "_Incoming", arrived: int) -> str:
        incoming.counted += arrived
        self._room.buffered_bytes += arrived
        if incoming.size > settings.MAIL_MAX_BYTES:
            return self._too_large
        if self._room.buffered_bytes > _BUFFERED_MAILS * settings.MAIL_MAX_BYTES:
            return TOO_BUSY
        return ""

    async def _hand_over(self, incoming: "_Incoming") -> str:
        assert self.envelope is not None
        assert self.session is not None
        self.envelope.content = self.envelope.original_content = incoming.mail()
        status: str = await self._room.handle_DATA(self, self.session, self.envelope)
        return status


class LmtpConversation(Conversation, LMTP):
    """The same by LMTP (RFC 2033): one answer for each recipient instead of one for the mail.

    All rows of a mail are one transaction, so all its recipients get the same answer; the ones we
    do not know were refused at RCPT.
    """

    def _replies(self, status: str) -> list[str]:
        assert self.envelope is not None
        return [status] * len(self.envelope.rcpt_tos)


class _Incoming:
    """The text of one mail while it arrives."""

    def __init__(self) -> None:
        # As if a line end stood before the first line, so that a dot there is seen as well.
        self._data = bytearray(b"\r\n")
        self.counted = 0
        """Bytes that count against what all conversations may hold."""

    @property
    def size(self) -> int:
        return len(self._data)

    def feed(self, chunk: bytes, *, is_kept: bool) -> bytes | None:
        """Take a chunk; return what follows the end of the mail, or None before the end.

        Only a dot between two CRLF ends a mail. Anything more generous lets a sender smuggle a
        second mail past the server before us.
        """
        if not is_kept:
            del self._data[: -(len(_END) - 1)]
        search_from = max(0, len(self._data) - len(_END) + 1)
        self._data += chunk
        end = self._data.find(_END, search_from)
        if end < 0:
            return None
        rest = bytes(self._data[end + len(_END) :])
        del self._data[end + 2 :]
        return rest

    def mail(self) -> bytes:
        """Return the mail without the dots added for transport (RFC 5321, 4.5.2), once.

        Nothing is kept here, so that a large mail lies in memory twice for a moment at most.
        """
        data, self._data = self._data, bytearray()
        if b"\r\n." in data:
            data = data.replace(b"\r\n.", b"\r\n")
        del data[:2]
        return bytes(data)


async def serve(
    host: str,
    port: int,
    *,
    lmtp_port: int | None = None,
    stopping: asyncio.Event,
    announce: Callable[[str, int], None],
) -> None:
    """Take mail in until ``stopping`` is set; then finish what is being handed over.

    port: for SMTP, 0 takes a free one. lmtp_port: the same for LMTP, None opens none.
    announce: called with protocol and port of each door once connections are taken.
    """
    loop = asyncio.get_running_loop()
    storeroom = Storeroom()
    storeroom.start()
    room = Mailroom(storeroom)
    tls = _tls_context()
    doors: list[tuple[str, type[Conversation], int]] = [("SMTP", Conversation, port)]
    if lmtp_port is not None:
        doors.append(("LMTP", LmtpConversation, lmtp_port))
    servers: list[asyncio.Server] = []
    try:
        for name, conversation, wanted in doors:
            server = await loop.create_server(
                partial(conversation, room, loop=loop, tls=tls), host, wanted, backlog=256
            )
            servers.append(server)
            announce(name, server.sockets[0].getsockname()[1])
        await stopping.wait()
        for server in servers:
            server.close()
        deadline = loop.time() + _SECONDS_TO_FINISH
        while room.being_stored and loop.time() < deadline:
            await asyncio.sleep(0.02)
        # Lets the last answers reach their senders.
        await asyncio.sleep(0.05)
    finally:
        for server in servers:
            server.close()
        await loop.run_in_executor(None, storeroom.stop)


def _tls_context() -> ssl.SSLContext | None:
    if not settings.SMTP_TLS_CERTIFICATE:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.SMTP_TLS_CERTIFICATE, settings.SMTP_TLS_KEY)
    return context
