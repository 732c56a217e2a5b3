"""What people say about one passage of a record: comments, and changes they propose."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Remark(models.Model):
    """A comment on a passage. With ``proposal`` it says how the passage should read instead."""

    class Outcome(models.TextChoices):
        DONE = "done", _("erledigt")
        ACCEPTED = "accepted", _("übernommen")
        REJECTED = "rejected", _("abgelehnt")

    record_kind = models.CharField(max_length=20)
    """Search provider of the record, for example ``example``."""
    record_id = models.BigIntegerField()
    record_title = models.CharField(max_length=300)
    column = models.CharField(max_length=40)
    """The field in which the passage stands; of a fact ``version:7:statement``."""
    passage = models.TextField()
    """The line as it read when the remark was made; by it the place is found again."""
    text = models.TextField(_("Kommentar"), max_length=2000, blank=True)
    proposal = models.TextField(_("Neuer Wortlaut"), max_length=4000, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="remarks"
    )
    created_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    reason = models.CharField(_("Grund"), max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="settled_remarks",
    )

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("Kommentar zu einer Stelle")
        verbose_name_plural = _("Kommentare zu Stellen")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(proposal=""), name="remark_says_something"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome="")
                | (Q(settled_at__isnull=False) & ~Q(outcome="")),
                name="remark_settled_with_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["record_kind", "record_id"], name="remark_by_record"),
            models.Index(
                fields=["created_at", "id"], condition=Q(settled_at=None), name="remark_open"
            ),
        ]

    def __str__(self) -> str:
        return self.record_title

    @property
    def is_open(self) -> bool:
        return self.settled_at is None


class RemarkReply(models.Model):
    """What somebody says to a remark."""

    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField(_("Antwort"), max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
