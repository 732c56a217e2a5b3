"""Reads of inquiries used in more than one place."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, F, Prefetch, Q, QuerySet

from lotse.inquiries.models import (
    Attachment,
    ClockKind,
    Forwarding,
    Inquiry,
    Message,
    PromiseOutcome,
)
from lotse.inquiries.states import State

FIGURES_SECONDS = 60
"""So old may the figures of the start page be."""


# An inquiry merged away in time is closed, but its asker still waits for us.
_UNANSWERED_ELSEWHERE = Q(merged_into__isnull=False) & (
    Q(merged_into__closed_at=None) | Q(merged_into__closed_at__gt=F("reaction_due_at"))
)


def in_state(state: State, now: datetime) -> Q:
    """Return the condition for a state; ``states.of`` says the same for one inquiry."""
    if state == State.CLOSED:
        return Q(closed_at__isnull=False)
    overdue = Q(next_due_at__lt=now)
    if state == State.OVERDUE:
        return Q(closed_at=None) & overdue
    on_time = Q(closed_at=None) & (Q(next_due_at=None) | ~overdue)
    if state == State.ANSWERED:
        return on_time & Q(answered_at__isnull=False)
    open_still = on_time & Q(answered_at=None)
    if state == State.WAITING:
        return open_still & Q(paused_since__isnull=False)
    ours = open_still & Q(paused_since=None)
    if state == State.NEW:
        return ours & Q(reacted_at=None, owner=None)
    if state == State.ASSIGNED:
        return ours & Q(reacted_at=None, owner__isnull=False)
    reacted = ours & Q(reacted_at__isnull=False)
    untouched = Q(work_started_at=None, waiting_since=None, first_answered_at=None)
    return reacted & (untouched if state == State.REACTED else ~untouched)


def home(inquiry: Inquiry) -> Inquiry:
    """Return the inquiry in which this one goes on; itself if it was not merged."""
    while inquiry.merged_into is not None:
        inquiry = inquiry.merged_into
    return inquiry


def merged_sources(inquiry: Inquiry) -> list[int]:
    """Return the ids of all inquiries that go on in this one, also by way of others."""
    found: list[int] = []
    level = [inquiry.pk]
    while level:
        # A part whose split was taken back has nobody to be written to; its asker is this one.
        level = list(
            Inquiry.objects.filter(merged_into__in=level)
            .exclude(kind=Inquiry.Kind.VOID)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        found += level
    return found


def further_askers(inquiry: Inquiry) -> list[Inquiry]:
    """Return for every other person who asked the inquiry by whose thread they are answered."""
    sources = Inquiry.objects.filter(pk__in=merged_sources(inquiry)).exclude(asker_email="")
    by_address = {source.asker_email: source for source in sources.order_by("received_at", "pk")}
    by_address.pop(inquiry.asker_email, None)
    return list(by_address.values())


def own_messages(inquiry: Inquiry) -> QuerySet[Message]:
    """Return the messages of the person who asked: never those of another person in a merge.

    All of the inquiry if nothing was merged; the same person's two inquiries count as one.
    """
    main = home(inquiry)
    theirs = Q(origin=inquiry)
    if main.pk == inquiry.pk:
        theirs |= Q(origin=None)
    if inquiry.asker_email:
        theirs |= Q(origin__asker_email=inquiry.asker_email)
        if main.asker_email == inquiry.asker_email:
            theirs |= Q(origin=None)
    return Message.objects.filter(theirs, inquiry=main)


@dataclass(frozen=True)
class PromiseFigures:
    """How the promise is kept. None: there is nothing to measure yet."""

    share_kept: float | None
    """0 to 1, of all inquiries whose time is over or that were reacted to."""
    median: timedelta | None
    """From receipt to the first human reply."""
    open: int
    """Inquiries that wait for a reply of a person now."""
    received: int
    answered: int


def promise_figures(since: datetime, now: datetime) -> PromiseFigures:
    """Return the figures for inquiries received since then, at most ``FIGURES_SECONDS`` old.

    An inquiry counts as missed once its time is over without a human reply, also if it was closed
    without one after that. since: start of the period; both aware.
    """
    key = f"inquiries.promise.{since:%Y-%m-%dT%H}"
    figures: PromiseFigures | None = cache.get(key)
    if figures is None:
        figures = _promise_figures(since, now)
        cache.set(key, figures, FIGURES_SECONDS)
    return figures


def median_service(since: datetime) -> timedelta | None:
    """Return the median time to the first human reply in service hours, None without any."""
    outcomes = PromiseOutcome.objects.filter(
        kind=ClockKind.REACTION,
        is_first=True,
        how=PromiseOutcome.How.REPLY,
        started_at__gte=since,
        inquiry__kind__in=Inquiry.COUNTED,
    )
    seconds = outcomes.order_by("service_seconds").values_list("service_seconds", flat=True)
    count = outcomes.count()
    return timedelta(seconds=seconds[(count - 1) // 2]) if count else None


def reopen_days() -> int:
    """Return for how many days after closing a further message opens an inquiry again."""
    return settings.REOPEN_DAYS


def uncounted(since: datetime) -> dict[str, int]:
    """Return how many inquiries since then are left out of the figures, by kind.

    At most ``FIGURES_SECONDS`` old.
    """
    key = f"inquiries.uncounted.{since:%Y-%m-%dT%H}"
    found: dict[str, int] | None = cache.get(key)
    if found is None:
        found = _uncounted(since)
        cache.set(key, found, FIGURES_SECONDS)
    return found


def _uncounted(since: datetime) -> dict[str, int]:
    left_out = Inquiry.objects.filter(received_at__gte=since).exclude(
        kind__in=[*Inquiry.COUNTED, Inquiry.Kind.VOID]
    )
    return dict(left_out.order_by().values_list("kind").annotate(count=Count("pk")))


def _promise_figures(since: datetime, now: datetime) -> PromiseFigures:
    received = Inquiry.objects.filter(received_at__gte=since, kind__in=Inquiry.COUNTED)
    in_time = received.filter(reacted_at__lte=F("reaction_due_at"))
    reacted = received.filter(reacted_at__isnull=False)
    never = received.filter(reacted_at=None, reaction_due_at__lt=now).filter(
        Q(closed_at=None) | Q(closed_at__gt=F("reaction_due_at")) | _UNANSWERED_ELSEWHERE
    )
    kept, reactions = in_time.count(), reacted.count()
    measured = reactions + never.count()
    return PromiseFigures(
        share_kept=kept / measured if measured else None,
        median=_median(reacted, reactions),
        open=Inquiry.objects.filter(closed_at=None, due_at__isnull=False).count(),
        received=received.count(),
        answered=received.filter(first_answered_at__isnull=False).count(),
    )


def _median(reacted: QuerySet[Inquiry], count: int) -> timedelta | None:
    if not count:
        return None
    # The lower one of two middle values; a page that says "5 Std." needs no interpolation.
    took = reacted.annotate(took=F("reacted_at") - F("received_at")).order_by("took")
    middle: timedelta = took.values_list("took", flat=True)[(count - 1) // 2]
    return middle


def messages() -> QuerySet[Message]:
    """Return all messages with inquiry and attachments, in the order in which they came."""
    return (
        Message.objects.select_related("inquiry")
        .prefetch_related(Prefetch("attachments", Attachment.objects.order_by("pk")))
        .order_by("pk")
    )


def copy_address(inquiry: Inquiry) -> str:
    """Return who gets a copy of each reply for having passed the question on, or nothing."""
    wanted = Forwarding.objects.filter(inquiry=inquiry, confirmed_at__isnull=False, has_copies=True)
    return wanted.values_list("forwarder_email", flat=True).first() or ""
