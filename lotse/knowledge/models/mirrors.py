"""Examples taken over from another installation: where from, as of when, what changed there."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.models.examples import Example

UNREACHABLE_FAILURES = 3
"""From so many failures in a row on an origin is called unreachable."""


class Mirror(models.Model):
    """The origin of one example. Facts are instants: taken, looked at, changed, gone, kept."""

    class State(models.TextChoices):
        CHANGED = "changed", _("dort geändert")
        GONE = "gone", _("dort nicht mehr da")
        UNREACHABLE = "unreachable", _("nicht erreichbar")
        SAME = "same", _("unverändert")

    example = models.OneToOneField(Example, on_delete=models.CASCADE, related_name="mirror")
    address = models.URLField(max_length=500, unique=True)
    """Of the record in the origin's public interface."""
    page_url = models.URLField(max_length=500)
    """Where people read it there."""
    origin_name = models.CharField(max_length=200)
    """Whom the origin wants to be named."""
    licence = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of ``content``, hexadecimal."""
    content = models.JSONField()
    """What was taken or accepted, by field."""
    found = models.JSONField(null=True)
    """What stands there now, if that is something else."""
    found_fingerprint = models.CharField(max_length=64, blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="taken_mirrors",
    )
    revision_id = models.BigIntegerField()
    """The draft that was made of it then."""
    before_at = models.DateTimeField(null=True)
    """As of when readers see it until that draft is published; empty for the first one."""
    looked_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    """When it was noticed that the origin changed and nobody decided yet."""
    gone_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    """In a row."""
    error = models.CharField(max_length=300, blank=True)
    kept_at = models.DateTimeField(null=True)
    """When somebody last left it as it was, although the origin changed."""
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="kept_mirrors",
    )

    class Meta:
        verbose_name = _("Übernommener Inhalt")
        verbose_name_plural = _("Übernommene Inhalte")
        constraints = [
            models.CheckConstraint(
                condition=Q(changed_at=None, found__isnull=True, found_fingerprint="")
                | (Q(changed_at__isnull=False, found__isnull=False) & ~Q(found_fingerprint="")),
                name="mirror_changed_with_what_was_found",
            )
        ]
        indexes = [models.Index(fields=["looked_at"], name="mirror_by_look")]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        return f"/uebernommen/{self.pk}/"

    @property
    def host(self) -> str:
        return (urlsplit(self.address).hostname or "").removeprefix("www.")

    @property
    def as_of(self) -> datetime:
        """As of when the origin is shown to readers: a draft does not change that yet."""
        live = self.example.live_revision_id
        if self.before_at and live and live < self.revision_id:
            return self.before_at
        return self.taken_at

    @property
    def state(self) -> State:
        """What editors should know first; ``queries.in_state`` says the same of many."""
        if self.changed_at:
            return self.State.CHANGED
        if self.gone_at:
            return self.State.GONE
        unreachable = self.failures >= UNREACHABLE_FAILURES
        return self.State.UNREACHABLE if unreachable else self.State.SAME
