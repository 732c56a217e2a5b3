"""Holds, requests of people about their data, and reports of what was removed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User


class Hold(models.Model):
    """Keeps an inquiry, or all about an address, from being removed: a dispute, an audit."""

    class Kind(models.TextChoices):
        INQUIRY = "inquiry", _("Anfrage")
        ADDRESS = "address", _("alles zu einer Adresse")

    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=320)
    """Reference number, or mail address in lower case."""
    reason = models.CharField(max_length=300)
    until = models.DateField()
    """The last day it holds."""
    placed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="placed_holds"
    )
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="lifted_holds"
    )

    class Meta:
        ordering = ["-placed_at", "-pk"]
        verbose_name = _("Aufbewahrung angehalten")
        verbose_name_plural = _("Aufbewahrungen angehalten")
        indexes = [
            models.Index(
                fields=["kind", "key"],
                condition=models.Q(lifted_at=None),
                name="hold_standing",
            )
        ]


class RetentionRun(models.Model):
    """What one run removed, by rule."""

    ran_at = models.DateTimeField(db_index=True)
    counts = models.JSONField()
    """Name of the rule to number of records; rules that removed nothing are left out."""
    total = models.PositiveIntegerField()

    class Meta:
        ordering = ["-ran_at", "-pk"]
        verbose_name = _("Löschlauf")
        verbose_name_plural = _("Löschläufe")


class DataExport(models.Model):
    """Everything about one person or address, packed by the worker (Art. 15 and 20 GDPR)."""

    person = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="data_exports"
    )
    """The account it is about; None if the address has none."""
    address = models.CharField(max_length=320)
    identity_note = models.CharField(max_length=300, blank=True)
    """How we know that the asker is who they say; empty if they asked for it signed in."""
    requested_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="requested_exports"
    )
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(max_length=200, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    downloads = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("Datenauskunft")
        verbose_name_plural = _("Datenauskünfte")
        constraints = [
            # Pressing twice asks once.
            models.UniqueConstraint(
                fields=["address"],
                condition=models.Q(ready_at=None),
                name="one_export_in_the_making",
            )
        ]


class ErasureRequest(models.Model):
    """Somebody wants to be forgotten. Done after a few days, so that a mistake can be undone."""

    address = models.CharField(max_length=320)
    """Emptied once it is done: the request itself must not remember whom it was about."""
    reason = models.CharField(max_length=300)
    requested_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="requested_erasures"
    )
    requested_at = models.DateTimeField()
    due_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    """Name of the eraser to number of records."""
    obstacle = models.CharField(max_length=300, blank=True)
    """Why it waits although its time has come."""

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("Löschwunsch")
        verbose_name_plural = _("Löschwünsche")
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                condition=models.Q(done_at=None, cancelled_at=None),
                name="one_open_erasure_per_address",
            )
        ]
