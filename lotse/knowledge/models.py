"""Good examples: what a municipality did that others can learn from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from lotse.lib.audience import Audience
from lotse.municipalities.models import Municipality
from lotse.topics.models import Concept


class Example(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """A measure taken by a municipal administration. Fields: docs/decisions, domain record 6.1."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("geplant")
        RUNNING = "running", _("läuft")
        ENDED = "ended", _("beendet")
        PERMANENT = "permanent", _("dauerhaft")
        FAILED = "failed", _("gescheitert")
        UNKNOWN = "unknown", _("Stand offen")

    class Evidence(models.TextChoices):
        SELF_REPORT = "selfReport", _("Eigenbericht")
        PRESS = "press", _("Pressebericht")
        FIGURES = "figures", _("Zahlen")
        EVALUATION = "evaluation", _("Auswertung")
        AWARD = "award", _("Auszeichnung")
        PEER_CONFIRMED = "peerConfirmed", _("von anderer Kommune bestätigt")

    class YearBasis(models.TextChoices):
        STATED = "stated", _("laut Quelle")
        INFERRED = "inferred", _("erschlossen")

    code = models.CharField(_("Kennung"), max_length=20, unique=True, null=True, blank=True)
    title = models.CharField(
        _("Titel"), max_length=90, help_text=_("Beginnt mit der Maßnahme, nicht mit der Kommune.")
    )
    slug = models.SlugField(_("Adresse"), max_length=110, unique=True)
    concepts = ParentalManyToManyField(Concept, verbose_name=_("Themen"), related_name="examples")
    what = models.TextField(_("Kurz gesagt"), help_text=_("Ein Satz: Wer tut was für wen?"))
    problem = models.TextField(_("Ausgangslage"), blank=True)
    solution = models.TextField(_("Vorgehen"), blank=True)
    status = models.CharField(_("Stand"), max_length=10, choices=Status, default=Status.UNKNOWN)
    started_on = models.DateField(_("Beginn"), null=True, blank=True)
    ended_on = models.DateField(_("Ende"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("Jahr"), null=True, blank=True)
    year_basis = models.CharField(_("Jahr ist"), max_length=8, choices=YearBasis, blank=True)
    lead_time_days = models.PositiveIntegerField(
        _("Vorlauf in Tagen"),
        null=True,
        blank=True,
        help_text=_("Vom Beschluss bis zur Wirkung."),
    )
    effort_fte = models.DecimalField(
        _("Stellen (VZÄ)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    one_off_cost_euro = models.PositiveIntegerField(_("einmalige Kosten"), null=True, blank=True)
    running_cost_euro = models.PositiveIntegerField(
        _("laufende Kosten im Jahr"), null=True, blank=True
    )
    cost_basis = models.CharField(_("Grundlage der Kosten"), max_length=200, blank=True)
    cost_year = models.PositiveSmallIntegerField(_("Jahr der Kosten"), null=True, blank=True)
    capacity = models.CharField(_("Umfang"), max_length=200, blank=True)
    legal_basis = models.TextField(_("Rechtsgrundlage"), blank=True)
    legal_checked_on = models.DateField(_("Rechtsstand"), null=True, blank=True)
    partners = models.TextField(_("Beteiligte"), blank=True)
    evidence = models.CharField(_("Beleg"), max_length=13, choices=Evidence, blank=True)
    evidence_text = models.TextField(_("Was belegt es"), blank=True)
    limits = models.TextField(_("Grenzen"), blank=True)
    lessons = models.TextField(_("Erkenntnisse"), blank=True)
    would_do_differently = models.TextField(_("Das würden wir anders machen"), blank=True)
    transferability = models.TextField(_("Übertragbarkeit"), blank=True)
    note = models.TextField(_("Anmerkung"), blank=True)
    contact_office = models.CharField(_("Ansprechstelle"), max_length=120, blank=True)
    contact_email = models.EmailField(_("Funktionspostfach"), blank=True)
    contact_phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    contact_consent_until = models.DateField(_("Einwilligung bis"), null=True, blank=True)
    adapted_from = models.ForeignKey(
        "self",
        verbose_name=_("angelehnt an"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="adaptations",
    )
    audience = models.PositiveSmallIntegerField(
        _("sichtbar für"), choices=Audience, default=Audience.MEMBERS
    )
    checked_on = models.DateField(_("geprüft am"), null=True, blank=True)
    """None means "Prüfung offen"."""
    checked_by = models.CharField(_("geprüft von"), max_length=120, blank=True)
    review_due_on = models.DateField(_("Wiedervorlage"), null=True, blank=True)

    class Meta:
        ordering = ["-first_published_at", "-pk"]
        verbose_name = _("Gutes Beispiel")
        verbose_name_plural = _("Gute Beispiele")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/beispiele/{self.slug}/"


class ExampleMunicipality(Orderable):
    """A municipality that took part; the first one leads."""

    example = ParentalKey(Example, on_delete=models.CASCADE, related_name="municipalities")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="example_parts"
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["example", "municipality"], name="municipality_once_per_example"
            )
        ]


class Source(Orderable):
    """Where the facts of an example come from."""

    example = ParentalKey(Example, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("Bezeichnung"), max_length=200, blank=True)
    url = models.URLField(_("Adresse"), max_length=500)
    accessed_on = models.DateField(_("abgerufen am"), null=True, blank=True)
