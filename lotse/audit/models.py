"""The log of who changed settings and rights and who took personal data out."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One thing that was done. Triggers of the database refuse to change or remove it.

    People are kept as bare ids, not as references: an account can be erased without touching the
    log, and the log alone names nobody (decision 0064).
    """

    number = models.BigIntegerField(primary_key=True)
    """Place in the chain, without gaps."""
    happened_at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    """Id of the person; None for the machine itself and for the command line."""
    origin = models.CharField(max_length=50, blank=True)
    """Network the request came from, coarse (``192.0.2.0/24``), ``cli`` or empty."""
    action = models.CharField(max_length=40)
    """``role.changed``, ``original.opened``, …; see ``actions.LABELS``."""
    subject = models.CharField(max_length=200, blank=True)
    """What it was done to: ``person:12``, ``inquiry:L-2026-0001``; never a name."""
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    """What changed, without secrets."""
    reason = models.CharField(max_length=500, blank=True)
    seal = models.CharField(max_length=64, unique=True)
    """HMAC over this entry and the seal before it."""

    class Meta:
        ordering = ["-number"]
        verbose_name = _("Protokolleintrag")
        verbose_name_plural = _("Protokolleinträge")
        indexes = [
            models.Index(fields=["action", "-number"], name="audit_by_action"),
            models.Index(fields=["subject", "-number"], name="audit_by_subject"),
        ]


class AuditChain(models.Model):
    """The one row that knows both ends of the chain; locked while an entry is added."""

    last_number = models.BigIntegerField(default=0)
    last_seal = models.CharField(max_length=64, blank=True)
    last_proof = models.CharField(max_length=64, blank=True)
    """HMAC over both, so that nobody with the database alone can cut the newest entries off."""
    anchor_number = models.BigIntegerField(default=0)
    """Entries up to here were removed when their time was over."""
    anchor_seal = models.CharField(max_length=64, blank=True)
    """Seal of the last removed entry: the chain goes on from it."""
    anchor_proof = models.CharField(max_length=64, blank=True)
    """HMAC over both, so that nobody with the database alone can move the anchor."""
