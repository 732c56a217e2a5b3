"""Answered questions: what municipalities asked, with an answer that is kept up to date."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
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
    Orderable,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from lotse.knowledge import addressing, origins, preview
from lotse.knowledge.answers import documents, publication, requirements
from lotse.knowledge.checking import opening
from lotse.knowledge.facts import marks
from lotse.knowledge.language import rules as language
from lotse.knowledge.models.examples import Example
from lotse.lib.audience import Audience
from lotse.municipalities.models import Land
from lotse.topics.models import Concept


class Answer(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """A question with its maintained answer. A record like an example: decision 0053."""

    class Scope(models.TextChoices):
        FEDERAL = "federal", _("bundesweit")
        LAND = "land", _("in einzelnen Ländern")
        MUNICIPAL = "municipal", _("kommunale Praxis")

    class Certainty(models.TextChoices):
        SECURE = "secure", _("sicher")
        LIKELY = "likely", _("wahrscheinlich")
        OPEN = "open", _("offen")

    question = models.CharField(
        _("Frage"),
        max_length=200,
        help_text=_("Wie eine Kommune sie stellt, mit Fragezeichen. Ohne Namen und Orte."),
    )
    slug = models.SlugField(
        _("Adresse"),
        max_length=110,
        unique=True,
        help_text=_(
            "Der letzte Teil der Internetadresse. Wenn Sie sie ändern, führt die alte weiter."
        ),
    )
    short_answer = models.TextField(
        _("Kurz gesagt"), max_length=700, help_text=_("Höchstens drei Sätze.")
    )
    long_answer = models.TextField(
        _("Ausführlich"),
        blank=True,
        help_text=_(
            "Leerzeilen trennen Absätze, „1.“ und „-“ beginnen Listen. [1] verweist auf die erste "
            "Quelle."
        ),
    )
    scope = models.CharField(
        _("Geltungsbereich"), max_length=9, choices=Scope, default=Scope.MUNICIPAL
    )
    lands = ParentalManyToManyField(
        Land, verbose_name=_("Länder"), related_name="answers", blank=True
    )
    concepts = ParentalManyToManyField(
        Concept,
        verbose_name=_("Themen"),
        related_name="answers",
        help_text=_("Ein bis sechs Themen. Das Themenfeld ergibt sich daraus."),
    )
    certainty = models.CharField(
        _("Wie sicher ist das?"), max_length=6, choices=Certainty, default=Certainty.OPEN
    )
    law_as_of = models.DateField(
        _("Rechtsstand"), null=True, blank=True, help_text=_("Leer, wenn es nicht um Recht geht.")
    )
    as_of = models.DateField(
        _("Stand"), null=True, blank=True, help_text=_("Bis zu welchem Tag die Angaben reichen.")
    )
    checked_on = models.DateField(
        _("geprüft am"),
        null=True,
        blank=True,
        help_text=_("Wann zuletzt jemand nachgesehen hat, ob die Antwort noch stimmt."),
    )
    check_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    """Published by one person alone; until then a second one looks. None: nothing waits."""
    review_due_on = models.DateField(
        _("Wiedervorlage"), null=True, blank=True, help_text=_("Wann schauen wir wieder nach?")
    )
    audience = models.PositiveSmallIntegerField(
        _("sichtbar für"), choices=Audience, default=Audience.MEMBERS
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("zuständig"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_answers",
        help_text=_("Wer die Antwort aktuell hält."),
    )
    internal_note = models.TextField(
        _("Interne Notiz"), blank=True, help_text=_("Sieht nur das Kompetenzteam.")
    )
    is_found_stale = models.BooleanField(default=False, editable=False)
    """Whether the search index was told that a review is due."""

    class Meta:
        ordering = ["-first_published_at", "-pk"]
        verbose_name = _("Beantwortete Frage")
        verbose_name_plural = _("Beantwortete Fragen")
        indexes = [
            models.Index(
                fields=["live", "audience", "-first_published_at", "-id"], name="answer_in_list"
            ),
            models.Index(fields=["review_due_on"], name="answer_by_review"),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return f"/antworten/{self.slug}/"

    @property
    def shown_short(self) -> str:
        """The short answer with today's facts, for lists and feeds."""
        moment = documents.moment_of(self, timezone.localdate())
        return marks.plain(self.short_answer, moment)

    # The same seam as for examples (decision 0050).

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
            answer = Answer.objects.get(pk=self.pk)
            # A schedule in the future publishes nothing yet.
            is_published = answer.live_revision_id == revision.pk
            if is_published:
                opening.note_publication(
                    documents.KIND,
                    answer,
                    revision,
                    publisher=options.get("user"),
                    second_look=requirements.second_look,
                    now=timezone.now(),
                )
                answer = Answer.objects.get(pk=self.pk)
                language.note(documents.KIND, answer, now=timezone.now())
            publication.write(answer)
            if is_published:
                addressing.note_publication(
                    documents.KIND, self.pk, slug=answer.slug, known_slug=known, now=timezone.now()
                )

    def unpublish(self, **options: Any) -> None:
        """Take the answer away from readers, lists and search."""
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

    preview_modes: Iterable[tuple[str, Any]] = preview.MODES
    default_preview_mode = preview.DEFAULT

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return preview.ANSWER_TEMPLATE

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"request": request} | preview.answer_context(self, mode_name)


class AnswerSource(Orderable):
    """What an answer rests on: a good example, another answer, or a page elsewhere."""

    answer = ParentalKey(Answer, on_delete=models.CASCADE, related_name="sources")
    example = models.ForeignKey(
        Example,
        verbose_name=_("Gutes Beispiel"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cited_by_answers",
    )
    other = models.ForeignKey(
        Answer,
        verbose_name=_("Andere beantwortete Frage"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cited_by_answers",
    )
    url = models.URLField(_("Adresse"), max_length=500, blank=True)
    title = models.CharField(
        _("Bezeichnung"),
        max_length=200,
        blank=True,
        help_text=_("Bei einem Eintrag der Plattform gilt dessen Titel."),
    )
    passage = models.TextField(_("Stelle"), blank=True, help_text=_("Worauf sich der Satz stützt."))
    accessed_on = models.DateField(_("abgerufen am"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("Quelle")
        verbose_name_plural = _("Quellen")
        constraints = [
            models.CheckConstraint(
                condition=Q(example__isnull=False, other=None, url="")
                | Q(example=None, other__isnull=False, url="")
                | (Q(example=None, other=None) & ~Q(url="")),
                name="answer_source_is_one_thing",
            )
        ]

    def clean(self) -> None:
        given = [self.example_id, self.other_id, self.url]
        if sum(bool(one) for one in given) != 1:
            raise ValidationError(
                _("Nennen Sie ein Beispiel, eine beantwortete Frage oder eine Adresse.")
            )

    @property
    def record(self) -> "Example | Answer | None":
        return self.example or self.other

    @property
    def label(self) -> str:
        """The title of the record, its name, or where it is found: "ulm.de"."""
        if self.record is not None:
            return str(self.record)
        return self.title or (urlsplit(self.url).hostname or self.url).removeprefix("www.")
