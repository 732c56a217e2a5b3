"""Who takes a good example over, what they changed, and what came of it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.models.examples import Example
from lotse.municipalities.models import Municipality


class Adoption(models.Model):
    """A municipality that takes an example over. One for each example and municipality."""

    class State(models.TextChoices):
        PLANNED = "planned", _("geplant")
        RUNNING = "running", _("läuft")
        DONE = "done", _("umgesetzt")
        DROPPED = "dropped", _("aufgegeben")

    example = models.ForeignKey(
        Example, verbose_name=_("Beispiel"), on_delete=models.CASCADE, related_name="adoptions"
    )
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("Kommune"), on_delete=models.PROTECT, related_name="adoptions"
    )
    state = models.CharField(_("Stand"), max_length=7, choices=State, default=State.PLANNED)
    changes = models.TextField(_("Was wir anpassen"), max_length=2000, blank=True)
    note = models.TextField(_("Notiz für uns"), max_length=2000, blank=True)
    """Only for the municipality itself and the competence team."""
    learned_from = models.ForeignKey(
        "self",
        verbose_name=_("Gelernt von"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="passed_on",
    )
    """The adoption of another municipality this one was learned from; None: from the example."""
    is_named = models.BooleanField(_("öffentlich genannt"), default=False)
    """Whether everybody may read which municipality it is; members always may."""
    contact_office = models.CharField(_("Ansprechstelle"), max_length=120, blank=True)
    contact_email = models.EmailField(_("Postfach"), blank=True)
    contact_phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    contact_until = models.DateField(_("Einwilligung bis"), null=True, blank=True)
    """Until when members may see the contact; without a day nobody sees it."""
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    declared_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    unreminded_at = models.DateTimeField(null=True, blank=True)
    """Since when nobody wants to be asked for the result any more."""

    class Meta:
        ordering = ["-declared_at", "-pk"]
        verbose_name = _("Übernahme")
        verbose_name_plural = _("Übernahmen")
        constraints = [
            models.UniqueConstraint(
                fields=["example", "municipality"], name="one_adoption_per_municipality"
            ),
            models.CheckConstraint(
                condition=Q(contact_until=None) | ~Q(contact_office=""),
                name="adoption_contact_has_office",
            ),
        ]
        indexes = [
            models.Index(
                fields=["example", "-declared_at"],
                condition=Q(withdrawn_at=None),
                name="adoption_of_example",
            ),
            models.Index(fields=["municipality", "-declared_at"], name="adoption_of_place"),
            models.Index(
                fields=["declared_at"],
                condition=Q(withdrawn_at=None, unreminded_at=None),
                name="adoption_to_ask",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.example_id}"

    @property
    def is_under_way(self) -> bool:
        """Whether there is something to tell: it runs or is done."""
        return self.state in (self.State.RUNNING, self.State.DONE)

    def has_contact(self, today: date) -> bool:
        return self.contact_until is not None and self.contact_until >= today


class AdoptionResult(models.Model):
    """What came of an adoption after some months: asked by mail, or said unasked."""

    class Result(models.TextChoices):
        WORKS = "works", _("funktioniert")
        PARTLY = "partly", _("funktioniert zum Teil")
        FAILED = "failed", _("funktioniert nicht")
        NOT_YET = "not_yet", _("noch nicht zu sagen")

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="results")
    months = models.PositiveSmallIntegerField()
    """After how many months it was asked, 3 or 6; 0: said unasked."""
    asked_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(_("Ergebnis"), max_length=7, choices=Result, blank=True)
    text = models.TextField(_("In Ihren Worten"), max_length=2000, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["adoption", "-months"]
        verbose_name = _("Ergebnis einer Übernahme")
        verbose_name_plural = _("Ergebnisse von Übernahmen")
        constraints = [
            models.UniqueConstraint(
                fields=["adoption", "months"], name="one_result_per_adoption_and_time"
            ),
            models.CheckConstraint(
                condition=Q(result="", reported_at=None)
                | (~Q(result="") & Q(reported_at__isnull=False)),
                name="adoption_result_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adoption_id}, {self.months}"


class AdoptionTally(models.Model):
    """How often an example was taken over and how it went, kept with every change."""

    example = models.OneToOneField(
        Example, primary_key=True, on_delete=models.CASCADE, related_name="tally"
    )
    total = models.PositiveIntegerField(default=0)
    """Adoptions that stand, dropped ones not."""
    dropped = models.PositiveIntegerField(default=0)
    works = models.PositiveIntegerField(default=0)
    partly = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    not_yet = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("Zahl der Übernahmen")
        verbose_name_plural = _("Zahlen der Übernahmen")

    def __str__(self) -> str:
        return f"{self.example_id}: {self.total}"
