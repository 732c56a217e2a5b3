"""Municipalities as real objects, from the official register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotse.municipalities import names

ATTRIBUTION = (
    "© Statistisches Bundesamt (Destatis), 2025: Gemeindeverzeichnis, "
    "Gebietsstand 31.08.2025; eigene Aufbereitung"
)
"""To be shown where register data is shown; see ``register/SOURCES.md``."""

SIZE_CLASSES = {
    "G1": _("über 400.000"),
    "G2": _("200.000 bis 400.000"),
    "G3": _("100.000 bis 200.000"),
    "G4": _("50.000 bis 100.000"),
    "G5": _("25.000 bis 50.000"),
    "G6": _("10.000 bis 25.000"),
    "G7": _("unter 10.000"),
    "K1": _("Kreise über 250.000"),
    "K2": _("Kreise 150.000 bis 250.000"),
    "K3": _("Kreise unter 150.000"),
}
"""KGSt size classes of towns (G) and districts (K) by inhabitants, large to small."""


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


class KoenigsteinShare(models.Model):
    """The share of a Land in the yearly distribution of asylum seekers (Königsteiner Schlüssel)."""

    land = models.ForeignKey(Land, on_delete=models.CASCADE, related_name="koenigstein_shares")
    year = models.PositiveSmallIntegerField()
    percent = models.DecimalField(max_digits=8, decimal_places=5)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["year", "land"]
        constraints = [
            models.UniqueConstraint(fields=["land", "year"], name="one_share_per_land_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.land_id} {self.year}: {self.percent} %"


class Municipality(models.Model):
    """A town, a district or a municipal association that runs a joint administration.

    Territory of 31 August 2025, population of 31 December 2024; see ``register/SOURCES.md``.
    Towns that are their own district (kreisfreie Städte) exist twice on purpose: as a town with 8
    digits and as a district with 5.
    """

    class Kind(models.TextChoices):
        TOWN = "gemeinde", _("Gemeinde")
        DISTRICT = "kreis", _("Kreis")
        ASSOCIATION = "verband", _("Gemeindeverband")

    kind = models.CharField(_("Art"), max_length=8, choices=Kind)
    key = models.CharField(_("Schlüssel"), max_length=9, unique=True)
    """AGS of 8 digits (town), 5 digits (district) or 9-digit key (association)."""
    ars = models.CharField(_("Regionalschlüssel"), max_length=12, blank=True, db_index=True)
    name = models.CharField(_("Name"), max_length=120)
    """Official name, for example "Kiel, Landeshauptstadt"."""
    search_name = models.CharField(max_length=120)
    """The short name folded for look-ups (``folding.fold``)."""
    bare_name = models.CharField(max_length=120)
    """The same with bare vowels for umlauts (``folding.fold_bare``)."""
    core_name = models.CharField(max_length=120)
    """The folded name without what tells it from its namesakes: "frankfurt" for both of them."""
    type = models.CharField(_("Bezeichnung"), max_length=60)
    land = models.ForeignKey(Land, on_delete=models.PROTECT, related_name="municipalities")
    district_key = models.CharField(_("Kreisschlüssel"), max_length=5, db_index=True)
    postcode = models.CharField(_("Postleitzahl"), max_length=5, blank=True, db_index=True)
    seat = models.CharField(_("Sitz"), max_length=80, blank=True)
    population = models.PositiveIntegerField(_("Bevölkerung"))
    area_km2 = models.DecimalField(_("Fläche in km²"), max_digits=8, decimal_places=2)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    coordinate_source = models.CharField(max_length=20, blank=True)
    size_class = models.CharField(_("Größenklasse"), max_length=2, blank=True)
    """KGSt size class: G1 to G7 for towns, K1 to K3 for districts, empty for associations."""

    class Meta:
        ordering = ["search_name", "key"]
        verbose_name = _("Kommune")
        verbose_name_plural = _("Kommunen")
        indexes = [
            models.Index(fields=["search_name"], name="municipality_by_name"),
            models.Index(fields=["land", "kind"], name="municipality_by_land"),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def short_name(self) -> str:
        """The name in everyday use: "Kiel", "Landkreis Osnabrück"."""
        return names.short_name(self.kind, self.name, self.type)

    @property
    def size_word(self) -> str:
        """What kind of place it is: "Mittelstadt", "Landkreis", "Verbandsgemeinde"."""
        return names.size_word(self.kind, self.type, self.size_class)

    @property
    def size_number(self) -> str:
        """The size class as it is spoken of: "5" for G5; empty for associations."""
        return self.size_class[1:]

    @property
    def description(self) -> str:
        """One line for lists: "Mittelstadt · Bayern · Größenklasse 5". Reads ``land``."""
        parts = [self.size_word, self.land.name]
        if self.size_class.startswith("G"):
            parts.append(_("Größenklasse %s") % self.size_number)
        elif self.size_class:
            parts.append(_("Größenklasse %s der Kreise") % self.size_number)
        return " · ".join(parts)

    @property
    def choice_label(self) -> str:
        """Unmistakable among all: "Osnabrück (Kreisfreie Stadt, Niedersachsen, 03404000)"."""
        return f"{self.short_name} ({self.type}, {self.land.name}, {self.key})"


class Membership(models.Model):
    """A municipality that is a member of the association and may ask, read and contribute."""

    municipality = models.OneToOneField(
        Municipality,
        verbose_name=_("Kommune"),
        on_delete=models.PROTECT,
        related_name="membership",
    )
    since = models.DateField(_("Mitglied seit"))
    ended_on = models.DateField(_("ausgetreten am"), null=True, blank=True)

    class Meta:
        ordering = ["municipality__search_name"]
        verbose_name = _("Mitgliedschaft")
        verbose_name_plural = _("Mitgliedschaften")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("since")),
                name="membership_ends_after_its_beginning",
            )
        ]

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
