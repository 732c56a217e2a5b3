"""Inquiries: a question from a municipality, its conversation and its clock.

Facts are stored, states derived: see ``states.py`` and ``clock.py``.
"""

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.mail.models import InboundMail, OutgoingMail
from lotse.municipalities.models import Municipality
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept


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

    class Harvest(models.TextChoices):
        """What becomes of a settled inquiry for everybody else."""

        QUESTION = "toQuestion", _("als beantwortete Frage")
        EXAMPLE = "toExample", _("als gutes Beispiel")
        AID = "toAid", _("als Hilfestellung")
        NONE = "none", _("nichts davon")

    number = models.CharField(max_length=16, unique=True)
    """Reference number, for example L-2026-0001."""
    channel = models.CharField(max_length=5, choices=Channel)
    subject = models.CharField(max_length=300)
    asker_name = models.CharField(max_length=120, blank=True)
    asker_email = models.CharField(max_length=320, blank=True)
    """Where the answer goes, lower case; empty only for an inquiry by phone."""
    asker_phone = models.CharField(max_length=40, blank=True)
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
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="owned_inquiries"
    )
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    has_publication_consent = models.BooleanField(default=False)
    """The asker allows question and answer to be published without naming the municipality."""
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followed_by"
    )
    """The closed inquiry that this one continues."""

    received_at = models.DateTimeField()
    """When the mailbox or the form took it in: the promise counts from here."""
    reaction_due_at = models.DateTimeField()
    """Until when a person must have reacted to the first message."""
    reacted_at = models.DateTimeField(null=True, blank=True)
    """First substantive reply by a person. The automatic receipt never sets this."""
    work_started_at = models.DateTimeField(null=True, blank=True)
    """First draft or note after the reaction."""
    answer_due_at = models.DateTimeField(null=True, blank=True)
    """Own target for the answer, set in an interim reply."""
    first_answered_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    """The answer that settles the inquiry as it stands; None again once the asker writes."""
    waiting_since = models.DateTimeField(null=True, blank=True)
    """Receipt of the oldest message of the asker that no person has replied to; None if none."""
    due_at = models.DateTimeField(null=True, blank=True)
    """Until when a person must reply to ``waiting_since``; None while nothing waits."""
    awaits_asker_since = models.DateTimeField(null=True, blank=True)
    """Since when the team needs something from the asker; None again once the asker writes."""
    bounced_at = models.DateTimeField(null=True, blank=True)
    """Since when our mail does not reach the asker; None again once a mail from them arrives."""
    closed_at = models.DateTimeField(null=True, blank=True)
    harvest = models.CharField(max_length=10, choices=Harvest, blank=True)
    harvest_reason = models.CharField(max_length=300, blank=True)

    form_key = models.CharField(max_length=32, null=True, blank=True, unique=True)
    """Random key of the form it was sent with: pressing twice asks once."""
    anonymised_at = models.DateTimeField(null=True, blank=True)
    """Since when neither name nor address nor attachment is left."""

    message_count = models.PositiveIntegerField(default=0)
    turn = models.PositiveIntegerField(default=0)
    """Messages of the asker and replies by people so far. Who replies must have seen them all: a
    reply names the turn its author saw (decision 0041)."""
    next_due_at = models.GeneratedField(
        expression=Case(
            When(closed_at__isnull=True, due_at__isnull=False, then=F("due_at")),
            When(closed_at__isnull=True, answered_at__isnull=True, then=F("answer_due_at")),
            default=None,
        ),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    """When the desk must act next: sorts the queue. None: nobody waits for us."""

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("Anfrage")
        verbose_name_plural = _("Anfragen")
        indexes = [
            models.Index(
                fields=["next_due_at", "id"],
                condition=Q(closed_at=None),
                name="inquiry_open_by_next_due",
            ),
            models.Index(
                fields=["owner", "next_due_at", "id"],
                condition=Q(closed_at=None),
                name="inquiry_open_by_owner",
            ),
            models.Index(
                fields=["area", "next_due_at", "id"],
                condition=Q(closed_at=None),
                name="inquiry_open_by_area",
            ),
            models.Index(
                fields=["-closed_at", "-id"],
                condition=Q(closed_at__isnull=False),
                name="inquiry_by_closing",
            ),
            models.Index(
                fields=["closed_at"],
                condition=Q(anonymised_at=None, closed_at__isnull=False),
                name="inquiry_to_anonymise",
            ),
            models.Index(fields=["-received_at", "-id"], name="inquiry_by_receipt"),
            models.Index(fields=["asker_email", "-received_at"], name="inquiry_by_asker"),
            models.Index(fields=["municipality", "-received_at"], name="inquiry_by_municipality"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(waiting_since=None, due_at=None)
                | Q(waiting_since__isnull=False, due_at__isnull=False),
                name="inquiry_due_while_waiting",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(waiting_since=None),
                name="inquiry_answered_or_waiting",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(waiting_since=None),
                name="inquiry_closed_or_waiting",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(reacted_at__isnull=False),
                name="inquiry_answer_is_a_reaction",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return f"/arbeitsplatz/anfragen/{self.number}/"

    @property
    def asker_label(self) -> str:
        """Name, else address of the asker: "Sabine Muster"."""
        return self.asker_name or self.asker_email or self.asker_phone


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

    INBOUND = (Kind.QUESTION, Kind.FOLLOW_UP, Kind.AUTOMATIC, Kind.BOUNCE)
    REPLIES = (Kind.INTERIM, Kind.ANSWER)
    VISIBLE_TO_ASKER = (Kind.QUESTION, Kind.FOLLOW_UP, Kind.RECEIPT, Kind.INTERIM, Kind.ANSWER)

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="messages")
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


class Event(models.Model):
    """What happened to an inquiry, when and by whom. Rows are only ever added."""

    class What(models.TextChoices):
        RECEIVED = "received", _("eingegangen")
        RECEIPT_WITHHELD = "receiptWithheld", _("nicht automatisch bestätigt")
        FOLLOWED_UP = "followedUp", _("weitere Nachricht eingegangen")
        CONTINUED = "continued", _("in einer neuen Anfrage fortgesetzt")
        ROUTED = "routed", _("einem Programmbereich zugeordnet")
        ASSIGNED = "assigned", _("zugewiesen")
        UNASSIGNED = "unassigned", _("Zuweisung aufgehoben")
        URGENCY_SET = "urgencySet", _("Dringlichkeit geändert")
        TOPICS_SET = "topicsSet", _("Themen geändert")
        MUNICIPALITY_SET = "municipalitySet", _("Kommune geändert")
        REACTED = "reacted", _("Zwischenstand gesendet")
        ANSWERED = "answered", _("beantwortet")
        NOTED = "noted", _("Notiz geschrieben")
        AWAITS_ASKER = "awaitsAsker", _("wartet auf die Kommune")
        AUTOMATIC = "automatic", _("automatische Nachricht eingegangen")
        BOUNCED = "bounced", _("Mail kam als unzustellbar zurück")
        CLOSED = "closed", _("abgeschlossen")
        REOPENED = "reopened", _("wieder geöffnet")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=20, choices=What)
    detail = models.CharField(max_length=300, blank=True)
    """In words, with the reason where there is one."""
    actor = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="inquiry_events"
    )
    """The person who did it; None if it happened by itself."""
    happened_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_at", "pk"]
