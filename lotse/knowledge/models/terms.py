"""Words of the field, explained in one or two sentences."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GlossaryTerm(models.Model):
    """A word that readers may not know. Explained where it first stands in a text."""

    term = models.CharField(_("Begriff"), max_length=80, unique=True)
    slug = models.SlugField(_("Adresse"), max_length=80, unique=True)
    forms = models.TextField(
        _("Auch geschrieben"),
        blank=True,
        help_text=_(
            "Abkürzungen, Mehrzahl, andere Wörter dafür, eine Form in jeder Zeile. "
            "Übliche Endungen erkennen wir selbst."
        ),
    )
    meaning = models.TextField(
        _("Erklärung"), max_length=400, help_text=_("Ein bis zwei Sätze in einfachen Worten.")
    )
    is_linked = models.BooleanField(
        _("in Texten erklären"),
        default=True,
        help_text=_("Sonst steht der Begriff nur im Verzeichnis."),
    )

    class Meta:
        ordering = ["term"]
        verbose_name = _("Begriff")
        verbose_name_plural = _("Begriffe")

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        return f"/begriffe/#{self.slug}"

    @property
    def words(self) -> list[str]:
        """The term and its other forms."""
        return [self.term, *(line.strip() for line in self.forms.splitlines() if line.strip())]
