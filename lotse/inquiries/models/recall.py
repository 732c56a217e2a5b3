"""Recall: what was cited has changed, and what people decided about the answers built on it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User


class CitedSource(models.Model):
    """A record some answer cites, as it was when it was last compared."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    content_hash = models.CharField(max_length=32, blank=True)
    """Fingerprint in the search index; empty if it cannot be found."""
    substance = models.JSONField(default=dict)
    """``title`` and ``passages`` (heading and text): what an answer may have built on."""
    audience = models.PositiveSmallIntegerField(default=0)
    is_stale = models.BooleanField(default=False)
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_row_for_each_source")
        ]


class Recall(models.Model):
    """A cited record changed: the answers built on it wait for a decision."""

    class Why(models.TextChoices):
        CHANGED = "changed", _("inhaltlich geändert")
        WITHDRAWN = "withdrawn", _("zurückgezogen")
        HIDDEN = "hidden", _("nicht mehr für alle sichtbar")
        EXPIRED = "expired", _("abgelaufen, Prüfung überfällig")

    class Decision(models.TextChoices):
        STANDS = "stands", _("Antworten stimmen weiter")
        CORRECTED = "corrected", _("Korrektur an die Fragenden")
        UNNEEDED = "unneeded", _("keine Nachricht nötig")

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=10, choices=Why)
    before = models.JSONField(default=dict)
    """``CitedSource.substance`` before and after; ``after`` is empty if it was withdrawn."""
    after = models.JSONField(default=dict)
    noticed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    """When it last changed while it waited; at first the same as ``noticed_at``."""
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="recalls"
    )

    class Meta:
        ordering = ["-noticed_at", "-pk"]
        verbose_name = _("Rückruf")
        verbose_name_plural = _("Rückrufe")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                condition=Q(decided_at=None),
                name="one_waiting_recall_for_each_source",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decision="")
                | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="recall_decided_with_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["noticed_at", "id"], name="recall_by_time"),
            models.Index(fields=["kind", "object_id"], name="recall_by_source"),
        ]

    def get_absolute_url(self) -> str:
        return f"/arbeitsplatz/rueckruf/{self.pk}/"
