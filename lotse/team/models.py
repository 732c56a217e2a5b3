"""The competence team: who answers for what, and how to reach them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.topics.models import Concept


class ProgrammeArea(models.Model):
    """A part of the team with a functional mailbox and the topics it answers for."""

    name = models.CharField(max_length=80, unique=True)
    initials = models.CharField(max_length=3)
    slug = models.SlugField(unique=True)
    description = models.CharField(max_length=200, blank=True)
    email = models.EmailField()
    phone = models.CharField(max_length=40)
    """As it is printed, for example 030 23125-101."""
    hours = models.CharField(max_length=120, blank=True)
    topics = models.ManyToManyField(Concept, related_name="areas", blank=True)
    responsible = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="responsible_for"
    )
    deputy = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="deputy_for"
    )
    is_public = models.BooleanField(default=True)
    is_press = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("Programmbereich")
        verbose_name_plural = _("Programmbereiche")

    def __str__(self) -> str:
        return self.name
