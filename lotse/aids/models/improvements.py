"""What a municipality proposes to change in an aid, and what became of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lotse.aids.models.aids import Aid, AidVersion
from lotse.aids.models.copies import CopyPoint
from lotse.municipalities.models import Municipality


class Improvement(models.Model):
    """A point to add, to change or to drop. Decided once, by an editor."""

    class Change(models.TextChoices):
        ADD = "add", _("neuer Punkt")
        CHANGE = "change", _("geänderter Punkt")
        DROP = "drop", _("Punkt streichen")

    class State(models.TextChoices):
        OPEN = "open", _("offen")
        ACCEPTED = "accepted", _("übernommen")
        DECLINED = "declined", _("nicht übernommen")

    class Naming(models.TextChoices):
        NONE = "none", _("Nicht nennen")
        MUNICIPALITY = "municipality", _("Nur unsere Kommune nennen")
        PERSON = "person", _("Unsere Kommune und meinen Namen nennen")

    aid = models.ForeignKey(Aid, on_delete=models.CASCADE, related_name="improvements")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(
        CopyPoint, null=True, on_delete=models.SET_NULL, related_name="improvements"
    )
    """Of the copy it was tried in."""
    change = models.CharField(max_length=6, choices=Change)
    key = models.CharField(max_length=40, blank=True)
    """Of the point; empty for a new one."""
    section = models.CharField(_("Abschnitt"), max_length=120, blank=True)
    before = models.CharField(max_length=300, blank=True)
    text = models.CharField(_("Punkt"), max_length=300, blank=True)
    hint = models.TextField(_("Hinweis"), max_length=2000, blank=True)
    reason = models.TextField(_("Warum?"), max_length=1000)
    naming = models.CharField(
        _("Dürfen wir Sie nennen?"), max_length=12, choices=Naming, default=Naming.MUNICIPALITY
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField(_("Antwort an die Kommune"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.ForeignKey(AidVersion, null=True, on_delete=models.SET_NULL, related_name="+")
    """The version that brought it."""

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("Verbesserung")
        verbose_name_plural = _("Verbesserungen")
        indexes = [models.Index(fields=["state", "-proposed_at", "-id"], name="improvement_open")]

    def __str__(self) -> str:
        return self.text or self.before
