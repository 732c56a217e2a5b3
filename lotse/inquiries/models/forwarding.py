"""Mails that one office passed on for another person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.models.inquiry import Inquiry


class Forwarding(models.Model):
    """Who asked first, as the forwarded mail says, and who passed it on.

    The mail can say anything, so the asker changes only when the desk confirms it, or when both
    belong to the same mail domain.
    """

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="forwarding")
    original_name = models.CharField(max_length=120, blank=True)
    original_email = models.CharField(max_length=320)
    forwarder_name = models.CharField(max_length=120, blank=True)
    forwarder_email = models.CharField(max_length=320)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="decided_forwardings"
    )
    """None if it was confirmed by itself."""
    has_copies = models.BooleanField(default=True)
    """Who passed it on gets a copy of each reply."""

    class Meta:
        verbose_name = _("Weiterleitung")
        verbose_name_plural = _("Weiterleitungen")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(dismissed_at=None),
                name="forwarding_decided_once",
            )
        ]
