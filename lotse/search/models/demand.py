"""What people searched in vain, and what editors recommend for some words."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.lib.audience import Audience


class MissedQuestion(models.Model):
    """A question the search had nothing good for, without whatever may point at a person.

    Nobody is named: neither who asked nor from where.
    """

    class Outcome(models.TextChoices):
        NOTHING = "none", _("ohne Treffer")
        WEAK = "weak", _("nur schwache Treffer")

    class State(models.TextChoices):
        OPEN = "open", _("offen")
        COMMISSIONED = "asked", _("beauftragt")
        FOUND = "found", _("inzwischen zu finden")
        DISMISSED = "off", _("verworfen")

    key = models.CharField(max_length=200, unique=True)
    """The text in small letters without punctuation: two spellings are one question."""
    text = models.CharField(max_length=200)
    """As last asked, cleaned."""
    outcome = models.CharField(max_length=4, choices=Outcome)
    reach = models.PositiveSmallIntegerField(choices=Audience)
    """The smallest audience that searched in vain; a find must reach it."""
    total = models.PositiveIntegerField(default=0)
    first_on = models.DateField()
    last_on = models.DateField()
    checked_on = models.DateField()
    """When it was last searched again."""
    found_on = models.DateField(null=True)
    """Since when the search finds something good; empty while it does not."""
    commission_id = models.BigIntegerField(null=True)
    """The commission it became, kept by a slice above."""
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("Suche ohne Treffer")
        verbose_name_plural = _("Suchen ohne Treffer")
        indexes = [
            models.Index(
                fields=["-total", "-id"],
                condition=Q(dismissed_at=None, found_on=None, commission_id=None),
                name="missed_open",
            ),
            models.Index(fields=["-total", "-id"], name="missed_most_first"),
            models.Index(fields=["last_on"], name="missed_by_age"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def state(self) -> "MissedQuestion.State":
        if self.dismissed_at:
            return self.State.DISMISSED
        if self.commission_id:
            return self.State.COMMISSIONED
        return self.State.FOUND if self.found_on else self.State.OPEN


class MissedWeek(models.Model):
    """How often a question was missed in one week."""

    question = models.ForeignKey(MissedQuestion, on_delete=models.CASCADE, related_name="weeks")
    monday = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "monday"], name="missed_once_a_week")
        ]


class Promotion(models.Model):
    """Records that editors put first for some words of a question."""

    words = models.TextField(
        _("Suchwörter"),
        max_length=1000,
        help_text=_(
            "Eine Wendung je Zeile, zum Beispiel „Traglufthalle“ oder „Halle heizen“. Sie gilt, "
            "wenn alle ihre Wörter in der Frage stehen, auch gebeugt."
        ),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Empfehlung")
        verbose_name_plural = _("Empfehlungen")
        indexes = [models.Index(fields=["-created_at", "-id"], name="promotion_newest")]

    def __str__(self) -> str:
        return self.phrases[0] if self.phrases else str(self.pk)

    @property
    def phrases(self) -> list[str]:
        return [line.strip() for line in self.words.splitlines() if line.strip()]


class PromotionEntry(models.Model):
    """One recommended record, in its place."""

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    """Name of the search provider."""
    object_id = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["promotion", "kind", "object_id"], name="promoted_once"
            ),
            models.UniqueConstraint(fields=["promotion", "position"], name="promotion_position"),
        ]
