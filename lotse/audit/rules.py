"""Adding to the log, checking it, and removing what is older than promised."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from lotse.audit import chain, origin
from lotse.audit.models import AuditChain, AuditEntry

ROW = 1
STEP = 500
"""Entries checked or removed at once."""


@transaction.atomic
def record(
    action: str,
    *,
    actor_id: int | None = None,
    subject: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    now: datetime,
) -> AuditEntry:
    """Add an entry in the caller's transaction. Never call it while taking mail in: it queues.

    subject: ``kind:id``, no name. before, after: plain values without secrets. now: aware.
    """
    link = _locked()
    entry = AuditEntry(
        number=link.last_number + 1,
        # What the database gives back must be what was sealed.
        happened_at=now.astimezone(UTC),
        actor_id=actor_id,
        origin=origin.current.get(),
        action=action,
        subject=subject[:200],
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason.replace("\x00", "").strip()[:500],
    )
    entry.seal = chain.seal(_keys()[0], link.last_seal, _facts(entry))
    entry.save(force_insert=True)
    link.last_number, link.last_seal = entry.number, entry.seal
    link.last_proof = chain.seal(_keys()[0], "last", _last(link))
    link.save(update_fields=["last_number", "last_seal", "last_proof"])
    return entry


@dataclass(frozen=True)
class Verdict:
    """What a check of the whole chain found."""

    entries: int
    last_number: int
    last_seal: str
    """Write it down elsewhere: a log that was replaced as a whole has another one."""
    problems: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.problems


def verify() -> Verdict:
    """Read the whole log in order and recompute every seal. Changes nothing."""
    with transaction.atomic():
        link = AuditChain.objects.filter(pk=ROW).first()
    if link is None:
        count = AuditEntry.objects.count()
        lost = (f"{count} Einträge, aber kein Anfang der Kette.",) if count else ()
        return Verdict(count, 0, "", lost)
    keys = _keys()
    problems: list[str] = []
    if link.anchor_number and not chain.fits(keys, "anchor", _anchor(link), link.anchor_proof):
        problems.append("Der Anfang der Kette wurde verändert.")
    if link.last_number and not chain.fits(keys, "last", _last(link), link.last_proof):
        problems.append("Das Ende der Kette wurde verändert.")
    number, seal, count = link.anchor_number, link.anchor_seal, 0
    for entry in _in_order(link.anchor_number, link.last_number):
        count += 1
        if entry.number != number + 1:
            problems.append(f"Zwischen Eintrag {number} und {entry.number} fehlt etwas.")
        elif not chain.fits(keys, seal, _facts(entry), entry.seal):
            problems.append(f"Eintrag {entry.number} wurde verändert.")
        number, seal = entry.number, entry.seal
    if (number, seal) != (link.last_number, link.last_seal):
        problems.append(f"Am Ende der Kette fehlt etwas: {number} statt {link.last_number}.")
    return Verdict(count, link.last_number, link.last_seal, tuple(problems[:20]))


@transaction.atomic
def trim(before: datetime, *, now: datetime, limit: int = STEP) -> int:
    """Remove the oldest entries whose time is over; return how many. The rest stays verifiable.

    The trigger lets go what lies before the anchor, and only who knows the key can prove one.
    """
    link = _locked()
    old = AuditEntry.objects.filter(happened_at__lt=before).order_by("number")[:limit]
    run = list(_without_gap(old, link.anchor_number))
    # The newest entry stays, so that the chain always has an end to go on from.
    run = [entry for entry in run if entry.number < link.last_number]
    if not run:
        return 0
    last = run[-1]
    link.anchor_number, link.anchor_seal = last.number, last.seal
    link.anchor_proof = chain.seal(_keys()[0], "anchor", _anchor(link))
    link.save(update_fields=["anchor_number", "anchor_seal", "anchor_proof"])
    AuditEntry.objects.filter(number__lte=last.number).delete()
    record("audit.trimmed", after={"bis": last.number, "anzahl": len(run)}, now=now)
    return len(run)


def _without_gap(entries: Any, anchor: int) -> Iterator[AuditEntry]:
    number = anchor
    for entry in entries:
        if entry.number != number + 1:
            return
        number = entry.number
        yield entry


def _in_order(after: int, up_to: int) -> Iterator[AuditEntry]:
    rows = AuditEntry.objects.filter(number__lte=up_to).order_by("number")
    while True:
        step = list(rows.filter(number__gt=after)[:STEP])
        yield from step
        if len(step) < STEP:
            return
        after = step[-1].number


def _locked() -> AuditChain:
    AuditChain.objects.get_or_create(pk=ROW)
    return AuditChain.objects.select_for_update().get(pk=ROW)


def _facts(entry: AuditEntry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "happened_at": entry.happened_at.astimezone(UTC).isoformat(),
        "actor_id": entry.actor_id,
        "origin": entry.origin,
        "action": entry.action,
        "subject": entry.subject,
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
    }


def _anchor(link: AuditChain) -> dict[str, Any]:
    return {"number": link.anchor_number, "seal": link.anchor_seal}


def _last(link: AuditChain) -> dict[str, Any]:
    return {"number": link.last_number, "seal": link.last_seal}


def _keys() -> list[bytes]:
    return [key.encode() for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
