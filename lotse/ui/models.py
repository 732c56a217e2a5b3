"""One row that says which state of the published content is the present one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentState(models.Model):
    """The present generation of public content; see ``ui.page_cache``."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    generation = models.UUIDField()

    class Meta:
        verbose_name = _("Stand der Inhalte")
        verbose_name_plural = _("Stand der Inhalte")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_content_state")]
