"""Clock jobs of the news."""

from datetime import datetime

from lotse.lib.schedule import every
from lotse.subscriptions import spreading, telling


@every(15, name="subscriptions.spread")
def spread(now: datetime) -> int:
    return spreading.spread(now)


@every(30, name="subscriptions.tell")
def tell(now: datetime) -> int:
    return telling.tell(now)
