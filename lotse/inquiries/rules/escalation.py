"""Warnings before a promise is missed, and the log of those that were.

Only told, nothing is done to the inquiry: no message, no note, no event but the breach itself.
Every inquiry carries the instant at which it must be looked at next (``warn_at``); the job takes
those by conditional update, writes who was told and queues the mails in the same transaction. So a
worker that is killed has told nobody, and two at once tell everybody once.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from lotse.accounts.models import User
from lotse.accounts.roles import DESK_ROLES, Role
from lotse.inquiries import clock, promise_mails, terms
from lotse.inquiries.clock import NeverOpen
from lotse.inquiries.models import Breach, ClockKind, DueWarning, Inquiry
from lotse.inquiries.rules import breaches, promises
from lotse.inquiries.terms import Terms
from lotse.mail import outbox
from lotse.team import queries as team
from lotse.team.queries import Presence

log = logging.getLogger(__name__)
BATCH = 300


@dataclass(frozen=True)
class Running:
    """The clock that runs for an inquiry now."""

    kind: ClockKind
    start: datetime
    due: datetime
    in_force: Terms
    pauses: list[clock.Pause]

    def percent(self, now: datetime) -> int:
        """Return the highest step that is reached; 0 before the first."""
        if now >= promises.missed_at(self.due):
            return promises.STEPS[-1]
        share = clock.share_used(
            self.start, self.due, now, service=self.in_force.service, pauses=self.pauses
        )
        reached = [step for step in promises.STEPS[:-1] if share * 100 >= step]
        return max(reached, default=0)

    def next_look(self, percent: int) -> datetime | None:
        """Return when the next step after this one is reached, None after the last."""
        later = [step for step in promises.STEPS if step > percent]
        if not later:
            return None
        return promises.warning_at(later[0], self.start, self.due, self.in_force, self.pauses)


@dataclass(frozen=True)
class Recipient:
    address: str
    person: User | None = None


def running(inquiry: Inquiry) -> Running | None:
    """Return the clock that runs for an inquiry, None if none does."""
    if inquiry.closed_at is not None:
        return None
    in_force = terms.of(inquiry)
    if inquiry.waiting_since is not None and inquiry.due_at is not None:
        return Running(ClockKind.REACTION, inquiry.waiting_since, inquiry.due_at, in_force, [])
    due = inquiry.answer_due_at
    if due is None or inquiry.answered_at is not None or inquiry.paused_since is not None:
        return None
    targets = list(inquiry.targets.all())
    start = targets[-1].set_at if targets else inquiry.reacted_at or inquiry.received_at
    pauses = [clock.Pause(row.started_at, row.ended_at) for row in inquiry.pauses.all()]
    return Running(ClockKind.ANSWER, start, due, in_force, pauses)


def watch(now: datetime) -> int:
    """Warn about promises that run out and log those that were missed; return how many were
    looked at. now: aware."""
    with transaction.atomic():
        due = (
            Inquiry.objects.filter(closed_at=None, warn_at__lte=now)
            .order_by("warn_at")
            .select_related("owner", "area__responsible", "area__deputy")
            .prefetch_related("targets", "pauses")
        )
        found = list(due[:BATCH])
        if not found:
            return 0
        letters = _Letters(team.presence(now), now)
        for inquiry in found:
            _look_at(inquiry, letters, now)
        letters.send()
        return len(found)


def arm(now: datetime) -> int:
    """Look at inquiries whose clock runs and that nobody would look at; return how many."""
    forgotten = Inquiry.objects.filter(
        closed_at=None, warn_at=None, paused_since=None, next_due_at__isnull=False
    )
    logged = Breach.objects.filter(inquiry=OuterRef("pk"), due_at=OuterRef("next_due_at"))
    due = forgotten.filter(Q(next_due_at__gte=now) | ~Exists(logged))
    ids = list(due.values_list("pk", flat=True)[:BATCH])
    return Inquiry.objects.filter(pk__in=ids, warn_at=None).update(warn_at=now)


def _look_at(inquiry: Inquiry, letters: "_Letters", now: datetime) -> None:
    clock_now = running(inquiry)
    percent = clock_now.percent(now) if clock_now else 0
    look = None
    if clock_now is not None:
        try:
            look = _postponed(clock_now, percent, now) or clock_now.next_look(percent)
        except NeverOpen:
            log.exception("inquiry %s has terms under which nothing is ever due", inquiry.pk)
    # Conditional update: of two workers one wins, and whoever replied meanwhile wins, too. Before
    # anything is logged, because what is logged stays.
    won = Inquiry.objects.filter(
        pk=inquiry.pk, warn_at=inquiry.warn_at, turn=inquiry.turn, closed_at=None
    ).update(warn_at=look)
    if won and clock_now and percent == promises.STEPS[-1]:
        _log_breach(inquiry, clock_now, now)
    if won and clock_now and percent and not _postponed(clock_now, percent, now):
        letters.add(inquiry, clock_now, percent)


def _log_breach(inquiry: Inquiry, clock_now: Running, now: datetime) -> None:
    breaches.record(
        inquiry,
        kind=clock_now.kind,
        start=clock_now.start,
        due=clock_now.due,
        in_force=clock_now.in_force,
        now=now,
    )


def _postponed(clock_now: Running, percent: int, now: datetime) -> datetime | None:
    """Return when to tell instead, if the promise counts service hours and nobody is there."""
    service = clock_now.in_force.service
    if not percent or service is None or service.is_open(now):
        return None
    return service.next_open(now)


class _Letters:
    """Collects what each person is told in one run, and tells it in one mail."""

    def __init__(self, presence: Presence, now: datetime) -> None:
        self._presence = presence
        self._now = now
        self._lines: dict[str, list[promise_mails.WarningLine]] = {}
        self._leads: list[User] | None = None

    def add(self, inquiry: Inquiry, clock_now: Running, percent: int) -> None:
        for recipient in self._recipients(inquiry, percent):
            # Written before anything is sent: the constraint lets nobody be told twice.
            _warning, is_new = DueWarning.objects.get_or_create(
                inquiry=inquiry,
                kind=clock_now.kind,
                started_at=clock_now.start,
                percent=percent,
                recipient=recipient.address,
                defaults={
                    "due_at": clock_now.due,
                    "person": recipient.person,
                    "sent_at": self._now,
                },
            )
            if is_new:
                line = promise_mails.WarningLine(inquiry, clock_now.kind, clock_now.due, percent)
                self._lines.setdefault(recipient.address, []).append(line)

    def send(self) -> None:
        for address, lines in self._lines.items():
            if not outbox.is_usable(address):
                # One address that is none must not keep all others from being warned.
                log.error("a warning has an address no mail can be sent to")
                continue
            promise_mails.warning(address, lines, now=self._now)

    def _recipients(self, inquiry: Inquiry, percent: int) -> list[Recipient]:
        """Return who is told: the owner, later the deputy, at last the leads (decision 0044)."""
        owner = inquiry.owner
        stand_in = self._presence.stand_in(owner)
        people: list[User | None]
        if owner is None or stand_in is None:
            # Nobody has it, so everybody above learns it at once.
            area = self._area_people(inquiry)
            return self._unique([*area, *self._all_leads()], mailbox=self._mailbox(inquiry))
        people = [stand_in]
        if percent >= 75:
            others = [one for one in self._area_people(inquiry) if one and one != stand_in]
            people += others[:1]
        if percent >= 90:
            people += self._all_leads()
        return self._unique(people)

    def _area_people(self, inquiry: Inquiry) -> list[User | None]:
        area = inquiry.area
        if area is None:
            return []
        return [self._presence.stand_in(one) for one in (area.responsible, area.deputy)]

    def _all_leads(self) -> list[User]:
        if self._leads is None:
            # A team without a lead has a desk: somebody must always be told.
            leads = self._people(Role.LEAD) or self._people(*DESK_ROLES)
            there = [one for one in leads if not self._presence.is_absent(one.pk)]
            # If all of them are away, all of them are told: better on holiday than never.
            self._leads = there or leads
        return self._leads

    @staticmethod
    def _people(*roles: Role) -> list[User]:
        return list(User.objects.filter(groups__name__in=roles, is_active=True).distinct())

    @staticmethod
    def _mailbox(inquiry: Inquiry) -> str:
        address = inquiry.area.email.lower() if inquiry.area else ""
        # Mail of ours to our own inquiry mailbox would only come back.
        return "" if address == settings.INQUIRY_ADDRESS else address

    @staticmethod
    def _unique(people: Iterable[User | None], mailbox: str = "") -> list[Recipient]:
        found = {mailbox: Recipient(mailbox)} if mailbox else {}
        for person in people:
            if person is not None and person.is_active:
                found.setdefault(person.email.lower(), Recipient(person.email.lower(), person))
        return list(found.values())
