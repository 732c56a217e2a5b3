"""What was suggested for an inquiry, kept so that nobody waits for it, and what did not fit."""

from django.db import models

from lotse.accounts.models import User
from lotse.inquiries.models.inquiry import Inquiry


class SuggestionSet(models.Model):
    """The suggestions for an inquiry as they were last worked out. Can be thrown away any time."""

    inquiry = models.OneToOneField(
        Inquiry, primary_key=True, on_delete=models.CASCADE, related_name="suggestion_set"
    )
    turn = models.PositiveIntegerField()
    """``inquiry.turn`` then: a further message asks for new suggestions."""
    basis = models.CharField(max_length=32)
    """Fingerprint of what they were worked out from: topics, municipality."""
    index_state = models.CharField(max_length=80)
    """Which index was asked, and how many records it held."""
    found = models.JSONField()
    """``suggestions.pack``: content, similar inquiries, people and municipalities."""
    made_at = models.DateTimeField()


class Dismissal(models.Model):
    """A suggestion that does not fit this inquiry, said by a person."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="dismissals")
    kind = models.CharField(max_length=20)
    """Name of the search provider, for example ``example``."""
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="dismissals"
    )
    dismissed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "kind", "object_id"], name="one_dismissal_of_a_suggestion"
            )
        ]
        indexes = [models.Index(fields=["kind", "object_id"], name="dismissal_by_record")]
