"""What the worker does by the clock."""

from datetime import datetime

from django.conf import settings

from lotse.inquiries import journal, promise_tasks, suggestions
from lotse.inquiries.models import Event, Message
from lotse.inquiries.rules import (
    asking_colleagues,
    feedback,
    groups,
    harvesting,
    presence,
    radar,
    recalls,
    scanning,
    scheduling,
    undoing,
)
from lotse.lib.schedule import every
from lotse.mail import handling, outcomes
from lotse.mail.models import OutgoingMail
from lotse.mail.scanning import configured

RUSH = 40
"""So many waiting mails put off what only helps the desk."""


@every(300, name="inquiries.tell_askers")
def tell_askers(now: datetime) -> int:
    return harvesting.tell_askers(now)


@every(3600, name="inquiries.outcomes")
def ask_outcomes(now: datetime) -> int:
    return feedback.ask_outcomes(now, weeks=settings.OUTCOME_WEEKS)


@every(5, name="inquiries.scheduled")
def send_scheduled(now: datetime) -> int:
    return scheduling.run(now)


@every(600, name="inquiries.undo_windows")
def forget_undo_windows(now: datetime) -> int:
    return undoing.forget_windows(now)


@every(5, name="inquiries.suggestions")
def make_suggestions(now: datetime) -> int:
    if not handling.has_backlog(now, RUSH):
        suggestions.make_missing(now)
    return 0  # Few at a time: mails and clocks go first, and a page can do without.


@every(3600, name="inquiries.old_suggestions")
def forget_suggestions(now: datetime) -> int:
    return suggestions.forget(now)


@every(60, name="inquiries.remind_colleagues")
def remind_colleagues(now: datetime) -> int:
    return asking_colleagues.remind(now)


@every(600, name="inquiries.presence")
def forget_presence(now: datetime) -> int:
    return presence.forget(now)


@every(3, name="inquiries.radar")
def read_for_radar(now: datetime) -> int:
    if not handling.has_backlog(now, RUSH):
        radar.read_new(now)
    return 0  # Few at a time: mails and clocks go first, and a wave takes days.


@every(86_400, name="inquiries.old_traces")
def forget_traces(now: datetime) -> int:
    return radar.forget(now)


@every(2, name="inquiries.group_replies")
def send_group_replies(now: datetime) -> int:
    return groups.send_released(now)


@every(60, name="inquiries.recalls")
def watch_sources(now: datetime) -> int:
    return recalls.watch(now)


@every(3600, name="inquiries.unwatched_sources")
def meet_sources(now: datetime) -> int:
    return recalls.meet_unwatched(now)


@every(5, name="inquiries.scan_files", waits_for_others=True)
def scan_files(now: datetime) -> int:
    scanner = configured()
    return scanning.scan_waiting(scanner, now=now) if scanner else 0


def note_withheld(mail: OutgoingMail, reason: str, now: datetime) -> None:
    """Write into the history of its inquiry that an automatic mail did not leave."""
    message = Message.objects.filter(outgoing=mail).select_related("inquiry").first()
    if message is not None:
        journal.record(message.inquiry, Event.What.WITHHELD, detail=reason, now=now)


outcomes.on_withheld("inquiries", note_withheld)


# Registers the jobs of due times by being imported.
__all__ = ["promise_tasks"]
