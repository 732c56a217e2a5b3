"""The vocabulary: fields in front, concepts behind, synonyms for the search."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Concept(models.Model):
    """An entry of the thesaurus; the top level are the six fields and the cross-cutting topics."""

    class Kind(models.TextChoices):
        FIELD = "field", _("Themenfeld")
        CROSS_CUTTING = "cross", _("Querschnittsthema")
        CONCEPT = "concept", _("Schlagwort")

    code = models.CharField(max_length=8, primary_key=True)
    """Stable identifier: U, U01, Q1, Q101."""
    kind = models.CharField(max_length=8, choices=Kind)
    broader = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="narrower"
    )
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    lead_question = models.CharField(max_length=200, blank=True)
    """The question municipalities ask in this field; empty for narrower concepts."""
    icon = models.CharField(max_length=20, blank=True)
    """Name of an icon in ``ui``."""

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")

    def __str__(self) -> str:
        return self.name


class Label(models.Model):
    """Another word for a concept. Hidden labels widen a search and are never shown."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="labels")
    text = models.CharField(max_length=80)
    is_hidden = models.BooleanField(default=False)

    class Meta:
        ordering = ["text"]
        verbose_name = _("Synonym")
        verbose_name_plural = _("Synonyme")
        constraints = [
            models.UniqueConstraint(fields=["concept", "text"], name="one_label_per_concept")
        ]

    def __str__(self) -> str:
        return self.text
