"""What was promised, under which terms, and what became of it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.clock import Measure
from lotse.inquiries.models.inquiry import Inquiry, PauseReason

MAX_PAUSE_DAYS = 14
MAX_PAUSES = 3
"""For one inquiry, in its whole life."""
NATIONWIDE = "DE"
"""Instead of a Land: only the holidays that all have."""


class ClockKind(models.TextChoices):
    REACTION = "reaction", _("Reaktion")
    ANSWER = "answer", _("Antwort")


class MeasureKind(models.TextChoices):
    CALENDAR = Measure.CALENDAR.value, _("Stunden rund um die Uhr")
    SERVICE = Measure.SERVICE.value, _("Dienststunden")


class PromiseTerms(models.Model):
    """The terms of the promise from an instant on. Rows are only ever added: what was promised
    under earlier terms stays promised."""

    valid_from = models.DateTimeField(unique=True)
    measure = models.CharField(max_length=8, choices=MeasureKind)
    hours = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    weekly = models.JSONField()
    """Seven texts, Monday first, as ``clock.weekly.blocks`` reads them: "8-12, 13-16"."""
    land = models.CharField(max_length=2, blank=True)
    """Whose holidays are closed: code of a Land, ``NATIONWIDE``, or empty for none."""
    closed = models.TextField(blank=True)
    """Closed besides, one line each, as ``clock.weekly.stretches`` reads them."""
    opened = models.TextField(blank=True)
    """Open all the same, also on holidays."""
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__gt=F("created_at")), name="terms_change_only_the_future"
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=240), name="terms_promise_some_hours"
            ),
        ]


class AnswerTarget(models.Model):
    """By when an answer was promised; the newest row counts. Rows are only ever added."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="targets")
    due_at = models.DateTimeField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    """Why an earlier target was put off; empty for one named in a reply to the asker."""

    class Meta:
        ordering = ["set_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gt=F("set_at")), name="target_is_ahead")
        ]


class Pause(models.Model):
    """A span during which the clock of the answer stands still, and why."""

    class End(models.TextChoices):
        ASKER = "asker", _("die Kommune hat geschrieben")
        LIMIT = "limit", _("Höchstdauer erreicht")
        HAND = "hand", _("von Hand beendet")
        REPLY = "reply", _("geantwortet")
        CLOSED = "closed", _("abgeschlossen")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="pauses")
    number = models.PositiveSmallIntegerField()
    """1 for the first of this inquiry."""
    reason = models.CharField(max_length=6, choices=PauseReason)
    detail = models.CharField(max_length=300)
    """What is missing, in words."""
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    days = models.PositiveSmallIntegerField()
    until_at = models.DateTimeField()
    """Ends by itself then: ``days`` after the start."""
    target_at = models.DateTimeField(null=True, blank=True)
    """Due time of the answer when the pause began; None if no answer was promised."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=6, choices=End, blank=True)

    class Meta:
        ordering = ["started_at", "pk"]
        indexes = [
            models.Index(
                fields=["until_at"], condition=Q(ended_at=None), name="pause_open_by_limit"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "number"], name="one_pause_per_number"),
            models.UniqueConstraint(
                fields=["inquiry"], condition=Q(ended_at=None), name="one_pause_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MAX_PAUSES), name="pauses_are_few"
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=MAX_PAUSE_DAYS), name="pauses_are_short"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_how="")
                | (Q(ended_at__gte=F("started_at"), ended_at__lte=F("until_at"))),
                name="pause_ends_in_time",
            ),
            # What is late already cannot be paused out of sight.
            models.CheckConstraint(
                condition=Q(target_at=None) | Q(target_at__gte=F("started_at")),
                name="pause_hides_no_miss",
            ),
        ]


class PromiseOutcome(models.Model):
    """One promise that has come to its end, with its length in both measures."""

    class How(models.TextChoices):
        REPLY = "reply", _("geantwortet")
        CLOSED = "closed", _("ohne Antwort abgeschlossen")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="outcomes")
    kind = models.CharField(max_length=8, choices=ClockKind)
    is_first = models.BooleanField()
    """The promise that began with the inquiry, not one that began with a further message."""
    started_at = models.DateTimeField()
    """Receipt of the message that waited."""
    due_at = models.DateTimeField(null=True, blank=True)
    """None: an answer nobody had named a day for."""
    plain_due_at = models.DateTimeField(null=True, blank=True)
    """The due time as first told to the asker, neither paused nor put off."""
    ended_at = models.DateTimeField()
    how = models.CharField(max_length=6, choices=How)
    terms = models.ForeignKey(
        PromiseTerms, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    calendar_seconds = models.PositiveBigIntegerField()
    service_seconds = models.PositiveBigIntegerField()
    """Both from start to end, with pauses."""
    paused_calendar_seconds = models.PositiveBigIntegerField(default=0)
    paused_service_seconds = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["started_at", "pk"]
        indexes = [models.Index(fields=["kind", "started_at"], name="outcome_by_start")]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "kind", "started_at"], name="one_outcome_per_promise"
            ),
            models.CheckConstraint(
                condition=Q(paused_calendar_seconds__lte=F("calendar_seconds")),
                name="outcome_pause_within",
            ),
        ]


class DueWarning(models.Model):
    """Somebody was told that a promise runs out. Told once, whatever restarts in between."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="warnings")
    kind = models.CharField(max_length=8, choices=ClockKind)
    started_at = models.DateTimeField()
    """Beginning of the promise: with inquiry and kind it names it."""
    due_at = models.DateTimeField()
    percent = models.PositiveSmallIntegerField()
    """50, 75, 90, or 100 once it is missed."""
    recipient = models.CharField(max_length=320)
    """Address it went to."""
    person = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """None: the mailbox of a programme area."""
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "kind", "started_at", "percent", "recipient"],
                name="nobody_is_warned_twice",
            )
        ]
