"""Addresses in published records, and what was replaced."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Link(models.Model):
    """One address, however often it stands somewhere. Facts are instants; ``state`` is derived."""

    class Kind(models.TextChoices):
        WEB = "web", _("Adresse im Netz")
        MAIL = "mail", _("E-Mail")
        PHONE = "phone", _("Telefon")

    class State(models.TextChoices):
        BROKEN = "broken", _("geht nicht")
        FAILING = "failing", _("geht gerade nicht")
        MOVED = "moved", _("umgezogen")
        UNCLEAR = "unclear", _("nicht zu prüfen")
        FINE = "fine", _("geht")
        WAITING = "waiting", _("noch nicht geprüft")
        IGNORED = "ignored", _("zurückgestellt")

    address = models.CharField(max_length=500, unique=True)
    """As it stands, without fragment."""
    kind = models.CharField(max_length=5, choices=Kind)
    host = models.CharField(max_length=255, blank=True)
    """Lower case; one machine is asked one thing at a time."""
    next_check_at = models.DateTimeField(null=True)
    """None: its shape alone is checked, or it stands nowhere any more."""
    checked_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    """Of the last answer (RFC 9110); None if there was none."""
    error = models.CharField(max_length=200, blank=True)
    is_unclear = models.BooleanField(default=False)
    """The other side answers programs differently from people."""
    failures = models.PositiveSmallIntegerField(default=0)
    """In a row."""
    failing_since = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    """Since when it has failed often enough over days to be called broken."""
    moved_to = models.CharField(max_length=500, blank=True)
    """Where it leads on to for good."""
    ignored_at = models.DateTimeField(null=True)
    ignored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ignore_reason = models.CharField(_("Grund"), max_length=300, blank=True)
    uses_count = models.PositiveIntegerField(default=0)
    """Maintained: in how many records it stands."""

    class Meta:
        verbose_name = _("Adresse")
        verbose_name_plural = _("Adressen")
        indexes = [
            models.Index(fields=["next_check_at"], name="link_due"),
            models.Index(fields=["host", "checked_at"], name="link_by_host"),
            models.Index(
                fields=["-broken_at", "-id"],
                condition=Q(broken_at__isnull=False, ignored_at=None, uses_count__gt=0),
                name="link_broken",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ignored_at=None) | ~Q(ignore_reason=""), name="ignored_with_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def state(self) -> "Link.State":
        if self.ignored_at:
            return self.State.IGNORED
        if self.broken_at:
            return self.State.BROKEN
        if self.failures:
            return self.State.FAILING
        if self.checked_at is None:
            return self.State.WAITING
        if self.is_unclear:
            return self.State.UNCLEAR
        return self.State.MOVED if self.moved_to else self.State.FINE


class LinkUse(models.Model):
    """A record in which an address stands."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="uses")
    record_kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    """Path of the record, for readers."""
    edit_url = models.CharField(max_length=300, blank=True)
    fields = models.CharField(max_length=300)
    """Names of the fields it stands in, for people."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link", "record_kind", "record_id"], name="link_once_a_record"
            )
        ]
        indexes = [models.Index(fields=["record_kind", "record_id"], name="link_use_by_record")]


class Replacement(models.Model):
    """An address was replaced by another one in many records."""

    old = models.CharField(max_length=500)
    new = models.CharField(max_length=500)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Ersetzung")
        verbose_name_plural = _("Ersetzungen")
        indexes = [models.Index(fields=["-made_at", "-id"], name="replacement_newest")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class ReplacedRecord(models.Model):
    """A record a replacement touched, or could not."""

    replacement = models.ForeignKey(Replacement, on_delete=models.CASCADE, related_name="records")
    record_kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    refusal = models.CharField(max_length=300, blank=True)
    """Why the record stayed as it was; empty if it changed."""
