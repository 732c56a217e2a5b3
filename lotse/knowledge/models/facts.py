"""Rules and numbers: what applies where, from when to when, and who says so.

A **key** is what somebody asks about ("Wohn- und Schlaffläche je Platz"), a **fact** is what one
jurisdiction or one source says about it, a **version** is how it read for a while. Facts of one key
may contradict each other and stand side by side. Versions are added, never changed: decision 0059.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from lotse.knowledge import preview
from lotse.knowledge.checking import opening
from lotse.knowledge.facts import checks, documents, publication, requirements, wording
from lotse.lib.audience import Audience
from lotse.municipalities.models import Land
from lotse.topics.models import Concept


class FactKey(ClusterableModel):
    """What a fact is about; calculators name it by its slug."""

    slug = models.SlugField(
        _("Kurzname"),
        max_length=60,
        unique=True,
        help_text=_("Unter diesem Namen fragen Rechner nach dem Wert. Bleibt gleich."),
    )
    name = models.CharField(
        _("Worum es geht"),
        max_length=90,
        unique=True,
        help_text=_("Zum Beispiel: Wohn- und Schlaffläche je Platz. Ohne Land und ohne Zahl."),
    )
    concepts = ParentalManyToManyField(
        Concept, verbose_name=_("Themen"), related_name="fact_keys", help_text=_("Ein bis sechs.")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("Gegenstand")
        verbose_name_plural = _("Gegenstände von Zahlen und Regeln")

    def __str__(self) -> str:
        return self.name


class Fact(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """What one jurisdiction or source says about a key. A record like an example: decision 0050."""

    class Kind(models.TextChoices):
        RULE = "rule", _("Regel")
        NUMBER = "number", _("Zahl")
        DEADLINE = "deadline", _("Frist")
        EXPERIENCE = "experience", _("Erfahrung")

    class Scope(models.TextChoices):
        FEDERAL = "federal", _("bundesweit")
        LAND = "land", _("in einzelnen Ländern")
        MUNICIPAL = "municipal", _("ohne Geltungsbereich (Praxis, Empfehlung)")

    code = models.CharField(
        _("Kennung"),
        max_length=12,
        unique=True,
        help_text=_("Zum Beispiel F-U-20. So steht sie in Texten: [F-U-20]. Bleibt für immer."),
    )
    key = models.ForeignKey(
        FactKey, verbose_name=_("Worum es geht"), on_delete=models.PROTECT, related_name="facts"
    )
    kind = models.CharField(_("Art"), max_length=10, choices=Kind, default=Kind.RULE)
    scope = models.CharField(
        _("Geltungsbereich"), max_length=9, choices=Scope, default=Scope.FEDERAL
    )
    lands = ParentalManyToManyField(
        Land, verbose_name=_("Länder"), related_name="facts", blank=True
    )
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("ersetzt durch"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaces",
        help_text=_("Nur wenn eine andere Kennung an diese Stelle tritt."),
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
        related_name="owned_facts",
        help_text=_("Wer die Angabe aktuell hält."),
    )
    check_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    """Published by one person alone; until then a second one looks. None: nothing waits."""
    review_due_on = models.DateField(
        _("Wiedervorlage"), null=True, blank=True, help_text=_("Wann schauen wir wieder nach?")
    )
    internal_note = models.TextField(
        _("Interne Notiz"), blank=True, help_text=_("Sieht nur das Kompetenzteam.")
    )
    found_on = models.DateField(null=True, editable=False)
    """The day whose state search and users of this fact know; time alone may change it."""

    class Meta:
        ordering = ["code"]
        verbose_name = _("Zahl oder Regel")
        verbose_name_plural = _("Zahlen und Regeln")
        indexes = [
            models.Index(fields=["live", "audience"], name="fact_by_audience"),
            models.Index(fields=["review_due_on"], name="fact_by_review"),
        ]

    def __str__(self) -> str:
        return f"{self.key.name} ({self.code})"

    def get_absolute_url(self) -> str:
        return f"/zahlen-und-regeln/{self.code.lower()}/"

    # The same seam as for examples (decision 0050).

    def publish(self, revision: Revision, **options: Any) -> None:
        """Show a revision to its audience. Raises ValidationError if it is not complete enough."""
        stored = Fact.objects.get(pk=self.pk)
        requirements.check(revision.as_object(), stored, today=timezone.localdate())
        with transaction.atomic():
            before = publication.state(stored)
            super().publish(revision, **options)
            fact, now = Fact.objects.get(pk=self.pk), timezone.now()
            # A schedule in the future publishes nothing yet.
            if fact.live_revision_id == revision.pk:
                opening.note_publication(
                    documents.KIND,
                    fact,
                    revision,
                    publisher=options.get("user"),
                    second_look=checks.second_look,
                    now=now,
                )
                fact = Fact.objects.get(pk=self.pk)
            publication.write(fact, before=before, now=now)

    def unpublish(self, **options: Any) -> None:
        """Take the fact away from readers and search; what is built on it has to be corrected."""
        with transaction.atomic():
            before = publication.state(Fact.objects.get(pk=self.pk))
            super().unpublish(**options)
            opening.note_withdrawal(documents.KIND, self.pk, now=timezone.now())
            publication.write(Fact.objects.get(pk=self.pk), before=before, now=timezone.now())

    def delete(self, *arguments: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            publication.forget(self.pk)
            deleted: tuple[int, dict[str, int]] = super().delete(*arguments, **options)
            return deleted

    preview_modes: Iterable[tuple[str, Any]] = preview.MODES
    default_preview_mode = preview.DEFAULT

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return preview.FACT_TEMPLATE

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"request": request} | preview.fact_context(self, mode_name)


class FactVersion(models.Model):
    """How a fact read from one day to another, with its source. Once shown it stays as it is."""

    class Verification(models.TextChoices):
        SOURCE = "source", _("in der Quelle gelesen")
        LAW = "law", _("im Gesetz gelesen")
        UNCONFIRMED = "unconfirmed", _("nicht bestätigt (sieht nur das Team)")

    fact = ParentalKey(Fact, on_delete=models.CASCADE, related_name="versions")
    statement = models.TextField(
        _("Aussage"), max_length=600, help_text=_("Ein bis drei Sätze in eigenen Worten.")
    )
    value = models.DecimalField(_("Wert"), max_digits=16, decimal_places=5, null=True, blank=True)
    value_max = models.DecimalField(
        _("bis"),
        max_digits=16,
        decimal_places=5,
        null=True,
        blank=True,
        help_text=_("Nur bei einer Spanne, zum Beispiel 10 bis 14 Tage."),
    )
    unit = models.CharField(
        _("Einheit"), max_length=40, blank=True, help_text=_("Zum Beispiel: m², Werktage, Euro.")
    )
    bindingness = models.CharField(
        _("Verbindlichkeit"), max_length=14, choices=[*wording.BINDINGNESS.items()]
    )
    norm = models.CharField(
        _("Norm oder Grundlage"),
        max_length=200,
        help_text=_("Gesetz mit Paragraf, Richtlinie, Studie."),
    )
    valid_from = models.DateField(
        _("gilt ab"), null=True, blank=True, help_text=_("Leer, wenn der Beginn nicht bekannt ist.")
    )
    valid_to = models.DateField(
        _("gilt bis"), null=True, blank=True, help_text=_("Der letzte Tag. Leer heißt: offen.")
    )
    as_of = models.DateField(
        _("Stand der Quelle"), null=True, blank=True, help_text=_("Von wann die Angabe stammt.")
    )
    law_as_of = models.DateField(
        _("Rechtsstand"),
        null=True,
        blank=True,
        help_text=_("Bis zu welchem Tag das Recht geprüft ist."),
    )
    verification = models.CharField(
        _("Bestätigt"), max_length=11, choices=Verification, default=Verification.UNCONFIRMED
    )
    checked_on = models.DateField(_("geprüft am"), null=True, blank=True)
    checked_by = models.CharField(_("geprüft von"), max_length=120, blank=True)
    source_url = models.URLField(_("Adresse der Quelle"), max_length=500, blank=True)
    source_title = models.CharField(_("Quelle"), max_length=200, blank=True)
    accessed_on = models.DateField(_("abgerufen am"), null=True, blank=True)
    further_sources = models.TextField(
        _("weitere Quellen"), blank=True, help_text=_("Eine Adresse in jeder Zeile.")
    )
    caveat = models.TextField(
        _("Zu beachten"), max_length=400, blank=True, help_text=_("Was die Angabe einschränkt.")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Fassung")
        verbose_name_plural = _("Fassungen")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None)
                | Q(valid_from=None)
                | Q(valid_to__gte=models.F("valid_from")),
                name="fact_version_ends_after_its_beginning",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | ~Q(unit=""), name="fact_value_has_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(value_max=None)
                | Q(value__isnull=False, value_max__gte=models.F("value")),
                name="fact_span_has_both_ends",
            ),
            models.CheckConstraint(
                condition=Q(verification="unconfirmed") | Q(checked_on__isnull=False),
                name="fact_confirmed_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def is_confirmed(self) -> bool:
        return self.verification != self.Verification.UNCONFIRMED

    @property
    def known_from(self) -> date | None:
        """The first day of which we know that it applied; else the day of its source."""
        return self.valid_from or self.as_of or self.law_as_of or self.checked_on

    @property
    def source_label(self) -> str:
        return self.source_title or _host(self.source_url)

    @property
    def further(self) -> list[tuple[str, str]]:
        """Label and address of each further source."""
        return [(_host(line), line) for line in self.further_sources.split()]


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")


class FactUse(models.Model):
    """A published record whose text shows a fact. Written when the record is published."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="uses")
    record_kind = models.CharField(max_length=20)
    """Search provider of the record, for example ``example``."""
    record_id = models.BigIntegerField()
    shown_on = models.DateField(null=True)
    """The day whose version the record shows; None: always today's."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fact", "record_kind", "record_id", "shown_on"],
                name="one_use_per_record_and_day",
            ),
            models.UniqueConstraint(
                fields=["fact", "record_kind", "record_id"],
                condition=Q(shown_on=None),
                name="one_use_per_record_today",
            ),
        ]
        indexes = [models.Index(fields=["record_kind", "record_id"], name="fact_use_by_record")]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.record_id}"


class Correction(models.Model):
    """A fact changed: a record built on it waits for somebody to look at it."""

    class Why(models.TextChoices):
        CHANGED = "changed", _("neue Fassung")
        EXPIRED = "expired", _("gilt nicht mehr")
        UNCONFIRMED = "unconfirmed", _("nicht mehr bestätigt")
        WITHDRAWN = "withdrawn", _("zurückgezogen")

    class Outcome(models.TextChoices):
        DONE = "done", _("berichtigt")
        UNAFFECTED = "unaffected", _("nicht betroffen")

    fact = models.ForeignKey(Fact, null=True, on_delete=models.SET_NULL, related_name="corrections")
    fact_title = models.CharField(max_length=200)
    why = models.CharField(max_length=11, choices=Why)
    before = models.TextField(blank=True)
    """What the fact said when the record was last in line with it."""
    after = models.TextField(blank=True)
    record_kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    record_title = models.CharField(max_length=300)
    record_url = models.CharField(max_length=300)
    noticed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    """When the fact changed last while this waited; at first the same as ``noticed_at``."""
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="corrections",
    )

    class Meta:
        ordering = ["-noticed_at", "-pk"]
        verbose_name = _("Nacharbeit")
        verbose_name_plural = _("Nacharbeiten")
        constraints = [
            models.UniqueConstraint(
                fields=["fact", "record_kind", "record_id"],
                condition=Q(settled_at=None),
                name="one_waiting_correction_per_use",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome="")
                | (Q(settled_at__isnull=False) & ~Q(outcome="")),
                name="correction_settled_with_outcome",
            ),
        ]
        indexes = [models.Index(fields=["-noticed_at", "-id"], name="correction_newest")]

    def __str__(self) -> str:
        return self.record_title
