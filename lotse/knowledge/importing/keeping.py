"""Tables that nobody went on with are removed after a month."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.models import SheetImport
from lotse.lib import retention
from lotse.lib.retention import Rule

KEPT_FOR = timedelta(days=30)


def due(now: datetime) -> QuerySet[SheetImport]:
    old = SheetImport.objects.filter(finished_at=None, created_at__lte=now - KEPT_FOR)
    return retention.free(old, now).order_by("created_at", "pk")


def remove(now: datetime) -> int:
    batch = list(due(now).values_list("pk", flat=True)[:20])
    SheetImport.objects.filter(pk__in=batch).delete()
    return len(batch)


retention.register(
    Rule(
        name="knowledge.imports",
        label=_("Tabellen, die nicht eingelesen wurden"),
        effect=_("werden gelöscht"),
        period=_("30 Tage"),
        due=due,
        remove=remove,
        describe=lambda sheet: f"{sheet.total} Zeilen",
    )
)
