"""Examples that municipalities send in: what they wrote, their files, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.rights import Licence, PeopleShown
from lotse.lib.audience import Audience
from lotse.lib.keptfile import KeptFile
from lotse.mail.models import InboundMail, OutgoingMail
from lotse.municipalities.models import Municipality
from lotse.topics.models import Concept


class SubmissionCounter(models.Model):
    """The last number given out in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Submission(models.Model):
    """A good example as its municipality tells it. Everything else is the editors' work.

    Facts are instants; ``submissions/states.py`` derives the state. Without ``received_at`` it is
    still being written, or its address is not proven yet: editors see none of these.
    """

    class Channel(models.TextChoices):
        WEB = "web", _("Formular")
        MAIL = "mail", _("E-Mail")

    key = models.CharField(max_length=32, unique=True)
    """Random; sent twice, it is still one submission."""
    number = models.CharField(max_length=14, unique=True, null=True, blank=True)
    """E-2026-0001, given at receipt."""
    channel = models.CharField(max_length=4, choices=Channel, default=Channel.WEB)

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="submissions",
    )
    name = models.CharField(_("Name"), max_length=120, blank=True)
    office = models.CharField(_("Amt oder Funktion"), max_length=120, blank=True)
    email = models.CharField(_("E-Mail-Adresse"), max_length=320, blank=True)
    """Lower case."""
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("Kommune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submissions",
    )

    raw_text = models.TextField(_("Was haben Sie gemacht?"), blank=True)
    benefit = models.TextField(_("Was hat es gebracht?"), blank=True)
    avoid = models.TextField(_("Was sollten andere vermeiden?"), blank=True)
    links = models.JSONField(default=list, blank=True)
    """Addresses on the web, as written."""
    concepts = models.ManyToManyField(Concept, related_name="submissions", blank=True)

    adapted_from = models.ForeignKey(
        "knowledge.Example",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    """The example the municipality took over and made its own."""

    audience = models.PositiveSmallIntegerField(null=True, blank=True, choices=Audience)
    """Who may see the municipality; None: not asked yet."""
    publish_consent_at = models.DateTimeField(null=True, blank=True)
    """When the author agreed that an example is made of it."""
    contact_consent_at = models.DateTimeField(null=True, blank=True)
    """When the author agreed that members may see office, mailbox and phone."""
    contact_until = models.DateField(null=True, blank=True)
    flash_consent_at = models.DateTimeField(null=True, blank=True)
    """When the author agreed that the short form may appear before the text is released."""

    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    """When it was sent by somebody whose address is proven; from here editors see it."""
    last_activity_at = models.DateTimeField(null=True, blank=True)

    triaged_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="submissions_looked_after",
    )
    """The editor who looks after it."""
    triage_note = models.TextField(_("Notiz zur Sichtung"), max_length=2000, blank=True)
    asked_back_at = models.DateTimeField(null=True, blank=True)
    """Since when an answer of the author is missing; empty again once it is there."""
    drafted_at = models.DateTimeField(null=True, blank=True)
    example = models.ForeignKey(
        "knowledge.Example",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="submissions",
    )
    """The draft that was made of it."""
    rejected_at = models.DateTimeField(null=True, blank=True)
    rejection = models.TextField(_("Grund"), max_length=1000, blank=True)
    """Read by the author."""
    duplicate_at = models.DateTimeField(null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "knowledge.Example",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="duplicates",
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    public_facts_at = models.DateTimeField(null=True, blank=True)
    """When an editor confirmed that a draft says nothing beyond its public sources."""
    public_facts_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    public_facts_digest = models.CharField(max_length=64, blank=True)
    """Of the draft that was confirmed, see ``submissions/wording.py``."""
    published_told_at = models.DateTimeField(null=True, blank=True)
    """When the author was told that everybody can read it."""
    bounced_at = models.DateTimeField(null=True, blank=True)
    """When a mail of ours did not reach the author."""
    anonymised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("Einsendung")
        verbose_name_plural = _("Einsendungen")
        constraints = [
            models.CheckConstraint(
                condition=Q(number=None, received_at=None)
                | Q(number__isnull=False, received_at__isnull=False),
                name="submission_number_comes_with_receipt",
            ),
            models.CheckConstraint(
                condition=Q(rejected_at=None) | ~Q(rejection="") | Q(anonymised_at__isnull=False),
                name="submission_rejection_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(rejected_at=None) | Q(duplicate_at=None),
                name="submission_settled_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-received_at", "-id"],
                condition=Q(received_at__isnull=False),
                name="submission_newest",
            ),
            models.Index(
                fields=["changed_at"],
                condition=Q(received_at=None),
                name="submission_unsent",
            ),
            models.Index(fields=["email"], name="submission_by_address"),
        ]

    def __str__(self) -> str:
        return self.number or ""

    def get_absolute_url(self) -> str:
        return f"/einsendungen/{self.number}/"

    @property
    def is_settled(self) -> bool:
        """Say whether an editor has said no or found it already there."""
        return self.rejected_at is not None or self.duplicate_at is not None


class SubmissionMessage(models.Model):
    """One piece of the exchange about a submission, or a note for the team alone."""

    class Kind(models.TextChoices):
        FIRST = "first", _("Einsendung")
        REPLY = "reply", _("Nachricht")
        QUESTION = "question", _("Rückfrage")
        NOTICE = "notice", _("Mitteilung")
        CONSENT = "consent", _("Antwort zur Freigabe")
        NOTE = "note", _("Interne Notiz")
        AUTOMATIC = "automatic", _("Automatische Nachricht")
        BOUNCE = "bounce", _("Unzustellbar")

    FROM_AUTHOR = (Kind.FIRST, Kind.REPLY, Kind.CONSENT)
    VISIBLE_TO_AUTHOR = (*FROM_AUTHOR, Kind.QUESTION, Kind.NOTICE)

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=9, choices=Kind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The person of the team who wrote it; None for authors and automatic messages."""
    author_name = models.CharField(max_length=120, blank=True)
    author_email = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    message_id = models.CharField(max_length=250, blank=True, db_index=True)
    created_at = models.DateTimeField()
    inbound = models.OneToOneField(
        InboundMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outgoing = models.OneToOneField(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("Nachricht zu einer Einsendung")
        verbose_name_plural = _("Nachrichten zu Einsendungen")

    @property
    def is_from_author(self) -> bool:
        return self.kind in self.FROM_AUTHOR


class SubmissionFile(KeptFile):
    """A file of a submission, with what its sender said about rights."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="files")
    created_at = models.DateTimeField()
    licence = models.CharField(_("Lizenz"), max_length=20, choices=Licence, blank=True)
    credit = models.CharField(_("Urheberin oder Urheber"), max_length=200, blank=True)
    alt_text = models.CharField(_("Was ist zu sehen?"), max_length=250, blank=True)
    people_shown = models.CharField(
        _("Menschen im Bild"), max_length=6, choices=PeopleShown, blank=True
    )
    rights_confirmed_at = models.DateTimeField(null=True, blank=True)
    """When the sender confirmed to be allowed to hand it on under this licence."""
    taken_over_at = models.DateTimeField(null=True, blank=True)
    """When an editor put it into the draft."""

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Datei einer Einsendung")
        verbose_name_plural = _("Dateien von Einsendungen")
        indexes = [
            models.Index(
                fields=["next_scan_at", "-id"],
                condition=Q(scanned_at=None),
                name="submission_file_unscanned",
            ),
            models.Index(fields=["sha256"], name="submission_file_by_content"),
        ]

    @property
    def is_picture(self) -> bool:
        return self.content_type in ("image/jpeg", "image/png", "image/webp")

    @property
    def has_rights(self) -> bool:
        """Say whether everything is known that has to be before others may see it."""
        is_described = bool(self.alt_text and self.people_shown) or not self.is_picture
        return bool(self.licence and self.rights_confirmed_at) and is_described


class ConsentRequest(models.Model):
    """A municipality is asked whether a text may appear as it stands."""

    class Answer(models.TextChoices):
        YES = "yes", _("Ja, so veröffentlichen")
        CHANGES = "changes", _("Bitte noch ändern")
        NO = "no", _("Nein, nicht veröffentlichen")

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="consent_requests"
    )
    recipient = models.CharField(max_length=320)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    revision_id = models.BigIntegerField()
    """The version of the draft that is shown (``wagtailcore.Revision``)."""
    digest = models.CharField(max_length=64)
    """Of what it says, see ``submissions/wording.py``."""
    publishes_at_once = models.BooleanField(default=False)
    """Whether a yes publishes the text without a further step."""
    reminded_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    """When a newer version was sent, or the submission was settled."""
    answer = models.CharField(max_length=7, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(_("Name und Amt"), max_length=200, blank=True)
    answer_text = models.TextField(blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The editor who wrote down an answer given by mail or phone; None: given on the page."""

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("Bitte um Freigabe")
        verbose_name_plural = _("Bitten um Freigabe")
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(answered_at=None, superseded_at=None),
                name="one_open_consent_request",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="consent_answer_has_instant",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(answered_at=None, superseded_at=None, reminded_at=None),
                name="consent_to_remind",
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.superseded_at is None
