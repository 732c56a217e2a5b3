"""How long the records of data protection itself are kept."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lotse.audit import rules as audit
from lotse.audit.models import AuditEntry
from lotse.lib import retention
from lotse.lib.retention import Eraser, Rule
from lotse.protection.models import DataExport

MONTH = timedelta(days=365.25 / 12)
EXPORT_KEPT = timedelta(days=30)
BATCH = 50


def _files_over(now: datetime) -> QuerySet[DataExport]:
    return DataExport.objects.filter(expires_at__lte=now).exclude(file="").order_by("pk")


def _remove_files(now: datetime) -> int:
    batch = list(_files_over(now)[:BATCH])
    DataExport.objects.filter(pk__in=[row.pk for row in batch]).update(file="")
    for row in batch:
        default_storage.delete(str(row.file))
    return len(batch)


def _exports_over(now: datetime) -> QuerySet[DataExport]:
    found = DataExport.objects.filter(requested_at__lte=now - EXPORT_KEPT, file="")
    return found.exclude(ready_at=None).order_by("pk")


def _remove_exports(now: datetime) -> int:
    batch = list(_exports_over(now).values_list("pk", flat=True)[:BATCH])
    return DataExport.objects.filter(pk__in=batch).delete()[0]


def _entries_over(now: datetime) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(happened_at__lt=_audit_before(now)).order_by("number")


def _audit_before(now: datetime) -> datetime:
    return now - settings.KEEP_AUDIT_MONTHS * MONTH


def _erase(address: str, now: datetime) -> int:
    found = list(DataExport.objects.filter(address=address).exclude(ready_at=None))
    for row in found:
        if row.file:
            default_storage.delete(str(row.file))
        row.delete()
    return len(found)


retention.can_erase(
    Eraser(
        name="protection",
        label=_("Datenauskünfte"),
        count=lambda address: DataExport.objects.filter(address=address).count(),
        obstacle=lambda address, now: "",
        erase=_erase,
    )
)
retention.register(
    Rule(
        name="protection.files",
        label=_("Dateien von Datenauskünften"),
        effect=_("gelöscht"),
        period=_("sieben Tage"),
        due=_files_over,
        remove=_remove_files,
        describe=lambda row: f"Auskunft {row.pk}",
    )
)
retention.register(
    Rule(
        name="protection.exports",
        label=_("Datenauskünfte"),
        effect=_("gelöscht"),
        period=_("30 Tage"),
        due=_exports_over,
        remove=_remove_exports,
        describe=lambda row: f"Auskunft {row.pk}",
    )
)
retention.register(
    Rule(
        name="audit.entries",
        label=_("Protokoll"),
        effect=_("gelöscht, der Rest bleibt nachprüfbar"),
        period=_("%s Monate") % settings.KEEP_AUDIT_MONTHS,
        due=_entries_over,
        remove=lambda now: audit.trim(_audit_before(now), now=now),
        describe=lambda row: f"Eintrag {row.number}",
    )
)
