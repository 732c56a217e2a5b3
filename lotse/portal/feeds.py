"""Atom feeds of what is public."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from lotse.knowledge import queries as knowledge
from lotse.knowledge.answers import queries as answers
from lotse.knowledge.models import Answer, Example, ExampleMunicipality
from lotse.lib.audience import Audience
from lotse.municipalities.models import Land as LandRecord
from lotse.portal import queries
from lotse.portal.pages import DatedPage
from lotse.topics import queries as topics
from lotse.topics.models import Concept

ENTRIES = 30


class _PublicFeed(Feed):  # type: ignore[type-arg]
    feed_type = Atom1Feed
    language = "de"

    def author_name(self) -> str:
        return f"{settings.PLATFORM_NAME}, Kompetenzteam"

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_link(self, item: Any) -> str:
        return str(item.get_absolute_url())


class Examples(_PublicFeed):
    title = _("Gute Beispiele aus Kommunen")
    subtitle = _("Was Städte, Gemeinden und Landkreise getan haben. Neue Beispiele zuerst.")
    link = "/beispiele/"
    feed_url = "/feeds/beispiele.atom"

    def items(self) -> list[Example]:
        examples = knowledge.visible(Audience.PUBLIC).prefetch_related("concepts")
        return list(examples.order_by("-first_published_at", "-pk")[:ENTRIES])

    def item_description(self, item: Example) -> str:
        return _marked(item.what, item)

    def item_pubdate(self, item: Example) -> datetime | None:
        published_at: datetime | None = item.first_published_at
        return published_at

    def item_updateddate(self, item: Example) -> datetime | None:
        changed_at: datetime | None = item.last_published_at
        return changed_at

    def item_categories(self, item: Example) -> list[str]:
        return [concept.name for concept in item.concepts.all()]


class Answers(_PublicFeed):
    title = _("Beantwortete Fragen aus Kommunen")
    subtitle = _("Was Kommunen gefragt haben und was wir dazu wissen. Neue Antworten zuerst.")
    link = "/antworten/"
    feed_url = "/feeds/antworten.atom"

    def items(self) -> list[Answer]:
        public = answers.visible(Audience.PUBLIC).prefetch_related("concepts")
        return list(public.order_by("-first_published_at", "-pk")[:ENTRIES])

    def item_title(self, item: Answer) -> str:
        return item.question

    def item_description(self, item: Answer) -> str:
        return _marked(item.shown_short, item)

    def item_pubdate(self, item: Answer) -> datetime | None:
        published_at: datetime | None = item.first_published_at
        return published_at

    def item_updateddate(self, item: Answer) -> datetime | None:
        changed_at: datetime | None = item.last_published_at
        return changed_at

    def item_categories(self, item: Answer) -> list[str]:
        return [concept.name for concept in item.concepts.all()]


def _marked(text: str, record: Example | Answer) -> str:
    """A feed reader shows nothing but this text, so it says that nobody else has looked."""
    return f"{_('Noch nicht geprüft')}. {text}" if record.check_due_at else text


class Topic(_PublicFeed):
    """What is new about one field or cross-cutting topic: examples, answers, facts."""

    def get_object(self, request: HttpRequest, slug: str) -> Concept:
        found: Concept = get_object_or_404(topics.top_level(), slug=slug)
        return found

    def title(self, topic: Concept) -> str:
        return _("Neues zu „%s“") % topic.name

    def link(self, topic: Concept) -> str:
        return topic.get_absolute_url()

    def feed_url(self, topic: Concept) -> str:
        return f"/feeds/themen/{topic.slug}.atom"

    def items(self, topic: Concept) -> list[queries.Entry]:
        return queries.new_entries(topic, limit=ENTRIES)

    def item_link(self, item: queries.Entry) -> str:
        return item.url

    def item_description(self, item: queries.Entry) -> str:
        return item.summary

    def item_pubdate(self, item: queries.Entry) -> datetime:
        return item.published_at

    def item_categories(self, item: queries.Entry) -> list[str]:
        return [item.kind]


@dataclass(frozen=True)
class Subject:
    """What a feed is about: a field, a concept, a Land."""

    title: str
    link: str
    examples: Q
    answers: Q


class _AboutSubject(_PublicFeed):
    """Examples and answered questions on one subject, the newest first."""

    subtitle = _("Gute Beispiele und beantwortete Fragen. Neues zuerst.")

    def title(self, obj: Subject) -> str:
        return _("Neues zu „%s“") % obj.title

    def link(self, obj: Subject) -> str:
        return obj.link

    def items(self, obj: Subject) -> list[Example | Answer]:
        examples = knowledge.visible(Audience.PUBLIC).filter(obj.examples)
        public = answers.visible(Audience.PUBLIC).filter(obj.answers)
        found: list[Example | Answer] = [
            one
            for rows in (examples, public)
            for one in rows.prefetch_related("concepts").order_by("-first_published_at", "-pk")[
                :ENTRIES
            ]
        ]
        oldest = datetime.min.replace(tzinfo=UTC)
        found.sort(key=lambda one: one.first_published_at or oldest, reverse=True)
        return found[:ENTRIES]

    def item_title(self, item: Example | Answer) -> str:
        return str(item)

    def item_description(self, item: Example | Answer) -> str:
        text = item.what if isinstance(item, Example) else item.shown_short
        return _marked(text, item)

    def item_pubdate(self, item: Example | Answer) -> datetime | None:
        published_at: datetime | None = item.first_published_at
        return published_at

    def item_updateddate(self, item: Example | Answer) -> datetime | None:
        changed_at: datetime | None = item.last_published_at
        return changed_at

    def item_categories(self, item: Example | Answer) -> list[str]:
        return [concept.name for concept in item.concepts.all()]


class ConceptFeed(_AboutSubject):
    """By the code of a concept, which stays for ever; fields have ``Topic``."""

    def get_object(self, request: HttpRequest, code: str) -> Subject:
        concept = get_object_or_404(Concept, code__iexact=code, broader__isnull=False)
        through = Example.concepts.through.objects
        examples = through.filter(example=OuterRef("pk"), concept=concept.pk)
        link = concept.list_url
        return Subject(concept.name, link, Q(Exists(examples)), answers.about(concept.pk))


class Land(_AboutSubject):
    def get_object(self, request: HttpRequest, code: str) -> Subject:
        land = get_object_or_404(LandRecord, code__iexact=code)
        places = ExampleMunicipality.objects.filter(
            example=OuterRef("pk"), municipality__land=land.pk
        )
        lands = Answer.lands.through.objects.filter(answer=OuterRef("pk"), land=land.pk)
        link = f"/beispiele/?land={land.pk}"
        return Subject(land.name, link, Q(Exists(places)), Q(Exists(lands)))


class _Pages(_PublicFeed):
    def item_description(self, item: DatedPage) -> str:
        return item.teaser

    def item_pubdate(self, item: DatedPage) -> datetime:
        return datetime.combine(item.published_on, time(), tzinfo=UTC)

    def item_updateddate(self, item: DatedPage) -> datetime:
        return item.last_published_at or self.item_pubdate(item)


class News(_Pages):
    title = _("Aktuelles zum kommunalen Flüchtlingsmanagement")
    link = "/aktuelles/"
    feed_url = "/feeds/aktuelles.atom"

    def items(self) -> list[Any]:
        return list(queries.news()[:ENTRIES])


class Press(_Pages):
    title = _("Pressemitteilungen zum kommunalen Flüchtlingsmanagement")
    link = "/presse/"
    feed_url = "/feeds/presse.atom"

    def items(self) -> list[Any]:
        return list(queries.press()[:ENTRIES])
