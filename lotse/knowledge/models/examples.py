"""Good examples: what a municipality did that others can learn from."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.documents import get_document_model_string
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from lotse.knowledge import addressing, documents, origins, preview, publication, requirements
from lotse.knowledge.checking import opening
from lotse.knowledge.language import rules as language
from lotse.knowledge.rights import Licence
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
    """A measure taken by a municipal administration. A record, not a page: decision 0050.

    Empty columns mean "not known"; ``requirements.py`` says what must be known for which state.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("geplant")
        RUNNING = "running", _("läuft")
        ENDED = "ended", _("beendet")
        PERMANENT = "permanent", _("dauerhaft")
        FAILED = "failed", _("gescheitert")
        UNKNOWN = "unknown", _("Stand offen")

    class Evidence(models.TextChoices):
        SELF_REPORT = "selfReport", _("Eigenbericht der Kommune")
        PRESS = "press", _("Pressebericht")
        FIGURES = "figures", _("Zahlen")
        EVALUATION = "evaluation", _("Auswertung")
        AWARD = "award", _("Auszeichnung")
        PEER_CONFIRMED = "peerConfirmed", _("von anderer Kommune bestätigt")

    class YearBasis(models.TextChoices):
        STATED = "stated", _("laut Quelle")
        INFERRED = "inferred", _("aus dem Zusammenhang erschlossen")

    code = models.CharField(
        _("Kennung"), max_length=20, unique=True, null=True, blank=True, editable=False
    )
    """Stable identifier of an imported example."""
    title = models.CharField(
        _("Titel"),
        max_length=90,
        help_text=_("Höchstens 90 Zeichen. Beginnt mit der Maßnahme, nicht mit der Kommune."),
    )
    slug = models.SlugField(
        _("Adresse"),
        max_length=110,
        unique=True,
        help_text=_(
            "Der letzte Teil der Internetadresse. Wenn Sie sie ändern, führt die alte weiter."
        ),
    )
    concepts = ParentalManyToManyField(
        Concept,
        verbose_name=_("Themen"),
        related_name="examples",
        help_text=_("Ein bis sechs Themen. Das Themenfeld ergibt sich daraus."),
    )
    what = models.TextField(
        _("Kurz gesagt"), max_length=600, help_text=_("Ein Satz: Wer tut was für wen?")
    )
    problem = models.TextField(_("Ausgangslage"), blank=True, help_text=_("Was ging vorher nicht?"))
    solution = models.TextField(
        _("Lösung"), blank=True, help_text=_("Was wurde getan, und wer hat mitgewirkt?")
    )
    status = models.CharField(_("Stand"), max_length=10, choices=Status, default=Status.UNKNOWN)
    started_on = models.DateField(_("Beginn"), null=True, blank=True)
    ended_on = models.DateField(_("Ende"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("Jahr"), null=True, blank=True)
    year_basis = models.CharField(_("Das Jahr ist"), max_length=8, choices=YearBasis, blank=True)
    content_as_of = models.DateField(
        _("Stand des Inhalts"),
        null=True,
        blank=True,
        help_text=_("Bis zu welchem Tag die Angaben reichen."),
    )
    lead_time_days = models.PositiveIntegerField(
        _("Vorlauf in Tagen"),
        null=True,
        blank=True,
        help_text=_("Vom Beschluss bis zur Wirkung. Die häufigste Frage im Notfall."),
    )
    effort_fte = models.DecimalField(
        _("Stellen (VZÄ)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    one_off_cost_euro = models.PositiveIntegerField(
        _("einmalige Kosten in Euro"), null=True, blank=True
    )
    running_cost_euro = models.PositiveIntegerField(
        _("laufende Kosten in Euro im Jahr"), null=True, blank=True
    )
    cost_basis = models.CharField(
        _("Grundlage der Zahlen"),
        max_length=200,
        blank=True,
        help_text=_("Zum Beispiel: Haushaltsauswertung der Kommune, 92 Plätze."),
    )
    cost_year = models.PositiveSmallIntegerField(_("Jahr der Zahlen"), null=True, blank=True)
    capacity = models.CharField(
        _("Umfang"),
        max_length=200,
        blank=True,
        help_text=_("Plätze, Fälle oder erreichte Menschen."),
    )
    legal_basis = models.TextField(_("Rechtsgrundlage"), blank=True)
    legal_jurisdiction = models.CharField(
        _("Geltungsbereich"), max_length=120, blank=True, help_text=_("Bund oder welches Land?")
    )
    legal_checked_on = models.DateField(_("Rechtsstand"), null=True, blank=True)
    partners = models.TextField(
        _("Beteiligte"), blank=True, help_text=_("Eine Stelle in jeder Zeile.")
    )
    evidence = models.CharField(_("Beleg"), max_length=13, choices=Evidence, blank=True)
    evidence_text = models.TextField(
        _("Wirkung"), blank=True, help_text=_("Was hat es gebracht, und woher wissen wir das?")
    )
    evidence_on = models.DateField(
        _("Beleg vom"), null=True, blank=True, help_text=_("Von welchem Tag der Beleg ist.")
    )
    evidence_by = models.CharField(
        _("Bestätigt durch"),
        max_length=120,
        blank=True,
        help_text=_("Eine Stelle, keine Person. Zum Beispiel: Rechnungsprüfungsamt."),
    )
    limits = models.TextField(
        _("Grenzen"), blank=True, help_text=_("Was geht damit nicht? Eine Grenze in jeder Zeile.")
    )
    lessons = models.TextField(
        _("Stolpersteine"), blank=True, help_text=_("Eine Erkenntnis in jeder Zeile.")
    )
    would_do_differently = models.TextField(_("Das würden wir anders machen"), blank=True)
    would_not_repeat = models.TextField(
        _("Das würden wir nicht wieder tun"),
        blank=True,
        help_text=_("Was andere sich sparen können, und warum. So wertvoll wie ein Erfolg."),
    )
    suits_size_classes = models.JSONField(_("geeignet für Größenklassen"), default=list, blank=True)
    """Codes such as G5 or K2."""
    suitable_if = models.TextField(
        _("Passt gut, wenn"), blank=True, help_text=_("Eine Voraussetzung in jeder Zeile.")
    )
    unsuitable_if = models.TextField(
        _("Passt weniger, wenn"), blank=True, help_text=_("Ein Hindernis in jeder Zeile.")
    )
    note = models.TextField(
        _("Anmerkung"), blank=True, help_text=_("Hinweis der Redaktion, für alle sichtbar.")
    )
    internal_note = models.TextField(
        _("Interne Notiz"), blank=True, help_text=_("Sieht nur das Kompetenzteam.")
    )
    contact_office = models.CharField(_("Ansprechstelle"), max_length=120, blank=True)
    contact_email = models.EmailField(
        _("Funktionspostfach"),
        blank=True,
        help_text=_("Möglichst keine persönliche Adresse. Sichtbar nur für Mitglieder."),
    )
    contact_phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    contact_hours = models.CharField(
        _("Erreichbar"),
        max_length=120,
        blank=True,
        help_text=_("Zum Beispiel: Mo bis Do 9 bis 15 Uhr, am besten vormittags."),
    )
    contact_consent_until = models.DateField(
        _("Einwilligung bis"),
        null=True,
        blank=True,
        help_text=_("Danach verschwindet die Ansprechstelle von selbst."),
    )
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
    checked_on = models.DateField(
        _("geprüft am"),
        null=True,
        blank=True,
        help_text=_("Leer heißt: Prüfung offen. Das steht dann sichtbar am Beispiel."),
    )
    checked_by = models.CharField(_("geprüft von"), max_length=120, blank=True)
    read_on = models.DateField(null=True, blank=True, editable=False)
    """When a second person read a short form that is not complete enough to count as checked."""
    check_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    """Published by one person alone; until then a second one looks. None: nothing waits."""
    review_due_on = models.DateField(
        _("Wiedervorlage"), null=True, blank=True, help_text=_("Wann schauen wir wieder nach?")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("zuständig"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_examples",
        help_text=_("Wer das Beispiel aktuell hält und vor der Wiedervorlage eine Mail bekommt."),
    )

    class Meta:
        ordering = ["-first_published_at", "-pk"]
        verbose_name = _("Gutes Beispiel")
        verbose_name_plural = _("Gute Beispiele")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on=None)
                | models.Q(started_on=None)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="example_ends_after_its_beginning",
            )
        ]
        indexes = [
            models.Index(fields=["live", "audience"], name="example_by_audience"),
            models.Index(fields=["review_due_on"], name="example_by_review"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/beispiele/{self.slug}/"

    @property
    def is_checked(self) -> bool:
        """Whether a second person has looked at what is published."""
        return self.check_due_at is None and bool(self.checked_on or self.read_on)

    # Wagtail's editor, its workflow, its schedule and its history all end in these three. Each
    # puts what readers see, lists and find into the same transaction as the record itself.

    def publish(self, revision: Revision, **options: Any) -> None:
        """Show a revision to its audience. Raises ValidationError if it is not complete enough."""
        draft = revision.as_object()
        requirements.check(draft, today=timezone.localdate())
        origins.check(documents.KIND, draft)
        if options.get("user"):
            language.check(documents.KIND, draft)
        with transaction.atomic():
            known = addressing.known_slug(self)
            super().publish(revision, **options)
            example = Example.objects.get(pk=self.pk)
            # A schedule in the future publishes nothing yet.
            is_published = example.live_revision_id == revision.pk
            if is_published:
                opening.note_publication(
                    documents.KIND,
                    example,
                    revision,
                    publisher=options.get("user"),
                    second_look=requirements.second_look,
                    now=timezone.now(),
                )
                example = Example.objects.get(pk=self.pk)
                language.note(documents.KIND, example, now=timezone.now())
            publication.write(example)
            if is_published:
                addressing.note_publication(
                    documents.KIND, self.pk, slug=example.slug, known_slug=known, now=timezone.now()
                )

    def unpublish(self, **options: Any) -> None:
        """Take the example away from readers, lists and search."""
        with transaction.atomic():
            super().unpublish(**options)
            opening.note_withdrawal(documents.KIND, self.pk, now=timezone.now())
            language.forget(documents.KIND, self.pk)
            publication.withdraw(self.pk)

    def delete(self, *arguments: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            publication.withdraw(self.pk)
            deleted: tuple[int, dict[str, int]] = super().delete(*arguments, **options)
            return deleted

    # Preview in the editor: the page readers get, with the draft's content.

    preview_modes: Iterable[tuple[str, Any]] = preview.MODES
    default_preview_mode = preview.DEFAULT

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return preview.TEMPLATE

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"request": request} | preview.context(self, mode_name)


class ExampleMunicipality(Orderable):
    """A municipality that took part; the first one leads."""

    example = ParentalKey(Example, on_delete=models.CASCADE, related_name="municipalities")
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("Kommune"),
        on_delete=models.PROTECT,
        related_name="example_parts",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("beteiligte Kommune")
        verbose_name_plural = _("beteiligte Kommunen")
        constraints = [
            models.UniqueConstraint(
                fields=["example", "municipality"], name="municipality_once_per_example"
            )
        ]


class Step(Orderable):
    """One step on the way, in the order in which it was taken."""

    example = ParentalKey(Example, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("Schritt"), max_length=90)
    when = models.CharField(_("Wann"), max_length=60, blank=True)
    text = models.TextField(_("Was geschieht"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("Schritt")
        verbose_name_plural = _("Schritte")


class Source(Orderable):
    """Where the facts of an example come from."""

    example = ParentalKey(Example, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("Bezeichnung"), max_length=200, blank=True)
    url = models.URLField(_("Adresse"), max_length=500)
    accessed_on = models.DateField(_("abgerufen am"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("Quelle")
        verbose_name_plural = _("Quellen")

    @property
    def label(self) -> str:
        """Its name, or where it is found: "ulm.de"."""
        return self.title or (urlsplit(self.url).hostname or self.url).removeprefix("www.")


class Attachment(Orderable):
    """A file others may use: a template, a form, a process model."""

    example = ParentalKey(Example, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("Datei"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    licence = models.CharField(_("Lizenz"), max_length=20, choices=Licence, default=Licence.CC_BY)
    is_released = models.BooleanField(
        _("freigegeben"),
        default=False,
        help_text=_("Sonst sehen nur Mitglieder die Datei, auch wenn das Beispiel öffentlich ist."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Anlage")
        verbose_name_plural = _("Anlagen")
