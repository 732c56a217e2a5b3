"""A municipality's own copy of a checklist: its points, how far they are, and what happened."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lotse.aids.models.aids import Aid, AidVersion
from lotse.municipalities.models import Municipality


class LocalCopy(models.Model):
    """A checklist as one municipality uses it for one purpose, with a link to the aid."""

    aid = models.ForeignKey(Aid, on_delete=models.PROTECT, related_name="copies")
    version = models.ForeignKey(AidVersion, on_delete=models.PROTECT, related_name="+")
    """The latest version of the aid it was compared with."""
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="aid_copies"
    )
    title = models.CharField(_("Wofür"), max_length=120)
    day = models.DateField(_("Stichtag"), null=True, blank=True)
    """Deadlines of points count from it."""
    answers = models.JSONField(default=dict)
    """Answers to the aid's questions by key; they decide which points apply."""
    is_named = models.BooleanField(_("öffentlich genannt"), default=False)
    """Whether everybody may read that the municipality uses the aid."""
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("Eigene Fassung")
        verbose_name_plural = _("Eigene Fassungen")
        indexes = [
            models.Index(fields=["municipality", "-changed_at", "-id"], name="copy_by_municipality")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/unsere-fassungen/{self.pk}/"


class CopyPoint(models.Model):
    """One point of a copy. ``parent_`` columns: as the aid had it when somebody last decided."""

    class State(models.TextChoices):
        OPEN = "open", _("offen")
        DONE = "done", _("erledigt")
        NOT_NEEDED = "not_needed", _("nicht nötig")

    copy = models.ForeignKey(LocalCopy, on_delete=models.CASCADE, related_name="points")
    key = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    section = models.CharField(_("Abschnitt"), max_length=120)
    text = models.CharField(_("Punkt"), max_length=300)
    office = models.CharField(_("Amt"), max_length=60, blank=True)
    hint = models.TextField(_("Hinweis"), max_length=2000, blank=True)
    parent_text = models.CharField(max_length=300, blank=True)
    parent_hint = models.TextField(blank=True)
    is_own = models.BooleanField(default=False)
    """Added by the municipality; the aid does not know it."""
    is_left_out = models.BooleanField(default=False)
    """Not wanted here, though the aid has it."""
    is_kept = models.BooleanField(default=False)
    """Wanted here, though the aid no longer has it."""
    state = models.CharField(_("Stand"), max_length=10, choices=State, default=State.OPEN)
    responsible = models.CharField(_("Zuständig"), max_length=120, blank=True)
    due_on = models.DateField(_("Bis"), null=True, blank=True)
    note = models.TextField(_("Notiz"), max_length=2000, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    """Counts changes, so that two people do not overwrite each other unseen."""

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["copy", "key"], name="one_copy_point_per_key")
        ]

    def __str__(self) -> str:
        return self.text


class CopyEvent(models.Model):
    """What happened to a copy, and by whom."""

    copy = models.ForeignKey(LocalCopy, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=300)
    """A German sentence."""
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    happened_at = models.DateTimeField()

    class Meta:
        ordering = ["-happened_at", "-pk"]
        indexes = [models.Index(fields=["copy", "-happened_at"], name="copy_event_by_copy")]

    def __str__(self) -> str:
        return self.what
