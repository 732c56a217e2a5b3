"""What the worker does for data protection by the clock."""

from datetime import datetime

from lotse.lib.schedule import every
from lotse.protection import exports, rules


@every(3600, name="protection.retention")
def remove_old(now: datetime) -> int:
    rules.run_retention(now)
    return 0


@every(60, name="protection.erasures")
def erase_due(now: datetime) -> int:
    return rules.erase_due(now)


@every(5, name="protection.exports")
def pack(now: datetime) -> int:
    return exports.pack_waiting(now)
