"""What the team has begun to write, what waits to be sent, and what a reply states."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.models.conversation import Message
from lotse.inquiries.models.inquiry import Inquiry


class Certainty(models.TextChoices):
    """How sure the team is of an answer."""

    SECURE = "secure", _("sicher")
    LIKELY = "likely", _("wahrscheinlich")
    OPEN = "open", _("offen")


class Draft(models.Model):
    """What a person has begun to write, saved by itself; shared for a second reader if wanted."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="inquiry_drafts")
    text = models.TextField(blank=True)
    citations = models.JSONField(default=list)
    """In order: ``{"kind", "object_id", "passage", "anchor"}``, see ``rules.Cited``."""
    details: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    """``{"certainty", "law_as_of", "jurisdiction"}``, see ``rules.Details``."""
    files = models.JSONField(default=list, blank=True)
    """What goes with the reply, see ``rules.enclosing``."""
    saved_at = models.DateTimeField()

    shared_at = models.DateTimeField(null=True, blank=True)
    """Since when colleagues may read it."""
    reader = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="drafts_to_read"
    )
    """Who is asked to read it; None: whoever finds the time."""
    needs_release = models.BooleanField(default=False)
    """The author wants nobody, not even themselves, to send it unread."""
    released_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="released_drafts"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_digest = models.CharField(max_length=64, blank=True)
    """Of exactly what was released: a changed text is not released any more."""
    returned_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="returned_drafts"
    )
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "author"], name="one_draft_per_person"),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=models.F("author")),
                name="draft_released_by_somebody_else",
            ),
        ]
        indexes = [
            models.Index(
                fields=["reader", "shared_at"],
                condition=Q(shared_at__isnull=False),
                name="draft_shared",
            )
        ]


class DraftComment(models.Model):
    """What a second reader says about a shared draft; goes with the draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="draft_comments")
    text = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "pk"]


class FourEyes(models.Model):
    """Answers of this area, or about this topic, leave only after a second person released them."""

    area = models.OneToOneField(
        "team.ProgrammeArea", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    topic = models.OneToOneField(
        "topics.Concept", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(area=None, topic__isnull=False) | Q(area__isnull=False, topic=None),
                name="four_eyes_for_area_or_topic",
            )
        ]


class ReplyDetails(models.Model):
    """What a reply states besides its text."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="details")
    certainty = models.CharField(max_length=6, choices=Certainty, blank=True)
    """Of an answer; empty for an interim reply."""
    law_as_of = models.DateField(null=True, blank=True)
    """The state of the law an answer rests on; None if it is not about law."""
    jurisdiction = models.CharField(max_length=2, blank=True)
    """Whose law: DE for the federation, else the letters of a Land."""
    summary_of_question = models.CharField(max_length=500, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    expected_by = models.DateTimeField(null=True, blank=True)
    """When the answer is to come; of an interim reply."""
    reviewed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="reviewed_replies"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(law_as_of=None) | ~Q(jurisdiction=""),
                name="reply_law_has_a_jurisdiction",
            )
        ]


class UndoWindow(models.Model):
    """A reply that can still be taken back, with everything that this would restore."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="undo_window")
    leaves_at = models.DateTimeField(db_index=True)
    """From now on the mail may leave and the asker may read it."""
    main = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="copies"
    )
    """The reply of which this one is the copy for another person who asked."""
    facts: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    """Fields of the inquiry that the reply changed: ``{name: [before, after]}``."""
    merged: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    """Of inquiries merged into it: ``{id: [reacted_at, first_answered_at]}`` before."""
    draft: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    """``{"text", "citations", "details", "files"}`` as they were sent."""


class ScheduledReply(models.Model):
    """A reply that is to leave later, unless the conversation goes on before."""

    class Held(models.TextChoices):
        """Why it did not leave."""

        MESSAGE = "message", _("Inzwischen hat die Kommune geschrieben.")
        REPLY = "reply", _("Inzwischen hat jemand aus dem Team geantwortet.")
        CLOSED = "closed", _("Inzwischen ist die Anfrage abgeschlossen.")
        REFUSED = "refused", _("Sie ließ sich so nicht senden.")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="scheduled")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="scheduled_replies")
    text = models.TextField()
    citations = models.JSONField(default=list)
    details: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    files = models.JSONField(default=list, blank=True)
    """What goes with it, see ``rules.enclosing``."""
    reviewer = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """Who released it before it was scheduled."""
    turn = models.PositiveIntegerField()
    """What its author has seen of the conversation, see ``Inquiry.turn``."""
    last_seen = models.BigIntegerField(null=True, blank=True)
    """Id of the last message they saw that counts in it."""
    created_at = models.DateTimeField()
    send_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)
    held_because = models.CharField(max_length=8, choices=Held, blank=True)
    held_detail = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry"],
                condition=Q(sent_at=None, cancelled_at=None),
                name="one_scheduled_reply_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(cancelled_at=None, held_at=None),
                name="scheduled_reply_sent_or_not",
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_at"],
                condition=Q(sent_at=None, cancelled_at=None, held_at=None),
                name="scheduled_to_send",
            ),
            models.Index(
                fields=["author", "send_at"],
                condition=Q(sent_at=None, cancelled_at=None),
                name="scheduled_by_author",
            ),
        ]
