"""The vocabulary: fields in front, concepts behind, synonyms for the search."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel


class Concept(ClusterableModel):
    """An entry of the thesaurus; the top level are the six fields and the cross-cutting topics."""

    class Kind(models.TextChoices):
        FIELD = "field", _("Themenfeld")
        CROSS_CUTTING = "cross", _("Querschnittsthema")
        CONCEPT = "concept", _("Schlagwort")

    code = models.CharField(
        _("Kennung"),
        max_length=8,
        primary_key=True,
        help_text=_("Bleibt für immer gleich, zum Beispiel U12 für das Feld U."),
    )
    """Stable identifier: U, U01, Q1, Q101."""
    kind = models.CharField(_("Art"), max_length=8, choices=Kind, default=Kind.CONCEPT)
    broader = models.ForeignKey(
        "self",
        verbose_name=_("gehört zu"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="narrower",
        limit_choices_to={"broader": None},
        help_text=_("Das Themenfeld oder Querschnittsthema über diesem Schlagwort."),
    )
    name = models.CharField(_("Name"), max_length=80)
    name_en = models.CharField(_("Name auf Englisch"), max_length=80, blank=True)
    slug = models.SlugField(_("Adresse"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    lead_question = models.CharField(
        _("Leitfrage"),
        max_length=200,
        blank=True,
        help_text=_("Die Frage, die Kommunen in diesem Feld stellen. Nur für die oberste Ebene."),
    )
    icon = models.CharField(_("Symbol"), max_length=20, blank=True)
    """Name of an icon in ``ui``."""

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="concept", broader__isnull=False)
                | models.Q(~models.Q(kind="concept"), broader__isnull=True),
                name="only_concepts_have_a_broader_topic",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/themen/{self.top.slug}/"

    @property
    def list_url(self) -> str:
        """Where the good examples on this concept are listed."""
        return f"/beispiele/?schlagwort={self.code}" if self.broader_id else self.get_absolute_url()

    @property
    def top(self) -> "Concept":
        """The field or cross-cutting topic this belongs to; itself on the top level."""
        return self.broader or self


class Label(models.Model):
    """Another word for a concept. Hidden labels widen a search and are never shown."""

    concept = ParentalKey(Concept, on_delete=models.CASCADE, related_name="labels")
    text = models.CharField(_("Wort"), max_length=80)
    is_hidden = models.BooleanField(
        _("nur für die Suche"),
        default=False,
        help_text=_(
            "Wird gefunden, aber nie angezeigt: für Wörter, die wir selbst nicht benutzen."
        ),
    )

    class Meta:
        ordering = ["text"]
        verbose_name = _("Synonym")
        verbose_name_plural = _("Synonyme")
        constraints = [
            models.UniqueConstraint(fields=["concept", "text"], name="one_label_per_concept")
        ]

    def __str__(self) -> str:
        return self.text
