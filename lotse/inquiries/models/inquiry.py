"""An inquiry: who asked what, and the facts of its clock."""

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.municipalities.models import Municipality
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept


class NumberRange(models.Model):
    """The last reference number given out in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class PauseReason(models.TextChoices):
    """What the clock of the answer may wait for. Nothing else stops it."""

    ASKER = "asker", _("wartet auf die Kommune")
    PEER = "peer", _("wartet auf eine andere Kommune")
    EXPERT = "expert", _("wartet auf Fachauskunft")


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
        CHANGE = "toChange", _("als Änderung an einem vorhandenen Eintrag")
        NONE = "none", _("nichts davon")

    class Kind(models.TextChoices):
        """Who has to act, and whether the promise counts it."""

        INQUIRY = "inquiry", _("Anfrage")
        PRESS = "press", _("Presseanfrage")
        INDIVIDUAL = "individual", _("Einzelfall")
        EMERGENCY = "emergency", _("Notfall")
        MISROUTED = "misrouted", _("fehlgeleitet")
        SPAM = "spam", _("Werbung oder Missbrauch")
        VOID = "void", _("Aufteilung zurückgenommen")

    COUNTED = (Kind.INQUIRY, Kind.PRESS, Kind.INDIVIDUAL, Kind.EMERGENCY)
    """Kinds the promise is measured by; the others are counted beside it."""

    number = models.CharField(max_length=16, unique=True)
    """Reference number, for example L-2026-0001."""
    channel = models.CharField(max_length=5, choices=Channel)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.INQUIRY)
    is_confidential = models.BooleanField(default=True)
    """Nothing of it may be passed on or published without asking."""
    asker_deadline_on = models.DateField(null=True, blank=True)
    """The day by which the asker needs an answer, if they named one."""
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
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged_here"
    )
    """The inquiry in which this one goes on. What arrives for this one lands there."""

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
    paused_since = models.DateTimeField(null=True, blank=True)
    """Since when the clock of the answer stands still, see ``Pause``; None while it runs."""
    pause_reason = models.CharField(max_length=6, choices=PauseReason, blank=True)
    terms = models.ForeignKey(
        "inquiries.PromiseTerms", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Under which terms ``due_at`` was promised; None: those of the installation."""
    warn_at = models.DateTimeField(null=True, blank=True)
    """When the running clock is looked at next, to warn or to log a breach."""
    bounced_at = models.DateTimeField(null=True, blank=True)
    """Since when our mail does not reach the asker; None again once a mail from them arrives."""
    closed_at = models.DateTimeField(null=True, blank=True)
    harvest = models.CharField(max_length=10, choices=Harvest, blank=True)
    harvest_reason = models.CharField(max_length=300, blank=True)

    form_key = models.CharField(max_length=32, null=True, blank=True, unique=True)
    """Random key of the form it was sent with: pressing twice asks once."""
    anonymised_at = models.DateTimeField(null=True, blank=True)
    """Since when neither name nor address nor attachment is left."""

    last_activity_at = models.DateTimeField(db_default=Now())
    """The latest message or note by a person. Sorts the queue on request."""
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
            models.Index(
                fields=["next_due_at", "id"],
                condition=Q(closed_at=None, paused_since__isnull=False),
                name="inquiry_open_paused",
            ),
            models.Index(
                fields=["next_due_at", "id"],
                condition=Q(closed_at=None, answered_at__isnull=False),
                name="inquiry_open_answered",
            ),
            models.Index(
                fields=["kind", "next_due_at", "id"],
                condition=Q(closed_at=None),
                name="inquiry_open_of_kind",
            ),
            models.Index(
                fields=["-received_at", "-id"],
                condition=Q(kind="press"),
                name="inquiry_of_the_press",
            ),
            models.Index(
                fields=["-received_at", "-id"],
                condition=Q(closed_at=None),
                name="inquiry_open_by_receipt",
            ),
            models.Index(
                fields=["-last_activity_at", "-id"],
                condition=Q(closed_at=None),
                name="inquiry_open_by_activity",
            ),
            models.Index(
                fields=["asker_deadline_on", "id"],
                condition=Q(closed_at=None, asker_deadline_on__isnull=False),
                name="inquiry_open_by_asker_day",
            ),
            models.Index(
                fields=["warn_at"], condition=Q(closed_at=None), name="inquiry_open_by_warning"
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
                condition=Q(merged_into=None)
                | (Q(closed_at__isnull=False) & ~Q(merged_into=F("pk"))),
                name="inquiry_merged_is_closed",
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
            models.CheckConstraint(
                condition=Q(paused_since=None, pause_reason="")
                | (Q(paused_since__isnull=False) & ~Q(pause_reason="")),
                name="inquiry_pause_has_a_reason",
            ),
            # The promise of a reaction never stands still: whoever waits is not put on hold.
            models.CheckConstraint(
                condition=Q(paused_since=None)
                | Q(waiting_since=None, answered_at=None, closed_at=None),
                name="inquiry_pause_stops_no_promise",
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
