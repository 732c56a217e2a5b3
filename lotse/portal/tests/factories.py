# mypy: disallow-untyped-calls=False
"""Pages for tests: published below their index, as an editor leaves them."""

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from factory.declarations import LazyFunction, Sequence
from factory.django import DjangoModelFactory
from factory.helpers import post_generation
from wagtail.models import Page

from lotse.portal import bootstrap
from lotse.portal.pages import (
    DatedPage,
    NewsIndex,
    NewsPage,
    PortalRoot,
    PressIndex,
    PressRelease,
    StandardPage,
)
from lotse.topics.models import Concept


def _parent(model: type[Page]) -> Page:
    if not model.objects.exists():
        bootstrap.load(datetime(2026, 11, 23, tzinfo=UTC))
    parent: Page = model.objects.get()
    return parent


def _publish(parent: Page, page: Page) -> Page:
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


class StandardPageFactory(DjangoModelFactory[StandardPage]):
    class Meta:
        model = StandardPage

    title = Sequence(lambda n: f"Seite {n}")
    slug = Sequence(lambda n: f"seite-{n}")
    body = "<p>Ein Text.</p>"

    @classmethod
    def _create(cls, model_class: Any, *arguments: Any, **fields: Any) -> Any:
        return _publish(_parent(PortalRoot), model_class(**fields))


class _DatedPageFactory(DjangoModelFactory[DatedPage]):
    class Meta:
        abstract = True
        skip_postgeneration_save = True

    published_on = LazyFunction(timezone.localdate)
    teaser = "Kurz gesagt."
    body = "<h2>Was gilt</h2><p>Ein Text.</p>"

    @post_generation  # type: ignore[untyped-decorator]
    def topics(self: DatedPage, create: bool, topics: list[Concept] | None, **kwargs: Any) -> None:
        if topics:
            self.topics.set(topics)
            self.save_revision().publish()
            self.refresh_from_db()


class NewsPageFactory(_DatedPageFactory):
    class Meta:
        model = NewsPage

    title = Sequence(lambda n: f"Meldung {n}")
    slug = Sequence(lambda n: f"meldung-{n}")

    @classmethod
    def _create(cls, model_class: Any, *arguments: Any, **fields: Any) -> Any:
        return _publish(_parent(NewsIndex), model_class(**fields))


class PressReleaseFactory(_DatedPageFactory):
    class Meta:
        model = PressRelease

    title = Sequence(lambda n: f"Mitteilung {n}")
    slug = Sequence(lambda n: f"mitteilung-{n}")

    @classmethod
    def _create(cls, model_class: Any, *arguments: Any, **fields: Any) -> Any:
        return _publish(_parent(PressIndex), model_class(**fields))
