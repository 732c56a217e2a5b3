"""One text to many askers: each gets an own mail in the own thread."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.models.conversation import Message
from lotse.inquiries.models.inquiry import Inquiry
from lotse.inquiries.models.radar import Cluster
from lotse.inquiries.models.recall import Recall


class GroupReply(models.Model):
    """A text that answers several inquiries, or corrects several answers."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("Antwort")
        CORRECTION = "correction", _("Korrektur")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ANSWER)
    text = models.TextField(blank=True)
    """Without greeting and closing: those are each asker's own."""
    citations = models.JSONField(default=list)
    """In order: ``{"kind", "object_id", "passage", "anchor"}``, see ``rules.Cited``."""
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="group_replies")
    cluster = models.ForeignKey(
        Cluster, null=True, blank=True, on_delete=models.SET_NULL, related_name="group_replies"
    )
    recall = models.ForeignKey(
        Recall, null=True, blank=True, on_delete=models.SET_NULL, related_name="group_replies"
    )
    created_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    """Since when the worker sends it; before that it is a draft."""

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("Sammelantwort")
        verbose_name_plural = _("Sammelantworten")

    def get_absolute_url(self) -> str:
        return f"/arbeitsplatz/sammelantworten/{self.pk}/"


class GroupRecipient(models.Model):
    """An inquiry that gets the text, and what became of it there."""

    group = models.ForeignKey(GroupReply, on_delete=models.CASCADE, related_name="recipients")
    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="group_recipients")
    corrects = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.CASCADE, related_name="corrections"
    )
    """The answer that is corrected; None for an answer."""
    turn = models.PositiveIntegerField()
    """``inquiry.turn`` as the author saw it: who wrote meanwhile is left out."""
    addition = models.TextField(blank=True)
    """What only this asker reads, below the common text."""
    is_excluded = models.BooleanField(default=False)
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="group_recipient"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)
    skip_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["inquiry__received_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "inquiry"], name="group_reply_once_each"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(skipped_at=None), name="group_sent_or_skipped"
            ),
            models.CheckConstraint(
                condition=Q(skipped_at=None) | ~Q(skip_reason=""),
                name="group_skipped_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["group", "id"],
                condition=Q(sent_at=None, skipped_at=None, is_excluded=False),
                name="group_recipient_waiting",
            )
        ]
