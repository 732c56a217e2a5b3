"""What askers say about our answers: at once, and after some weeks."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.inquiries.models.conversation import Message
from lotse.inquiries.models.inquiry import Inquiry
from lotse.mail.models import OutgoingMail


class Feedback(models.Model):
    """Whether an answer helped. One for each answer; the asker may change it."""

    answer = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="feedback")
    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="feedback")
    has_helped = models.BooleanField()
    text = models.TextField(max_length=2000, blank=True)
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_at", "pk"]
        indexes = [models.Index(fields=["given_at"], name="feedback_by_time")]


class Outcome(models.Model):
    """The question some weeks later, what became of it, and what the asker said."""

    class Result(models.TextChoices):
        DONE = "done", _("umgesetzt")
        NOT_YET = "notYet", _("noch nicht")
        OTHERWISE = "otherwise", _("anders gelöst")
        NO_HELP = "noHelp", _("nicht hilfreich")

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="outcome")
    asked_at = models.DateTimeField()
    outgoing = models.ForeignKey(
        OutgoingMail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    result = models.CharField(max_length=9, choices=Result, blank=True)
    text = models.TextField(max_length=2000, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", given_at=None) | (~Q(result="") & Q(given_at__isnull=False)),
                name="outcome_given_with_its_time",
            )
        ]
        indexes = [models.Index(fields=["asked_at"], name="outcome_by_asking")]


class OutcomeRefusal(models.Model):
    """Somebody who does not want to be asked. Only a keyed hash of the address is kept."""

    address_hash = models.CharField(max_length=64, unique=True)
    refused_at = models.DateTimeField()
