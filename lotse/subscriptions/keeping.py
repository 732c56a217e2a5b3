"""How long readers and what they were told are kept, and how an address is forgotten."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lotse.lib import retention
from lotse.lib.retention import Eraser, Rule
from lotse.subscriptions import links
from lotse.subscriptions.models import Notice, Reader, Subscription

ENDED_KEPT = timedelta(days=30)
TOLD_KEPT = timedelta(days=90)
BATCH = 500


def _unconfirmed(now: datetime) -> QuerySet[Reader]:
    before = now - links.CONFIRM_WITHIN
    return Reader.objects.filter(confirmed_at=None, created_at__lte=before).order_by("pk")


def _ended(now: datetime) -> QuerySet[Subscription]:
    return Subscription.objects.filter(ended_at__lte=now - ENDED_KEPT).order_by("pk")


def _without_wishes(now: datetime) -> QuerySet[Reader]:
    """Confirmed addresses that have no wish any more, not even an ended one."""
    return Reader.objects.filter(
        ~Q(confirmed_at=None), subscriptions=None, created_at__lte=now - ENDED_KEPT
    ).order_by("pk")


def _told(now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(told_at__lte=now - TOLD_KEPT).order_by("pk")


def _remove(rows: QuerySet) -> int:  # type: ignore[type-arg]
    batch = list(rows.values_list("pk", flat=True)[:BATCH])
    removed: int = rows.model._default_manager.filter(pk__in=batch).delete()[0]
    return removed


for _name, _label, _period, _due in (
    ("unconfirmed", _("Nicht bestätigte Abonnements"), _("7 Tage"), _unconfirmed),
    ("ended", _("Beendete Abonnements"), _("30 Tage"), _ended),
    ("readers", _("Adressen ohne Abonnement"), _("30 Tage"), _without_wishes),
    ("told", _("Wem wir was gemeldet haben"), _("90 Tage"), _told),
):
    retention.register(
        Rule(
            name=f"subscriptions.{_name}",
            label=_label,
            effect=_("gelöscht"),
            period=_period,
            due=_due,
            remove=lambda now, due=_due: _remove(due(now)),  # type: ignore[misc]
            describe=lambda row: f"{row._meta.verbose_name} {row.pk}",
        )
    )


def _of(address: str) -> QuerySet[Reader]:
    return Reader.objects.filter(address=address)


retention.can_erase(
    Eraser(
        name="subscriptions",
        label=_("Abonnements von Neuigkeiten"),
        count=lambda address: _of(address).count(),
        obstacle=lambda address, now: "",
        erase=lambda address, now: _of(address).delete()[0],
    )
)
