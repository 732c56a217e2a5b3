"""What the worker does for mail by the clock."""

from datetime import datetime

from lotse.lib.schedule import every
from lotse.mail import handling, keeping, probe, sending


@every(0.5, name="mail.handle", has_own_lane=True)
def handle(now: datetime) -> int:
    return handling.handle_waiting(now, share=handling.share)


@every(2, name="mail.send", waits_for_others=True)
def send(now: datetime) -> int:
    return sending.send_waiting(now)


@every(3600, name="mail.brake")
def remove_counts(now: datetime) -> int:
    return keeping.remove_counts(now)


@every(30, name="mail.probe")
def send_probe(now: datetime) -> int:
    """Send a mail to ourselves if it is time; see ``probe``."""
    probe.send_due(now)
    return 0
