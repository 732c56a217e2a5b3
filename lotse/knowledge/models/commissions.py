"""What is still to be written, and who has taken it on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Commission(models.Model):
    """Something the editors are asked to write, change or find out."""

    class Kind(models.TextChoices):
        AID = "aid", _("neue Hilfestellung")
        EXAMPLE = "example", _("gutes Beispiel erfragen")
        CHANGE = "change", _("Eintrag ändern")

    class State(models.TextChoices):
        OPEN = "open", _("offen")
        TAKEN = "taken", _("in Arbeit")
        DONE = "done", _("erledigt")
        DROPPED = "dropped", _("verworfen")

    kind = models.CharField(max_length=7, choices=Kind)
    title = models.CharField(_("Titel"), max_length=200)
    why = models.TextField(_("Warum"), max_length=2000)
    record_kind = models.CharField(max_length=20, blank=True)
    """Search provider of the record to change, for example ``example``."""
    record_id = models.BigIntegerField(null=True, blank=True)
    record_title = models.CharField(max_length=300, blank=True)
    record_url = models.CharField(max_length=300, blank=True)
    origin_label = models.CharField(max_length=40, blank=True)
    """What it came from: a reference number."""
    origin_url = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    """None: it arose by itself, from what a municipality reported."""
    created_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="commissions",
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    drop_reason = models.CharField(_("Grund"), max_length=300, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("Auftrag")
        verbose_name_plural = _("Aufträge")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="commission_newest"),
            models.Index(
                fields=["-created_at", "-id"],
                condition=Q(done_at=None, dropped_at=None),
                name="commission_unsettled",
            ),
            models.Index(fields=["record_kind", "record_id"], name="commission_by_record"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(dropped_at=None), name="commission_settled_once"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None) | ~Q(drop_reason=""), name="commission_drop_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(kind="change") | Q(record_id__isnull=False),
                name="commission_to_change_names_record",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> "Commission.State":
        if self.done_at:
            return self.State.DONE
        if self.dropped_at:
            return self.State.DROPPED
        return self.State.TAKEN if self.taken_at else self.State.OPEN
