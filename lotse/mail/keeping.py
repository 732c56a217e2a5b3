"""Mails are kept for a year as proof, then removed; what waits for somebody stays."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.lib import retention
from lotse.lib.retention import Eraser, Rule
from lotse.mail import brake
from lotse.mail.models import InboundMail, OutgoingMail, SuppressedAddress

KEPT_FOR = timedelta(days=366) * settings.KEEP_MAIL_MONTHS / 12
"""Original mails and what was sent; the retention decided for raw mail is twelve months."""
BATCH = 200


def inbound_over(now: datetime) -> QuerySet[InboundMail]:
    """Return mails that are older than ``KEPT_FOR`` and dealt with. now: aware.

    What waits for a worker or a person stays, however old it is.
    """
    found = InboundMail.objects.filter(
        received_at__lt=now - KEPT_FOR, handled_at__isnull=False
    ).defer("raw")
    return retention.free(found, now).order_by("received_at", "pk")


def outgoing_over(now: datetime) -> QuerySet[OutgoingMail]:
    """Return sent and failed mails older than ``KEPT_FOR``; what waits for a server stays."""
    found = OutgoingMail.objects.filter(created_at__lt=now - KEPT_FOR).exclude(
        sent_at=None, failed_at=None
    )
    return retention.free(found, now).order_by("pk")


def suppressed_over(now: datetime) -> QuerySet[SuppressedAddress]:
    return SuppressedAddress.objects.filter(last_at__lt=now - KEPT_FOR).order_by("pk")


def remove_inbound(now: datetime) -> int:
    batch = list(inbound_over(now).values_list("pk", flat=True)[:BATCH])
    InboundMail.objects.filter(pk__in=batch).delete()
    return len(batch)


def remove_outgoing(now: datetime) -> int:
    batch = list(outgoing_over(now).values_list("pk", flat=True)[:BATCH])
    OutgoingMail.objects.filter(pk__in=batch).delete()
    return len(batch)


def remove_suppressed(now: datetime) -> int:
    return suppressed_over(now).delete()[0]


def remove_counts(now: datetime) -> int:
    """Remove what the brake counted; it holds no address and needs no preview."""
    return brake.remove_old(now)


def _from(address: str) -> QuerySet[InboundMail]:
    return InboundMail.objects.filter(Q(from_address=address) | Q(sender=address))


def _obstacle(address: str, now: datetime) -> str:
    if _from(address).filter(handled_at=None, resolved_at=None).exists():
        return _("Von dieser Adresse wartet noch eine Mail. Bitte entscheiden Sie zuerst über sie.")
    if OutgoingMail.objects.filter(recipient=address, sent_at=None, failed_at=None).exists():
        return _(
            "An diese Adresse ist noch eine Mail unterwegs. Bitte warten Sie, bis sie fort ist."
        )
    return ""


def _erase(address: str, now: datetime) -> int:
    removed = _from(address).delete()[0]
    removed += OutgoingMail.objects.filter(recipient=address).delete()[0]
    return removed + SuppressedAddress.objects.filter(address=address).delete()[0]


retention.register(
    Rule(
        name="mail.inbound",
        label=gettext_lazy("Originalmails"),
        effect=gettext_lazy("gelöscht"),
        period=gettext_lazy("%s Monate nach dem Eingang") % settings.KEEP_MAIL_MONTHS,
        due=inbound_over,
        remove=remove_inbound,
        describe=lambda row: f"Mail {row.pk}",
    )
)
retention.register(
    Rule(
        name="mail.outgoing",
        label=gettext_lazy("Gesendete Mails"),
        effect=gettext_lazy("gelöscht"),
        period=gettext_lazy("%s Monate nach dem Schreiben") % settings.KEEP_MAIL_MONTHS,
        due=outgoing_over,
        remove=remove_outgoing,
        describe=lambda row: f"Mail {row.pk}",
    )
)
retention.register(
    Rule(
        name="mail.suppressed",
        label=gettext_lazy("Unzustellbare Adressen"),
        effect=gettext_lazy("gelöscht"),
        period=gettext_lazy("%s Monate nach dem letzten Fehlschlag") % settings.KEEP_MAIL_MONTHS,
        due=suppressed_over,
        remove=remove_suppressed,
        describe=lambda row: f"Adresse {row.pk}",
    )
)
retention.can_erase(
    Eraser(
        name="mail",
        label=gettext_lazy("Mails"),
        count=lambda address: (
            _from(address).count() + OutgoingMail.objects.filter(recipient=address).count()
        ),
        obstacle=_obstacle,
        erase=_erase,
    )
)
