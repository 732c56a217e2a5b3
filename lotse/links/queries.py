"""Reads of addresses."""

from django.db.models import Q, QuerySet

from lotse.links import rules
from lotse.links.models import Link


def in_state(state: str) -> Q:
    """Return the condition for a state; ``Link.state`` says the same for one address."""
    states = Link.State
    kept = Q(ignored_at=None)
    whole = kept & Q(broken_at=None, failures=0)
    asked = whole & Q(checked_at__isnull=False)
    return {
        states.IGNORED: Q(ignored_at__isnull=False),
        states.BROKEN: kept & Q(broken_at__isnull=False),
        states.FAILING: kept & Q(broken_at=None, failures__gt=0),
        states.WAITING: whole & Q(checked_at=None),
        states.UNCLEAR: asked & Q(is_unclear=True),
        states.MOVED: asked & Q(is_unclear=False) & ~Q(moved_to=""),
        states.FINE: asked & Q(is_unclear=False, moved_to=""),
    }[states(state)]


def broken() -> QuerySet[Link]:
    """Return addresses that are broken, stand somewhere and are not put aside; newest first."""
    return Link.objects.filter(rules.broken()).order_by("-broken_at", "-pk")
