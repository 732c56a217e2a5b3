"""How long messages to other programs are kept."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lotse.lib import retention
from lotse.lib.retention import Rule
from lotse.webhooks.models import Delivery

KEPT = timedelta(days=90)
BATCH = 500


def _over(now: datetime) -> QuerySet[Delivery]:
    settled = Delivery.objects.exclude(delivered_at=None, failed_at=None)
    return settled.filter(created_at__lte=now - KEPT).order_by("pk")


def _remove(now: datetime) -> int:
    batch = list(_over(now).values_list("pk", flat=True)[:BATCH])
    return Delivery.objects.filter(pk__in=batch).delete()[0]


retention.register(
    Rule(
        name="webhooks.deliveries",
        label=_("Nachrichten an andere Programme"),
        effect=_("gelöscht"),
        period=_("90 Tage"),
        due=_over,
        remove=_remove,
        describe=lambda row: f"Nachricht {row.pk}",
    )
)
