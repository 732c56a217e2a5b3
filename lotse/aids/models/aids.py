"""An aid, its versions, and who made it. A record like an example (decisions 0050, 0070)."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from lotse.aids import publication, requirements, versions
from lotse.knowledge.models import Example
from lotse.lib.audience import Audience
from lotse.municipalities.models import Land, Municipality
from lotse.topics.models import Concept


class Aid(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """A short tool: it is tried as a pilot, released, improved, and one day withdrawn."""

    class Kind(models.TextChoices):
        CHECKLIST = "checklist", _("Checkliste")
        GUIDE = "guide", _("Leitfaden")
        SAMPLE = "sample", _("Mustertext")
        CALCULATOR = "calculator", _("Rechner")
        TREE = "tree", _("Entscheidungsbaum")

    class Stage(models.TextChoices):
        PILOT = "pilot", _("Erprobung")
        RELEASED = "released", _("freigegeben")

    class Scope(models.TextChoices):
        FEDERAL = "federal", _("bundesweit")
        LAND = "land", _("in einzelnen Ländern")
        MUNICIPAL = "municipal", _("kommunale Praxis")

    title = models.CharField(_("Titel"), max_length=120)
    slug = models.SlugField(
        _("Adresse"),
        max_length=110,
        unique=True,
        help_text=_("Der letzte Teil der Internetadresse. Bleibt nach dem Veröffentlichen gleich."),
    )
    kind = models.CharField(_("Art"), max_length=10, choices=Kind, default=Kind.CHECKLIST)
    summary = models.TextField(
        _("Wobei es hilft"), max_length=500, help_text=_("Ein bis drei Sätze.")
    )
    who_for = models.CharField(_("Für wen"), max_length=200, blank=True)
    limits = models.TextField(
        _("Was es nicht leistet"), max_length=700, blank=True, help_text=_("Ehrlich und kurz.")
    )
    text = models.TextField(
        _("Text"),
        blank=True,
        help_text=_(
            "Checkliste: „# Abschnitt“, „- Punkt (Amt)“, darunter eingerückt Hinweis, „Nur wenn:“, "
            "„Frist:“ und „Quelle:“. Leitfaden und Mustertext: Leerzeilen trennen Absätze, „1.“ "
            "und „-“ beginnen Listen."
        ),
    )
    definition = models.JSONField(
        _("Rechner"),
        null=True,
        blank=True,
        help_text=_(
            "Nur für Rechner: Eingaben, Festwerte, Formeln, Ergebnisse und Fälle als JSON."
        ),
    )
    concepts = ParentalManyToManyField(
        Concept, verbose_name=_("Themen"), related_name="aids", help_text=_("Ein bis sechs Themen.")
    )
    examples = ParentalManyToManyField(
        Example, verbose_name=_("aus guten Beispielen"), related_name="aids", blank=True
    )
    scope = models.CharField(
        _("Geltungsbereich"), max_length=9, choices=Scope, default=Scope.MUNICIPAL
    )
    lands = ParentalManyToManyField(Land, verbose_name=_("Länder"), related_name="aids", blank=True)
    law_as_of = models.DateField(
        _("Rechtsstand"), null=True, blank=True, help_text=_("Leer, wenn es nicht um Recht geht.")
    )
    checked_on = models.DateField(_("geprüft am"), null=True, blank=True)
    review_due_on = models.DateField(_("Wiedervorlage"), null=True, blank=True)
    stage = models.CharField(
        _("Stand"),
        max_length=8,
        choices=Stage,
        default=Stage.PILOT,
        help_text=_("In Erprobung ist sie nutzbar und sichtbar so bezeichnet."),
    )
    change_note = models.CharField(
        _("Was ist neu?"),
        max_length=300,
        blank=True,
        help_text=_("Ein Satz für alle, die sie schon nutzen. Ab der zweiten Fassung nötig."),
    )
    audience = models.PositiveSmallIntegerField(
        _("sichtbar für"), choices=Audience, default=Audience.PUBLIC
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("zuständig"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_aids",
    )
    internal_note = models.TextField(
        _("Interne Notiz"), blank=True, help_text=_("Sieht nur das Kompetenzteam.")
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(max_length=500, blank=True, editable=False)
    replaced_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaces",
        editable=False,
    )

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("Hilfestellung")
        verbose_name_plural = _("Hilfestellungen")
        indexes = [
            models.Index(fields=["live", "audience", "title", "id"], name="aid_in_list"),
            models.Index(fields=["review_due_on"], name="aid_by_review"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/hilfestellungen/{self.slug}/"

    @property
    def is_checklist(self) -> bool:
        return self.kind == self.Kind.CHECKLIST

    @property
    def is_calculator(self) -> bool:
        return self.kind == self.Kind.CALCULATOR

    # The same seam as for examples (decision 0050).

    def publish(self, revision: Revision, **options: Any) -> None:
        """Show a revision to its audience and number it. Raises ValidationError with gaps."""
        requirements.check(revision.as_object(), stored=self, today=timezone.localdate())
        with transaction.atomic():
            super().publish(revision, **options)
            aid = Aid.objects.get(pk=self.pk)
            if aid.live_revision_id == revision.pk:
                versions.note(aid, by=options.get("user"), now=timezone.now())
            publication.write(aid)

    def unpublish(self, **options: Any) -> None:
        """Take the aid away from readers, lists and search; copies stay with their owners."""
        with transaction.atomic():
            super().unpublish(**options)
            publication.remove(self.pk)

    def delete(self, *arguments: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            publication.remove(self.pk)
            deleted: tuple[int, dict[str, int]] = super().delete(*arguments, **options)
            return deleted


class AidSource(Orderable):
    """What an aid rests on."""

    aid = ParentalKey(Aid, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("Bezeichnung"), max_length=200, blank=True)
    url = models.URLField(_("Adresse"), max_length=500)
    accessed_on = models.DateField(_("abgerufen am"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("Quelle")
        verbose_name_plural = _("Quellen")

    @property
    def label(self) -> str:
        return self.title or (urlsplit(self.url).hostname or self.url).removeprefix("www.")


class AidVersion(models.Model):
    """How an aid read when it was published. Never changed; old ones stay reachable."""

    aid = models.ForeignKey(Aid, on_delete=models.CASCADE, related_name="versions")
    major = models.PositiveSmallIntegerField()
    """0 while it is tried."""
    minor = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    definition = models.JSONField(null=True, blank=True)
    change_note = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-major", "-minor"]
        constraints = [
            models.UniqueConstraint(fields=["aid", "major", "minor"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"{self.major}.{self.minor}"


class Credit(models.Model):
    """Who has a part in an aid, as they agreed to be named."""

    aid = models.ForeignKey(Aid, on_delete=models.CASCADE, related_name="credits")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=120, blank=True)
    """Empty: only the municipality is named."""
    contribution = models.CharField(max_length=300)
    improvement = models.OneToOneField(
        "aids.Improvement", null=True, on_delete=models.SET_NULL, related_name="credit"
    )
    since = models.DateTimeField()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(contribution=""), name="credit_says_for_what")
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.person_name, str(self.municipality)]))
