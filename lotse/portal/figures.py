"""Figures anybody may use again, each with its period."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.knowledge import queries as knowledge
from lotse.lib import german
from lotse.lib.audience import Audience
from lotse.portal import measurement
from lotse.usage import queries as usage


@dataclass(frozen=True)
class Figure:
    label: str
    value: str
    period: str


def published(now: datetime) -> list[Figure]:
    """Return what is known; a figure without anything measured is left out."""
    promise = measurement.promise(now)
    days = _("%(days)s Tage") % {"days": promise.period_days}
    figures = [
        Figure(
            _("Veröffentlichte gute Beispiele"),
            german.number_de(knowledge.count(Audience.PUBLIC)),
            _("gesamt"),
        ),
        Figure(_("Eingegangene Anfragen"), german.number_de(promise.received), days),
        Figure(_("Beantwortete Anfragen"), german.number_de(promise.answered), days),
    ]
    if views := usage.totals(usage.since(measurement.PERIOD_DAYS, timezone.localdate(now))):
        pages = german.number_de(views.get("page", 0))
        figures.append(Figure(_("Aufrufe öffentlicher Seiten"), pages, days))
    if promise.is_measured:
        label = _("Reaktion binnen %(hours)s Stunden") % {"hours": promise.hours}
        figures.append(Figure(label, promise.share_kept, days))
        figures.append(Figure(_("Typische Zeit bis zur Reaktion"), promise.median, days))
    return figures
