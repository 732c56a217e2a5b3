"""What the worker does about due times, absences and assignment."""

from datetime import datetime

from lotse.inquiries.rules import assignment, breaches, escalation, pauses, standins
from lotse.lib.schedule import every


@every(20, name="inquiries.warnings")
def warn(now: datetime) -> int:
    return escalation.watch(now)


@every(600, name="inquiries.unwatched")
def watch_forgotten(now: datetime) -> int:
    return escalation.arm(now)


@every(60, name="inquiries.breach_ends")
def log_ends_of_breaches(now: datetime) -> int:
    return breaches.record_ends(now)


@every(60, name="inquiries.pauses")
def end_pauses(now: datetime) -> int:
    return pauses.end_expired(now)


@every(10, name="inquiries.assign")
def assign_new(now: datetime) -> int:
    return assignment.assign_new(now)


@every(60, name="inquiries.idle")
def return_idle(now: datetime) -> int:
    return assignment.return_idle(now)


@every(60, name="inquiries.hand_over")
def hand_over(now: datetime) -> int:
    return standins.hand_over(now) + standins.hand_back(now)
