"""Reads about webhooks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django_stubs_ext import StrOrPromise

from lotse.lib import paging
from lotse.lib.paging import Page
from lotse.webhooks import events
from lotse.webhooks.models import Delivery, Webhook

_STATES = {
    "waiting": Q(delivered_at=None, failed_at=None),
    "delivered": Q(delivered_at__isnull=False),
    "failed": Q(failed_at__isnull=False),
}


@dataclass(frozen=True)
class DeliveryRow:
    delivery: Delivery
    label: StrOrPromise


def deliveries(hook: Webhook, query: Mapping[str, str]) -> Page[Delivery]:
    """Return a page of what an address was told, the newest first."""
    found: QuerySet[Delivery] = hook.deliveries.all()
    state = query.get("zustand", "")
    if state in _STATES:
        found = found.filter(_STATES[state])
    return paging.by_key(found, order=("-pk",), query=query, size=25)


def rows(found: Iterable[Delivery]) -> list[DeliveryRow]:
    return [DeliveryRow(one, events.labels.get(one.event, one.event)) for one in found]
