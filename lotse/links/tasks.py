"""What the worker does about addresses by the clock."""

from datetime import datetime, timedelta

from django.conf import settings

from lotse.lib.schedule import every
from lotse.links import rules

DAY = timedelta(days=1)


@every(DAY.total_seconds(), name="links.collect", waits_for_others=True)
def collect(now: datetime) -> int:
    """Note where addresses stand; once a day, so the rows are no sign that more waits."""
    rules.collect(now)
    return 0


@every(rules.HOST_PAUSE.total_seconds(), name="links.check", waits_for_others=True)
def check(now: datetime) -> int:
    """Ask for a few addresses; the pause between two rounds is that between two questions."""
    if settings.CHECKS_LINKS:
        rules.check_due(now)
    return 0
