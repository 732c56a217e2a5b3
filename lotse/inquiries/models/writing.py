"""What the team has begun to write and not sent yet."""

from django.db import models

from lotse.accounts.models import User
from lotse.inquiries.models.inquiry import Inquiry


class Draft(models.Model):
    """What a person has begun to write, saved by itself."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="inquiry_drafts")
    text = models.TextField(blank=True)
    citations = models.JSONField(default=list)
    """In order: ``{"kind", "object_id", "passage", "anchor"}``, see ``rules.Cited``."""
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "author"], name="one_draft_per_person")
        ]
