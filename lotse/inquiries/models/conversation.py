"""The conversation of an inquiry: messages, their files and the sources they cite."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.models.inquiry import Inquiry
from lotse.lib.keptfile import KeptFile
from lotse.mail.models import InboundMail, OutgoingMail


class Message(models.Model):
    """One piece of the conversation, or a note for the team alone."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Frage")
        FOLLOW_UP = "followUp", _("Rückfrage")
        RECEIPT = "receipt", _("Automatische Bestätigung")
        INTERIM = "interim", _("Zwischenstand")
        ANSWER = "answer", _("Antwort")
        NOTE = "note", _("Interne Notiz")
        AUTOMATIC = "automatic", _("Automatische Nachricht")
        BOUNCE = "bounce", _("Unzustellbar")
        CORRECTION = "correct", _("Korrektur")
        """Puts an answer right that was sent before; touches no clock."""

    INBOUND = (Kind.QUESTION, Kind.FOLLOW_UP, Kind.AUTOMATIC, Kind.BOUNCE)
    REPLIES = (Kind.INTERIM, Kind.ANSWER)
    TURNS = (Kind.QUESTION, Kind.FOLLOW_UP, Kind.INTERIM, Kind.ANSWER, Kind.CORRECTION)
    """What counts in ``Inquiry.turn``."""
    VISIBLE_TO_ASKER = (*TURNS, Kind.RECEIPT)

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="messages")
    origin = models.ForeignKey(
        Inquiry, null=True, blank=True, on_delete=models.CASCADE, related_name="own_messages"
    )
    """The merged inquiry it came in by or was sent for; None: the one it hangs on."""
    kind = models.CharField(max_length=9, choices=Kind)
    author = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="inquiry_messages"
    )
    """The person of the team who wrote it; None for askers and automatic messages."""
    author_name = models.CharField(max_length=120, blank=True)
    author_email = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    """What is new, without quotation and signature; empty if only files were sent."""
    full_text = models.TextField(blank=True)
    """The whole readable text; empty if it equals ``text``."""
    message_id = models.CharField(max_length=250, blank=True, db_index=True)
    created_at = models.DateTimeField()
    inbound = models.OneToOneField(
        InboundMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="message"
    )
    outgoing = models.OneToOneField(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="message"
    )

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("Nachricht")
        verbose_name_plural = _("Nachrichten")

    @property
    def direction(self) -> str:
        """``in`` from the asker's side, ``out`` to the asker, ``internal`` for the team alone."""
        if self.kind in self.INBOUND:
            return "in"
        return "internal" if self.kind == self.Kind.NOTE else "out"

    @property
    def is_inbound(self) -> bool:
        return self.kind in self.INBOUND

    @property
    def whole_text(self) -> str:
        return self.full_text or self.text


class Attachment(KeptFile):
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Anlage")
        verbose_name_plural = _("Anlagen")
        indexes = [
            models.Index(
                fields=["next_scan_at", "-id"],
                condition=models.Q(scanned_at=None),
                name="attachment_unscanned",
            ),
            models.Index(fields=["sha256"], name="attachment_by_content"),
        ]


class Upload(models.Model):
    """A file handed in with the form before the question is sent; removed after a day."""

    key = models.CharField(max_length=32, unique=True)
    """Random; known only to the session that handed it in."""
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="anlagen", max_length=200)
    created_at = models.DateTimeField(db_index=True)


class Citation(models.Model):
    """A record that a reply points to, with the passage that was shown."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="citations")
    position = models.PositiveSmallIntegerField()
    """Number in the text: 1 for [1]."""
    kind = models.CharField(max_length=20)
    """Name of the search provider, for example ``example``."""
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    """Path on this site, with the fragment of the passage."""
    meta = models.CharField(max_length=300, blank=True)
    """One line about the source: "Mittelstadt · Bayern · 2025"."""
    passage = models.TextField(blank=True)
    dated_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["message", "position"], name="one_citation_per_place")
        ]
        indexes = [models.Index(fields=["kind", "object_id"], name="citation_by_source")]
