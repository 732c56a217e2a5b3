"""Outgoing mails: rows written with the fact that causes them, sent once by the worker.

States are derived: waiting (neither sent nor failed), sent, withheld, failed, bounced.
"""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from lotse.lib import statements
from lotse.lib.errors import RuleError
from lotse.mail import outcomes
from lotse.mail.models import OutgoingMail

_ADDRESS = re.compile(r"[^\s@<>(),;:\\\"\[\]\x00-\x20\x7f]+@[^\s@<>(),;:\\\"\[\]\x00-\x20\x7f]+\Z")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_MESSAGE_ID = re.compile(r"<[^<>\s]+>\Z")


_WATCHED_SECONDS = 120
"""How long a claim that seems over is watched before somebody else takes the mail."""


class Watch:
    """Remembers the claims that seem over, by a clock that nobody sets.

    A clock that jumps forward ends every claim at once, also of a worker that is just sending:
    taking the mail from it would send it twice.
    """

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._seen: dict[int, tuple[datetime, float]] = {}

    def is_over(self, pk: int, claimed_until: datetime) -> bool:
        """Say whether this claim on a mail stayed as it is for a while."""
        known_until, since = self._seen.get(pk, (None, 0.0))
        if known_until == claimed_until:
            return self._ticks() - since >= _WATCHED_SECONDS
        if len(self._seen) > 1_000:
            self._seen.clear()
        self._seen[pk] = (claimed_until, self._ticks())
        return False


_watch = Watch()
"""What this process has seen."""


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a mail; its content is read from the storage when the mail leaves."""

    name: str
    content_type: str
    path: str


class UnusableAddress(RuleError):
    def __init__(self) -> None:
        super().__init__(
            _("An diese Adresse lässt sich keine Mail schicken. Bitte prüfen Sie sie.")
        )


def queue(
    *,
    purpose: str,
    recipient: str,
    subject: str,
    text: str,
    html: str = "",
    copy_to: str = "",
    reply_to: str = "",
    in_reply_to: str = "",
    references: Sequence[str] = (),
    is_automatic: bool = False,
    is_secret: bool = False,
    sender_name: str = "",
    unsubscribe_url: str = "",
    files: Sequence[Enclosure] = (),
    send_after: datetime | None = None,
    now: datetime,
) -> OutgoingMail:
    """Write an outgoing mail in the caller's transaction; the worker sends it after the commit.

    recipient, copy_to, reply_to: bare addresses. in_reply_to, references: Message-IDs with angle
    brackets, oldest first; unusable ones are left out. is_automatic: nobody pressed a button for
    it. unsubscribe_url: for periodic mail. files: must stay in the storage. send_after: aware;
    until then no worker takes it, and it can be withdrawn. now: aware.
    Raises UnusableAddress, also for an address that would smuggle in a header line.
    """
    for address in (recipient, copy_to, reply_to):
        if address and not is_usable(address):
            raise UnusableAddress
    if not recipient:
        raise UnusableAddress
    mail = OutgoingMail(
        purpose=purpose,
        recipient=recipient,
        copy_to="" if copy_to == recipient else copy_to,
        sender_name=_one_line(sender_name)[:120],
        reply_to=reply_to,
        subject=_one_line(subject)[:300],
        text=text.replace("\x00", ""),
        html=html.replace("\x00", ""),
        message_id=f"<{token_hex(16)}@{settings.MAIL_DOMAIN}>",
        in_reply_to=in_reply_to if _MESSAGE_ID.match(in_reply_to) else "",
        references=" ".join(r for r in references if _MESSAGE_ID.match(r)),
        is_automatic=is_automatic,
        is_secret=is_secret,
        unsubscribe_url=unsubscribe_url,
        files=[asdict(file) for file in files],
        created_at=now,
        next_attempt_at=send_after or now,
    )
    statements.insert(mail)
    return mail


def is_usable(address: str) -> bool:
    """Say whether a mail can be addressed to this: one @, no space, bracket or line break."""
    return len(address) <= 320 and _ADDRESS.match(address) is not None


def all_mails() -> QuerySet[OutgoingMail]:
    """Return every outgoing mail, the newest first."""
    return OutgoingMail.objects.order_by("-pk")


def waiting() -> QuerySet[OutgoingMail]:
    """Return what is neither sent nor given up, oldest first."""
    return OutgoingMail.objects.filter(sent_at=None, failed_at=None).order_by(
        "next_attempt_at", "pk"
    )


def claim(now: datetime, *, lease: timedelta, watch: Watch | None = None) -> OutgoingMail | None:
    """Return the next due mail for this worker alone, or None.

    The claim ends by itself soon after ``lease``, so a killed worker holds nothing up.
    """
    due = waiting().filter(
        # What was never put off does not wait for a clock that was set back.
        Q(next_attempt_at__lte=now) | Q(next_attempt_at=F("created_at")),
        Q(claimed_until=None)
        | Q(claimed_until__lte=now)
        # No claim is that long: the clock was set back.
        | Q(claimed_until__gt=now + lease),
    )
    for pk, claimed_until in due.values_list("pk", "claimed_until")[:20]:
        if claimed_until and not (watch or _watch).is_over(pk, claimed_until):
            continue
        # In a transaction, because only those wait for SQLite's lock in short steps.
        with transaction.atomic(savepoint=False):
            # Conditional update: of two workers that saw the row only one gets it.
            claimed = due.filter(pk=pk, claimed_until=claimed_until).update(
                claimed_until=now + lease, attempts=F("attempts") + 1
            )
        if claimed:
            return OutgoingMail.objects.get(pk=pk)
    return None


def withdraw(mail: OutgoingMail, *, now: datetime) -> bool:
    """Take a mail back that no worker has touched; say whether it was in time.

    Call it in a transaction. Conditional like ``claim``: of a worker and a withdrawal one wins.
    """
    untouched = OutgoingMail.objects.filter(
        pk=mail.pk, attempts=0, claimed_until=None, sent_at=None, failed_at=None
    )
    if not untouched.update(claimed_until=now + timedelta(hours=1)):
        return False
    mail.delete()
    return True


def record_sent(mail: OutgoingMail, *, answer: str, now: datetime) -> None:
    _finish(mail, sent_at=now, server_answer=answer)


def record_failed(mail: OutgoingMail, *, answer: str, now: datetime) -> None:
    _finish(mail, failed_at=now, server_answer=answer)


def postpone(mail: OutgoingMail, *, until: datetime, answer: str) -> None:
    _finish(mail, next_attempt_at=until, server_answer=answer)


def send_again(mail: OutgoingMail, *, now: datetime) -> None:
    """Put a mail that was given up back into the queue, with the same Message-ID.

    Raises RuleError if it is not one that was given up.
    """
    changed = OutgoingMail.objects.filter(pk=mail.pk, failed_at__isnull=False).update(
        failed_at=None, next_attempt_at=now, attempts=0, claimed_until=None
    )
    if not changed:
        raise RuleError(_("Nur eine gescheiterte Mail lässt sich noch einmal senden."))


def record_bounce(mail: OutgoingMail, *, reason: str, now: datetime) -> None:
    """Note that a delivery report came back for a mail; the first one counts."""
    OutgoingMail.objects.filter(pk=mail.pk, bounced_at=None).update(
        bounced_at=now, bounce_reason=_one_line(reason)[:300]
    )


def withhold(mail: OutgoingMail, *, reason: str, now: datetime) -> None:
    """Give an automatic mail up that must not leave; a person may still send it. now: aware."""
    with transaction.atomic(savepoint=False):
        answer = _("Zurückgehalten: %s") % reason
        _finish(mail, failed_at=now, withheld_at=now, server_answer=answer)
        outcomes.withheld(mail, reason, now)


def _finish(mail: OutgoingMail, **facts: datetime | str) -> None:
    facts["server_answer"] = _one_line(str(facts["server_answer"]))[:300]
    with transaction.atomic(savepoint=False):
        OutgoingMail.objects.filter(pk=mail.pk).update(claimed_until=None, **facts)


def _one_line(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()
