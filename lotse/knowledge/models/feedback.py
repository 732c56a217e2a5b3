"""What readers say about a page."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PageFeedback(models.Model):
    """Whether a page helped, and a few words. Needs no account and says nothing about who wrote."""

    class Verdict(models.TextChoices):
        HELPED = "ja", _("hat geholfen")
        NOT = "nein", _("hat nicht geholfen")
        WRONG = "fehler", _("etwas stimmt nicht")

    record_kind = models.CharField(max_length=20)
    """Name of the search provider: ``example`` or ``answer``."""
    record_id = models.BigIntegerField()
    record_title = models.CharField(max_length=300)
    verdict = models.CharField(_("Urteil"), max_length=6, choices=Verdict)
    text = models.TextField(_("Text"), max_length=2000, blank=True)
    reply_email = models.EmailField(_("Adresse für eine Antwort"), blank=True)
    given_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("zuständig"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_feedback",
    )
    reply = models.TextField(_("Antwort"), max_length=4000, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = _("Rückmeldung zu einer Seite")
        verbose_name_plural = _("Rückmeldungen zu Seiten")
        constraints = [
            models.CheckConstraint(
                condition=Q(replied_at=None) | ~Q(reply=""), name="page_feedback_reply_has_words"
            )
        ]
        indexes = [
            models.Index(fields=["-given_at", "-id"], name="page_feedback_newest"),
            models.Index(
                fields=["-given_at", "-id"],
                condition=Q(read_at=None),
                name="page_feedback_unread",
            ),
            models.Index(fields=["record_kind", "record_id"], name="page_feedback_by_record"),
        ]

    def __str__(self) -> str:
        return f"{self.record_title}: {self.get_verdict_display()}"

    @property
    def can_reply(self) -> bool:
        return bool(self.reply_email) and self.replied_at is None
