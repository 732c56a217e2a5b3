"""Counts a day. No cookie, no address, no person: one row says how often, never who."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayCount(models.Model):
    class Kind(models.TextChoices):
        PAGE = "page", _("Seitenaufrufe")
        SEARCH = "search", _("Suchen")
        DOWNLOAD = "file", _("Downloads")

    day = models.DateField()
    """In Germany."""
    kind = models.CharField(max_length=6, choices=Kind)
    key = models.CharField(max_length=300, blank=True)
    """Path of the page or file; empty for searches, whose words are not kept here."""
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("Zahl eines Tages")
        verbose_name_plural = _("Zahlen der Tage")
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "key"], name="one_count_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.key}: {self.count}"
