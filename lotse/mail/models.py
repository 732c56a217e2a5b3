"""Mail in and mail out, kept before anything else happens."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InboundMail(models.Model):
    """A mail as it was received. The row is also the queue: unhandled rows wait for a worker."""

    class Kind(models.TextChoices):
        PERSON = "person", _("von einem Menschen")
        AUTOMATIC = "automatic", _("automatisch")
        BOUNCE = "bounce", _("Unzustellbarkeit")
        LIST = "list", _("Verteiler")

    source_id = models.CharField(max_length=200, unique=True)
    """Where it came from, ``smtp:…`` or ``import:…``; the same source twice is one mail."""
    fingerprint = models.CharField(max_length=64, unique=True)
    """SHA-256 over what stays the same when a server delivers twice, and over the destination.

    A mail for two destinations (two reply tokens, two routes) is two rows, so each is handled on
    its own.
    """
    sender = models.CharField(max_length=320, blank=True)
    """Envelope sender; empty for bounces."""
    recipients = models.JSONField(default=list)
    """Envelope recipients of this destination; the first one decides the route."""
    raw = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    """Of the raw bytes at receipt; empty for mails taken in before it was noted."""
    received_at = models.DateTimeField(db_index=True)

    kind = models.CharField(max_length=9, choices=Kind, blank=True)
    message_id = models.CharField(max_length=250, blank=True, db_index=True)
    from_address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    authenticity = models.JSONField(default=dict, blank=True)
    """What our own server found about the sender, see ``authenticity.Findings``; empty: unknown."""
    protection = models.JSONField(default=dict, blank=True)
    """Signature and encryption of the mail, see ``smime.Protection``; empty: neither."""

    handled_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.CharField(max_length=300, blank=True)

    quarantined_at = models.DateTimeField(null=True, blank=True)
    quarantine_reason = models.CharField(max_length=200, blank=True)
    quarantine_suggestion = models.CharField(max_length=200, blank=True)
    """What the desk could do, in words; may name a reference number."""
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolution = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("eingegangene Mail")
        verbose_name_plural = _("eingegangene Mails")
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(handled_at=None, quarantined_at=None),
                name="inbound_waiting",
            ),
            models.Index(
                fields=["quarantined_at"],
                condition=models.Q(resolved_at=None, quarantined_at__isnull=False),
                name="inbound_quarantined",
            ),
        ]


class OutgoingMail(models.Model):
    """A mail to be sent once, written in the transaction of the fact that causes it."""

    purpose = models.CharField(max_length=30)
    """What it is: receipt, answer, interim, sign-in, notice."""
    recipient = models.CharField(max_length=320)
    copy_to = models.CharField(max_length=320, blank=True)
    """A second recipient who sees the mail too (Cc)."""
    sender_name = models.CharField(max_length=120, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    """Carries the reply token, so an answer finds its way back."""
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=250, unique=True)
    in_reply_to = models.CharField(max_length=250, blank=True)
    references = models.TextField(blank=True)
    """Message-IDs separated by spaces, oldest first."""
    is_automatic = models.BooleanField(default=False)
    """Marked ``Auto-Submitted: auto-replied``; never sent by a person."""
    is_secret = models.BooleanField(default=False)
    """Holds a sign-in link: never shown in the public demo outbox."""
    files = models.JSONField(default=list, blank=True)
    """What goes with it: ``{"name", "content_type", "path"}``, path in the storage."""
    unsubscribe_url = models.CharField(max_length=300, blank=True)
    """For periodic mail: becomes ``List-Unsubscribe`` with one click (RFC 8058)."""

    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    server_answer = models.CharField(max_length=300, blank=True)
    withheld_at = models.DateTimeField(null=True, blank=True)
    """When an automatic mail was held back (``brake.py``). It is given up unless a person sends it
    again; the brake then lets it pass."""
    bounced_at = models.DateTimeField(null=True, blank=True)
    """When a delivery report said that this mail did not reach its recipient."""
    bounce_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("ausgehende Mail")
        verbose_name_plural = _("ausgehende Mails")
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(sent_at=None, failed_at=None),
                name="outgoing_waiting",
            ),
            # Answers "how many automatic mails went to this address in the last hour".
            models.Index(
                fields=["recipient", "sent_at"],
                condition=models.Q(is_automatic=True),
                name="outgoing_brake",
            ),
        ]

    @property
    def state(self) -> str:
        """Return waiting, sent, withheld, failed or bounced."""
        if self.bounced_at:
            return "bounced"
        if self.failed_at:
            return "withheld" if self.withheld_at else "failed"
        return "sent" if self.sent_at else "waiting"


class Mailbox(models.Model):
    """How far a mailbox is fetched, and which process fetches from it (decision 0024)."""

    name = models.CharField(max_length=300, unique=True)
    """``user@host/folder``, without any secret."""
    uid_validity = models.BigIntegerField(null=True, blank=True)
    """The server's promise that its numbers still mean the same messages (RFC 3501, 2.3.1.1)."""
    highest_uid = models.BigIntegerField(default=0)
    """Messages up to this number are stored and marked; those after it are to be fetched."""
    first_own_uid = models.BigIntegerField(default=0)
    """From here on every message is ours; before it only unread ones and those since ``since_on``.

    So the first contact with an old mailbox takes what nobody has read, and a colleague who opens
    a mail later cannot hide it from us.
    """
    since_on = models.DateField(null=True, blank=True)
    """Set when the numbering began anew: the last day on which we know we had everything."""
    failed_uids = models.JSONField(default=dict, blank=True)
    """Messages the server would not give out: ``{uid: {"since": …, "again_at": …}}``, ISO 8601."""
    doubted_up_to_uid = models.BigIntegerField(default=0)
    """The conversation broke among the messages up to here, so they are asked for one by one."""

    leased_by = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    waiting = models.PositiveIntegerField(default=0)
    """Messages still to be fetched when we last looked."""
    is_pushing = models.BooleanField(default=False)
    """Whether the server tells us at once about new mail (IDLE, RFC 2177)."""
    last_success_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("Postfach")
        verbose_name_plural = _("Postfächer")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(highest_uid__gte=0, first_own_uid__gte=0),
                name="mailbox_counts_from_zero",
            ),
            models.CheckConstraint(
                condition=models.Q(leased_by="", leased_until=None)
                | (~models.Q(leased_by="") & models.Q(leased_until__isnull=False)),
                name="mailbox_lease_has_holder_and_end",
            ),
        ]


class AutomaticCount(models.Model):
    """How many automatic mails were attempted in a stretch of time; counted in one statement."""

    class Scope(models.TextChoices):
        ADDRESS = "address", _("je Adresse und Stunde")
        DOMAIN = "domain", _("je Domain und Tag")
        ALL = "all", _("insgesamt je Stunde")

    scope = models.CharField(max_length=7, choices=Scope)
    key = models.CharField(max_length=64)
    """SHA-256 of address or domain; empty for all."""
    starts_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "key", "starts_at"], name="one_count_per_stretch"
            )
        ]


class SuppressedAddress(models.Model):
    """An address that does not exist any more: automatic mail to it is held back."""

    address = models.CharField(max_length=320, unique=True)
    """Lower case."""
    status = models.CharField(max_length=10, blank=True)
    """Extended status code such as 5.1.1 (RFC 3463); empty if the report named none."""
    reason = models.CharField(max_length=300, blank=True)
    """The server's words."""
    since = models.DateTimeField()
    last_at = models.DateTimeField()
    """The latest report."""
    reports = models.PositiveIntegerField(default=1)
    lifted_at = models.DateTimeField(null=True, blank=True)
    """When a person, or a new mail from there, said that it works again."""
    lifted_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-last_at", "-pk"]
        verbose_name = _("unzustellbare Adresse")
        verbose_name_plural = _("unzustellbare Adressen")
        indexes = [
            models.Index(
                fields=["-last_at", "-id"],
                condition=models.Q(lifted_at=None),
                name="suppressed_now",
            )
        ]


class MailProbe(models.Model):
    """A mail to ourselves that shows that the way out and back works."""

    slot = models.BigIntegerField(primary_key=True)
    """Number of the interval it was sent in: one probe for each."""
    message_id = models.CharField(max_length=250, blank=True, db_index=True)
    sent_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    """When somebody was told that it is missing."""
