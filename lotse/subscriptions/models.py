"""Readers, what they want to be told, what there is to tell, and what they were told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.municipalities.models import Land
from lotse.topics.models import Concept


class Reader(models.Model):
    """Somebody who gets news by mail: a person with an account, or a confirmed mail address."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="reader",
    )
    address = models.EmailField(max_length=254, blank=True)
    """Lower case; empty if the person's own address counts."""
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    """When the address was proven; a person with an account has proven it by signing in."""

    class Meta:
        verbose_name = _("Empfang von Neuigkeiten")
        constraints = [
            models.CheckConstraint(
                condition=(Q(person__isnull=False) & Q(address=""))
                | (Q(person=None) & ~Q(address="")),
                name="reader_is_a_person_or_an_address",
            ),
            models.UniqueConstraint(
                fields=["address"], condition=~Q(address=""), name="one_reader_per_address"
            ),
        ]


class Subscription(models.Model):
    """One wish: tell me what is new about this topic, in this Land, of this kind, this often.

    Empty fields mean "whatever". Two equal wishes do no harm: a reader is told of each thing once.
    """

    class Rhythm(models.TextChoices):
        AT_ONCE = "once", _("sofort")
        DAILY = "daily", _("werktags morgens")
        WEEKLY = "weekly", _("montags morgens")

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="subscriptions")
    topic = models.ForeignKey(
        Concept, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    land = models.ForeignKey(
        Land, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=20, blank=True)
    """Name of a search provider; empty for every kind that is announced."""
    words = models.CharField(max_length=200, blank=True)
    """A question as typed into the search; told is what it would find."""
    rhythm = models.CharField(max_length=6, choices=Rhythm, default=Rhythm.WEEKLY)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Abonnement")
        indexes = [
            models.Index(
                fields=["topic", "id"], condition=Q(ended_at=None), name="subscription_by_topic"
            )
        ]


class Announcement(models.Model):
    """Something was published for the first time. Title and text stay where they are kept."""

    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    topics = models.JSONField(default=list)
    """Codes of fields and concepts."""
    lands = models.JSONField(default=list)
    announced_at = models.DateTimeField()
    spread_at = models.DateTimeField(null=True)
    """When every subscription was looked at."""
    spread_to = models.PositiveBigIntegerField(default=0)
    """Id of the last subscription that was looked at."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="announced_once")]
        indexes = [
            models.Index(fields=["id"], condition=Q(spread_at=None), name="announcement_to_spread")
        ]


class Notice(models.Model):
    """One reader is to be told of one announcement; once, whichever subscriptions match."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="notices")
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="+")
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="+")
    """The one that matched first: the mail names it."""
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "announcement"], name="told_once")]
        indexes = [models.Index(fields=["due_at"], condition=Q(told_at=None), name="notice_due")]
