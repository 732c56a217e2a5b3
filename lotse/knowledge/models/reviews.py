"""Who was reminded that a record must be looked at again, and who said that it still holds."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewReminder(models.Model):
    """A person was told that a record is due. One row for each due day and stage."""

    class Stage(models.TextChoices):
        SOON = "soon", _("bald fällig")
        DUE = "due", _("fällig")
        OVERDUE = "overdue", _("überfällig")

    record_kind = models.CharField(max_length=20)
    """Search provider of the record, for example ``example``."""
    record_id = models.BigIntegerField()
    due_on = models.DateField()
    stage = models.CharField(max_length=7, choices=Stage)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="review_reminders",
    )
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_kind", "record_id", "due_on", "stage"],
                name="one_reminder_per_due_day_and_stage",
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.record_id}, {self.due_on}"


class ReviewConfirmation(models.Model):
    """Somebody looked at a record and said that it still holds."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("über den Link in der Mail")
        PAGE = "page", _("angemeldet")

    record_kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    record_title = models.CharField(max_length=300)
    due_on = models.DateField(null=True)
    """The day it was due; None if no day was set."""
    next_due_on = models.DateField()
    channel = models.CharField(max_length=4, choices=Channel)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="review_confirmations",
    )
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["-confirmed_at", "-pk"]
        indexes = [
            models.Index(
                fields=["record_kind", "record_id", "-confirmed_at"], name="confirmation_by_record"
            )
        ]

    def __str__(self) -> str:
        return self.record_title
