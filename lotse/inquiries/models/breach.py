"""Promises that were missed, for ever.

Triggers in the database refuse to change or delete these rows, whoever asks (decision 0044). What
becomes known later is a further row: when the asker got a reply after all, and why it was late.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.models.inquiry import Inquiry
from lotse.inquiries.models.promise import ClockKind, MeasureKind, PromiseOutcome


class Breach(models.Model):
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="breaches")
    kind = models.CharField(max_length=8, choices=ClockKind)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    """When the promise was broken, to the microsecond, whenever it was found."""
    measure = models.CharField(max_length=8, choices=MeasureKind)
    hours = models.FloatField()
    """Length of the promise in its measure."""
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["-due_at", "-pk"]
        indexes = [models.Index(fields=["-due_at", "-id"], name="breach_by_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "kind", "started_at", "due_at"], name="one_breach_per_promise"
            ),
            models.CheckConstraint(
                condition=Q(found_at__gt=F("due_at")), name="breach_is_after_due"
            ),
        ]


class BreachEnd(models.Model):
    """When a missed promise came to its end after all."""

    breach = models.OneToOneField(Breach, on_delete=models.PROTECT, related_name="end")
    ended_at = models.DateTimeField()
    how = models.CharField(max_length=6, choices=PromiseOutcome.How)


class BreachCause(models.Model):
    """Why a promise was missed. A later row completes an earlier one, it does not replace it."""

    class Cause(models.TextChoices):
        LOAD = "load", _("zu viele Anfragen zugleich")
        ABSENCE = "absence", _("niemand war da: Krankheit, Urlaub, Wochenende")
        UNASSIGNED = "unassigned", _("niemand war zuständig")
        UNCLEAR = "unclear", _("die Frage war unklar oder sehr schwierig")
        OTHERS = "others", _("Auskunft von anderen fehlte")
        OVERLOOKED = "overlooked", _("übersehen")
        TECHNICAL = "technical", _("technische Störung")
        OTHER = "other", _("anderes")

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="causes")
    cause = models.CharField(max_length=10, choices=Cause)
    detail = models.CharField(max_length=500, blank=True)
    given_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "pk"]
