"""Mails that wait for a person, with the reason and what could be done."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lotse.lib.errors import RuleError
from lotse.mail.models import InboundMail


class AlreadyResolved(RuleError):
    def __init__(self) -> None:
        super().__init__(_("Diese Mail hat schon jemand anderes erledigt."))


def waiting() -> QuerySet[InboundMail]:
    """Return the mails nobody has resolved yet, oldest first, without their raw bytes."""
    return (
        InboundMail.objects.filter(quarantined_at__isnull=False, resolved_at=None)
        .order_by("quarantined_at", "pk")
        .defer("raw")
    )


def put(mail: InboundMail, *, reason: str, suggestion: str = "", now: datetime) -> None:
    """Set a mail aside for a person. now: aware."""
    mail.quarantined_at = now
    mail.quarantine_reason = reason[:200]
    mail.quarantine_suggestion = suggestion[:200]
    mail.save(
        update_fields=["quarantined_at", "quarantine_reason", "quarantine_suggestion"],
    )


def resolve(mail: InboundMail, *, resolution: str, actor_label: str, now: datetime) -> None:
    """Mark a mail as dealt with. Of two people who press at once only one wins.

    resolution: what was done, in words. actor_label: who did it. now: aware.
    Raises AlreadyResolved if someone was faster.
    """
    text = f"{resolution} ({actor_label})"[:200]
    changed = InboundMail.objects.filter(
        pk=mail.pk, quarantined_at__isnull=False, resolved_at=None
    ).update(resolved_at=now, resolution=text, handled_at=now)
    if not changed:
        raise AlreadyResolved
    mail.refresh_from_db(fields=["resolved_at", "resolution", "handled_at"])


def resolved() -> QuerySet[InboundMail]:
    """Return the mails a person has dealt with, latest first, without their raw bytes."""
    return (
        InboundMail.objects.filter(quarantined_at__isnull=False, resolved_at__isnull=False)
        .order_by("-resolved_at", "-pk")
        .defer("raw")
    )


def restore(mail: InboundMail, *, actor_label: str, now: datetime) -> None:
    """Let a mail wait again that was thrown away by mistake. What was done stays readable.

    The caller knows that nothing was made of the mail. Raises RuleError if it already waits.
    """
    text = _("%(done)s; zurückgeholt (%(person)s)") % {
        "done": mail.resolution,
        "person": actor_label,
    }
    changed = InboundMail.objects.filter(pk=mail.pk, resolved_at__isnull=False).update(
        resolved_at=None, resolution=text[-200:], quarantined_at=now
    )
    if not changed:
        raise RuleError(_("Diese Mail wartet schon."))
    mail.refresh_from_db(fields=["resolved_at", "resolution", "quarantined_at"])
