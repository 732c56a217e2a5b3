"""Pictures of an example, each with what it shows, whose it is and who agreed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.images import get_image_model_string
from wagtail.models import Orderable

from lotse.knowledge.rights import Licence, PeopleShown


class Picture(Orderable):
    """A picture shown with an example. Its focus point is set at the image itself."""

    example = ParentalKey("knowledge.Example", on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("Bild"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    alt_text = models.CharField(
        _("Was ist zu sehen?"),
        max_length=250,
        help_text=_("Für alle, die das Bild nicht sehen. Ein Satz, ohne „Bild von“."),
    )
    caption = models.CharField(_("Bildunterschrift"), max_length=250, blank=True)
    credit = models.CharField(
        _("Urheberin oder Urheber"), max_length=200, help_text=_("Steht am Bild.")
    )
    licence = models.CharField(_("Lizenz"), max_length=20, choices=Licence, default=Licence.CC_BY)
    people_shown = models.CharField(_("Menschen im Bild"), max_length=6, choices=PeopleShown)
    consent_note = models.CharField(
        _("Einwilligung"),
        max_length=250,
        help_text=_("Wer hat wann erlaubt, dass wir das Bild zeigen? Sieht nur das Kompetenzteam."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Bild")
        verbose_name_plural = _("Bilder")
