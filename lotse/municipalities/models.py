"""Municipalities as real objects, from the official register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

SIZE_CLASSES = ["G1", "G2", "G3", "G4", "G5", "G6", "G7", "K1", "K2", "K3"]


class Land(models.Model):
    """One of the 16 Länder."""

    code = models.CharField(max_length=2, primary_key=True)
    """Two-letter abbreviation, for example NW."""
    key = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=40)
    capital = models.CharField(max_length=40)
    population = models.PositiveIntegerField()
    area_km2 = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        ordering = ["name"]
        verbose_name = _("Land")
        verbose_name_plural = _("Länder")

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A town, a district or a municipal association that runs a joint administration.

    Source: GV100AD of 31 August 2025, population of 31 December 2024 (© Destatis, 2025); see
    docs/decisions and ``municipalities/register/SOURCES.md``.
    """

    class Kind(models.TextChoices):
        TOWN = "gemeinde", _("Gemeinde")
        DISTRICT = "kreis", _("Kreis")
        ASSOCIATION = "verband", _("Gemeindeverband")

    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=9, unique=True)
    """AGS of 8 digits (town), 5 digits (district) or 9-digit key (association)."""
    ars = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=120)
    """Official name, for example "Kiel, Landeshauptstadt"."""
    search_name = models.CharField(max_length=120)
    """Folded name for look-ups: lower case, without umlauts and additions."""
    type = models.CharField(max_length=60)
    land = models.ForeignKey(Land, on_delete=models.PROTECT, related_name="municipalities")
    district_key = models.CharField(max_length=5, db_index=True)
    postcode = models.CharField(max_length=5, blank=True, db_index=True)
    seat = models.CharField(max_length=80, blank=True)
    population = models.PositiveIntegerField()
    area_km2 = models.DecimalField(max_digits=8, decimal_places=2)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    coordinate_source = models.CharField(max_length=20, blank=True)
    size_class = models.CharField(max_length=2, blank=True)
    """KGSt size class: G1 to G7 for towns, K1 to K3 for districts, empty for associations."""

    class Meta:
        ordering = ["search_name", "key"]
        verbose_name = _("Kommune")
        verbose_name_plural = _("Kommunen")
        indexes = [models.Index(fields=["search_name"]), models.Index(fields=["land", "kind"])]

    def __str__(self) -> str:
        return self.short_name

    @property
    def short_name(self) -> str:
        """The name without additions: "Kiel" for "Kiel, Landeshauptstadt"."""
        return self.name.partition(",")[0]


class Membership(models.Model):
    """A municipality that is a member of the association and may ask, read and contribute."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.PROTECT, related_name="membership"
    )
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("Mitgliedschaft")
        verbose_name_plural = _("Mitgliedschaften")

    def __str__(self) -> str:
        return str(self.municipality)


class MailDomain(models.Model):
    """A mail domain that belongs to a member; mail from it is recognised as from that member."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="mail_domains"
    )
    domain = models.CharField(max_length=120, unique=True)
    """Lower case, without @."""

    class Meta:
        ordering = ["domain"]
        verbose_name = _("Maildomäne")
        verbose_name_plural = _("Maildomänen")

    def __str__(self) -> str:
        return self.domain
