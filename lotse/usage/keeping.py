"""How long counts are kept."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.lib import retention
from lotse.lib.retention import Rule
from lotse.usage.models import DayCount

KEPT = timedelta(days=3 * 366)
BATCH = 1000


def _over(now: datetime) -> QuerySet[DayCount]:
    last = timezone.localdate(now) - KEPT
    return DayCount.objects.filter(day__lte=last).order_by("day", "pk")


def _remove(now: datetime) -> int:
    batch = list(_over(now).values_list("pk", flat=True)[:BATCH])
    return DayCount.objects.filter(pk__in=batch).delete()[0]


retention.register(
    Rule(
        name="usage.counts",
        label=_("Zahlen zur Nutzung"),
        effect=_("gelöscht"),
        period=_("drei Jahre"),
        due=_over,
        remove=_remove,
        describe=lambda row: f"{row.day}: {row.get_kind_display()}",
    )
)
