"""Where a record was found before, and how often it was published."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerAddress(models.Model):
    """An address under which a published record was known; it goes on leading there."""

    kind = models.CharField(max_length=20)
    """Name of the search provider: ``example`` or ``answer``."""
    slug = models.SlugField(max_length=110)
    object_id = models.BigIntegerField()
    replaced_at = models.DateTimeField()

    class Meta:
        verbose_name = _("frühere Adresse")
        verbose_name_plural = _("frühere Adressen")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"], name="former_address_leads_to_one_record"
            )
        ]
        indexes = [models.Index(fields=["kind", "object_id"], name="former_address_by_record")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.slug}"


class Edition(models.Model):
    """One publication of a record. Its number is what others cite: "Fassung 3"."""

    kind = models.CharField(max_length=20)
    """Name of the search provider."""
    object_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "object_id", "-number"]
        verbose_name = _("Fassung")
        verbose_name_plural = _("Fassungen")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "number"], name="edition_numbers_count_up"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}, {self.number}"
