"""From stored mail to the slice that takes it in; one bad row holds up nobody.

Nothing is claimed in advance: the conditional update that marks a mail as handled and what its
intake writes are one transaction. A process killed at any point leaves the mail waiting.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from lotse.lib import blobs, statements
from lotse.mail import loops, outbox, probe, quarantine, reading, routes, suppression, tokens
from lotse.mail.models import InboundMail, OutgoingMail
from lotse.mail.parse import ParsedMail
from lotse.mail.routes import Intake

log = logging.getLogger(__name__)

RETRY_AFTER = (
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
)
"""Waiting time after the first, second, … failure; after the last one comes quarantine."""
BATCH_BYTES = 40_000_000
"""Raw bytes one batch may hold in memory; a single larger mail is a batch of its own."""
_FACTS = ("kind", "message_id", "from_address", "subject", "authenticity", "protection")
"""What is known of a mail once it is read."""
_IS_WAITING = "handled_at IS NULL AND quarantined_at IS NULL"
LEFT_BEHIND = timedelta(seconds=10)
"""After this time a mail is taken by whoever has nothing else to do, whoever's part it is."""


@dataclass(frozen=True)
class Share:
    """Which of the waiting mails a process takes first, so that two do not read the same ones."""

    part: int = 0
    of: int = 1


ALL = Share()
share = ALL
"""What falls to this process."""


def handle_waiting(now: datetime, limit: int = 10, *, share: Share = ALL) -> int:
    """Parse and hand over waiting mails, oldest first; return how many were dealt with.

    now: aware. limit: largest number of mails that share one transaction. share: what falls to
    this process; only SQLite needs it, and it only saves work: a mail is handled once in any case.
    """
    if connection.features.has_select_for_update_skip_locked:
        with transaction.atomic():
            locked = _waiting(now).select_for_update(skip_locked=True)
            return _handle_batch(list(_within_memory(locked, limit)), now)
    # One writer at a time: parse first, so that the lock is held only while writing.
    waiting = _waiting(now)
    if share.of == 1:
        return _handle_batch(list(_within_memory(waiting, limit)), now)
    own = waiting.annotate(part=F("pk") % share.of).filter(part=share.part)
    mails = list(_within_memory(own, limit))
    if not mails:
        # Help the other, but leave it what it has in hand and takes next.
        mails = list(_within_memory(waiting[2 * limit :], limit))
    if not mails:
        mails = list(_within_memory(waiting.filter(next_attempt_at__lte=now - LEFT_BEHIND), limit))
    return _handle_batch(mails, now)


def has_backlog(now: datetime, size: int) -> bool:
    """Say whether more than so many mails wait to be handled. now: aware."""
    return _waiting(now)[size : size + 1].exists()


def _waiting(now: datetime) -> QuerySet[InboundMail]:
    # A first attempt does not wait for a clock that was set back since the mail came.
    return InboundMail.objects.filter(
        Q(next_attempt_at__lte=now) | Q(attempts=0), handled_at=None, quarantined_at=None
    ).order_by("next_attempt_at", "pk")


def _within_memory(waiting: QuerySet[InboundMail], limit: int) -> Iterator[InboundMail]:
    room = BATCH_BYTES
    chosen: list[int] = []
    has_large = False
    for pk, size in waiting.values_list("pk", "size")[:limit]:
        if chosen and size > room:
            break
        chosen.append(pk)
        room -= size
        has_large = has_large or blobs.need_care(size)
    found = InboundMail.objects.filter(pk__in=chosen).order_by("next_attempt_at", "pk")
    if not has_large:
        yield from found
        return
    for mail in found.defer("raw"):
        blobs.read(mail, "raw")
        yield mail


def _handle_batch(mails: Sequence[InboundMail], now: datetime) -> int:
    if not mails:
        return 0
    read = [
        (mail, parsed, _prepared(mail, parsed)) for mail in mails for parsed in [reading.read(mail)]
    ]
    with transaction.atomic():
        return sum(_handle(mail, parsed, intake, now) for mail, parsed, intake in read)


def _prepared(mail: InboundMail, parsed: ParsedMail) -> Intake | None:
    """Return the intake of the mail's route with what it had to read, None without such a route."""
    recipient = mail.recipients[0] if mail.recipients else ""
    route = routes.find(recipient)
    if route is None or route.prepare is None:
        return None
    try:
        # A savepoint on PostgreSQL, whose transaction has begun; SQLite's lock is not taken yet.
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            return route.prepare(mail, parsed, recipient)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # It will stumble again where the failure is recorded with the mail.
        log.exception("Preparing inbound mail %s failed", mail.pk)
        return None


def _handle(mail: InboundMail, parsed: ParsedMail, prepared: Intake | None, now: datetime) -> bool:
    """Deal with one mail in a savepoint; return whether it was ours to deal with."""
    mail.kind = parsed.kind
    mail.message_id = parsed.message_id[:250]
    mail.from_address = parsed.sender.address[:320]
    mail.subject = parsed.subject[:300]
    mail.authenticity = reading.authenticity_of(parsed)
    try:
        with transaction.atomic():
            mail.handled_at = now
            if not statements.update(mail, ("handled_at", *_FACTS), only_if=_IS_WAITING):
                return False
            _hand_over(mail, parsed, prepared, now)
    except routes.NeedsPerson as doubt:
        mail.handled_at = None
        statements.update(mail, _FACTS, only_if=_IS_WAITING)
        quarantine.put(mail, reason=doubt.reason, suggestion=doubt.suggestion, now=now)
    except (OperationalError, InterfaceError):
        # The database is in trouble, not the mail: the whole batch comes again.
        raise
    except Exception as error:  # noqa: BLE001
        # Whatever a slice stumbles over must not hold up the mails behind it.
        _record_failure(mail, error, now)
    return True


def _hand_over(
    mail: InboundMail, parsed: ParsedMail, prepared: Intake | None, now: datetime
) -> None:
    recipient = mail.recipients[0] if mail.recipients else ""
    if parsed.sender.address == settings.INQUIRY_ADDRESS and probe.take(
        parsed.message_id, received_at=mail.received_at
    ):
        return
    loops.refuse(parsed)
    outgoing = _returned(recipient, parsed)
    if outgoing is not None and parsed.kind == "bounce":
        _note_bounce(outgoing, parsed, now)
    if tokens.read_bounce(recipient) is not None:
        if outgoing is None:
            raise routes.NeedsPerson(_("Rückläufer zu einer Mail, die es nicht mehr gibt"))
        if not outgoing.reply_to and parsed.kind in ("bounce", "automatic"):
            # Noted on the outgoing mail; there is no conversation it belongs to.
            return
        recipient, prepared = outgoing.reply_to, None
    elif parsed.kind == "person" and (asked_for := _asked_for(recipient, parsed)):
        recipient, prepared = asked_for, None
    route = routes.find(recipient)
    if route is None:
        raise routes.NeedsPerson(
            _("Für diese Adresse gibt es keinen Eingang"), _("Lesen und von Hand zuordnen")
        )
    (prepared or route.intake)(mail, parsed, recipient, now)


def _note_bounce(outgoing: OutgoingMail, parsed: ParsedMail, now: datetime) -> None:
    """Note on a mail, and on the address if it is gone, that it did not arrive."""
    # Our own record says who can be meant; the report could name anybody.
    is_copy = outgoing.copy_to and outgoing.copy_to in parsed.bounced_recipients
    missed = outgoing.recipient
    if is_copy and outgoing.recipient not in parsed.bounced_recipients:
        missed = outgoing.copy_to
    else:
        outbox.record_bounce(outgoing, reason=_reason(parsed), now=now)
    if suppression.is_permanent(parsed.bounce_status):
        suppression.note(missed, reason=parsed.bounce_status, now=now)


def _returned(recipient: str, parsed: ParsedMail) -> OutgoingMail | None:
    """Return our outgoing mail a report is about: by bounce address, else by Message-ID."""
    by_address = tokens.read_bounce(recipient)
    if by_address is not None:
        return OutgoingMail.objects.filter(pk=by_address).first()
    if parsed.bounced_message_id:
        return OutgoingMail.objects.filter(message_id=parsed.bounced_message_id).first()
    return None


def _asked_for(recipient: str, parsed: ParsedMail) -> str:
    """Return where a mail of ours asked to be answered, if the answer came in by another door.

    Some programs answer the sender and ignore ``Reply-To``. Empty if it came where it belongs.
    """
    if not parsed.in_reply_to or tokens.read(recipient):
        return ""
    answered = statements.rows(
        "SELECT reply_to FROM mail_outgoingmail WHERE message_id = %s AND reply_to <> '' "
        "ORDER BY id LIMIT 1",
        [parsed.in_reply_to[:250]],
    )
    wish: str = answered[0][0] if answered else ""
    return wish if wish and routes.find(wish) != routes.find(recipient) else ""


def _reason(parsed: ParsedMail) -> str:
    addresses = ", ".join(parsed.bounced_recipients)
    return f"{parsed.bounce_status} {addresses}".strip() or parsed.subject


def _record_failure(mail: InboundMail, error: Exception, now: datetime) -> None:
    """Note a failed attempt and when the next one is due, or give the mail to a person."""
    log.exception("Handling inbound mail %s failed", mail.pk)
    attempts = mail.attempts + 1
    facts = {"attempts": attempts, "last_error": f"{type(error).__name__}: {error}"[:300]}
    if attempts <= len(RETRY_AFTER):
        InboundMail.objects.filter(pk=mail.pk).update(
            next_attempt_at=now + RETRY_AFTER[attempts - 1], **facts
        )
        return
    InboundMail.objects.filter(pk=mail.pk).update(**facts)
    mail.handled_at = None
    quarantine.put(
        mail,
        reason=_("Die Verarbeitung ist mehrmals gescheitert"),
        suggestion=_("Fehler im Protokoll ansehen, Mail von Hand übernehmen"),
        now=now,
    )
