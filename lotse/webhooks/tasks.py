"""What the worker does for webhooks by the clock."""

from datetime import datetime

from lotse.lib.schedule import every
from lotse.webhooks import events, rules, sending


@every(2, name="webhooks.tell")
def tell(now: datetime) -> int:
    """Queue what happened since the last look."""
    for feed in events.feeds:
        rules.tell(feed, now=now)
    return 0


@every(2, name="webhooks.send", waits_for_others=True, has_own_lane=True)
def send(now: datetime) -> int:
    return sending.send_waiting(now)
