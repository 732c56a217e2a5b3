"""Holds, and the runs that remove what is older than promised."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.audit import rules as audit
from lotse.lib import german, retention
from lotse.lib.errors import RuleError
from lotse.mail import outbox
from lotse.protection import actions
from lotse.protection.models import ErasureRequest, Hold, RetentionRun

MAX_HOLD = timedelta(days=10 * 366)
BATCHES = 50
"""Batches of one rule in one run; what is left comes an hour later."""
UNDO = timedelta(days=7)


@transaction.atomic
def place_hold(*, kind: str, key: str, reason: str, until: date, by: User, now: datetime) -> Hold:
    """Keep an inquiry, or all about an address, beyond its time. Raises RuleError."""
    today = german.local(now).date()
    if not reason.strip():
        raise RuleError(_("Bitte nennen Sie den Grund, zum Beispiel ein Aktenzeichen."))
    if not today <= until <= today + MAX_HOLD:
        raise RuleError(_("Das Ende muss in der Zukunft liegen, höchstens zehn Jahre entfernt."))
    # A number is written in capitals, an address is not.
    key = key.strip().upper() if kind == Hold.Kind.INQUIRY else key.strip().lower()
    # A slip would hold nothing, and nobody would notice before it is gone.
    if not retention.is_there(kind, key):
        raise RuleError(_("Eine Anfrage %s gibt es nicht.") % key)
    if kind == Hold.Kind.ADDRESS and not outbox.is_usable(key):
        raise RuleError(_("Das ist keine Mailadresse."))
    hold = Hold.objects.create(
        kind=Hold.Kind(kind),
        key=key,
        reason=reason.strip()[:300],
        until=until,
        placed_by=by,
        placed_at=now,
    )
    audit.record(
        actions.HELD,
        actor_id=by.pk,
        subject=f"hold:{hold.pk}",
        after={"art": kind, "bis": until.isoformat()},
        now=now,
    )
    return hold


@transaction.atomic
def lift_hold(hold: Hold, *, by: User, now: datetime) -> None:
    """Let go before the time. Doing it twice is fine."""
    if Hold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_at=now, lifted_by=by):
        audit.record(actions.RELEASED, actor_id=by.pk, subject=f"hold:{hold.pk}", now=now)


def standing_holds(now: datetime) -> Q:
    """Return the condition for holds that hold at this instant."""
    return Q(lifted_at=None, until__gte=german.local(now).date())


def held_numbers(now: datetime) -> "list[str]":
    return _keys(Hold.Kind.INQUIRY, now)


def held_addresses(now: datetime) -> "list[str]":
    return _keys(Hold.Kind.ADDRESS, now)


def _keys(kind: Hold.Kind, now: datetime) -> list[str]:
    found = Hold.objects.filter(standing_holds(now), kind=kind)
    return list(found.values_list("key", flat=True))


def run_retention(now: datetime) -> RetentionRun | None:
    """Remove everything whose time is over and keep a report; None if there was nothing."""
    counts: dict[str, int] = {}
    for name, rule in retention.rules.items():
        for _batch in range(BATCHES):
            removed = rule.remove(now)
            counts[name] = counts.get(name, 0) + removed
            if not removed:
                break
    counts = {name: count for name, count in counts.items() if count}
    if not counts:
        return None
    return RetentionRun.objects.create(ran_at=now, counts=counts, total=sum(counts.values()))


# --- Being forgotten -------------------------------------------------------------------------


def _check_erasure(address: str, now: datetime) -> None:
    if address in held_addresses(now):
        raise RuleError(_("Das Löschen ist für diese Adresse angehalten. Siehe Aufbewahrung."))
    for eraser in retention.erasers.values():
        if obstacle := eraser.obstacle(address, now):
            raise RuleError(obstacle)


@transaction.atomic
def ask_erasure(*, address: str, reason: str, by: User, now: datetime) -> ErasureRequest:
    """Note that an address is to be forgotten; the worker does it after ``UNDO``.

    Raises RuleError if something must be settled first, or nothing is known.
    """
    address = address.strip().lower()
    if not reason.strip():
        raise RuleError(_("Bitte nennen Sie den Grund und wie Sie die Person erkannt haben."))
    _check_erasure(address, now)
    if not any(eraser.count(address) for eraser in retention.erasers.values()):
        raise RuleError(_("Zu dieser Adresse ist nichts gespeichert."))
    request, is_new = ErasureRequest.objects.get_or_create(
        address=address,
        done_at=None,
        cancelled_at=None,
        defaults={
            "reason": reason.strip()[:300],
            "requested_by": by,
            "requested_at": now,
            "due_at": now + UNDO,
        },
    )
    if is_new:
        subject = f"erasure:{request.pk}"
        audit.record(actions.ERASURE_ASKED, actor_id=by.pk, subject=subject, now=now)
    return request


@transaction.atomic
def cancel_erasure(request: ErasureRequest, *, by: User, now: datetime) -> None:
    """Take a request back before it is done. Raises RuleError if it is too late."""
    open_still = ErasureRequest.objects.filter(pk=request.pk, done_at=None)
    if not open_still.update(cancelled_at=now):
        raise RuleError(_("Dafür ist es zu spät: Es ist schon ausgeführt."))
    subject = f"erasure:{request.pk}"
    audit.record(actions.ERASURE_CANCELLED, actor_id=by.pk, subject=subject, now=now)


def erase_due(now: datetime) -> int:
    """Carry out the requests whose time has come; return how many."""
    due = ErasureRequest.objects.filter(done_at=None, cancelled_at=None, due_at__lte=now)
    return sum(_erase(pk, now) for pk in list(due.values_list("pk", flat=True)[:20]))


@transaction.atomic
def _erase(pk: int, now: datetime) -> bool:
    request = ErasureRequest.objects.select_for_update().get(pk=pk)
    if request.done_at or request.cancelled_at:
        return False
    try:
        _check_erasure(request.address, now)
    except RuleError as error:
        # Something new came in; the people who asked for it see why it waits.
        ErasureRequest.objects.filter(pk=pk).update(
            obstacle=error.message[:300], due_at=now + timedelta(hours=1)
        )
        return False
    counts = {
        name: eraser.erase(request.address, now) for name, eraser in retention.erasers.items()
    }
    ErasureRequest.objects.filter(pk=pk).update(
        done_at=now, address="", reason="", obstacle="", counts=counts
    )
    audit.record(actions.ERASURE_DONE, subject=f"erasure:{pk}", after=counts, now=now)
    return True
