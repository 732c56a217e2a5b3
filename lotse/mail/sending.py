"""Sends what waits in the outbox, over SMTP, each mail once.

A mail is claimed, sent, and its outcome recorded. If the connection breaks after the text was
handed over and before the server answered, nobody knows whether it took the mail: it is sent again
with the same Message-ID, because a lost answer is worse than a doubled one and most servers
recognise the second copy (RFC 5321, 4.2.5; decision 0023).
"""

import logging
import smtplib
import ssl
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from lotse.mail import brake, compose, outbox, smime, suppression
from lotse.mail.models import OutgoingMail

log = logging.getLogger(__name__)

RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=6),
)
"""Waiting time after the first, second, … temporary refusal; the last one repeats."""
GIVE_UP_AFTER = 18
"""Attempts; with the waiting times above that is about three days, as RFC 5321, 4.5.4.1 asks."""
LEASE = timedelta(minutes=15)
"""How long a claim holds: longer than any single conversation with a server can take."""
PAUSES_TO_RECORD = (0.5, 1, 2, 4, *(5,) * 60)
"""Seconds between attempts to note what was sent: about five minutes, well within a claim."""
TIMEOUT_SECONDS = 60
BATCH = 100
"""Mails sent over one connection before other jobs get their turn."""
BATCH_SECONDS = 20.0
"""The same in time; the mail that is being sent is finished."""


_CLOSING = 421
"""The server ends the connection (RFC 5321, 3.8)."""


class _NoConnection(Exception):
    """The server cannot be reached or does not let us in; no mail is to blame."""


class _Refused(Exception):
    """The server's answer to one mail."""

    def __init__(self, answer: str, *, is_permanent: bool) -> None:
        self.answer = answer
        self.is_permanent = is_permanent
        super().__init__(answer)


def send_waiting(now: datetime, *, watch: outbox.Watch | None = None) -> int:
    """Send due mails over one connection; return how many got a final answer.

    now: aware. watch: what is known about other workers' claims; else what this process has seen.
    Without a server (LOTSE_SMTP_URL) nothing is sent and the mails stay readable.
    """
    if not settings.SMTP_URL:
        return 0
    run = _Run(now, watch)
    server = _Connection(urlsplit(settings.SMTP_URL))
    try:
        mail = run.next(_nothing)
        while mail is not None:
            mail = run.next(_send(mail, server, run))
    finally:
        server.close()
    return run.finished


Outcome = Callable[[], None]
"""Writes down what became of a mail."""


def _nothing() -> None:
    """The outcome before the first mail."""


class _Run:
    """One go at the outbox: what was claimed and finished, and the time that passes meanwhile."""

    def __init__(self, now: datetime, watch: outbox.Watch | None) -> None:
        self._now = now
        self._watch = watch
        self._started = time.monotonic()
        self._claimed = 0
        self._is_over = False
        self.finished = 0

    @property
    def instant(self) -> datetime:
        return self._now + timedelta(seconds=time.monotonic() - self._started)

    @property
    def _may_go_on(self) -> bool:
        is_time_left = time.monotonic() - self._started < BATCH_SECONDS
        return not self._is_over and self._claimed < BATCH and is_time_left

    def give_up(self) -> None:
        """Claim no further mail in this go."""
        self._is_over = True

    def next(self, outcome: Outcome) -> OutgoingMail | None:
        """Write an outcome down and claim the next mail, if there is one, both with one commit.

        Each commit waits for the disk, which takes longer than most mail servers.
        """
        try:
            with transaction.atomic():
                outcome()
                mail, finished = self._claim()
        except Exception as error:
            if outcome is _nothing:
                raise
            # Whatever it was: that a mail has left must be known, else it leaves twice.
            _write_down(outcome)
            if isinstance(error, (OperationalError, InterfaceError)):
                # The database is back; what waits is for the next go.
                return None
            raise
        self.finished += finished
        return mail

    def _claim(self) -> tuple[OutgoingMail | None, int]:
        """Return the next mail that may leave, and how many were found that may not."""
        held_back = 0
        while self._may_go_on:
            instant = self.instant
            mail = outbox.claim(instant, lease=LEASE, watch=self._watch)
            if mail is None:
                break
            self._claimed += 1
            verdict = brake.examine(mail, now=instant)
            if verdict.withheld_because:
                log.warning("Automatic mail %s is held back", mail.pk)
                outbox.withhold(mail, reason=verdict.withheld_because, now=instant)
            elif verdict.wait_until:
                answer = "Gebremst: zu viele automatische Mails auf einmal."
                outbox.postpone(mail, until=verdict.wait_until, answer=answer)
            else:
                return mail, held_back
            held_back += 1
        return None, held_back


def _write_down(outcome: Outcome) -> None:
    """Note what became of a mail, also if the database comes back only after a while.

    Left undone, the mail would leave a second time when its claim ends.
    """
    for pause in PAUSES_TO_RECORD:
        try:
            with transaction.atomic():
                outcome()
        except (OperationalError, InterfaceError) as error:
            log.warning("What became of a mail is not noted yet: %s", type(error).__name__)
            connection.close()
            time.sleep(pause)
        else:
            return
    with transaction.atomic():
        outcome()


def _send(mail: OutgoingMail, server: "_Connection", run: _Run) -> Outcome:
    """Hand one claimed mail over; return what writes down the outcome."""
    try:
        answer = server.deliver(mail)
    except _Refused as refusal:
        outcome = partial(_record_refusal, mail, refusal, run.instant)
    except _NoConnection as error:
        log.warning("The mail server cannot be used: %s", error)
        run.give_up()
        return partial(_postpone, mail, str(error), run.instant)
    else:
        outcome = partial(outbox.record_sent, mail, answer=answer, now=run.instant)
    run.finished += 1
    return outcome


def _record_refusal(mail: OutgoingMail, refusal: _Refused, now: datetime) -> None:
    if not refusal.is_permanent:
        _postpone(mail, refusal.answer, now)
        return
    log.error("Outgoing mail %s was refused for good: %s", mail.pk, refusal.answer[:3])
    outbox.record_failed(mail, answer=refusal.answer, now=now)
    if suppression.is_permanent(refusal.answer):
        suppression.note(mail.recipient, reason=refusal.answer, now=now)


def _postpone(mail: OutgoingMail, answer: str, now: datetime) -> None:
    if mail.attempts >= GIVE_UP_AFTER:
        log.error("Outgoing mail %s is given up after %s attempts", mail.pk, mail.attempts)
        outbox.record_failed(mail, answer=answer, now=now)
        return
    delay = RETRY_AFTER[min(mail.attempts, len(RETRY_AFTER)) - 1]
    outbox.postpone(mail, until=now + delay, answer=answer)


class _Connection:
    """One conversation with the mail server, opened when the first mail needs it."""

    def __init__(self, url: SplitResult) -> None:
        self._url = url
        self._smtp: smtplib.SMTP | None = None

    def deliver(self, mail: OutgoingMail) -> str:
        """Hand a mail over; return the server's answer.

        Raises _Refused if the server does not take this mail, _NoConnection if it takes none.
        """
        try:
            raw = compose.as_bytes(mail)
        except smime.Unusable as error:
            raise _NoConnection(f"Das Unterschreiben gelingt nicht ({error}).") from error
        except compose.MissingFile as error:
            words = "Eine Anlage lässt sich nicht lesen. Die Mail wartet."
            raise _Refused(words, is_permanent=False) from error
        is_handed_over = False
        try:
            smtp = self._begin(mail)
            _expect(smtp.rcpt(compose.envelope_recipient(mail)))
            if mail.copy_to and smtp.rcpt(compose.in_ascii(mail.copy_to))[0] >= 400:
                # The copy is a courtesy; the answer itself must not wait for it.
                log.warning("The copy of outgoing mail %s was refused", mail.pk)
            is_handed_over = True
            answer = _expect(smtp.data(raw))
        except _Refused:
            self._reset()
            raise
        except smtplib.SMTPDataError as error:
            self._reset()
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            if is_handed_over:
                words = "Verbindung riss nach der Übergabe ab; ob die Mail ankam, ist ungewiss."
                raise _Refused(words, is_permanent=False) from error
            raise _Refused("Die Verbindung riss ab.", is_permanent=False) from error
        return answer

    def _begin(self, mail: OutgoingMail) -> smtplib.SMTP:
        """Name the sender to the server, over a new connection if it ended the last one.

        Some servers hang up after a number of mails; that must not count against the next.
        """
        smtp = self._smtp
        if smtp is not None:
            try:
                reply = smtp.mail(compose.envelope_sender(mail), _options(smtp, mail))
            except (smtplib.SMTPServerDisconnected, OSError):
                reply = (_CLOSING, b"")
            if reply[0] != _CLOSING:
                _expect(reply)
                return smtp
            self.close()
        smtp = self._smtp = self._open()
        _expect(smtp.mail(compose.envelope_sender(mail), _options(smtp, mail)))
        return smtp

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            smtp.quit()
        except (smtplib.SMTPException, OSError):
            smtp.close()

    def _open(self) -> smtplib.SMTP:
        host, is_implicit_tls = self._url.hostname or "", self._url.scheme == "smtps"
        port = self._url.port or (465 if is_implicit_tls else 587 if self._url.username else 25)
        try:
            smtp: smtplib.SMTP
            if is_implicit_tls:
                context = ssl.create_default_context()
                smtp = smtplib.SMTP_SSL(
                    host, port, settings.MAIL_DOMAIN, timeout=TIMEOUT_SECONDS, context=context
                )
            else:
                smtp = smtplib.SMTP(host, port, settings.MAIL_DOMAIN, timeout=TIMEOUT_SECONDS)
                smtp.ehlo_or_helo_if_needed()
                if smtp.has_extn("starttls") and self._url.scheme == "smtp":
                    smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
            if self._url.username:
                smtp.login(unquote(self._url.username), unquote(self._url.password or ""))
        except (smtplib.SMTPException, OSError, ValueError) as error:
            # Also a refused password: that is for the operator, and the mails wait meanwhile.
            raise _NoConnection(f"Kein Zugang zum Mailserver ({type(error).__name__}).") from error
        return smtp

    def _reset(self) -> None:
        if self._smtp is None:
            return
        try:
            self._smtp.rset()
        except (smtplib.SMTPException, OSError):
            self.close()


def _options(smtp: smtplib.SMTP, mail: OutgoingMail) -> list[str]:
    if mail.recipient.rpartition("@")[0].isascii():
        return []
    if not smtp.has_extn("smtputf8"):
        raise _Refused("Der Mailserver kann keine Umlaute vor dem @.", is_permanent=True)
    return ["SMTPUTF8", "BODY=8BITMIME"]


def _expect(reply: tuple[int, bytes]) -> str:
    code, text = reply
    if 200 <= code < 300:
        return f"{code} {text.decode('utf-8', 'replace')}"
    raise _refusal(code, text)


def _refusal(code: int, text: bytes | str) -> _Refused:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    # 421 and an answer that is none (-1) are temporary, like every 4xx.
    return _Refused(f"{code} {words}", is_permanent=500 <= code < 600)
