"""Saved views as the desk shows them: own ones and shared ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.urls import reverse
from django.utils.translation import gettext as _

from lotse.inquiries import access
from lotse.inquiries.desk import queue
from lotse.inquiries.desk.filters import ORDERS, Desk, QueueFilter
from lotse.inquiries.models import SavedView
from lotse.inquiries.rules import saved_views as rules


@dataclass(frozen=True)
class Entry:
    """A saved view as a link."""

    view: SavedView
    href: str
    is_current: bool
    is_default: bool
    can_change: bool
    shared_with: str
    count: str
    """Empty where it is not counted."""


def filter_of(view: SavedView) -> QueueFilter:
    """Return what a saved view filters; what no longer exists is left out."""
    return QueueFilter.read(dict(parse_qsl(view.query)) | {"sicht": str(view.pk)})


def of(views: Sequence[SavedView], desk: Desk, chosen: QueueFilter) -> list[Entry]:
    """Return the saved views beside the main ones."""
    return [_entry(view, chosen, desk) for view in views]


def first(views: Sequence[SavedView], desk: Desk) -> str | None:
    """Return the address of the view a person has chosen as the first one; None without one."""
    chosen = [view for view in views if _is_default(view, desk)]
    return filter_of(chosen[0]).address if chosen else None


def page(desk: Desk) -> dict[str, Any]:
    """The page that lists them, with counts up to ``queue.COUNT_LIMIT``."""
    views = seen(desk)
    counted = queue.capped_counts(
        {
            str(view.pk): queue.found(filter_of(view), desk)
            for view in views
            if not filter_of(view).is_narrowed
        }
    )
    chosen = QueueFilter.read({})
    deleted = SavedView.objects.filter(owner=desk.user, deleted_at__isnull=False)
    return {
        "entries": [_entry(view, chosen, desk, counted.get(str(view.pk))) for view in views],
        "deleted": list(deleted.order_by("-deleted_at")[:5]),
    }


def describe(query: str) -> str:
    """Say in words what a query shows: "Überfällig, letzte Bewegung"."""
    chosen = QueueFilter.read(dict(parse_qsl(query)))
    words = [str(chosen.view.label)]
    if chosen.words:
        words.append(f"„{chosen.words}“")
    more = sum(map(bool, (chosen.area, chosen.topic, chosen.land, chosen.channel, chosen.kind)))
    if more:
        words.append(_("%s weitere Auswahl") % more)
    words.append(_("sortiert nach: %s") % ORDERS[chosen.order])
    return ", ".join(words)


def seen(desk: Desk) -> list[SavedView]:
    """Return the saved views this person may open. Two queries at most."""
    views = access.saved_views(desk.user, desk.own_areas)
    return list(views.select_related("owner", "area").prefetch_related("default_of"))


def _is_default(view: SavedView, desk: Desk) -> bool:
    return any(default.user_id == desk.user.pk for default in view.default_of.all())


def _entry(view: SavedView, chosen: QueueFilter, desk: Desk, count: int | None = None) -> Entry:
    shared = str(view.area) if view.area else _("alle am Arbeitsplatz")
    limit = queue.COUNT_LIMIT
    return Entry(
        view=view,
        href=f"{reverse('inquiries:desk:queue')}?{filter_of(view).address}",
        is_current=chosen.saved == str(view.pk),
        is_default=_is_default(view, desk),
        can_change=rules.may_change(view, desk.user),
        shared_with=shared if view.is_shared else "",
        count="" if count is None else f"{limit}+" if count >= limit else str(count),
    )
