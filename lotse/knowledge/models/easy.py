"""Texts in easy or plain language beside a record, with a date and versions of their own."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class EasyText(models.Model):
    """A record said again in easy words. Facts are stored, ``state`` is derived."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Entwurf")
        FITS = "fits", _("passt zur Fassung")
        STALE = "stale", _("passt nicht mehr zur Fassung")
        WITHDRAWN = "gone", _("zurückgezogen")

    record_kind = models.CharField(max_length=20)
    """example, answer or topic."""
    record_id = models.CharField(max_length=20)
    """Id of the record; of a topic its code."""
    record_title = models.CharField(max_length=300)
    record_url = models.CharField(max_length=300)
    current_digest = models.CharField(max_length=32)
    """Fingerprint of what the record says now."""
    shown = models.OneToOneField(
        "knowledge.EasyVersion", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The version readers get; None: it never appeared."""
    shown_digest = models.CharField(max_length=32, blank=True)
    """Fingerprint of what the record said when somebody last found that the text fits it."""
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Text in Leichter oder Einfacher Sprache")
        verbose_name_plural = _("Texte in Leichter oder Einfacher Sprache")
        constraints = [
            models.UniqueConstraint(
                fields=["record_kind", "record_id"], name="one_easy_text_a_record"
            )
        ]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="easy_text_newest"),
            models.Index(
                fields=["-changed_at", "-id"],
                condition=Q(withdrawn_at=None, shown__isnull=False)
                & ~Q(shown_digest=F("current_digest")),
                name="easy_text_stale",
            ),
        ]

    def __str__(self) -> str:
        return self.record_title

    @property
    def is_stale(self) -> bool:
        return self.shown_digest != self.current_digest

    @property
    def state(self) -> "EasyText.State":
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        if self.shown_id is None:
            return self.State.DRAFT
        return self.State.STALE if self.is_stale else self.State.FITS


class EasyVersion(models.Model):
    """One wording of an easy text. Versions are added, never changed."""

    class Level(models.TextChoices):
        EASY = "easy", _("Leichte Sprache")
        PLAIN = "plain", _("Einfache Sprache")

    text_of = models.ForeignKey(EasyText, on_delete=models.CASCADE, related_name="versions")
    level = models.CharField(_("Sprache"), max_length=5, choices=Level, default=Level.EASY)
    title = models.CharField(_("Titel"), max_length=120)
    text = models.TextField(_("Text"), max_length=20_000)
    as_of = models.DateField(_("Stand"))
    checked_by = models.CharField(_("Geprüft von"), max_length=120, blank=True)
    """A group that checks easy language, no single person."""
    digest = models.CharField(max_length=32)
    """Fingerprint of the record it was written to."""
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        verbose_name = _("Fassung in Leichter oder Einfacher Sprache")
        verbose_name_plural = _("Fassungen in Leichter oder Einfacher Sprache")

    def __str__(self) -> str:
        return self.title
