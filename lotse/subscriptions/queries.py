"""Reads of subscriptions."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lotse.search import registry
from lotse.subscriptions.models import Reader, Subscription

ANNOUNCED = ("example", "answer", "aid", "fact", "news", "press")
"""Kinds of content whose first publication is told; those no slice offers do not count."""


def kinds() -> list[tuple[str, str]]:
    """Return name and label of every kind that is announced."""
    return [
        (name, str(registry.providers[name].label_plural))
        for name in ANNOUNCED
        if name in registry.providers
    ]


def active(reader: Reader | None) -> QuerySet[Subscription]:
    """Return what a reader is told of, in the order of the wishes."""
    found = Subscription.objects.filter(reader=reader, ended_at=None)
    return found.select_related("topic", "land").order_by("pk")


def ended(reader: Reader | None) -> QuerySet[Subscription]:
    """Return what a reader ended lately and may take up again, the last one first."""
    found = Subscription.objects.filter(reader=reader, ended_at__isnull=False)
    return found.select_related("topic", "land").order_by("-ended_at", "-pk")[:10]


def address(reader: Reader) -> str:
    """Return where news for a reader go."""
    return reader.person.email if reader.person else reader.address


def in_words(subscription: Subscription) -> str:
    """Gute Beispiele zu „Sprachmittlung“ aus Bayern"""
    labels = dict(kinds())
    parts = [labels.get(subscription.kind, _("Alles Neue"))]
    if subscription.topic:
        parts.append(_("zu „%s“") % subscription.topic.name)
    if subscription.words:
        parts.append(_("zur Suche „%s“") % subscription.words)
    if subscription.land:
        parts.append(_("aus %s") % subscription.land.name)
    return " ".join(parts)
