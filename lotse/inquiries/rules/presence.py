"""Who has an inquiry open. Never blocks anybody; costs one write in twenty seconds at most."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lotse.accounts.models import User
from lotse.inquiries.models import Inquiry, Presence

BEAT = timedelta(seconds=20)
"""A page says so often that it is still open; a sign of life within this time is not repeated."""
EXPIRES_AFTER = timedelta(seconds=90)
"""Without scripts a page says it once, when it is loaded."""


_READ = ("seen_at", "writing_at", "person__name", "person__email")


@dataclass(frozen=True)
class Colleague:
    name: str
    is_writing: bool


def note(
    inquiry: Inquiry, *, person: User, is_writing: bool = False, now: datetime
) -> list[Colleague]:
    """Say that a person has the inquiry open; return who else has. now: aware."""
    rows = Presence.objects.filter(inquiry=inquiry, seen_at__gt=now - EXPIRES_AFTER)
    present = list(rows.select_related("person").only(*_READ).order_by("person__name", "pk"))
    own = next((row for row in present if row.person_id == person.pk), None)
    if own is None or own.seen_at <= now - BEAT or (is_writing and not _is_fresh(own, now)):
        _beat(inquiry, person, is_writing, now)
    return [
        Colleague(row.person.name or row.person.email, is_writing=_is_writing(row, now))
        for row in present
        if row.person_id != person.pk
    ]


def _beat(inquiry: Inquiry, person: User, is_writing: bool, now: datetime) -> None:
    facts = {"seen_at": now} | ({"writing_at": now} if is_writing else {})
    if not Presence.objects.filter(inquiry=inquiry, person=person).update(**facts):
        # Two tabs at once: the second one finds the row there.
        Presence.objects.bulk_create(
            [Presence(inquiry=inquiry, person=person, **facts)], ignore_conflicts=True
        )


def _is_fresh(row: Presence, now: datetime) -> bool:
    return row.writing_at is not None and row.writing_at > now - BEAT


def _is_writing(row: Presence, now: datetime) -> bool:
    return row.writing_at is not None and row.writing_at > now - EXPIRES_AFTER


def forget(now: datetime) -> int:
    """Remove who has left; return how many."""
    return Presence.objects.filter(seen_at__lte=now - EXPIRES_AFTER).delete()[0]
