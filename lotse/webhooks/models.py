"""Programs that want to be told, and what they were told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User


class Webhook(models.Model):
    """An address that is told about events, signed with a secret both sides know."""

    name = models.CharField(_("Wofür"), max_length=80)
    url = models.CharField(_("Adresse"), max_length=500)
    sealed_secret = models.CharField(max_length=300)
    events = models.JSONField(default=list)
    created_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="webhooks"
    )
    created_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_reason = models.CharField(max_length=200, blank=True)
    failures = models.PositiveIntegerField(default=0)
    """Attempts in a row that failed."""

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("Webhook")
        verbose_name_plural = _("Webhooks")


class Delivery(models.Model):
    """One message to one address; the row is also the queue."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    source = models.CharField(max_length=60)
    """Where it comes from, ``inquiries:412``: the same event is told once."""
    event = models.CharField(max_length=40)
    payload = models.JSONField()
    created_at = models.DateTimeField(db_index=True)
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    """Since when nobody tries any more."""
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    """HTTP status of the last answer; None if there was none."""
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("Zustellung")
        verbose_name_plural = _("Zustellungen")
        constraints = [
            models.UniqueConstraint(fields=["webhook", "source"], name="event_told_once")
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(delivered_at=None, failed_at=None),
                name="delivery_waiting",
            ),
            models.Index(fields=["webhook", "-id"], name="delivery_by_webhook"),
        ]

    @property
    def state(self) -> str:
        """Return waiting, delivered or failed."""
        return "delivered" if self.delivered_at else "failed" if self.failed_at else "waiting"


class Cursor(models.Model):
    """How far a journal has been told."""

    feed = models.CharField(max_length=40, primary_key=True)
    last_id = models.BigIntegerField(default=0)
    """Everything up to here is told for good."""
    candidate_id = models.BigIntegerField(default=0)
    candidate_at = models.DateTimeField(null=True, blank=True)
    """The newest entry at an earlier look. A transaction may commit a smaller number later than a
    larger one, so the cursor follows only after a while."""
