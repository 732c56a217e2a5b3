"""What the machinery must remember about itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedPart(models.Model):
    """Base or demo data that ``lotse setup`` has loaded, so that it need not do it again."""

    name = models.CharField(max_length=60, primary_key=True)
    """Dotted module name, for example ``lotse.topics.bootstrap``."""
    fingerprint = models.CharField(max_length=64)
    """SHA-256 over the code and data it was loaded from."""
    loaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("geladener Grundbestand")
        verbose_name_plural = _("geladene Grundbestände")


class Heartbeat(models.Model):
    """The last sign of life of a kind of process; ``lotse doctor`` reads it."""

    process = models.CharField(max_length=20, primary_key=True)
    beat_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Lebenszeichen")
        verbose_name_plural = _("Lebenszeichen")


class JobRun(models.Model):
    """When a job of the clock last succeeded, and how often it has failed since."""

    name = models.CharField(max_length=60, primary_key=True)
    ran_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("Lauf einer Aufgabe")
        verbose_name_plural = _("Läufe von Aufgaben")
