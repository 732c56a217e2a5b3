"""Inquiries: a question from a municipality, its conversation and its clock.

Facts are stored, states derived: see ``states.py`` and ``clock.py``.
"""

from django.conf import settings
from django.db import models
from django.db.models import Case, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.mail.models import InboundMail, OutgoingMail
from lotse.municipalities.models import Municipality
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept

NEXT_DUE = Coalesce("due_at", Case(When(answered_at=None, then="answer_due_at")))
"""When a person of the team owes the next word: the promise while its clock runs, else the target
promised for an answer still owed. Indexed for open inquiries."""


class NumberRange(models.Model):
    """The last reference number given out in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Inquiry(models.Model):
    class Channel(models.TextChoices):
        MAIL = "mail", _("E-Mail")
        WEB = "web", _("Formular")
        PHONE = "phone", _("Telefon")

    class Urgency(models.TextChoices):
        URGENT = "urgent", _("dringend")
        HIGH = "high", _("eilig")
        NORMAL = "normal", _("normal")
        BACKGROUND = "background", _("ohne Eile")

    number = models.CharField(max_length=16, unique=True)
    """Reference number, for example L-2026-0001."""
    channel = models.CharField(max_length=5, choices=Channel)
    subject = models.CharField(max_length=300)
    asker_name = models.CharField(max_length=120, blank=True)
    asker_email = models.CharField(max_length=320, db_index=True)
    asker = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="asked_inquiries"
    )
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="inquiries"
    )
    topics = models.ManyToManyField(Concept, related_name="inquiries", blank=True)
    area = models.ForeignKey(
        ProgrammeArea, null=True, blank=True, on_delete=models.SET_NULL, related_name="inquiries"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_inquiries",
    )
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)

    received_at = models.DateTimeField()
    reaction_due_at = models.DateTimeField()
    """Until when a person must have reacted to the first message."""
    reacted_at = models.DateTimeField(null=True, blank=True)
    """First substantive reply by a person. The automatic receipt never sets this."""
    answer_due_at = models.DateTimeField(null=True, blank=True)
    """Own target for the answer, set by the owner in an interim reply."""
    answered_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    """Receipt of the oldest message of the asker that no person has replied to; None if none."""
    due_at = models.DateTimeField(null=True, blank=True)
    """Until when a person must reply to ``waiting_since``; None while nothing waits."""
    closed_at = models.DateTimeField(null=True, blank=True)
    message_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("Anfrage")
        verbose_name_plural = _("Anfragen")
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(closed_at=None),
                name="inquiry_open_by_due",
            ),
            models.Index(
                NEXT_DUE,
                "id",
                condition=models.Q(closed_at=None),
                name="inquiry_open_by_next_due",
            ),
            models.Index(
                fields=["owner", "id"],
                condition=models.Q(closed_at=None),
                name="inquiry_open_by_owner",
            ),
            models.Index(
                fields=["area", "id"],
                condition=models.Q(closed_at=None),
                name="inquiry_open_by_area",
            ),
            models.Index(
                fields=["-closed_at", "-id"],
                condition=models.Q(closed_at__isnull=False),
                name="inquiry_by_closing",
            ),
            models.Index(fields=["-received_at", "-id"], name="inquiry_by_receipt"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(waiting_since=None, due_at=None)
                | models.Q(waiting_since__isnull=False, due_at__isnull=False),
                name="inquiry_due_while_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return f"/arbeitsplatz/anfragen/{self.number}/"


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

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=9, choices=Kind)
    author = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="inquiry_messages"
    )
    """The person of the team who wrote it; None for askers and automatic messages."""
    author_name = models.CharField(max_length=120, blank=True)
    author_email = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    """What is new, without quotation and signature."""
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
    def is_inbound(self) -> bool:
        return self.kind in (
            self.Kind.QUESTION,
            self.Kind.FOLLOW_UP,
            self.Kind.AUTOMATIC,
            self.Kind.BOUNCE,
        )


class Attachment(models.Model):
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    """Found in the content, not taken from the sender's word."""
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="anlagen", max_length=200)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Anlage")
        verbose_name_plural = _("Anlagen")


class Citation(models.Model):
    """A record that a reply points to, with the passage that was shown."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="citations")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    """Name of the search provider, for example ``example``."""
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    passage = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["message", "position"], name="one_citation_per_place")
        ]


class Draft(models.Model):
    """What a person has begun to write, saved by itself."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="inquiry_drafts")
    text = models.TextField(blank=True)
    citations = models.JSONField(default=list)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "author"], name="one_draft_per_person")
        ]


class Event(models.Model):
    """What happened to an inquiry, when and by whom. Rows are only ever added."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=30)
    """Verb in the past tense: received, assigned, routed, replied, closed, reopened, …"""
    detail = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL)
    happened_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_at", "pk"]
